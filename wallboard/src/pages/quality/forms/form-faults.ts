/** What would be refused of a form, said while it is typed: see check-form.ts of the service. */
import { QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import { type FormFields, mostQuestions, type QuestionFields } from './form-fields.ts';

/** One fault; `key` names the group or question it is about, 0 = the form. */
export interface FormFault {
  of:
    | ('id' | 'id-taken' | 'name' | 'no-question' | 'too-many' | 'pass-mark')
    | ('group-name' | 'group-weight' | 'group-empty')
    | ('text' | 'weight' | 'bounds' | 'steps' | 'choices' | 'choice-label' | 'share');
  key: number;
}

/** All that is not right yet, in the order of the form. */
export function formFaults(fields: FormFields, taken: readonly string[]): FormFault[] {
  const faults: FormFault[] = [];
  const of = (fault: FormFault['of'], key = 0) => faults.push({ of: fault, key });
  const questions = fields.groups.flatMap((group) => group.questions);
  if (!/^[\w-]{1,64}$/.test(fields.formId)) of('id');
  if (taken.includes(fields.formId)) of('id-taken');
  if (fields.nameEn.trim() === '') of('name');
  if (!isBetween(fields.passMark, 0, 100)) of('pass-mark');
  if (questions.length === 0) of('no-question');
  if (questions.length > mostQuestions) of('too-many');
  for (const group of fields.groups) {
    if (group.nameEn.trim() === '') of('group-name', group.key);
    if (!isWeight(group.weight)) of('group-weight', group.key);
    if (group.questions.length === 0) of('group-empty', group.key);
    for (const question of group.questions) {
      for (const fault of questionFaults(question)) of(fault, question.key);
    }
  }
  return faults;
}

function questionFaults(question: QuestionFields): FormFault['of'][] {
  const { textEn, kind, weight, least, most, choices } = question;
  const faults: FormFault['of'][] = textEn.trim() === '' ? ['text'] : [];
  if (kind === QuestionKind.TEXT) return faults;
  if (!isWeight(weight)) faults.push('weight');
  if (kind === QuestionKind.SCALE || kind === QuestionKind.NUMBER) {
    if (least === null || most === null || !(least < most)) faults.push('bounds');
    else if (kind === QuestionKind.SCALE && !isWhole(most - least)) faults.push('steps');
  }
  if (kind !== QuestionKind.CHOICE) return faults;
  if (choices.length < 2) faults.push('choices');
  if (choices.some(({ labelEn }) => labelEn.trim() === '')) faults.push('choice-label');
  if (choices.some(({ percent }) => !isBetween(percent, 0, 100))) faults.push('share');
  return faults;
}

function isWhole(steps: number): boolean {
  return Number.isInteger(steps) && steps <= 100;
}

function isWeight(weight: number | null): boolean {
  return weight !== null && weight > 0 && weight <= 1_000;
}

function isBetween(value: number | null, least: number, most: number): boolean {
  return value !== null && value >= least && value <= most;
}
