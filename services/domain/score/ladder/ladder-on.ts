import type { LadderRules } from '../scorecard.ts';
import type { HoldingFrom, SiteScores } from '../site-scores.ts';

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
 * Who stands in for somebody away, on posts that have trained stand-ins: the first asked first.
 *
 * @param away - others who are away too.
 */
export function standInsFor(
  state: Pick<SiteScores, 'holdings' | 'ladder'>,
  { person, day, away }: { person: string; day: string; away: ReadonlySet<string> },
): readonly string[] {
  const postId = holdingOn(state, person, day)?.holding.postId;
  const post = ladderOn(state, day)?.posts.find((one) => one.postId === postId);
  return (post?.standIns ?? []).filter((one) => one !== person && !away.has(one));
}
