import { jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import { ask } from '../../../services/lib/grpc.ts';
import { streams, subjects } from '../../../services/lib/subjects.ts';
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

const { client, service, bus } = await startScores(t, {}, { deciders: ['queenie', 'quinn'] });
const [queenie, quinn, boss] = [
  by('queenie', 'quality'),
  by('quinn', 'quality'),
  by('boss', 'administrator'),
];
const [a1, lea, wall] = [by('a1', 'agent'), by('lea', 'team-lead'), by('', 'wall')];
const of = { tenant, site };
const now = Temporal.Now.plainDateISO('UTC');
const month = now.subtract({ months: 1 }).toString().slice(0, 7);
const inMonth = new Date(`${month}-15T12:00:00Z`);
const ladder = {
  effectiveFrom: '2020-01-01',
  posts: ['96', '126', '114'].map((postId, at) => ({ postId, rung: at + 1, nameEn: postId })),
  ...{ reviewMonths: 1, upShare: 0.125, upMinTotal: 50, upMinMonths: 1 },
  ...{ downShare: 0.125, downMaxTotal: 60, downOnFault: true, warnFirst: true, minGroup: 5 },
  starTotals: [20, 40, 60, 80, 95],
};

const evaluate = async (person: string, tone: number) => {
  const evaluation = {
    ...{ formId: 'call', contact: `c-${person}`, person, purpose: 'spot', of: '' },
    ...{ answers: answers(tone), contactAt: inMonth, queue: 'sales' },
  };
  const done = await act(client, queenie, ['evaluated', evaluation]);
  return decided(done, 'evaluated').evaluationId;
};
const cardOf = (person: string, version = 0, who = queenie) =>
  ask(client, client.getCard, { ...of, person, period: month, version }, who);
const appeals = (who = queenie) => ask(client, client.listAppeals, of, who);
const getLadder = (who = boss) =>
  ask(client, client.getLadder, { ...of, dryRun: undefined, month: '' }, who);

t.test(
  'a closed month is frozen: later rules leave it, a later mark makes a version',
  async (t) => {
    await act(client, queenie, ['formDecided', form]);
    await act(client, queenie, ['definitionDecided', { definition: definition() }]);
    await act(client, boss, ['ladderDecided', { rules: ladder }]);
    for (const person of teamA) {
      const holding = { person, postId: '126', since: '2020-01-01' };
      await act(client, boss, ['holdingDecided', { holding, reason: 'as it was' }]);
    }
    // Tone of a1 to a8: 5, 4, 4, 4, 3, 3, 3, 1.
    for (const [at, tone] of [5, 4, 4, 4, 3, 3, 3, 1].entries()) {
      await evaluate(teamA[at] ?? '', tone);
    }
    const close = { period: month, definitionId: 'month' };
    const closed = await act(client, queenie, ['periodClosed', close]);
    t.match(decided(closed, 'periodClosed'), { version: 1, cards: 10 });
    t.match(await refusal(act(client, queenie, ['periodClosed', close])), {
      fault: 'conflict',
      message: /say why/,
    });
    const frozen = await cardOf('a1', 1);
    t.match(frozen.card, { version: 1, total: 100, rank: 1, ranked: 8, stars: 5 });
    const next = definition({
      effectiveFrom: now.with({ day: 1 }).toString(),
      minQualityWeight: 50,
    });
    await act(client, queenie, ['definitionDecided', { definition: next }]);
    t.same((await cardOf('a1', 1)).card, frozen.card, 'another definition leaves it');
    const early = definition({ effectiveFrom: `${month}-01` });
    t.match(await refusal(act(client, queenie, ['definitionDecided', { definition: early }])), {
      fault: 'conflict',
    });
    const evaluationId = await evaluate('a1', 3);
    const again = await until(async () => {
      const { closes } = await cardOf('a1');
      return closes[0]?.version === 2 ? closes : null;
    });
    t.match(again, [
      { version: 2, cause: `evaluation ${evaluationId}` },
      { version: 1, cause: '' },
    ]);
    // Full points and 2.5 of 4.
    t.match((await cardOf('a1')).card, { version: 2, total: (100 + 62.5) / 2 });
    t.match((await cardOf('a1', 1)).card, { total: 100 }, 'the first version stays');
  },
);

t.test('a contest goes to a second marker, blind, and its effect follows at once', async (t) => {
  const marks = { ...of, person: 'a1', from: '', to: '', evaluationId: '' };
  const list = (who = a1) => ask(client, client.listEvaluations, marks, who);
  const [poor] = (await list()).evaluations;
  const target = poor?.evaluation?.evaluationId ?? '';
  t.ok(poor?.appealUntil, 'it may be contested');
  const lodge = { of: 'evaluation', target, words: 'The line was bad, not my tone.' };
  t.match(await refusal(act(client, by('a2', 'agent'), ['appealLodged', lodge])), {
    fault: 'not-found',
  });
  const lodged = decided(await act(client, a1, ['appealLodged', lodge]), 'appealLodged');
  t.equal(lodged.firstMarker, 'queenie');
  const { appealId } = lodged;
  const assigned = await until(async () => {
    const [appeal] = (await appeals()).appeals;
    return appeal?.secondMarker ? appeal : null;
  });
  t.not(assigned.secondMarker, 'queenie', 'somebody is asked who did not mark first');
  const byHand = { appealId, marker: 'queenie' };
  t.match(await refusal(act(client, queenie, ['appealAssigned', byHand])), {
    message: /"queenie" marked first/,
  });
  await act(client, queenie, ['appealAssigned', { appealId, marker: 'quinn' }]);
  t.match((await appeals(quinn)).appeals, [{ firstMarker: '', state: 'open' }], 'blind');
  const blind = (await list(quinn)).evaluations.map(({ evaluation }) => evaluation?.evaluationId);
  t.notOk(blind.includes(target), 'the first marks are hidden from who decides');
  const evaluation = { formId: 'call', contact: 'c-a1', person: 'a1', answers: answers(4) };
  const decision = { appealId, outcome: 'accepted', reason: 'The line was bad.', evaluation };
  t.match(await refusal(act(client, queenie, ['appealDecided', decision])), {
    fault: 'not-allowed',
  });
  await act(client, quinn, ['appealDecided', decision]);
  const settled = await until(async () => {
    const [appeal] = (await appeals(a1)).appeals;
    return appeal?.after === undefined ? null : appeal;
  });
  // Tone 4 of 1 to 5 is three quarters of 3 weights: 3.25 of 4.
  t.match(settled, { state: 'accepted', before: 81.25, after: (100 + 81.25) / 2, firstMarker: '' });
  t.match((await cardOf('a1')).card, { version: 3, total: 90.625 });
  const { statistics } = await appeals(by('a5', 'agent'));
  t.match(statistics.a, { lodged: 1, accepted: 1, open: 0, inTime: 1 }, 'open to the team');
  t.notOk(statistics.b, 'not of a group under eight');
});

t.test('a dry run of the ladder is the review that follows', async (t) => {
  const worst = { person: 'a7', day: `${month}-20`, words: 'Told a password.' };
  await act(client, queenie, ['faultRecorded', worst]);
  const tried = (await getLadder()).wouldMove;
  t.match(
    tried
      .filter(({ kind }) => kind !== 'stays')
      .map(({ person, kind, why }) => [person, kind, why]),
    [
      ['a1', 'up', 'top-share'],
      ['a7', 'warned', 'fault'],
      ['a8', 'warned', 'last-share'],
    ],
  );
  const rules = { ...ladder, upMinTotal: 95 };
  const strict = await ask(
    client,
    client.getLadder,
    { ...of, dryRun: await withRules(rules), month },
    boss,
  );
  t.match(
    strict.wouldMove.find(({ person }) => person === 'a1'),
    { why: 'total-too-low' },
  );
  const done = await act(client, boss, ['reviewDone', { month }]);
  t.same(decided(done, 'reviewDone').moves, tried);
  const { holdings } = await getLadder();
  t.match(
    holdings.find(({ person }) => person === 'a1'),
    { postId: '114' },
  );
  t.match(
    holdings.find(({ person }) => person === 'a8'),
    { postId: '126', warned: true },
  );
  t.same(
    (await getLadder(a1)).holdings.map(({ person }) => person),
    ['a1'],
    'only the own',
  );
});

t.test('walls get means, the best and the praised, and never the worst', async (t) => {
  const day = now.toString();
  await act(client, lea, ['praised', { person: 'a2', words: 'Patient', until: day }]);
  const week = `${now.yearOfWeek}-W${String(now.weekOfYear).padStart(2, '0')}`;
  await act(client, queenie, ['topicSet', { week, titleEn: 'Tone', titleZh: '语气' }]);
  const posted = await ask(client, client.getPosted, of, wall);
  t.match(posted, { preset: 'cn', month, topic: { titleEn: 'Tone' } });
  t.same(
    posted.names.map(({ name, why }) => [name, why]),
    [
      ['a1', 'best'],
      ['a2', 'Patient'],
    ],
  );
  const totals = (
    await ask(client, client.listCards, { ...of, period: month, team: 'a', version: 0 }, queenie)
  ).cards.map(({ total }) => total ?? 0);
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  t.match(posted.teams, [
    { team: 'a', before: mean },
    { team: 'b', meanTotal: undefined, before: undefined, scored: 0 },
  ]);
});

t.test('people plan, leads coach, rules are questioned; who overtakes is named', async (t) => {
  const week = '2026-W48';
  const plan = { week, items: [{ text: 'Two calls with Mei' }] };
  await act(client, a1, ['planWritten', plan]);
  await act(client, lea, ['planWritten', { week, person: 'a1' }]);
  const note = { person: 'a1', text: 'Slower at the start.' };
  const noted = await act(client, lea, ['coachingNoted', note]);
  const { noteId } = decided(noted, 'coachingNoted');
  await act(client, lea, ['coachingNoted', { ...note, noteId, done: true }]);
  const late = act(client, queenie, ['coachingNoted', { ...note, noteId }], {
    seenPosition: noted.position,
  });
  t.match(await refusal(late), { fault: 'conflict', message: /lea/ });
  await act(client, a1, ['ruleFlagged', { about: 'question tone', words: 'Bad lines count.' }]);
  const notes = (who = queenie, person = '') =>
    ask(client, client.listNotes, { ...of, person }, who);
  t.match(await notes(a1), {
    plans: [{ person: 'a1', checkedBy: 'lea', items: [{ text: 'Two calls with Mei' }] }],
    coaching: [{ noteId, done: true, author: 'lea' }],
    flags: [{ author: 'a1', flagged: { about: 'question tone' } }],
  });
  t.same((await notes(by('a2', 'agent'))).coaching, []);
  t.match((await notes(by('a2', 'agent'))).flags, [{ author: '' }], 'not by whom');
});

t.test('killed and started again all is as it was; erased, nothing is left', async (t) => {
  const all = async () => [(await getLadder()).holdings, (await cardOf('a1')).card?.lines];
  const before = await all();
  await service.kill('SIGKILL');
  await service.start();
  t.same(await all(), before);
  const erase = (confirm: string, who = boss) =>
    ask(client, client.eraseScores, { tenant, confirm }, who);
  t.match(await refusal(erase(tenant, queenie)), { fault: 'not-allowed' });
  t.match(await refusal(erase('other')), { fault: 'invalid' });
  const erased = await erase(tenant);
  t.ok(erased.decisions > 20 && erased.contents === 3, JSON.stringify(erased));
  t.same((await getLadder()).holdings, []);
  const manager = await jetstreamManager(bus.nats);
  const left = await manager.streams.getMessage(streams.decisions.name, {
    last_by_subj: subjects.scores(tenant, site),
  });
  t.equal(left, null, 'the log has none of it');
});

async function withRules(rules: object) {
  const { LadderRules } = await import('../../../proto/gen/floorcast/score/v1/scorecard.ts');
  return LadderRules.fromPartial(rules);
}
