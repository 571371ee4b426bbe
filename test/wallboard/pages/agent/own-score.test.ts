// What an agent is told about the own score: how far the next point is, what a marked form comes
// to, which minutes are contested. Expected figures are worked out another way than the page does:
// by going one further at a time, and by the service's own marking of a form.
import t from 'tap';
import { Critical, QuestionKind } from '../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Form as DomainForm } from '../../../../services/domain/score/evaluation.ts';
import { markEvaluation } from '../../../../services/domain/score/mark-evaluation.ts';
import { minutesTarget } from '../../../../wallboard/src/pages/agent/score/contest-target.ts';
import { formSum } from '../../../../wallboard/src/pages/agent/score/form-sum.ts';
import { afterOneMore, leverStep } from '../../../../wallboard/src/pages/agent/score/lever-step.ts';
import type { Answer, Form } from '../../../../wallboard/src/pages/quality/quality-api.ts';

const resolved = { kind: 'resolved-share', unit: 'ratio', higherIsBetter: true };
const transfers = { kind: 'transfer-share', unit: 'ratio', higherIsBetter: false };
const marks = { kind: 'evaluation-score', unit: 'points', higherIsBetter: true };
const satisfaction = { kind: 'csat', unit: 'grade', higherIsBetter: true };

t.test('so many more reach the figure, and one fewer does not', async (t) => {
  for (const [value, weight, wanted] of [
    [7, 10, 0.75],
    [31, 40, 0.8],
    [3, 4, 0.9],
    [19, 20, 0.951],
  ] as const) {
    const step = leverStep(resolved, { value, weight }, wanted);
    let count = 0;
    while ((value + count) / (weight + count) < wanted) count += 1;
    t.same(step, { of: 'good', count }, `${value} of ${weight} to ${wanted}`);
  }
  let clean = 0;
  while (4 / (20 + clean) > 0.12) clean += 1;
  t.same(leverStep(transfers, { value: 4, weight: 20 }, 0.12), { of: 'clean', count: clean });
});

t.test('one more mark is enough, or so many with full marks', async (t) => {
  // 80, 70 and 90: the fourth has to be 100 for a mean of 85.
  t.same(leverStep(marks, { value: 240, weight: 3 }, 85), { of: 'mark', least: 100 });
  let count = 0;
  while ((240 + 100 * count) / (3 + count) < 95) count += 1;
  t.same(leverStep(marks, { value: 240, weight: 3 }, 95), { of: 'full', count });
  // 4, 4 and 4: a grade is whole.
  t.same(leverStep(satisfaction, { value: 12, weight: 3 }, 4.1), { of: 'mark', least: 5 });
});

t.test('where no number of further ones leads there, none is told', async (t) => {
  t.equal(leverStep(resolved, { value: 1, weight: 2 }, 1), null);
  t.equal(leverStep(transfers, { value: 1, weight: 2 }, 0), null);
  t.equal(leverStep(resolved, { value: 0, weight: 0 }, 0.5), null);
  t.equal(leverStep({ ...marks, kind: 'round-360' }, { value: 60, weight: 1 }, 70), null);
  t.equal(leverStep(resolved, { value: 0, weight: 900 }, 0.9), null, 'thousands help nobody');
  t.equal(afterOneMore(marks, { value: 240, weight: 3 }), 85);
  t.equal(
    afterOneMore({ ...resolved, kind: 'own-adherence' }, { value: 540, weight: 600 }),
    600 / 660,
  );
});

const kind = QuestionKind;
const question = {
  ...{ kind: kind.SCALE, weight: 1, least: 1, most: 5, choices: [] },
  critical: Critical.UNSPECIFIED,
};
const texts = { textEn: 'x', textZh: '', helpEn: '', helpZh: '', mayNotApply: true };
const form: Form = {
  ...{ formId: 'call', version: 1, nameEn: 'Call', nameZh: '', channel: '', passMark: 80 },
  notApplicable: 'drop',
  groups: [
    {
      ...{ groupId: 'service', nameEn: 'Service', nameZh: '', weight: 40 },
      questions: [
        { ...question, ...texts, questionId: 'tone', weight: 2 },
        { ...question, ...texts, questionId: 'greeting', kind: kind.YES_NO },
        { ...question, ...texts, questionId: 'words', kind: kind.TEXT },
      ],
    },
    {
      ...{ groupId: 'skill', nameEn: 'Skill', nameZh: '', weight: 60 },
      questions: [
        { ...question, ...texts, questionId: 'accuracy', kind: kind.NUMBER, least: 0, most: 10 },
        {
          ...question,
          ...texts,
          questionId: 'privacy',
          kind: kind.YES_NO,
          critical: Critical.FAILS_GROUP,
        },
      ],
    },
  ],
};
const kinds: readonly string[] = ['', 'scale', 'yes-no', 'choice', 'number', 'text'];
const criticals: readonly string[] = ['', 'fails-group', 'fails-all'];

/** The same form as the service knows it. */
const known = {
  ...form,
  groups: form.groups.map((group) => ({
    ...group,
    questions: group.questions.map((one) => ({
      ...{ ...one, kind: kinds[one.kind], critical: criticals[one.critical] },
    })),
  })),
} as DomainForm;

t.test('groups come to what the service marked', async (t) => {
  const no = { choiceId: '', text: '', notApplicable: false, comment: '', atS: null };
  const answers = (tone: number, greeting: number | null, accuracy: number, privacy: number) =>
    [
      { ...no, questionId: 'tone', value: tone },
      { ...no, questionId: 'greeting', value: greeting, notApplicable: greeting === null },
      { ...no, questionId: 'accuracy', value: accuracy },
      { ...no, questionId: 'privacy', value: privacy },
    ] as Answer[];
  for (const given of [
    answers(4, 1, 8, 1),
    answers(2, null, 3, 1),
    answers(5, 0, 10, 0),
    answers(1, 0, 0, 1),
  ]) {
    const { groups, failsAll } = formSum(form, given);
    const sum = groups.reduce((all, { points, weight }) => all + (points ?? 0) * weight, 0) / 100;
    t.ok(!failsAll);
    t.ok(Math.abs(sum - (markEvaluation(known, given).score ?? 0)) < 1e-9, `comes to ${sum}`);
  }
});

t.test('contested minutes are whole, of the local day, and over', async (t) => {
  // Shanghai is eight hours ahead of UTC all year.
  const zone = 'Asia/Shanghai';
  const nowMs = Date.parse('2026-11-12T12:00:00Z');
  const stretch = { from: '2026-11-12T01:00:30Z', to: '2026-11-12T01:20:10Z' };
  t.equal(minutesTarget('2026-11-12', stretch, { zone, nowMs }), '2026-11-12 540-561');
  const night = { from: '2026-11-12T15:50:00Z', to: '2026-11-12T16:10:00Z' };
  const later = Date.parse('2026-11-12T17:00:00Z');
  t.equal(minutesTarget('2026-11-12', night, { zone, nowMs: later }), '2026-11-12 1430-1450');
  const goesOn = { from: '2026-11-12T11:40:00Z', to: '2026-11-12T12:00:40Z' };
  const now = { zone, nowMs: Date.parse('2026-11-12T12:00:40Z') };
  t.equal(minutesTarget('2026-11-12', goesOn, now), '2026-11-12 1180-1200');
});
