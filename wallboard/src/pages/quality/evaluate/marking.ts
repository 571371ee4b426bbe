/** A form while it is marked: what it comes to so far, by the rule that the service marks by. */
import { Critical, QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Answer, Form, Question } from '../quality-api.ts';

/** Answers by question; a question that is not answered has none. */
export type Answers = Readonly<Record<string, Answer>>;

/** What a form comes to so far. */
export interface Standing {
  /** Of 100, of what is answered; null = nothing to score yet. */
  score: number | null;
  /** Questions whose failure costs their group or all. */
  failedBy: readonly string[];
  /** One of them costs all. */
  failsAll: boolean;
  /** Questions that must be answered and are not. */
  missing: readonly string[];
  /** Questions that must be answered. */
  asked: number;
}

/** An answer that says nothing yet. */
export function noAnswer(questionId: string): Answer {
  return {
    ...{ questionId, value: null, choiceId: '', text: '' },
    ...{ notApplicable: false, comment: '', atS: null },
  };
}

/** Whether a question is answered: words may be left out. */
export function isAnswered(question: Question, answer: Answer | undefined): boolean {
  if (!answer) return false;
  if (answer.notApplicable) return true;
  if (question.kind === QuestionKind.TEXT) return answer.text !== '';
  if (question.kind === QuestionKind.CHOICE) return answer.choiceId !== '';
  return answer.value !== null;
}

/** What a form comes to, of what is answered. */
export function standingOf(form: Form, answers: Answers): Standing {
  const failed: Question[] = [];
  const missing: string[] = [];
  let [points, weights, asked] = [0, 0, 0];
  for (const group of form.groups) {
    let [own, ownWeights, failures] = [0, 0, 0];
    for (const question of group.questions) {
      if (question.kind === QuestionKind.TEXT) continue;
      asked += 1;
      const answer = answers[question.questionId];
      if (!answer || !isAnswered(question, answer)) {
        missing.push(question.questionId);
        continue;
      }
      const share = countedShare(form, question, answer);
      if (share === null) continue;
      if (share === 0 && question.critical !== Critical.UNSPECIFIED) {
        failed.push(question);
        failures += 1;
      }
      own += question.weight * share;
      ownWeights += question.weight;
    }
    if (failures === 0 && ownWeights === 0) continue;
    points += group.weight * (failures > 0 ? 0 : own / ownWeights);
    weights += group.weight;
  }
  const failsAll = failed.some(({ critical }) => critical === Critical.FAILS_ALL);
  const score = weights === 0 ? null : (100 * points) / weights;
  return {
    ...{ score: failsAll ? 0 : score, failsAll, missing, asked },
    failedBy: failed.map(({ questionId }) => questionId),
  };
}

/** The share of a question's points that an answer gets; null = none to share. */
export function shareOf(question: Question, answer: Answer | undefined): number | null {
  if (!answer || answer.notApplicable) return null;
  const { kind, least, most, choices } = question;
  if (kind === QuestionKind.TEXT) return null;
  if (kind === QuestionKind.CHOICE) {
    return choices.find(({ choiceId }) => choiceId === answer.choiceId)?.share ?? null;
  }
  if (answer.value === null) return null;
  if (kind === QuestionKind.YES_NO) return answer.value;
  return Math.min(1, Math.max(0, (answer.value - least) / (most - least)));
}

/** What a question is worth of 100 when everything applies. */
export function worthOf(form: Form, questionId: string): number {
  const groups = form.groups.filter(({ questions }) => questions.some(isScored));
  const all = groups.reduce((sum, { weight }) => sum + weight, 0);
  const group = groups.find(({ questions }) =>
    questions.some((one) => one.questionId === questionId),
  );
  const question = group?.questions.find((one) => one.questionId === questionId);
  if (!group || !question || !isScored(question) || all === 0) return 0;
  const own = group.questions.filter(isScored).reduce((sum, { weight }) => sum + weight, 0);
  return own === 0 ? 0 : (100 * group.weight * question.weight) / (all * own);
}

/** Answers as they are sent: in the form's order, without those that say nothing. */
export function toSend(form: Form, answers: Answers): Answer[] {
  return form.groups
    .flatMap(({ questions }) => questions)
    .flatMap((question) => {
      const answer = answers[question.questionId];
      if (!answer) return [];
      return isAnswered(question, answer) || question.kind === QuestionKind.TEXT ? [answer] : [];
    });
}

/** Answers by question. */
export function byQuestion(answers: readonly Answer[]): Answers {
  return Object.fromEntries(answers.map((answer) => [answer.questionId, answer]));
}

function isScored({ kind }: Question): boolean {
  return kind !== QuestionKind.TEXT;
}

/** What does not apply counts in full where the form says so. */
function countedShare(form: Form, question: Question, answer: Answer): number | null {
  if (answer.notApplicable && form.notApplicable === 'full') return 1;
  return shareOf(question, answer);
}
