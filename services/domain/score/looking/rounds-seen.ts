import { fewestRaters } from '../measures/voice-items.ts';
import type { Relation } from '../quality-act.ts';
import type { MysteryRound, Round, SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { smallestGroup } from './appeals-seen.ts';
import { maySee, seesAll, type Viewer } from './viewer.ts';

/** What one relation says of one person. */
export interface RoundResult {
  person: string;
  relation: Relation;
  raters: number;
  /** Mean of 100; `null` = fewer than 5 raters. */
  score: number | null;
}

/** Results of a round that has ended, of whom somebody may see. Of one that goes on: none. */
export function roundResults(round: Round, viewer: Viewer): RoundResult[] {
  if (!round.ended) return [];
  const seen = round.scores.filter(({ person }) => maySee(viewer, person));
  const groups = Map.groupBy(seen, ({ person, relation }) => `${person}\t${relation}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { person, relation } = first;
    const raters = group.length;
    const mean = sum(group, ({ score }) => score) / raters;
    return [{ person, relation, raters, score: raters < fewestRaters ? null : mean }];
  });
}

/**
 * Mean score of a round's visits, of 100; `null` = no visit yet, or fewer than 8 and the viewer does
 * not see all of the site: the mean of few is what one of them reached.
 */
export function mysteryScore(
  { visits }: Pick<MysteryRound, 'visits'>,
  viewer: Viewer,
): number | null {
  const scores = visits.flatMap(({ score }) => score ?? []);
  if (scores.length < (seesAll(viewer) ? 1 : smallestGroup)) return null;
  return sum(scores, (score) => score) / scores.length;
}

/** The same of the last round of an earlier quarter by the same script; `null` = none. */
export function mysteryScoreBefore(
  state: SiteScores,
  round: MysteryRound,
  viewer: Viewer,
): number | null {
  const earlier = [...state.mystery.values()]
    .filter(({ formId, quarter }) => formId === round.formId && quarter < round.quarter)
    .sort((a, b) => (a.quarter < b.quarter ? -1 : 1))
    .at(-1);
  return earlier ? mysteryScore(earlier, viewer) : null;
}

/** Visits that somebody may see: those about the site are open to who leads. */
export function visitsSeen({ visits }: MysteryRound, viewer: Viewer): MysteryRound['visits'] {
  return visits.filter(({ person }) => maySee(viewer, person));
}

/** Tests with only those results, and papers, that somebody may see. */
export function testsSeen(state: SiteScores, viewer: Viewer) {
  return [...state.tests.values()]
    .map((test) => ({
      ...test,
      results: test.results.filter(({ person }) => maySee(viewer, person)),
    }))
    .filter(({ results }) => results.length > 0)
    .reverse();
}
