/** Evaluations as rows of a list, and one of them opened to its points. */
import { QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Answer, Form, Question, QuestionGroup, StandingEvaluation } from '../quality-api.ts';
import { byQuestion, shareOf, standingOf } from './marking.ts';

/** What a list is narrowed to; empty = all. */
export interface Wanted {
  person: string;
  /** People of a team; null = of all. */
  people: ReadonlySet<string> | null;
  formId: string;
  /** "all", "counts", "failed", "contested", "replaced". */
  state: string;
}

/** Evaluations of a list that are wanted. */
export function wantedOnes(
  all: readonly StandingEvaluation[],
  { person, people, formId, state }: Wanted,
): StandingEvaluation[] {
  return all.filter((one) => {
    const { evaluation, replacedBy, appealId } = one;
    if (person !== '' && evaluation.person !== person) return false;
    if (people && !people.has(evaluation.person)) return false;
    if (formId !== '' && evaluation.formId !== formId) return false;
    if (state === 'counts') return counts(one);
    if (state === 'failed') return evaluation.failedBy.length > 0;
    if (state === 'contested') return appealId !== '';
    return state !== 'replaced' || replacedBy !== '';
  });
}

/** Whether an evaluation counts towards scores. */
export function counts({ evaluation, replacedBy }: StandingEvaluation): boolean {
  return replacedBy === '' && evaluation.purpose !== 'calibration' && evaluation.score !== null;
}

/** Mean score of those that count; null = none does. */
export function meanScore(all: readonly StandingEvaluation[]): number | null {
  const scores = all.filter(counts).map(({ evaluation }) => evaluation.score ?? 0);
  return scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length;
}

/** One question of an opened evaluation. */
export interface PointsRow {
  question: Question;
  answer: Answer | null;
  /** Points got and to be had, of 100 in all; null = it counts for nothing. */
  points: number | null;
  most: number | null;
  failed: boolean;
}

/** One group of an opened evaluation. */
export interface PointsGroup {
  group: QuestionGroup;
  rows: PointsRow[];
}

/**
 * Every point of an evaluation: the points got add up to its score. A failed critical question takes
 * the points of its group, or of all.
 */
export function pointsOf(form: Form, answers: readonly Answer[]): PointsGroup[] {
  const given = byQuestion(answers);
  const { failedBy, failsAll } = standingOf(form, given);
  const shareIn = (question: Question) => {
    const answer = given[question.questionId];
    const isWords = question.kind === QuestionKind.TEXT;
    if (answer?.notApplicable && form.notApplicable === 'full' && !isWords) return 1;
    return shareOf(question, answer);
  };
  const weights = form.groups.map(({ questions }) => {
    return questions.reduce((sum, one) => sum + (shareIn(one) === null ? 0 : one.weight), 0);
  });
  const all = form.groups.reduce((sum, { weight }, at) => sum + (weights[at] ? weight : 0), 0);
  return form.groups.map((group, at) => {
    const lost = failsAll || group.questions.some((one) => failedBy.includes(one.questionId));
    const rows = group.questions.map((question) => {
      const share = shareIn(question);
      const own = weights[at] ?? 0;
      const isCounted = share !== null && own > 0 && all > 0;
      const most = isCounted ? (100 * group.weight * question.weight) / (all * own) : null;
      const points = most === null ? null : lost ? 0 : most * (share ?? 0);
      const failed = failedBy.includes(question.questionId);
      return { question, answer: given[question.questionId] ?? null, points, most, failed };
    });
    return { group, rows };
  });
}
