/** A form as it is edited: what is left open is null, everything has a key while it is moved. */
import { Critical, QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Form, Question, QuestionGroup } from '../quality-api.ts';

/** An answer to choose as it is edited. */
export interface ChoiceFields {
  key: number;
  choiceId: string;
  labelEn: string;
  labelZh: string;
  /** Of the question's points, in percent. */
  percent: number | null;
}

/** A question as it is edited. */
export interface QuestionFields
  extends Omit<Question, 'weight' | 'least' | 'most' | 'choices' | 'kind' | 'critical'> {
  key: number;
  kind: number;
  critical: number;
  weight: number | null;
  least: number | null;
  most: number | null;
  choices: ChoiceFields[];
}

/** A group as it is edited. */
export interface GroupFields extends Omit<QuestionGroup, 'weight' | 'questions'> {
  key: number;
  weight: number | null;
  questions: QuestionFields[];
}

/** A form as it is edited. */
export interface FormFields extends Omit<Form, 'groups' | 'passMark'> {
  groups: GroupFields[];
  passMark: number | null;
}

/** Questions of a form at most, as the service allows. */
export const mostQuestions = 200;

let keys = 0;

/** A form to be edited. */
export function fieldsOf(form: Form): FormFields {
  return { ...form, groups: form.groups.map(groupFields) };
}

/** What was typed as a form; what is left open becomes 0, which the service refuses. */
export function formFrom(fields: FormFields): Form {
  const { groups, passMark } = fields;
  return {
    ...fields,
    ...{ nameEn: fields.nameEn.trim(), nameZh: fields.nameZh.trim(), passMark: passMark ?? 0 },
    groups: groups.map(({ key: _, ...group }) => ({
      ...group,
      weight: group.weight ?? 0,
      questions: group.questions.map(questionFrom),
    })),
  };
}

/** A new group, with an id that is free in the form. */
export function newGroup(fields: FormFields): GroupFields {
  keys += 1;
  const taken = fields.groups.map(({ groupId }) => groupId);
  const questions = [newQuestion(fields)];
  return {
    ...{ key: keys, groupId: freeId('group', taken), nameEn: '', nameZh: '' },
    ...{ weight: 10, questions },
  };
}

/**
 * A new question, with an id that no version of the form ever had: marks of earlier versions are
 * told by it.
 */
export function newQuestion(fields: FormFields, earlier: readonly Form[] = []): QuestionFields {
  keys += 1;
  const known = [...fields.groups, ...earlier.flatMap(({ groups }) => groups)];
  const taken = known.flatMap(({ questions }) => questions.map(({ questionId }) => questionId));
  return {
    ...{ key: keys, questionId: freeId('question', taken), textEn: '', textZh: '' },
    ...{ kind: QuestionKind.SCALE, weight: 1, least: 1, most: 5, choices: [] },
    ...{ critical: Critical.UNSPECIFIED, mayNotApply: false, helpEn: '', helpZh: '' },
  };
}

/** A new answer to choose. */
export function newChoice(choices: readonly ChoiceFields[], percent: number): ChoiceFields {
  keys += 1;
  const taken = choices.map(({ choiceId }) => choiceId);
  return { key: keys, choiceId: freeId('choice', taken), labelEn: '', labelZh: '', percent };
}

/** A question answered in another way, with bounds or choices to begin with. */
export function asKind(question: QuestionFields, kind: number): void {
  question.kind = kind;
  const bounds = { [QuestionKind.SCALE]: [1, 5], [QuestionKind.NUMBER]: [0, 10] }[kind];
  [question.least, question.most] = [bounds?.[0] ?? 0, bounds?.[1] ?? 0];
  if (kind === QuestionKind.TEXT) question.critical = Critical.UNSPECIFIED;
  if (kind !== QuestionKind.CHOICE) question.choices = [];
  else if (question.choices.length === 0) {
    const first = newChoice([], 100);
    question.choices = [first, newChoice([first], 0)];
  }
}

