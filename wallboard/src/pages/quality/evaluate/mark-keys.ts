/** Marking without a mouse: what a key says as the answer to a question. */
import { QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Answer, Question } from '../quality-api.ts';

/** Steps of a scale that are shown as buttons; a longer one is typed. */
export const mostSteps = 11;

/** The steps of a scale, when they are few enough to choose from. */
export function stepsOf({ kind, least, most }: Question): number[] {
  if (kind !== QuestionKind.SCALE || most - least + 1 > mostSteps) return [];
  return Array.from({ length: most - least + 1 }, (_, at) => least + at);
}

/** What a key answers; null = nothing. Digits choose, y and n say yes and no, x: does not apply. */
export function keyAnswer(question: Question, key: string): Partial<Answer> | null {
  if (key === 'x' || key === 'X') {
    return question.mayNotApply ? { notApplicable: true, value: null, choiceId: '' } : null;
  }
  if (question.kind === QuestionKind.YES_NO) {
    const value = { y: 1, Y: 1, '1': 1, n: 0, N: 0, '0': 0 }[key];
    return value === undefined ? null : { value, notApplicable: false };
  }
  if (!/^\d$/.test(key)) return null;
  const digit = Number(key);
  if (question.kind === QuestionKind.CHOICE) {
    const choice = question.choices[digit - 1];
    return choice ? { choiceId: choice.choiceId, notApplicable: false } : null;
  }
  return stepsOf(question).includes(digit) ? { value: digit, notApplicable: false } : null;
}

/** A place in a recording: "75", "1:15" or "1:02:15" in seconds; null = none. */
export function secondsFrom(words: string): number | null {
  const parts = words.trim().split(/[:\uFF1A]/);
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The same as it is read: "1:15", "1:02:15"; empty = none. */
export function secondsWords(seconds: number | null): string {
  if (seconds === null) return '';
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [
    Math.floor(whole / 3_600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
