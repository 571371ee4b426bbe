import type { SurveyAnswer } from '../evaluation.ts';
import { periodOf } from '../period.ts';
import type { SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { maySee, type Viewer } from './viewer.ts';

/** What customers said of one team in one week. */
export interface SurveyGroup {
  /** "2026-W48"; empty = all. */
  week: string;
  /** Team of who served; empty = not known, or all. */
  team: string;
  answers: number;
  /** Answers that say how satisfied. */
  rated: number;
  /** Their mean, 1 to 5; `null` = fewer than `fewestAnswers`. */
  satisfaction: number | null;
  /** Share of 4 and 5 of them, 0 to 1; `null` = fewer than `fewestAnswers`. */
  satisfied: number | null;
  /** Answers that say whether it was resolved. */
  askedResolved: number;
  /** Share of yes of them, 0 to 1; `null` = fewer than `fewestAnswers`. */
  resolved: number | null;
}

/** What is asked for, by local days. */
export interface SurveysAsked {
  /** Empty = all. */
  person: string;
  /** Empty = all. */
  team: string;
  from: string;
  to: string;
  /** Local day of an instant at the site. */
  dayOf: (atMs: number) => string;
}

/** A mean of fewer answers says nothing of a team: it is not told. */
export const fewestAnswers = 5;

const mostShown = 500;

/**
 * What customers answered, of whom somebody may see: the newest one by one, all of them by week and
 * team. Of who served is not known only those see who see the whole site.
 */
export function surveysSeen(state: Pick<SiteScores, 'surveys'>, viewer: Viewer, of: SurveysAsked) {
  const teamOf = (person: string) => viewer.teamOf.get(person) ?? '';
  const isAsked = ({ person, atMs }: SurveyAnswer) => {
    const day = of.dayOf(atMs);
    return (
      (of.person === '' || person === of.person) &&
      (of.team === '' || teamOf(person) === of.team) &&
      day >= of.from &&
      day <= of.to
    );
  };
  const seen = [...state.surveys]
    .filter(([person]) => maySee(viewer, person))
    .flatMap(([, answers]) => answers.filter(isAsked))
    .sort((a, b) => b.atMs - a.atMs);
  const byGroup = Map.groupBy(seen, ({ atMs, person }) => {
    return `${periodOf(of.dayOf(atMs), 'week')}\t${teamOf(person)}`;
  });
  const groups = [...byGroup].map(([key, answers]) => {
    const [week = '', team = ''] = key.split('\t');
    return groupOf(week, team, answers);
  });
  return {
    answers: seen.slice(0, mostShown).map(({ position: _, ...answer }) => answer),
    groups: groups.sort((a, b) => (a.week === b.week ? inOrder(a, b) : a.week < b.week ? 1 : -1)),
    all: groupOf('', '', seen),
  };
}

function inOrder(a: SurveyGroup, b: SurveyGroup): number {
  return a.team < b.team ? -1 : 1;
}

function groupOf(week: string, team: string, answers: readonly SurveyAnswer[]): SurveyGroup {
  const rated = answers.flatMap(({ satisfaction }) => satisfaction ?? []);
  const asked = answers.flatMap(({ resolved }) => resolved ?? []);
  return {
    ...{ week, team, answers: answers.length, rated: rated.length, askedResolved: asked.length },
    satisfaction: meanOf(rated, (grade) => grade),
    satisfied: meanOf(rated, (grade) => (grade >= 4 ? 1 : 0)),
    resolved: meanOf(asked, (isResolved) => (isResolved ? 1 : 0)),
  };
}

function meanOf<One>(all: readonly One[], of: (one: One) => number): number | null {
  return all.length < fewestAnswers ? null : sum(all, of) / all.length;
}