/**
 * Groups with a question moved up (-1) or down (1); over the edge of its group into the next one.
 * The same groups when there is nowhere to go.
 */
export function questionMoved(
  groups: readonly GroupFields[],
  key: number,
  by: 1 | -1,
): GroupFields[] {
  const at = groups.findIndex(({ questions }) => questions.some((one) => one.key === key));
  const group = groups[at];
  const place = group?.questions.findIndex((one) => one.key === key) ?? -1;
  const question = group?.questions[place];
  if (!group || !question) return [...groups];
  const inside = place + by;
  if (inside >= 0 && inside < group.questions.length) {
    const without = group.questions.filter((one) => one !== question);
    return withQuestions(groups, at, without.toSpliced(inside, 0, question));
  }
  const beside = groups[at + by];
  if (!beside) return [...groups];
  const left = withQuestions(
    groups,
    at,
    group.questions.filter((one) => one !== question),
  );
  const into = by === 1 ? [question, ...beside.questions] : [...beside.questions, question];
  return withQuestions(left, at + by, into);
}

/** Groups with a question put where another one stands, as it was dragged. */
export function questionDropped(
  groups: readonly GroupFields[],
  key: number,
  onto: number,
): GroupFields[] {
  const all = groups.flatMap(({ questions }) => questions);
  const question = all.find((one) => one.key === key);
  if (!question || key === onto) return [...groups];
  const isLater =
    all.findIndex((one) => one.key === key) < all.findIndex((one) => one.key === onto);
  return groups.map((group) => {
    const had = group.questions.some((one) => one.key === key);
    const without = group.questions.filter((one) => one.key !== key);
    const at = without.findIndex((one) => one.key === onto);
    if (at < 0) return had ? { ...group, questions: without } : group;
    // Down its own list it comes after, as the hand leads it; anywhere else before.
    return { ...group, questions: without.toSpliced(had && isLater ? at + 1 : at, 0, question) };
  });
}

/** Has a group a question that is worth points? */
export function scores({ questions }: Pick<GroupFields, 'questions'>): boolean {
  return questions.some(({ kind }) => kind !== QuestionKind.TEXT);
}

/** What all groups that are worth points weigh together. */
export function scoredWeight(groups: readonly GroupFields[]): number {
  return groups.filter(scores).reduce((sum, { weight }) => sum + (weight ?? 0), 0);
}

/** An id made from words: "Call (sales)" becomes "call-sales"; free among those taken. */
export function idFrom(words: string, taken: readonly string[]): string {
  const plain = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return freeId(plain.slice(0, 56) || 'form', taken);
}

function groupFields(group: QuestionGroup): GroupFields {
  keys += 1;
  return { ...group, key: keys, questions: group.questions.map(questionFields) };
}

function questionFields(question: Question): QuestionFields {
  keys += 1;
  const choices = question.choices.map(({ share, ...choice }) => {
    keys += 1;
    return { ...choice, key: keys, percent: Number((share * 100).toPrecision(12)) };
  });
  return { ...question, key: keys - choices.length, choices };
}

function questionFrom(fields: QuestionFields): Question {
  const { key: _, choices, weight, least, most, ...rest } = fields;
  return {
    ...rest,
    kind: fields.kind as Question['kind'],
    critical: fields.critical as Question['critical'],
    ...{ weight: weight ?? 0, least: least ?? 0, most: most ?? 0 },
    choices: choices.map(({ key: _key, percent, ...choice }) => ({
      ...choice,
      share: percent === null ? -1 : Number((percent / 100).toPrecision(12)),
    })),
  };
}

function withQuestions(
  groups: readonly GroupFields[],
  at: number,
  questions: QuestionFields[],
): GroupFields[] {
  return groups.map((group, place) => (place === at ? { ...group, questions } : group));
}

function freeId(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.includes(id)) return id;
  }
}
