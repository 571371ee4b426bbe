// October 2026 of sixty agents (test/fixtures/scores/README.md), told to real services, closed by
// them, and worked out a second time by a script that knows nothing of the product.
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { Card, LadderRules } from '../../../proto/gen/floorcast/score/v1/scorecard.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { by, clientOf, decided, act as doAct, refusal } from './scoring.ts';
import { archiveHas, month, tellMonth } from './worked-month.ts';

const { tenant, site } = month;
const of = { tenant, site };
const weeks = {
  '2026-W41': ['2026-10-05', '2026-10-12'],
  '2026-W42': ['2026-10-12', '2026-10-19'],
  '2026-W43': ['2026-10-19', '2026-10-26'],
} as const;
const october = '2026-10';
const [quinn, boss] = [by('quinn', 'quality'), by('boss', 'administrator')];

const bus = await startNats(t);
const env = { FLOORCAST_NATS_URL: bus.url, DIRECTORY_GRPC: '127.0.0.1:1' };
const none = { SHIFT_SCHEDULING_GRPC: '127.0.0.1:1' };
const [archive, status] = await Promise.all([
  startService(t, 'event-archive', { ...env, FLOORCAST_DATA: await historyFolder(t) }),
  startService(t, 'agent-status', { ...env, ...none, EVENT_ARCHIVE_GRPC: '127.0.0.1:1' }),
]);
await tellMonth(bus);
const doors = { EVENT_ARCHIVE_GRPC: archive.address, AGENT_STATUS_GRPC: status.address };
const service = await startService(t, 'scorecards', { ...env, ...doors });
const client = clientOf(t, service.address);
const act = (what: Parameters<typeof doAct>[2], who = quinn) => doAct(client, who, what, { site });

const cardsOf = async (period: string) => {
  const asked = { ...of, period, team: '', version: 0 };
  return (await ask(client, client.listCards, asked, quinn)).cards;
};
const opened = async (person: string, period: string) => {
  const asked = { ...of, person, period, version: 0 };
  return (await ask(client, client.getCard, asked, quinn)).card ?? Card.create();
};
const near = (a: number | null | undefined, b: number | null | undefined) =>
  (a ?? null) === null || (b ?? null) === null
    ? (a ?? null) === (b ?? null)
    : Math.abs((a ?? 0) - (b ?? 0)) <= 1e-9;

interface Again {
  total: number | null;
  figures: Record<string, number | null>;
}
function again(definition: string, from: string, to: string): Record<string, Again> {
  const script = 'test/fixtures/scores/recompute.mjs';
  const said = execFileSync(process.execPath, [script, definition, from, to], { encoding: 'utf8' });
  return JSON.parse(said);
}

t.before(async () => {
  await act(['formDecided', month.form]);
  for (const definition of month.definitions) await act(['definitionDecided', { definition }]);
  for (const { tone, words, kept, atMs, ...about } of month.evaluations) {
    const answers = [
      { questionId: 'tone', value: tone },
      { questionId: 'words', value: words },
      { questionId: 'kept', value: kept ? 1 : 0 },
    ];
    const more = { formId: 'call', purpose: 'spot', of: '', contactAt: new Date(atMs), answers };
    await act(['evaluated', { ...about, ...more }]);
  }
  const answers = month.surveys.map(({ atMs, satisfaction, resolved, ...answer }) => ({
    ...{ ...answer, words: '', at: new Date(atMs) },
    ...{ satisfaction: satisfaction ?? undefined, resolved: resolved ?? undefined },
  }));
  await act(['surveysRecorded', { answers }]);
  const at = new Date(month.testAtMs);
  const results = month.test.map((one) => ({ ...one, at }));
  await act(['testRecorded', { name: 'October', most: 100, pass: 60, results }]);
  await archiveHas(t, archive.address);
  for (const period of [...Object.keys(weeks), october]) {
    const definitionId = period === october ? 'month' : 'week';
    await act(['periodClosed', { period, definitionId }]);
  }
});

/** Cards, byte by byte: of every sixth person with their traces. */
async function bytesOf(period: string): Promise<string[]> {
  const cards = await cardsOf(period);
  const some = month.people.filter((_, at) => at % 6 === 0);
  for (const { person } of some) cards.unshift(await opened(person, period));
  return cards.map((card) => Buffer.from(Card.encode(card).finish()).toString('base64'));
}

