import { DomainError } from '../domain-error.ts';
import type { Form, Question } from './evaluation.ts';
import { questionsOf } from './mark-evaluation.ts';

/** Questions of a form at most. */
const mostQuestions = 200;

/** Refuses a form that could not be marked. */
export function checkForm(form: Form): void {
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `form "${form.formId}": ${why}`);
  };
  const questions = questionsOf(form);
  if (!/^[\w-]{1,64}$/.test(form.formId)) refuse('its id must be 1 to 64 letters, digits, - or _');
  if (form.nameEn === '') refuse('it has no English name');
  if (questions.length === 0) refuse('it has no question');
  if (questions.length > mostQuestions) refuse(`it has more than ${mostQuestions} questions`);
  if (!(form.passMark >= 0 && form.passMark <= 100)) refuse(`pass mark ${form.passMark}: 0 to 100`);
  once(
    'group',
    form.groups.map(({ groupId }) => groupId),
    refuse,
  );
  once(
    'question',
    questions.map(({ questionId }) => questionId),
    refuse,
  );
  for (const { groupId, weight } of form.groups) {
    if (!(weight > 0 && weight <= 1_000))
      refuse(`group "${groupId}": weight ${weight} is not above 0`);
  }
  for (const question of questions) checkQuestion(question, refuse);
}

type Refuse = (why: string) => never;

function checkQuestion(question: Question, refuse: Refuse): void {
  const { questionId, kind, weight, least, most, choices, critical, textEn } = question;
  const of = `question "${questionId}"`;
  if (textEn === '') refuse(`${of} has no English text`);
  if (kind === 'text') {
    if (critical !== '') refuse(`${of} is answered in words and cannot be critical`);
    return;
  }
  if (!(weight > 0 && weight <= 1_000)) refuse(`${of}: weight ${weight} is not above 0`);
  if (kind === 'scale' || kind === 'number') {
    if (!(least < most)) refuse(`${of}: least ${least} is not below most ${most}`);
    const whole = Number.isInteger(most - least) && most - least <= 100;
    if (kind === 'scale' && !whole) refuse(`${of}: at most 100 whole steps`);
  }
  if (kind !== 'choice') return;
  if (choices.length < 2) refuse(`${of} has fewer than 2 choices`);
  once(
    `choice of ${of}`,
    choices.map(({ choiceId }) => choiceId),
    refuse,
  );
  const odd = choices.find(({ share }) => !(share >= 0 && share <= 1));
  if (odd) refuse(`${of}: choice "${odd.choiceId}" has the share ${odd.share}, not 0 to 1`);
}

function once(what: string, ids: readonly string[], refuse: Refuse): void {
  const twice = ids.find((id, at) => id === '' || ids.indexOf(id) !== at);
  if (twice !== undefined) refuse(`${what} "${twice}" is there twice, or has no id`);
}
