import type { LadderRules, Post } from '../scorecard.ts';
import type { HoldingFrom, SiteScores } from '../site-scores.ts';

/** What is known of posts, and of who holds them. */
export type LadderOnly = Pick<SiteScores, 'holdings' | 'ladder'>;

/** The rules that hold on a local day; `null` = none. */
export function ladderOn(state: Pick<SiteScores, 'ladder'>, day: string): LadderRules | null {
  return state.ladder.reduce<LadderRules | null>((best, { value }) => {
    if (value.effectiveFrom > day) return best;
    return best && best.effectiveFrom > value.effectiveFrom ? best : value;
  }, null);
}

/** What somebody holds on a local day; `null` = nothing. */
export function holdingOn(
  state: Pick<SiteScores, 'holdings'>,
  person: string,
  day: string,
): HoldingFrom | null {
  return state.holdings.get(person)?.findLast(({ from }) => from <= day) ?? null;
}

/** Stars of a total, 0 to 5: of how many limits it reaches. */
export function starsOf(rules: LadderRules | null, total: number | null): number {
  if (total === null) return 0;
  return (rules?.starTotals ?? []).filter((limit) => total >= limit).length;
}

/**
 * Posts of the ladder that somebody fills on a local day: the one held, then the one that the
 * schedule names. Empty = the ladder says nothing of them.
 *
 * @param scheduled - post by the schedule's setup; empty = none.
 */
export function postsFilled(
  state: LadderOnly,
  { person, day, scheduled }: { person: string; day: string; scheduled: string },
): readonly Post[] {
  const posts = ladderOn(state, day)?.posts ?? [];
  const held = holdingOn(state, person, day)?.holding.postId;
  return [held, scheduled].flatMap((id) => posts.find(({ postId }) => postId === id) ?? []);
}
