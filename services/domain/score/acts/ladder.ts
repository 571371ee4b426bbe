import { DomainError } from '../../domain-error.ts';
import { pruned, put } from '../../schedule/acts/apply-map.ts';
import { checkDay, laterDay } from '../../schedule/site-calendar.ts';
import { ladderMoves } from '../ladder/ladder-moves.ts';
import { holdingOn, ladderOn } from '../ladder/ladder-on.ts';
import { reviewContents, reviewOfMonth } from '../ladder/review-of-month.ts';
import { lengthOf, periodDays } from '../period.ts';
import type { LadderAct } from '../score-act.ts';
import type { Holding, LadderMove, LadderRules } from '../scorecard.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import type { ReviewDone } from '../work-act.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { checkWords, mustKnow, mustLead, mustStand } from './permission.ts';

const mostPosts = 100;
const mostVersions = 500;
const mostReviews = 120;
const mostHoldings = 200;
const mostFaults = 5_000;
/** Faults are kept for so long; a review looks at far fewer months. */
const keptMs = 800 * 86_400_000;

/** Rules, posts by hand, faults, and reviews that move people by the rules. */
export function decideLadder(state: SiteScores, act: LadderAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'ladder-decided':
      mustStand(acting, 'administers');
      checkRules(state, act.rules);
      return only(act);
    case 'holding-decided':
      mustStand(acting, 'administers');
      checkWords(act.reason, 'reason', 1_000);
      checkHolding(state, act.holding, acting);
      return only(act);
    case 'fault-recorded':
      mustStand(acting, 'quality');
      mustKnow(acting, act.person);
      mustLead(acting, act.person);
      checkDay(act.day, 'day');
      checkWords(act.words, 'words');
      return only({ ...act, faultId: acting.newId() });
    case 'review-done':
      mustStand(acting, 'administers');
      return only(reviewed(state, act, acting));
  }
}

/** The state after it. */
export function applyLadder(state: SiteScores, act: LadderAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'ladder-decided': {
      const ladder = [...state.ladder, { value: act.rules, decided: deed }];
      return { ...state, ladder: ladder.slice(-mostVersions) };
    }
    case 'holding-decided':
      return withHolding(state, act.holding, { from: act.holding.since, reason: act.reason, deed });
    case 'fault-recorded': {
      const { kind: _, ...fault } = act;
      const faults = put(state.faults, act.faultId, { ...fault, decided: deed });
      const kept = ({ decided }: { decided: Deed }) => deed.atMs - decided.atMs < keptMs;
      return { ...state, faults: pruned(faults, kept, mostFaults) };
    }
    case 'review-done': {
      const { kind: _, ...review } = act;
      const from = laterDay(periodDays(act.month).to, 1);
      const reason = `review ${act.month}`;
      const moved = act.moves.reduce((next, move) => {
        const before = holdingOn(next, move.person, laterDay(from, -1))?.holding;
        if (!before) return next;
        return withHolding(next, after(before, move, from), { from, reason, deed });
      }, state);
      const reviews = [...state.reviews, { ...review, decided: deed }].slice(-mostReviews);
      return { ...moved, reviews };
    }
  }
}

/** Contents of the store that deciding a review needs. */
export function contentsOfReview(state: SiteScores, month: string): string[] {
  const rules = ladderOn(state, periodDays(month).to);
  return rules ? reviewContents(state, rules, month) : [];
}

/** A warning stands until the next review. */
function after(before: Holding, { toPost, kind, stars }: LadderMove, from: string): Holding {
  const moved = toPost !== before.postId;
  return {
    ...{ ...before, postId: toPost, since: moved ? from : before.since },
    ...{ warned: kind === 'warned', stars },
  };
}

function withHolding(
  state: SiteScores,
  holding: Holding,
  { from, reason, deed }: { from: string; reason: string; deed: Deed },
): SiteScores {
  const known = state.holdings.get(holding.person) ?? [];
  const next = [...known, { from, holding, reason, decided: deed }]
    // Stable: of one day the last decided holds.
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1))
    .slice(-mostHoldings);
  return { ...state, holdings: put(state.holdings, holding.person, next) };
}

function checkRules(state: SiteScores, rules: LadderRules): void {
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `ladder: ${why}`);
  };
  const { posts, effectiveFrom, reviewMonths, upShare, downShare, starTotals } = rules;
  checkDay(effectiveFrom, 'effective from');
  if (posts.length < 1 || posts.length > mostPosts) refuse(`it has 1 to ${mostPosts} posts`);
  const ids = posts.map(({ postId }) => postId);
  const twice = ids.find((id, at) => id === '' || ids.indexOf(id) !== at);
  if (twice !== undefined) refuse(`post "${twice}" is there twice, or has no id`);
  const odd = posts.find(({ rung }) => !(Number.isInteger(rung) && rung >= 1));
  if (odd) refuse(`post "${odd.postId}" is on rung ${odd.rung}, but 1 is the lowest`);
  if (!(Number.isInteger(reviewMonths) && reviewMonths >= 1 && reviewMonths <= 24)) {
    refuse(`a review looks at ${reviewMonths} months, but must at 1 to 24`);
  }
  if (!(upShare >= 0 && downShare >= 0 && upShare + downShare <= 1)) {
    refuse(`shares of ${upShare} up and ${downShare} down cannot be`);
  }
  const ascending = starTotals.every((total, at) => total > (starTotals[at - 1] ?? -1));
  if (starTotals.length > 5 || !ascending) refuse('at most 5 totals for stars, ascending');
  const last = state.reviews.at(-1);
  if (last && effectiveFrom <= periodDays(last.month).to) {
    throw new DomainError('conflict', `${last.month} is reviewed: from a later day on only`);
  }
}

function checkHolding(state: SiteScores, { person, postId, since }: Holding, acting: Acting): void {
  mustKnow(acting, person);
  checkDay(since, 'since');
  if (person === acting.author) {
    throw new DomainError('not-allowed', `"${person}" may not do this about themselves`);
  }
  const posts = state.ladder.flatMap(({ value }) => value.posts);
  if (posts.some((post) => post.postId === postId)) return;
  throw new DomainError('not-found', `there is no post "${postId}"`);
}

function reviewed(state: SiteScores, act: ReviewDone, acting: Acting): ReviewDone {
  const { month } = act;
  if (lengthOf(month) !== 'month') throw new DomainError('invalid', `"${month}" is no month`);
  const rules = ladderOn(state, periodDays(month).to);
  if (!rules) throw new DomainError('not-found', `no ladder holds in "${month}"`);
  const last = state.reviews.at(-1);
  if (last && last.month >= month) {
    throw new DomainError('conflict', `"${last.month}" is reviewed already`);
  }
  if (reviewContents(state, { ...rules, reviewMonths: 1 }, month).length === 0) {
    throw new DomainError('invalid', `"${month}" is not closed`);
  }
  const review = reviewOfMonth(state, { rules, month }, acting.contents.cards);
  return { ...act, reviewId: acting.newId(), moves: ladderMoves(review) };
}
