/** What one version of a form says otherwise than the one before. */
import type { Form, Question, QuestionGroup } from '../quality-api.ts';

/** One difference. */
export type FormChange =
  | { of: 'field'; name: 'nameEn' | 'nameZh' | 'channel' | 'notApplicable' | 'passMark' }
  | { of: 'group-added' | 'group-removed' | 'group-name'; group: QuestionGroup }
  | { of: 'group-weight'; group: QuestionGroup; before: number; after: number }
  | { of: 'added' | 'removed' | QuestionPart; question: Question }
  | { of: 'weight'; question: Question; before: number; after: number }
  | { of: 'moved'; question: Question; group: QuestionGroup }
  | { of: 'order' };

/** What of a question changed. */
export type QuestionPart =
  | 'text'
  | 'kind'
  | 'bounds'
  | 'choices'
  | 'critical'
  | 'not-applicable'
  | 'help';

const names = ['nameEn', 'nameZh', 'channel', 'notApplicable', 'passMark'] as const;

/** Differences: fields, groups, then questions. None = the same form. */
export function formChanges(before: Form, after: Form): FormChange[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const changes: FormChange[] = [
    ...names.flatMap((name): FormChange[] =>
      before[name] === after[name] ? [] : [{ of: 'field', name }],
    ),
    ...groupChanges(before, after),
    ...[...now.values()].flatMap(({ question, group }) =>
      questionChanges(old.get(question.questionId), { question, group }),
    ),
    ...[...old.values()].flatMap(({ question }): FormChange[] =>
      now.has(question.questionId) ? [] : [{ of: 'removed', question }],
    ),
  ];
  return reordered(before, after) ? [...changes, { of: 'order' }] : changes;
}

interface Placed {
  question: Question;
  group: QuestionGroup;
}

function placesOf(form: Form): Map<string, Placed> {
  return new Map(
    form.groups.flatMap((group) =>
      group.questions.map((question) => [question.questionId, { question, group }] as const),
    ),
  );
}

/** Do groups, or questions that stayed in their group, follow each other otherwise? */
function reordered(before: Form, after: Form): boolean {
  const old = orderOf(before, after);
  return old !== orderOf(after, before);
}

function orderOf(form: Form, other: Form): string {
  const groups = new Map(other.groups.map((group) => [group.groupId, group]));
  const kept = form.groups.flatMap(({ groupId, questions }) => {
    const beside = groups.get(groupId);
    if (!beside) return [];
    const ids = new Set(beside.questions.map(({ questionId }) => questionId));
    return [groupId, ...questions.flatMap(({ questionId: id }) => (ids.has(id) ? [id] : []))];
  });
  return kept.join(' ');
}

function groupChanges(before: Form, after: Form): FormChange[] {
  const old = new Map(before.groups.map((group) => [group.groupId, group]));
  const now = new Set(after.groups.map(({ groupId }) => groupId));
  const gone = before.groups.filter(({ groupId }) => !now.has(groupId));
  return [
    ...after.groups.flatMap((group): FormChange[] => {
      const earlier = old.get(group.groupId);
      if (!earlier) return [{ of: 'group-added', group }];
      const changes: FormChange[] = [];
      if (earlier.nameEn !== group.nameEn || earlier.nameZh !== group.nameZh) {
        changes.push({ of: 'group-name', group });
      }
      if (earlier.weight !== group.weight) {
        changes.push({ of: 'group-weight', group, before: earlier.weight, after: group.weight });
      }
      return changes;
    }),
    ...gone.map((group): FormChange => ({ of: 'group-removed', group })),
  ];
}

function questionChanges(old: Placed | undefined, { question, group }: Placed): FormChange[] {
  if (!old) return [{ of: 'added', question }];
  const before = old.question;
  const changes: FormChange[] = [];
  if (old.group.groupId !== group.groupId) changes.push({ of: 'moved', question, group });
  if (before.weight !== question.weight) {
    changes.push({ of: 'weight', question, before: before.weight, after: question.weight });
  }
  const parts: Record<QuestionPart, (one: Question) => unknown> = {
    text: (one) => [one.textEn, one.textZh],
    kind: (one) => one.kind,
    bounds: (one) => [one.least, one.most],
    choices: (one) => one.choices.map((each) => Object.values(each)),
    critical: (one) => one.critical,
    'not-applicable': (one) => one.mayNotApply,
    help: (one) => [one.helpEn, one.helpZh],
  };
  for (const [of, part] of Object.entries(parts)) {
    if (JSON.stringify(part(before)) === JSON.stringify(part(question))) continue;
    changes.push({ of: of as QuestionPart, question });
  }
  return changes;
}
