// Who moves, worked out by hand; and a dry run beside the review that follows it.
import t from 'tap';
import { ladderMoves } from '../../../../services/domain/score/ladder/ladder-moves.ts';
import {
  holdingOn,
  ladderOn,
  postsFilled,
  starsOf,
} from '../../../../services/domain/score/ladder/ladder-on.ts';
import { reviewOfMonth } from '../../../../services/domain/score/ladder/review-of-month.ts';
import type { Holding, LadderRules } from '../../../../services/domain/score/scorecard.ts';
import { evaluation, noFacts, people, readyStory } from '../score-story.ts';

const post = (postId: string, rung: number, standIns: string[] = []) => ({
  ...{ postId, nameEn: postId, nameZh: '', rung, payCoefficient: 1 + rung / 10, standIns },
});
const rules: LadderRules = {
  ...{ effectiveFrom: '2020-01-01', reviewMonths: 1, upShare: 0.2, upMinTotal: 80 },
  ...{ upMinMonths: 3, downShare: 0.2, downMaxTotal: 60, downOnFault: true, warnFirst: true },
  ...{ minGroup: 5, starTotals: [50, 60, 70, 80, 90] },
  posts: [post('126', 2, ['p02', 'p03']), post('96', 1)],
};
const holding = (person: string, more: Partial<Holding> = {}): Holding => ({
  ...{ person, postId: '126', since: '2026-01-01', warned: false, stars: 0, ...more },
});

function moves(totals: number[], more: Partial<Holding>[] = [], tried: Partial<LadderRules> = {}) {
  const holdings = totals.map((_, at) => holding(`p${at}`, { postId: '96', ...more[at] }));
  const made = ladderMoves({
    ...{ rules: { ...rules, ...tried }, holdings, until: '2026-11-30', faults: new Set(['p4']) },
    totals: new Map(totals.map((total, at) => [`p${at}`, [total]])),
  });
  return Object.fromEntries(made.map((move) => [move.person, `${move.kind} ${move.why}`]));
}

t.test(
  'the best fifth of five goes up one rung, with the total and the months for it',
  async (t) => {
    const totals = [95, 70, 75, 65, 85];
    t.equal(moves(totals).p0, 'up top-share');
    t.equal(moves([79, 70, 75, 65, 72]).p0, 'stays total-too-low');
    t.equal(moves(totals, [{ since: '2026-09-02' }]).p0, 'stays too-few-months');
    t.equal(moves(totals, [{ since: '2026-09-01' }]).p0, 'up top-share');
    t.equal(moves([95, 95, 75, 65, 85]).p1, 'up top-share', 'who shares the place moves too');
    t.equal(moves(totals.slice(0, 4)).p0, 'stays group-too-small');
    t.equal(moves(totals, [{ postId: '126' }]).p0, 'stays group-too-small');
  },
);

t.test('down goes who was warned, and at first nobody', async (t) => {
  const totals = [95, 70, 75, 55, 85];
  const high = Array.from({ length: 5 }, () => ({ postId: '126' }));
  t.equal(moves(totals, high).p3, 'warned last-share');
  const warned = high.map((one) => ({ ...one, warned: true }));
  t.equal(moves(totals, warned).p3, 'down last-share');
  t.equal(moves(totals, high, { warnFirst: false }).p3, 'down last-share');
  t.equal(moves(totals, warned, { downMaxTotal: 50 }).p3, 'stays total-high-enough');
  t.equal(moves(totals, warned).p0, 'stays no-rung', 'the best are on the highest');
  t.equal(
    moves(
      totals,
      warned.map((one) => ({ ...one, postId: '96' })),
    ).p3,
    'stays no-rung',
  );
});

t.test('a serious fault goes before the best total', async (t) => {
  const high = Array.from({ length: 5 }, () => ({ postId: '126' }));
  t.equal(moves([70, 70, 70, 70, 99], high).p4, 'warned fault');
  t.equal(moves([70, 70, 70, 70, 99], high, { downOnFault: false }).p4, 'stays no-rung');
});

t.test('stars are how many limits a total reaches', async (t) => {
  t.same(
    [null, 49, 50, 89.9, 95].map((total) => starsOf(rules, total)),
    [0, 0, 1, 4, 5],
  );
});

t.test('a dry run of rules is the real run later, on the same month', async (t) => {
  const everybody = people(6);
  const story = readyStory(everybody);
  story.act('boss', { kind: 'ladder-decided', rules: { ...rules, upMinTotal: 100 } });
  for (const { person } of everybody) {
    const put = holding(person, { postId: person < 'p04' ? '96' : '126' });
    story.act('boss', { kind: 'holding-decided', holding: put, reason: 'as before' });
  }
  everybody.forEach(({ person }, at) => {
    story.act('q1', { kind: 'evaluated', evaluation: evaluation(person, 5 - (at % 5)) });
  });
  const fault = { kind: 'fault-recorded' as const, faultId: '', person: 'p06', day: '2026-11-09' };
  story.act('q1', { ...fault, words: 'told a customer’s secret' });
  story.nowMs = Date.UTC(2026, 11, 1, 1);
  const review = { kind: 'review-done' as const, reviewId: '', month: '2026-11', moves: [] };
  t.throws(() => story.act('boss', review), /"2026-11" is not closed/);
  const close = { kind: 'period-closed' as const, period: '2026-11', definitionId: 'month' };
  const filled = { cause: '', version: 0, content: '', cards: 0 };
  story.act('', { ...close, ...filled }, { facts: { ...noFacts, people: everybody } });
  const cards = (sha: string) => story.cards.get(sha) ?? [];

  const tried = { ...rules, minGroup: 2, warnFirst: false, upShare: 0.4, downShare: 0.4 };
  const dry = ladderMoves(reviewOfMonth(story.state, { rules: tried, month: '2026-11' }, cards));
  t.ok(dry.some(({ kind }) => kind === 'up') && dry.some(({ kind }) => kind === 'down'));
  t.equal(holdingOn(story.state, 'p01', '2026-12-01')?.holding.postId, '96', 'nobody has moved');
  const now = ladderOn(story.state, '2026-11-30');
  t.not(now?.upShare, 0.4, 'nor do the rules hold');

  story.act('boss', { kind: 'ladder-decided', rules: tried });
  const real = story.act('boss', review);
  t.same(real.act.kind === 'review-done' && real.act.moves, dry);
  t.match(holdingOn(story.state, 'p01', '2026-12-01')?.holding, {
    postId: '126',
    since: '2026-12-01',
  });
  t.match(holdingOn(story.state, 'p06', '2026-12-01')?.holding, { postId: '96' });
  t.match(holdingOn(story.state, 'p01', '2026-11-30')?.holding, { postId: '96' }, 'the past stays');
  t.throws(() => story.act('boss', review), /"2026-11" is reviewed already/);
  const late = { ...rules, effectiveFrom: '2026-11-15' };
  t.throws(() => story.act('boss', { kind: 'ladder-decided', rules: late }), /is reviewed: from/);
  const asked = { person: 'p05', day: '2026-11-30' };
  const fills = (scheduled: string) => postsFilled(story.state, { ...asked, scheduled });
  t.match(fills(''), [{ postId: '126', standIns: ['p02', 'p03'] }], 'the post held');
  t.match(fills('96'), [{ postId: '126' }, { postId: '96' }], 'then what the schedule names');
  t.equal(fills('kitchen').length, 1, 'of which the ladder may know nothing');
});
