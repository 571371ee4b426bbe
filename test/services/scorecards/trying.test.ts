// Definitions tried before they hold, the list of periods, and what stands beside cards. Figures:
// a scale of 1 to 5 as 3 of 4 parts, so tone 5, 4, 3 score 100, 81.25, 62.5 (form of scoring.ts).
import t from 'tap';
import { ask } from '../../../services/lib/grpc.ts';
import { until } from '../../helpers/until.ts';
import {
  act,
  answers,
  by,
  decided,
  definition,
  form,
  refusal,
  site,
  startScores,
  teamA,
  tenant,
} from './scoring.ts';

const { client } = await startScores(t);
const [queenie, lea, lou] = [
  by('queenie', 'quality'),
  by('lea', 'team-lead'),
  by('lou', 'team-lead'),
];
const of = { tenant, site };
const month = Temporal.Now.plainDateISO('UTC').toString().slice(0, 7);
const before = Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
const contactAt = new Date();
await act(client, queenie, ['formDecided', form]);
await act(client, queenie, ['definitionDecided', { definition: definition() }]);
for (const [at, tone] of [5, 4, 3].entries()) {
  const person = teamA[at] ?? '';
  const evaluation = {
    ...{ formId: 'call', contact: `c-${person}`, person, purpose: 'spot', of: '' },
    ...{ answers: answers(tone), contactAt, queue: 'sales' },
  };
  await act(client, queenie, ['evaluated', evaluation]);
}
const tryIt = (who: ReturnType<typeof by>, changes: object, period = '') =>
  ask(client, client.tryDefinition, { ...of, definition: definition(changes), period }, who);

t.test('a definition is tried beside what stands, and changes nothing', async (t) => {
  const [standing] = definition().measures;
  const points = [
    { figure: 80, points: 0 },
    { figure: 100, points: 100 },
  ];
  const harder = {
    measures: [{ ...standing, curve: 'linear', points }, ...definition().measures.slice(1)],
  };
  const tried = await tryIt(queenie, harder);
  t.equal(tried.period, month);
  const total = (cards: typeof tried.cards, person: string) =>
    cards.find((card) => card.person === person)?.total;
  t.equal(total(tried.cards, 'a1'), 100);
  t.ok(Math.abs((total(tried.cards, 'a2') ?? 0) - 6.25) < 1e-9, '81.25 is a sixteenth of the way');
  t.equal(total(tried.cards, 'a3'), 0);
  t.same(
    ['a1', 'a2', 'a3'].map((person) => total(tried.standing, person)),
    [100, 81.25, 62.5],
    'as it stands',
  );
  const setup = await ask(client, client.getScoreSetup, of, queenie);
  t.equal(setup.definitions.length, 1);
  const { cards } = await ask(
    client,
    client.listCards,
    { ...of, period: month, team: '', version: 0 },
    queenie,
  );
  t.equal(total(cards, 'a2'), 81.25);
});

t.test('it is refused as it would be when decided, and other periods than its own', async (t) => {
  t.match(await refusal(tryIt(queenie, { minQualityWeight: 101 })), { fault: 'invalid' });
  t.match(await refusal(tryIt(queenie, {}, '2026-W01')), { message: /is no month/ });
  t.match(await refusal(tryIt(queenie, {}, '2099-01')), { message: /still to come/ });
});

t.test('leads see their own people tried; agents, planners and walls nobody', async (t) => {
  const people = async (who: ReturnType<typeof by>) =>
    (await tryIt(who, {})).cards.map(({ person }) => person);
  t.same(await people(lea), teamA);
  t.same(await people(lou), ['b1', 'b2']);
  for (const role of ['agent', 'planner', 'wall'] as const) {
    t.match(await refusal(tryIt(by('a1', role), {})), { fault: 'not-allowed' });
  }
});

t.test('periods are told as running, to be closed and closed, with by whom', async (t) => {
  // Three whole days after the month's last one, where a definition says nothing.
  const next = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 4 });
  const dueAt = new Date(`${next}T00:00:00Z`);
  const listed = async () => (await ask(client, client.listCloses, of, lea)).periods;
  t.match(await listed(), [
    { period: month, definitionId: 'month', over: false, closes: [], dueAt },
    { period: before, definitionId: 'month', over: true, closes: [] },
  ]);
  t.equal((await listed()).length, 2, 'none from before it was thought of');
  await act(client, queenie, ['periodClosed', { period: before, definitionId: 'month' }]);
  const late = {
    ...{ formId: 'call', contact: 'c-late', person: 'a1', purpose: 'spot', of: '', queue: 'sales' },
    ...{ answers: answers(2), contactAt: new Date(`${before}-15T12:00:00Z`) },
  };
  const marked = decided(await act(client, queenie, ['evaluated', late]), 'evaluated');
  const closes = await until(async () => {
    const found = (await listed())[1]?.closes ?? [];
    return found.length > 1 ? found : null;
  });
  t.match(closes, [
    { version: 2, cause: `evaluation ${marked.evaluationId}`, author: '', cards: 10 },
    { version: 1, cause: '', author: 'queenie', cards: 10 },
  ]);
  t.equal((await listed())[1]?.dueAt, undefined, 'what is closed is not due');
  t.match(await refusal(ask(client, client.listCloses, of, by('a1', 'agent'))), {
    fault: 'not-allowed',
  });
});

t.test('beside cards stand trends and what posts are paid, without who stands in', async (t) => {
  const posts = [{ postId: '96', rung: 1, nameEn: '96', payCoefficient: 1.2, standIns: ['a8'] }];
  const rules = {
    ...{ effectiveFrom: '2020-01-01', posts, reviewMonths: 1, upShare: 0.1, upMinTotal: 0 },
    ...{ downShare: 0.1, minGroup: 5, starTotals: [20, 40, 60, 80, 95] },
  };
  await act(client, by('boss', 'administrator'), ['ladderDecided', { rules }]);
  const asked = { ...of, period: month, team: 'a', version: 0 };
  const cards = await ask(client, client.listCards, { ...asked, trends: true }, lea);
  t.match(cards.posts, [{ postId: '96', payCoefficient: 1.2, standIns: [] }]);
  t.match(
    cards.trends.find(({ person }) => person === 'a2'),
    { definitionId: 'month', totals: { [month]: 81.25 } },
  );
  t.same((await ask(client, client.listCards, asked, lea)).trends, [], 'only where asked for');
});

t.test('ends of definitions are told with who decided them', async (t) => {
  const end = { definition: definition({ effectiveFrom: '2099-01-01' }), removed: true };
  await act(client, queenie, ['definitionDecided', end]);
  const { definitionVersions } = await ask(client, client.getScoreSetup, of, lea);
  t.match(definitionVersions, [
    { removed: true, definition: { effectiveFrom: '2099-01-01' }, author: 'queenie' },
    { removed: false, author: 'queenie' },
  ]);
});
