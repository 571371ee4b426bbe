/** How a tried form is reckoned, group by group, by the rule that the service marks by. */
import { Critical, QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import { type Answers, isAnswered, standingOf } from '../evaluate/marking.ts';
import type { Answer, Form, Question, QuestionGroup } from '../quality-api.ts';

/** What a group comes to. */
export interface Reckoned {
  group: QuestionGroup;
  weight: number;
  /** Of its points, 0 to 1; null = nothing of it is answered or applies. */
  share: number | null;
  /** A critical question without points costs it, alone or with the whole form. */
  failed: boolean;
}

/** Groups with their share of points: each is marked as if it were alone. */
export function groupsReckoned(form: Form, answers: Answers): Reckoned[] {
  return form.groups
    .filter(({ questions }) => questions.some(({ kind }) => kind !== QuestionKind.TEXT))
    .map((group) => {
      const { score, failedBy } = standingOf({ ...form, groups: [group] }, answers);
      const failed = group.questions.some(
        ({ questionId, critical }) =>
          critical !== Critical.UNSPECIFIED && failedBy.includes(questionId),
      );
      return { group, weight: group.weight, share: score === null ? null : score / 100, failed };
    });
}

/** Answers that still fit the form: bounds, choices and kinds may have changed under them. */
export function fitting(form: Form, answers: Answers): Answers {
  const questions = form.groups.flatMap((group) => group.questions);
  return Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answers[question.questionId];
      return answer && fits(question, answer) ? [[question.questionId, answer]] : [];
    }),
  );
}

function fits(question: Question, answer: Answer): boolean {
  const { kind, least, most, choices, mayNotApply } = question;
  if (answer.notApplicable) return mayNotApply;
  if (!isAnswered(question, answer)) return kind === QuestionKind.TEXT || answer.comment !== '';
  const { value } = answer;
  if (kind === QuestionKind.CHOICE) return choices.some((one) => one.choiceId === answer.choiceId);
  if (kind === QuestionKind.TEXT) return true;
  if (value === null) return false;
  if (kind === QuestionKind.YES_NO) return value === 0 || value === 1;
  if (kind === QuestionKind.NUMBER) return true;
  return Number.isInteger(value - least) && value >= least && value <= most;
}
