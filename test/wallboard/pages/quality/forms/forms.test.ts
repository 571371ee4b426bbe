// Building forms: what the page says beforehand is what the service refuses, moving loses nothing,
// and what changed is told. The service's own check and marking are the measure.
import fc from 'fast-check';
import t from 'tap';
import { DomainError } from '../../../../../services/domain/domain-error.ts';
import { checkForm } from '../../../../../services/domain/score/check-form.ts';
import {
  markEvaluation,
  questionsOf,
} from '../../../../../services/domain/score/mark-evaluation.ts';
import { fromWireForm } from '../../../../../services/scorecards/form-wire.ts';
import {
  byQuestion,
  noAnswer,
  standingOf,
  worthOf,
} from '../../../../../wallboard/src/pages/quality/evaluate/marking.ts';
import { formChanges } from '../../../../../wallboard/src/pages/quality/forms/form-changes.ts';
import { formFaults } from '../../../../../wallboard/src/pages/quality/forms/form-faults.ts';
import {
  asKind,
  type FormFields,
  fieldsOf,
  formFrom,
  idFrom,
  newGroup,
  newQuestion,
  questionDropped,
  questionMoved,
  scoredWeight,
} from '../../../../../wallboard/src/pages/quality/forms/form-fields.ts';
import {
  fitting,
  groupsReckoned,
} from '../../../../../wallboard/src/pages/quality/forms/form-reckoned.ts';
import {
  emptyForm,
  templateOf,
  templates,
} from '../../../../../wallboard/src/pages/quality/forms/form-templates.ts';
import type { Form } from '../../../../../wallboard/src/pages/quality/quality-api.ts';

