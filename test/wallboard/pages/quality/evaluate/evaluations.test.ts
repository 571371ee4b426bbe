import t from 'tap';
import { Form } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import {
  counts,
  meanScore,
  pointsOf,
  wantedOnes,
} from '../../../../../wallboard/src/pages/quality/evaluate/evaluations.ts';
import {
  byQuestion,
  noAnswer,
  standingOf,
} from '../../../../../wallboard/src/pages/quality/evaluate/marking.ts';
import type {
  Form as PageForm,
  StandingEvaluation,
} from '../../../../../wallboard/src/pages/quality/quality-api.ts';

const form = Form.fromPartial({
  ...{ formId: 'call', version: 1, notApplicable: 'drop' },
  groups: [
    {
      ...{ groupId: 'one', weight: 60 },
      questions: [
        { questionId: 'tone', kind: 1, weight: 2, least: 1, most: 5 },
        { questionId: 'exact', kind: 2, weight: 1, critical: 1 },
        { questionId: 'words', kind: 5 },
      ],
    },
    { groupId: 'two', weight: 40, questions: [{ questionId: 'end', kind: 2, weight: 1 }] },
  ],
}) as unknown as PageForm;

t.test(
  'the points of an evaluation add up to its score, whatever failed or did not apply',
  async (t) => {
    const given = (tone: number, exact: number, end: number | null) => [
      { ...noAnswer('tone'), value: tone },
      { ...noAnswer('exact'), value: exact },
      { ...noAnswer('end'), value: end, notApplicable: end === null },
    ];
    for (const [answers, score] of [
      // 60 × (2 × 3/4 + 1) / 3 + 40
      [given(4, 1, 1), 90],
      // The group fails: only the other is left.
      [given(4, 0, 1), 40],
      // The other group does not apply: all weighs in the first.
      [given(3, 1, null), (100 * (2 * 0.5 + 1)) / 3],
    ] as const) {
      const rows = pointsOf(form, answers).flatMap((group) => group.rows);
      const sum = rows.reduce((total, { points }) => total + (points ?? 0), 0);
      const most = rows.reduce((total, one) => total + (one.most ?? 0), 0);
      t.ok(Math.abs(sum - score) < 1e-9, `${sum} is ${score}`);
      t.ok(Math.abs(most - 100) < 1e-9, 'of 100');
      t.ok(Math.abs((standingOf(form, byQuestion(answers)).score ?? -1) - score) < 1e-9);
    }
  },
);

t.test('a list is narrowed by person, team, form and state', async (t) => {
  const all = [
    one('a', { person: 'p1', score: 80 }),
    one('b', { person: 'p2', score: 60, failedBy: ['x'] }, { replacedBy: 'c', appealId: 'z' }),
    one('c', { person: 'p2', score: 90, purpose: 'appeal' }),
    one('d', { person: 'p1', score: 10, purpose: 'calibration' }),
    one('e', { person: 'p3', score: null }),
  ];
  const ids = (more: object) => {
    const wanted = { person: '', people: null, formId: '', state: 'all', ...more };
    return wantedOnes(all, wanted).map(({ evaluation }) => evaluation.evaluationId);
  };
  t.same(ids({ person: 'p1' }), ['a', 'd']);
  t.same(ids({ people: new Set(['p2']), state: 'counts' }), ['c']);
  t.same(ids({ state: 'failed' }), ['b']);
  t.same(ids({ state: 'contested' }), ['b']);
  t.same(ids({ state: 'replaced' }), ['b']);
  t.same(ids({ formId: 'other' }), []);
  t.equal(all.filter(counts).length, 2, 'no calibration, nothing replaced or without a score');
  t.equal(meanScore(all), 85);
  t.equal(meanScore([]), null, 'nothing to divide');
});

function one(evaluationId: string, of: object, more: object = {}): StandingEvaluation {
  const evaluation = { evaluationId, formId: 'call', failedBy: [], purpose: 'spot', ...of };
  return {
    evaluation,
    at: null,
    replacedBy: '',
    appealId: '',
    ...more,
  } as unknown as StandingEvaluation;
}
