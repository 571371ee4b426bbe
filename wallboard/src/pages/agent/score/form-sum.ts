/** What a marked form comes to, group by group, as the service reckons it. */
import type { Answer, Form, Question } from '../../quality/quality-api.ts';

/** A group's part. */
export interface GroupSum {
  groupId: string;
  weight: number;
  /** Of 100; null = nothing in it applied. */
  points: number | null;
}

/** Numbers of the wire. */
export const questionKind = { scale: 1, yesNo: 2, choice: 3, number: 4, text: 5 } as const;
const critical = { group: 1, all: 2 } as const;

/** Groups with their points, and whether a critical question made the whole form worth nothing. */
export function formSum(
  form: Form,
  answers: readonly Answer[],
): { groups: GroupSum[]; failsAll: boolean } {
  const byQuestion = new Map(answers.map((answer) => [answer.questionId, answer]));
  const all = form.groups.flatMap(({ questions }) => questions);
  const isZero = (question: Question) =>
    shareOf(question, byQuestion.get(question.questionId)) === 0;
  return {
    failsAll: all.some((one) => one.critical === critical.all && isZero(one)),
    groups: form.groups.map(({ groupId, weight, questions }) => {
      const shares = questions.flatMap((question) => {
        const answer = byQuestion.get(question.questionId);
        const isText = question.kind === questionKind.text;
        const full = answer?.notApplicable && form.notApplicable === 'full' && !isText;
        const share = full ? 1 : shareOf(question, answer);
        return share === null ? [] : [{ share, weight: question.weight }];
      });
      const failed = questions.some((one) => one.critical > 0 && isZero(one));
      const weights = shares.reduce((sum, one) => sum + one.weight, 0);
      const points = shares.reduce((sum, one) => sum + one.share * one.weight, 0);
      if (failed) return { groupId, weight, points: 0 };
      return { groupId, weight, points: weights === 0 ? null : (100 * points) / weights };
    }),
  };
}

/** Share of a question's points, 0 to 1; null = it gives none. */
export function shareOf(question: Question, answer: Answer | undefined): number | null {
  const { kind, least, most } = question;
  if (!answer || answer.notApplicable || kind === questionKind.text) return null;
  if (kind === questionKind.choice) {
    return question.choices.find(({ choiceId }) => choiceId === answer.choiceId)?.share ?? null;
  }
  if (answer.value === null) return null;
  if (kind === questionKind.yesNo) return answer.value;
  return Math.min(1, Math.max(0, (answer.value - least) / (most - least)));
}