t.test('every score of everybody, of weeks and month, is the same worked out anew', async (t) => {
  const spans = { ...weeks, [october]: ['2026-10-01', '2026-11-01'] as const };
  for (const [period, [from, to]] of Object.entries(spans)) {
    const script = again(period === october ? 'month' : 'week', from, to);
    const cards = await cardsOf(period);
    t.equal(cards.length, 60);
    const odd = cards.flatMap(({ person, version, total, lines }) => {
      const { total: expected = null, figures = {} } = script[person] ?? {};
      const of = lines.filter(({ measureId, figure }) => !near(figure, figures[measureId]));
      return version === 1 && near(total, expected) && of.length === 0
        ? []
        : [{ person, of, total }];
    });
    t.same(odd, [], period);
    const totals = cards.flatMap(({ total }) => total ?? []);
    t.ok(totals.length >= 57 && new Set(totals).size > 50, `${period}: people differ`);
  }
});

t.test('every figure equals its trace, and every total its lines', async (t) => {
  let marked = 0;
  for (const { person } of month.people) {
    const card = await opened(person, october);
    for (const { measureId, figure, trace, traceCount } of card.lines) {
      const value = trace.reduce((sum, one) => sum + one.value, 0);
      const weight = trace.reduce((sum, one) => sum + one.weight, 0);
      const same = figure === undefined ? weight === 0 : near(figure, value / weight);
      if (!same || trace.length > 200)
        t.fail(`${person} ${measureId}: ${figure} of ${trace.length}`);
      if (measureId === 'evaluation') marked += traceCount;
    }
    const lines = card.lines.reduce((sum, { contribution }) => sum + (contribution ?? 0), 0);
    t.ok(near(card.total, Math.max(0, lines + card.bonus)), person);
  }
  t.equal(marked, month.evaluations.length, 'all evaluations are reasons of some score');
});

t.test('whom nobody marked has no data, never 0; a team has one best and one worst', async (t) => {
  const cards = await cardsOf(october);
  for (const { person, lines, total } of cards.filter((one) => one.person >= 'p58')) {
    const [evaluations] = lines;
    t.match(evaluations, { state: 'no-data', figure: undefined, points: undefined, weight: 0 });
    const weights = lines.reduce((sum, { weight }) => sum + weight, 0);
    t.ok(near(weights, 100) && (total ?? 0) > 0, `${person}: what is left weighs 100`);
  }
  for (const team of ['red', 'blue', 'green', 'amber']) {
    const own = cards.filter((card) => card.team === team);
    const gets = (points: number) => own.filter(({ bonus }) => bonus === points);
    t.match(gets(5), [{ rank: 1, ranked: 15 }], team);
    t.match(gets(-5), [{ rank: 15 }], team);
    t.equal(gets(0).length, 13, team);
  }
});

t.test('what is posted is what cards say', async (t) => {
  const { teams, names, month: of } = await ask(client, client.getPosted, { tenant, site }, quinn);
  t.equal(of, october);
  const cards = await cardsOf(october);
  for (const { team, before } of teams) {
    const totals = cards.flatMap((card) => (card.team === team ? (card.total ?? []) : []));
    t.ok(near(before, totals.reduce((sum, one) => sum + one, 0) / totals.length), team);
  }
  t.same(names, [], 'people were not told yet that they may be named');
});

