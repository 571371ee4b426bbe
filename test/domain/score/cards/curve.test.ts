import t from 'tap';
import { checkDefinition } from '../../../../services/domain/score/cards/check-definition.ts';
import { pointsOf } from '../../../../services/domain/score/cards/curve.ts';
import { measureKinds } from '../../../../services/domain/score/measures/measure-kind.ts';
import { definition, measure } from '../score-story.ts';

const points = [
  { figure: 0.8, points: 40 },
  { figure: 0.9, points: 80 },
  { figure: 1, points: 100 },
];

t.test('linear goes straight between its points and stays beyond them', async (t) => {
  const at = (figure: number) => Math.round(pointsOf({ curve: 'linear', points }, figure, true));
  t.same([0.5, 0.8, 0.85, 0.95, 1, 1.2].map(at), [40, 40, 60, 90, 100, 100]);
});

t.test('bands give the points of the band a figure falls into, 0 below the first', async (t) => {
  const at = (figure: number) => pointsOf({ curve: 'bands', points }, figure, true);
  t.same([0.79, 0.8, 0.89, 0.9, 1, 2].map(at), [0, 40, 40, 80, 100, 100]);
});

t.test('a step gives all or nothing, from the good side', async (t) => {
  const step = { curve: 'step' as const, points: [{ figure: 0.01, points: 100 }] };
  t.same(
    [0.005, 0.01, 0.02].map((figure) => pointsOf(step, figure, false)),
    [100, 100, 0],
  );
  t.same(
    [0.005, 0.01, 0.02].map((figure) => pointsOf(step, figure, true)),
    [0, 100, 100],
  );
});

t.test('quantity before quality is refused, by weight and by name', async (t) => {
  const aht = measure('speed', { kind: 'aht', aspect: 'quantity', weight: 50 });
  const half = definition({ measures: [measure('evaluation', { weight: 50 }), aht] });
  t.throws(() => checkDefinition(half), /quality weighs 50 of 100, but must weigh at least 60/);
  checkDefinition({ ...half, minQualityWeight: 50 });
  const renamed = [measure('evaluation', { weight: 50 }), { ...aht, aspect: 'quality' as const }];
  t.throws(() => checkDefinition({ ...half, measures: renamed }), /is of quantity, not of quality/);
  const light = definition({ measures: [measure('evaluation', { weight: 99 })] });
  t.throws(() => checkDefinition(light), /add up to 99, not to 100/);
  const unknown = definition({ measures: [measure('mood', { kind: 'mood' })] });
  t.throws(() => checkDefinition(unknown), /no measure of kind "mood"/);
  const backwards = definition({ measures: [measure('e', { points: [...points].reverse() })] });
  t.throws(() => checkDefinition(backwards), /figures do not ascend/);
});

t.test('every kind of measure has a name and a definition in both languages', async (t) => {
  const told = measureKinds.filter((one) => one.nameZh && one.definitionZh && one.definitionEn);
  t.equal(told.length, 16);
});
