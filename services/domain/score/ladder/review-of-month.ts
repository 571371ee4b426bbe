import { periodDays, periodsBack } from '../period.ts';
import type { Card, LadderRules } from '../scorecard.ts';
import { closeKey, type SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import type { Review } from './ladder-moves.ts';
import { holdingOn } from './ladder-on.ts';

/**
 * What a review at the end of a month looks at, by rules that stand or are only tried. The newest
 * version of each close counts; who has several cards in a month has their mean.
 *
 * @param cards - contents of the store: those of `reviewContents`.
 */
export function reviewOfMonth(
  state: SiteScores,
  { rules, month }: { rules: LadderRules; month: string },
  cards: (sha: string) => readonly Card[],
): Review {
  const until = periodDays(month).to;
  const months = periodsBack(month, rules.reviewMonths);
  const totals = new Map<string, number[]>();
  for (const one of months) {
    const of = contentsOfMonth(state, one).flatMap((sha) => [...cards(sha)]);
    for (const [person, own] of Map.groupBy(of, (card) => card.person)) {
      const known = own.flatMap(({ total }) => total ?? []);
      if (known.length === 0) continue;
      const mean = sum(known, (total) => total) / known.length;
      totals.set(person, [...(totals.get(person) ?? []), mean]);
    }
  }
  const since = periodDays(months.at(-1) ?? month).from;
  const faults = [...state.faults.values()].filter(({ day }) => day >= since && day <= until);
  return {
    ...{ rules, totals, until, faults: new Set(faults.map(({ person }) => person)) },
    holdings: [...state.holdings.keys()].flatMap(
      (person) => holdingOn(state, person, until)?.holding ?? [],
    ),
  };
}

/** Contents of the store that a review of a month needs. */
export function reviewContents(state: SiteScores, rules: LadderRules, month: string): string[] {
  return periodsBack(month, rules.reviewMonths).flatMap((one) => contentsOfMonth(state, one));
}

/** Is a review due at the end of a month? Every so many months after the last one. */
export function isReviewDue(state: SiteScores, rules: LadderRules, month: string): boolean {
  const last = state.reviews.at(-1);
  if (!last) return true;
  return !periodsBack(month, rules.reviewMonths).includes(last.month) && last.month < month;
}

function contentsOfMonth(state: SiteScores, month: string): string[] {
  return [...state.definitions.keys()].flatMap(
    (id) => state.closes.get(closeKey(month, id))?.at(-1)?.content ?? [],
  );
}
