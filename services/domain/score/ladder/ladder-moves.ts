import { laterDay } from '../../schedule/site-calendar.ts';
import { monthsBetween } from '../period.ts';
import type { Holding, LadderMove, LadderRules, Post } from '../scorecard.ts';
import { sum } from '../sums.ts';
import { starsOf } from './ladder-on.ts';

/** What a review looks at. */
export interface Review {
  rules: LadderRules;
  /** As they were on the last day of the month. */
  holdings: readonly Holding[];
  /** Totals of the review's months: person → what is known of them. */
  totals: ReadonlyMap<string, readonly number[]>;
  /** People with a serious fault of their own within these months. */
  faults: ReadonlySet<string>;
  /** Last local day looked at. */
  until: string;
}

/**
 * Who moves by the rules, and why, by rung, the best first. A dry run and the review itself are
 * this one function. The best share of a rung (rounded down; who shares the last place that moves
 * moves too) goes up one rung, the last share down one, after a warning where the rules say so; a
 * serious fault goes down too, before all else.
 */
export function ladderMoves(review: Review): LadderMove[] {
  const { rules, holdings, totals } = review;
  const posts = [...rules.posts].sort((a, b) => a.rung - b.rung);
  return posts.flatMap((post) => {
    const people = holdings
      .filter(({ postId }) => postId === post.postId)
      .map((holding) => ({ holding, mean: meanOf(totals.get(holding.person) ?? []) }))
      .sort((a, b) => (b.mean ?? -1) - (a.mean ?? -1) || compare(a.holding, b.holding));
    const means = people.flatMap(({ mean }) => mean ?? []);
    return people.map((one) => {
      const standing = { ...one, place: placeOf(one.mean, means), of: means.length };
      const outcome = outcomeOf(review, post, standing);
      return {
        ...{ person: one.holding.person, fromPost: post.postId, ...outcome },
        ...{ toPost: toPost(posts, post, outcome.kind), meanTotal: one.mean },
        ...{ place: standing.place, of: standing.of, stars: starsOf(rules, one.mean) },
      };
    });
  });
}

/** The post one rung up or down; `null` = there is none. */
function nextPost(posts: readonly Post[], { rung }: Post, way: 1 | -1): Post | null {
  const beyond = posts.filter((post) => (post.rung - rung) * way > 0);
  return (way === 1 ? beyond[0] : beyond.at(-1)) ?? null;
}

function toPost(posts: readonly Post[], post: Post, kind: LadderMove['kind']): string {
  if (kind !== 'up' && kind !== 'down') return post.postId;
  return nextPost(posts, post, kind === 'up' ? 1 : -1)?.postId ?? post.postId;
}

interface Standing {
  holding: Holding;
  mean: number | null;
  place: number;
  of: number;
}

type Outcome = Pick<LadderMove, 'kind' | 'why'>;

function outcomeOf(review: Review, post: Post, standing: Standing): Outcome {
  const { rules, faults, until } = review;
  const { holding, mean, place, of } = standing;
  if (rules.downOnFault && faults.has(holding.person)) return down(rules, post, holding, 'fault');
  if (mean === null) return { kind: 'stays', why: 'no-scores' };
  if (of < rules.minGroup) return { kind: 'stays', why: 'group-too-small' };
  if (place <= Math.floor(rules.upShare * of)) {
    if (mean < rules.upMinTotal) return { kind: 'stays', why: 'total-too-low' };
    // Until the day after: a post held since the 1st of June is held three months on 31 August.
    if (monthsBetween(holding.since, laterDay(until, 1)) < rules.upMinMonths) {
      return { kind: 'stays', why: 'too-few-months' };
    }
    if (!nextPost(byRung(rules), post, 1)) return { kind: 'stays', why: 'no-rung' };
    return { kind: 'up', why: 'top-share' };
  }
  if (place > of - Math.floor(rules.downShare * of)) {
    if (mean >= rules.downMaxTotal) return { kind: 'stays', why: 'total-high-enough' };
    return down(rules, post, holding, 'last-share');
  }
  return { kind: 'stays', why: 'middle' };
}

function down(
  rules: LadderRules,
  post: Post,
  { warned }: Holding,
  why: 'fault' | 'last-share',
): Outcome {
  if (rules.warnFirst && !warned) return { kind: 'warned', why };
  if (!nextPost(byRung(rules), post, -1)) return { kind: 'stays', why: 'no-rung' };
  return { kind: 'down', why };
}

function byRung({ posts }: LadderRules): readonly Post[] {
  return [...posts].sort((a, b) => a.rung - b.rung);
}

/** Equal means share a place, 0 = none. */
function placeOf(mean: number | null, means: readonly number[]): number {
  return mean === null ? 0 : 1 + means.filter((other) => other > mean).length;
}

function meanOf(totals: readonly number[]): number | null {
  return totals.length === 0 ? null : sum(totals, (total) => total) / totals.length;
}

function compare(a: Holding, b: Holding): number {
  return a.person < b.person ? -1 : 1;
}
