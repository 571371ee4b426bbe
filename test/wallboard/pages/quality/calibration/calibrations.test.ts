import t from 'tap';
import {
  besideEachOther,
  kappaHistory,
  kappaWord,
  noKappaWhy,
} from '../../../../../wallboard/src/pages/quality/calibration/calibrations.ts';
import type { Calibration, Form } from '../../../../../wallboard/src/pages/quality/quality-api.ts';

t.test('a kappa has the word of Landis and Koch', async (t) => {
  const kappas = [-0.1, 0, 0.2, 0.21, 0.4, 0.41, 0.6, 0.61, 0.8, 0.81, 1];
  t.same(kappas.map(kappaWord), [
    ...['poor', 'slight', 'slight', 'fair', 'fair', 'moderate', 'moderate'],
    ...['substantial', 'substantial', 'almost-perfect', 'almost-perfect'],
  ]);
});

t.test('marks stand side by side, the widest spread first, unscored ones last', async (t) => {
  const questions = ['words', 'tone', 'end'].map((questionId) => ({ questionId }));
  const form = { groups: [{ questions }] } as unknown as Form;
  const marked = (...ids: string[]) => ({ answers: ids.map((questionId) => ({ questionId })) });
  const rows = besideEachOther(form, {
    evaluations: [marked('tone', 'end', 'words'), marked('tone', 'end')],
    agreement: { kappa: 0.5, scoreSpread: 3, questionSpread: { tone: 0.25, end: 0.5 } },
  } as unknown as Calibration);
  t.same(
    rows.map(({ question, spread }) => [question.questionId, spread]),
    [
      ['end', 0.5],
      ['tone', 0.25],
      ['words', null],
    ],
  );
  t.same(
    rows.at(-1)?.answers.map((answer) => answer !== null),
    [true, false],
  );
});

t.test('where there is no kappa it is said why', async (t) => {
  const by = (...versions: number[]) => {
    return {
      evaluations: versions.map((formVersion) => ({ formVersion })),
    } as unknown as Calibration;
  };
  t.same([by(1), by(1, 2), by(1, 1)].map(noKappaWhy), ['few', 'versions', 'alike']);
});

t.test('kappa over time: ended ones alone, the oldest first', async (t) => {
  const ended = (calibrationId: string, kappa: number | null, endedAt: string | null) => {
    const agreement = { kappa, scoreSpread: null, questionSpread: {} };
    return { begun: { calibrationId }, agreement, endedAt } as unknown as Calibration;
  };
  const all = [
    ended('c', 0.8, '2026-11-20T00:00:00Z'),
    ended('b', null, '2026-11-19T00:00:00Z'),
    ended('a', 0.4, '2026-11-18T00:00:00Z'),
    ended('d', 0.9, null),
  ];
  t.same(
    kappaHistory(all).map(({ id }) => id),
    ['a', 'c'],
  );
});
