import { DomainError } from '../domain-error.ts';
import type { Answer, Form, Question, QuestionGroup } from './evaluation.ts';

/** What a marked form comes to. */
export interface Mark {
  /** Of 100; `null` = nothing to score. */
  score: number | null;
  /** Questions whose failure cost a group or all. */
  failedBy: readonly string[];
}

/**
 * The score of a form: groups by weight, in each its questions by weight, each question's share
 * from 0 to 1. What does not apply gives its weight to the others of its group, a group of which
 * nothing applies to the other groups; or all counts in full, as the form says. A critical question
 * without any points makes its group, or all, worth nothing.
 */
export function markEvaluation(form: Form, answers: readonly Answer[]): Mark {
  const byQuestion = answersOf(form, answers);
  const failedBy: string[] = [];
  let failsAll = false;
  let points = 0;
  let weights = 0;
  for (const group of form.groups) {
    const { share, failed } = groupShare(form, group, byQuestion);
    failedBy.push(...failed.map(({ questionId }) => questionId));
    failsAll ||= failed.some(({ critical }) => critical === 'fails-all');
    if (share === null) continue;
    points += group.weight * share;
    weights += group.weight;
  }
  if (failsAll) return { score: 0, failedBy };
  return { score: weights === 0 ? null : (100 * points) / weights, failedBy };
}

/** The share of points of each group of a form, 0 to 1; `null` = nothing of it applies. */
export function groupShares(
  form: Form,
  answers: readonly Answer[],
): { group: QuestionGroup; share: number | null }[] {
  const byQuestion = answersOf(form, answers);
  return form.groups.map((group) => ({ group, share: groupShare(form, group, byQuestion).share }));
}

/**
 * The share of a question's points that an answer gets, 0 to 1; `null` = it gets none to share:
 * words, or it does not apply.
 */
export function shareOf(question: Question, answer: Answer): number | null {
  const { kind, least, most } = question;
  if (answer.notApplicable || kind === 'text') return null;
  if (kind === 'choice') {
    const choice = question.choices.find(({ choiceId }) => choiceId === answer.choiceId);
    if (choice) return choice.share;
    throw refusal(question, `"${answer.choiceId}" is none of its choices`);
  }
  const { value } = answer;
  if (value === null || !Number.isFinite(value)) throw refusal(question, 'it is not answered');
  if (kind === 'number') return Math.min(1, Math.max(0, (value - least) / (most - least)));
  if (kind === 'yes-no') {
    if (value === 0 || value === 1) return value;
    throw refusal(question, `${value} is neither 1 (yes) nor 0 (no)`);
  }
  if (Number.isInteger(value - least) && value >= least && value <= most) {
    return (value - least) / (most - least);
  }
  throw refusal(question, `${value} is no whole step from ${least} to ${most}`);
}

/** All questions of a form, in order. */
export function questionsOf(form: Form): readonly Question[] {
  return form.groups.flatMap(({ questions }) => questions);
}

function answersOf(form: Form, answers: readonly Answer[]): ReadonlyMap<string, Answer> {
  const known = new Set(questionsOf(form).map(({ questionId }) => questionId));
  const byQuestion = new Map<string, Answer>();
  for (const answer of answers) {
    const { questionId } = answer;
    if (!known.has(questionId) || byQuestion.has(questionId)) {
      const why = known.has(questionId) ? 'is answered twice' : 'is no question of it';
      throw new DomainError('invalid', `form "${form.formId}": "${questionId}" ${why}`);
    }
    byQuestion.set(questionId, answer);
  }
  return byQuestion;
}

function groupShare(
  form: Form,
  { questions }: QuestionGroup,
  answers: ReadonlyMap<string, Answer>,
): { share: number | null; failed: Question[] } {
  const failed: Question[] = [];
  let points = 0;
  let weights = 0;
  for (const question of questions) {
    const answer = answers.get(question.questionId);
    if (!answer) {
      if (question.kind === 'text') continue;
      throw refusal(question, 'it is not answered');
    }
    if (answer.notApplicable && !question.mayNotApply) throw refusal(question, 'it always applies');
    const full = answer.notApplicable && form.notApplicable === 'full' && question.kind !== 'text';
    const share = full ? 1 : shareOf(question, answer);
    if (share === null) continue;
    if (share === 0 && question.critical !== '') failed.push(question);
    points += question.weight * share;
    weights += question.weight;
  }
  if (failed.length > 0) return { share: 0, failed };
  return { share: weights === 0 ? null : points / weights, failed };
}

function refusal({ questionId }: Question, why: string): DomainError {
  return new DomainError('invalid', `question "${questionId}": ${why}`);
}