/** What the service would say; empty = nothing. */
function refusalOf(form: Form): string {
  try {
    checkForm(fromWireForm(form));
    return '';
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

const texts = (fields: FormFields) =>
  fields.groups.map(({ questions }) => questions.map(({ textEn }) => textEn));

t.test(
  'every template is taken by the service as it is, and the call has more than ten criteria',
  async (t) => {
    for (const template of templates) {
      const form = templateOf(template);
      t.equal(refusalOf(form), '', template);
      t.same(formFaults(fieldsOf(form), []), [], template);
      t.same(formFrom(fieldsOf(form)), form, `${template} comes back as it was`);
      const worth = questionsOf(fromWireForm(form)).reduce((sum, { questionId, kind }) => {
        return sum + (kind === 'text' ? 0 : worthOf(form, questionId));
      }, 0);
      t.ok(Math.abs(worth - 100) < 1e-9, `${template}: all questions are worth 100 together`);
      t.ok(
        questionsOf(fromWireForm(form)).every(({ textZh }) => textZh !== ''),
        'in both languages',
      );
    }
    const scored = questionsOf(fromWireForm(templateOf('call'))).filter(
      ({ kind }) => kind !== 'text',
    );
    t.ok(scored.length > 10, `${scored.length} criteria`);
  },
);

t.test('what the page calls right the service takes, what it calls wrong it refuses', async (t) => {
  const spoil: Record<string, (fields: FormFields) => void> = {
    id: (fields) => Object.assign(fields, { formId: 'my form' }),
    name: (fields) => Object.assign(fields, { nameEn: '' }),
    'pass-mark': (fields) => Object.assign(fields, { passMark: 101 }),
    'no-question': (fields) => Object.assign(fields, { groups: [] }),
    'group-weight': ({ groups }) => Object.assign(groups[0] ?? {}, { weight: null }),
    text: ({ groups }) => Object.assign(groups[1]?.questions[0] ?? {}, { textEn: '' }),
    weight: ({ groups }) => Object.assign(groups[1]?.questions[0] ?? {}, { weight: 0 }),
    bounds: ({ groups }) => Object.assign(groups[1]?.questions[0] ?? {}, { least: 5, most: 5 }),
    steps: ({ groups }) => Object.assign(groups[1]?.questions[0] ?? {}, { least: 0.5 }),
  };
  for (const [fault, change] of Object.entries(spoil)) {
    const fields = fieldsOf(templateOf('call'));
    change(fields);
    t.ok(
      formFaults(fields, []).some(({ of }) => of === fault),
      fault,
    );
    t.not(refusalOf(formFrom(fields)), '', `${fault} is refused too`);
  }
  const long = fieldsOf(templateOf('call'));
  Object.assign(long.groups[1]?.questions[0] ?? {}, { least: 0, most: 101 });
  t.same(
    formFaults(long, []).map(({ of }) => of),
    ['steps'],
    'more than 100 steps',
  );
  t.match(refusalOf(formFrom(long)), /100 whole steps/);
  const choice = fieldsOf(templateOf('call'));
  const [, group] = choice.groups;
  const question = group?.questions[0];
  if (!question) throw new Error('no question');
  asKind(question, 3);
  t.same(
    formFaults(choice, []).map(({ of }) => of),
    ['choice-label'],
    'choices want words',
  );
  for (const [at, one] of question.choices.entries()) one.labelEn = `answer ${at}`;
  t.equal(refusalOf(formFrom(choice)), '');
  Object.assign(question.choices[0] ?? {}, { percent: null });
  t.same(
    formFaults(choice, []).map(({ of }) => of),
    ['share'],
  );
  t.match(refusalOf(formFrom(choice)), /share/);
  t.same(
    formFaults(fieldsOf(templateOf('call')), ['call']).map(({ of }) => of),
    ['id-taken'],
  );
});

t.test('a question moves by one, over the edge into the next group, and no further', async (t) => {
  const fields = fieldsOf(templateOf('mystery'));
  const all = fields.groups.flatMap(({ questions }) => questions);
  const key = (at: number) => all[at]?.key ?? 0;
  const moved = (at: number, by: 1 | -1) => questionMoved(fields.groups, key(at), by);
  const before = texts(fields);
  t.same(texts({ ...fields, groups: moved(0, -1) }), before, 'the first stays');
  t.same(texts({ ...fields, groups: moved(all.length - 1, 1) }), before, 'the last stays');
  const [first = [], second = []] = texts({ ...fields, groups: moved(1, 1) });
  t.same([first.length, second[0]], [1, all[1]?.textEn], 'to the head of the next group');
  const [back = []] = texts({ ...fields, groups: moved(2, -1) });
  t.equal(back.at(-1), all[2]?.textEn, 'to the end of the one before');
});

t.test('dragging puts a question where the other stands and loses none', async (t) => {
  const fields = fieldsOf(templateOf('call'));
  const all = fields.groups.flatMap(({ questions }) => questions);
  const one = fc.nat(all.length - 1);
  fc.assert(
    fc.property(one, one, (from, onto) => {
      const [a, b] = [all[from]?.key ?? 0, all[onto]?.key ?? 0];
      const after = questionDropped(fields.groups, a, b).flatMap(({ questions }) => questions);
      const keys = after.map(({ key }) => key);
      const beside = Math.abs(keys.indexOf(a) - keys.indexOf(b)) <= 1;
      return beside && new Set(keys).size === all.length && after.length === all.length;
    }),
    { seed: 7 },
  );
  const [x, y, z] = fields.groups[1]?.questions ?? [];
  const down = questionDropped(fields.groups, x?.key ?? 0, z?.key ?? 0)[1]?.questions ?? [];
  t.same(
    down.slice(0, 3).map(({ textEn }) => textEn),
    [y, z, x].map((question) => question?.textEn),
  );
});

t.test('what changed between versions is told, each once', async (t) => {
  const before = templateOf('call');
  t.same(formChanges(before, templateOf('call')), []);
  const fields = fieldsOf(before);
  fields.passMark = 85;
  const [opening, attitude, skill] = fields.groups;
  if (!opening || !attitude || !skill) throw new Error('no groups');
  attitude.weight = 40;
  const [tone] = attitude.questions;
  if (tone) [tone.weight, tone.critical] = [3, 1];
  fields.groups = questionMoved(fields.groups, attitude.questions[1]?.key ?? 0, -1);
  skill.questions.splice(3, 1);
  const groups = [...fields.groups, newGroup(fields)];
  const changes = formChanges(before, formFrom({ ...fields, groups }));
  t.same(
    changes.map((change) => change.of),
    ['field', 'group-weight', 'group-added', 'weight', 'critical', 'added', 'removed', 'order'],
  );
});

t.test('a question keeps its id for ever: a new one takes none that any version had', async (t) => {
  const earlier = formFrom({ ...fieldsOf(emptyForm()), groups: [newGroup(fieldsOf(emptyForm()))] });
  t.equal(earlier.groups[0]?.questions[0]?.questionId, 'question');
  t.equal(newQuestion(fieldsOf(emptyForm()), [earlier]).questionId, 'question-2');
  t.equal(idFrom('Call (sales)', ['call-sales']), 'call-sales-2');
  t.equal(idFrom('质检', []), 'form');
});

t.test('the tried form is reckoned group by group to what the service makes of it', async (t) => {
  const form = templateOf('call');
  const questions = form.groups.flatMap((group) => group.questions);
  const answers = questions.map((question, at) => ({
    ...noAnswer(question.questionId),
    value: question.kind === 1 ? 1 + (at % 5) : question.kind === 2 ? 1 : null,
    text: question.kind === 5 ? 'fine' : '',
  }));
  const expected = markEvaluation(fromWireForm(form), answers).score ?? -1;
  const groups = groupsReckoned(form, byQuestion(answers));
  const weights = groups.reduce((sum, { weight }) => sum + weight, 0);
  const points = groups.reduce((sum, { weight, share }) => sum + weight * (share ?? 0), 0);
  t.equal(weights, scoredWeight(fieldsOf(form).groups));
  t.ok(Math.abs((100 * points) / weights - expected) < 1e-9, `${expected}`);
  t.equal(standingOf(form, byQuestion(answers)).score, expected);
  const narrower = fieldsOf(form);
  for (const group of narrower.groups) for (const one of group.questions) one.most = 3;
  const left = fitting(formFrom(narrower), byQuestion(answers));
  t.ok(
    Object.values(left).every(({ value }) => (value ?? 0) <= 3),
    'what fits no longer is asked again',
  );
});