t.test('a definition changed in mid-month leaves closed weeks as they are', async (t) => {
  const [, week] = month.definitions;
  const before = await Promise.all(Object.keys(weeks).map(bytesOf));
  const change = (effectiveFrom: string) => {
    const measures = week?.measures.map((one) => ({ ...one, minSample: one.minSample + 1 }));
    return act(['definitionDecided', { definition: { ...week, measures, effectiveFrom } }]);
  };
  t.match(await refusal(change('2026-10-14')), { fault: 'conflict' }, 'not into closed weeks');
  await change('2026-10-26');
  t.same(await Promise.all(Object.keys(weeks).map(bytesOf)), before, 'byte by byte');
  await act(['periodClosed', { period: '2026-W44', definitionId: 'week' }]);
  t.equal((await opened('p01', '2026-W44')).definitionFrom, '2026-10-26', 'the next is by the new');
  const late = { period: '2026-W43', definitionId: 'week', cause: 'looked at once more' };
  const nothing = await refusal(act(['periodClosed', late]));
  t.match(nothing, { fault: 'conflict', message: /would be as it is/ });
  const said = { contact: '', person: 'p01', queue: 'fault', satisfaction: 1, words: '' };
  const answers = [{ ...said, surveyId: 'late', at: new Date('2026-10-20T04:00:00Z') }];
  await act(['surveysRecorded', { answers }]);
  const anew = await until(async () => {
    const card = await opened('p01', '2026-W43');
    return card.version === 2 && card;
  });
  t.equal(anew.definitionFrom, '2026-01-01', 'one closed anew stays by the old');
  const first = Card.decode(Buffer.from(before[2]?.[9] ?? '', 'base64'));
  t.equal(first.person, 'p01');
  const others = ({ lines }: Card) => lines.filter(({ measureId }) => measureId !== 'satisfaction');
  t.same(others(anew), others(first));
  t.same(await Promise.all(Object.keys(weeks).slice(0, 2).map(bytesOf)), before.slice(0, 2));
});

t.test('what the ladder would do is what its review then does', async (t) => {
  const post = (postId: string, rung: number) => ({ postId, nameEn: postId, rung, standIns: [] });
  const rules = {
    ...{ effectiveFrom: '2026-01-01', reviewMonths: 1, minGroup: 5, starTotals: [60, 70, 80] },
    ...{ posts: [post('96', 1), post('126', 2), post('160', 3)], warnFirst: false },
  };
  await act(['ladderDecided', { rules }], boss);
  for (const [at, { person }] of month.people.entries()) {
    const postId = ['96', '126', '160'][at % 3];
    const holding = { person, postId, since: '2026-01-01', warned: false, stars: 0 };
    await act(['holdingDecided', { holding, reason: 'as before' }], boss);
  }
  const harder = { ...rules, upShare: 0.2, downShare: 0.15, downMaxTotal: 90 };
  const asked = { ...of, month: october };
  const tried = LadderRules.fromPartial(harder);
  const dry = await ask(client, client.getLadder, { ...asked, dryRun: tried }, boss);
  const kinds = Map.groupBy(dry.wouldMove, ({ kind }) => kind);
  t.same(
    ['up', 'down', 'stays'].map((kind) => kinds.get(kind)?.length),
    // A fifth of three rungs of twenty go up, but from the highest there is no way; 15 % go down.
    [8, 6, 46],
  );
  const still = await ask(client, client.getLadder, { ...asked, dryRun: undefined }, boss);
  t.ok(
    still.wouldMove.every(({ kind }) => kind === 'stays'),
    'the rules that stand move nobody',
  );
  await act(['ladderDecided', { rules: harder }], boss);
  const { moves } = decided(await act(['reviewDone', { month: october }], boss), 'reviewDone');
  t.same(moves, dry.wouldMove);
});

t.test('statistics of contests are those of the contests', async (t) => {
  const [first, second, third] = ['p01', 'p05', 'p09'].map((person) => by(person, 'agent'));
  if (!first || !second || !third) return;
  const appeal = { of: 'line', target: `${october} handling`, words: 'the line was noisy' };
  const lodge = async (who: ReturnType<typeof by>) =>
    decided(await act(['appealLodged', appeal], who), 'appealLodged').appealId;
  const [refused, taken] = [await lodge(first), await lodge(second), await lodge(third)];
  await act(['appealWithdrawn', { appealId: taken }], second);
  const listed = () => ask(client, client.listAppeals, of, quinn);
  const marker = await until(async () => {
    const { appeals } = await listed();
    return appeals.find(({ appealId }) => appealId === refused)?.secondMarker;
  });
  const no = { appealId: refused, outcome: 'refused', reason: 'listened to' };
  await act(['appealDecided', no], by(marker, 'team-lead'));
  const { appeals, statistics } = await listed();
  t.equal(appeals.length, 3);
  t.match(statistics.red, { lodged: 2, refused: 1, accepted: 0, open: 1, inTime: 1 });
  t.match(statistics.blue, { lodged: 0, open: 0 });
  t.match(statistics[''], statistics.red, 'of the whole site the same');
});
