// A scorecard as it is typed: what is not right yet, what it comes to, and what a version changed.
import t from 'tap';
import { checkDefinition } from '../../../../services/domain/score/cards/check-definition.ts';
import { measureKinds } from '../../../../services/domain/score/measures/measure-kind.ts';
import type { Definition as ServiceDefinition } from '../../../../services/domain/score/scorecard.ts';
import { definitionChanges } from '../../../../wallboard/src/pages/quality/definitions/definition-changes.ts';
import {
  faultsOf,
  weightsOf,
} from '../../../../wallboard/src/pages/quality/definitions/definition-faults.ts';
import {
  closedReached,
  type DefinitionFields,
  definitionFrom,
  earliestFrom,
  fieldsOf,
  firstScored,
  holdingOn,
  newDefinition,
  newMeasure,
} from '../../../../wallboard/src/pages/quality/definitions/definition-fields.ts';
import {
  figuresOf,
  triedPeople,
  triedSummary,
} from '../../../../wallboard/src/pages/quality/definitions/trial-view.ts';
import type {
  Card,
  Definition,
  MeasureKind,
} from '../../../../wallboard/src/pages/quality/quality-api.ts';

const kinds: MeasureKind[] = measureKinds.map((one) => ({
  ...{ ...one, aspect: one.aspect ?? '', numbers: { ...one.numbers } },
}));
const kindOf = (kind: string) => kinds.find((one) => one.kind === kind) as MeasureKind;

function typed(): DefinitionFields {
  const fields = newDefinition('month', { today: '2026-11-28', kinds, taken: ['month'] });
  fields.nameEn = 'Month';
  return fields;
}
const faults = (fields: DefinitionFields, closed: string[] = []) =>
  faultsOf(fields, { kinds, closed });

/** As the service has it: numbers are a map there. */
function serviceRefuses(definition: Definition): boolean {
  const measures = definition.measures.map((one) => ({
    ...{ ...one, numbers: new Map(Object.entries(one.numbers)) },
  }));
  try {
    checkDefinition({ ...definition, measures } as unknown as ServiceDefinition);
    return false;
  } catch {
    return true;
  }
}

t.test('a new one of every kind of measure is right from the beginning', async (t) => {
  t.same(faults(typed()), []);
  t.equal(typed().definitionId, 'month-2', 'an id that is free');
  for (const kind of kinds) {
    const fields = typed();
    const [first] = fields.measures;
    if (first) first.weight = 60;
    fields.measures.push({ ...newMeasure(kind, ['evaluation-score']), weight: 40 });
    t.same(faults(fields), [], kind.kind);
    t.notOk(serviceRefuses(definitionFrom(fields, kinds)), `the service takes ${kind.kind}`);
  }
});

t.test('what is told as a fault is what the service refuses', async (t) => {
  const wrong: Record<string, (fields: DefinitionFields) => void> = {
    weights: (fields) => Object.assign(fields.measures[0] ?? {}, { weight: 90 }),
    quality: (fields) => Object.assign(fields, { minQualityWeight: 101 }),
    id: (fields) => Object.assign(fields, { definitionId: 'a b' }),
    'no-measures': (fields) => Object.assign(fields, { measures: [] }),
    'appeal-days': (fields) => Object.assign(fields, { appealDays: 93 }),
    'decide-days': (fields) => Object.assign(fields, { decideDays: null }),
    'best-worst': (fields) => Object.assign(fields, { bestWorstPoints: 21 }),
    'close-days': (fields) => Object.assign(fields, { closeAfterDays: 32 }),
    points: (fields) => Object.assign(fields.measures[0]?.points[0] ?? {}, { points: 101 }),
    ascending: (fields) => Object.assign(fields.measures[0]?.points[0] ?? {}, { figure: 95 }),
    'too-few': (fields) => fields.measures[0]?.points.splice(1, 1),
    sample: (fields) => Object.assign(fields.measures[0] ?? {}, { minSample: 0.5 }),
    'measure-id': (fields) => Object.assign(fields.measures[0] ?? {}, { measureId: 'a b' }),
    weight: (fields) => Object.assign(fields.measures[0] ?? {}, { weight: 0 }),
  };
  for (const [of, spoil] of Object.entries(wrong)) {
    const fields = typed();
    spoil(fields);
    t.ok(
      faults(fields).some((fault) => fault.of === of),
      `${of} is told`,
    );
    t.ok(serviceRefuses(definitionFrom(fields, kinds)), `${of} is refused`);
  }
  const shares = typed();
  shares.measures = [0.1, 0.2, 99.7].map((weight) => ({
    ...newMeasure(kindOf('csat'), []),
    ...{ measureId: `m${weight}`, weight },
  }));
  t.equal(weightsOf(shares).sum, 100, 'sums as people reckon, not as machines do');
});

t.test('shares are typed in percent and come back as they were', async (t) => {
  const fields = typed();
  fields.measures.push(newMeasure(kindOf('transfer-share'), []));
  const point = fields.measures[1]?.points[0];
  if (point) point.figure = 7;
  const definition = definitionFrom(fields, kinds);
  t.equal(definition.measures[1]?.points[0]?.figure, 0.07);
  const again = fieldsOf(definition, kinds);
  t.equal(again.measures[1]?.points[0]?.figure, 7, 'not 7.000000000000001');
  t.same(definitionFrom(again, kinds), definition);
});

t.test('which version holds; into what is closed none reaches', async (t) => {
  const of = (effectiveFrom: string, removed = false, minQualityWeight = 60) => ({
    ...{ definition: { effectiveFrom, minQualityWeight } as Definition, removed },
    ...{ author: '', at: null },
  });
  const versions = [of('2026-12-01', true), of('2026-06-01', false, 70), of('2026-06-01')];
  t.equal(holdingOn(versions, '2026-05-31'), null);
  t.equal(holdingOn(versions, '2026-11-28')?.definition?.minQualityWeight, 70, 'the later word');
  t.equal(holdingOn(versions, '2026-12-01'), null, 'it has ended');
  t.equal(firstScored('2026-12-01', 'month'), '2026-12');
  t.equal(firstScored('2026-12-02', 'month'), '2027-01');
  t.equal(firstScored('2026-11-24', 'week'), '2026-W49');
  t.equal(closedReached('2026-10-01', ['2026-09', '2026-10']), '2026-10');
  t.equal(closedReached('2026-10-02', ['2026-09', '2026-10']), '');
  t.equal(earliestFrom(['2026-10', '2026-09']), '2026-11-01');
  t.equal(earliestFrom(['2026-W53']), '2027-01-04');
  t.equal(earliestFrom([]), '', 'any day');
  t.same(faults({ ...typed(), effectiveFrom: '2026-10-01' }, ['2026-10']), [
    { of: 'closed', period: '2026-10' },
  ]);
});

t.test('a trial tells whom it changes, and who would have no total any more', async (t) => {
  const card = (person: string, total: number | null, rank: number) =>
    ({ person, team: 'a', total, rank, lines: [] }) as unknown as Card;
  const standing = [card('a', 90, 1), card('b', 70, 2), card('c', 60, 3), card('d', null, 0)];
  const cards = [card('a', 80, 1), card('b', 70.01, 2), card('c', null, 0), card('d', 81, 1)];
  const people = triedPeople({ cards, standing });
  t.same(
    people.map(({ person }) => person),
    ['c', 'd', 'a', 'b'],
  );
  t.match(triedSummary(people), {
    ...{ people: 4, meanStands: 220 / 3, higher: 0, lower: 1, same: 1 },
    ...{ gained: 1, lost: 1, goodStands: 1, goodTried: 2 },
  });
  const seen = [
    { lines: [{ measureId: 'm', sample: 3, figure: 5, compared: 4 }] },
    { lines: [{ measureId: 'm', sample: 2, figure: 9, compared: null }] },
    { lines: [] },
  ] as unknown as Card[];
  t.same(figuresOf(seen, 'm', 3), [4], 'as it enters the curve, of who has enough');
  t.same(figuresOf(seen, 'm', 0), [4, 9]);
});

t.test('what a version says otherwise is told by name', async (t) => {
  const before = definitionFrom(typed(), kinds);
  const fields = fieldsOf(before, kinds);
  fields.bestWorstPoints = 0;
  Object.assign(fields.measures[0] ?? {}, { weight: 70, minSample: 4 });
  fields.measures.push({ ...newMeasure(kindOf('aht'), []), weight: 30 });
  const after = definitionFrom(fields, kinds);
  t.match(definitionChanges(before, after), [
    { of: 'field', name: 'bestWorstPoints', before: '5', after: '0' },
    { of: 'weight', before: 100, after: 70 },
    { of: 'sample', before: 1, after: 4 },
    { of: 'added', measure: { kind: 'aht' } },
  ]);
  t.match(definitionChanges(after, before).at(-1), { of: 'removed', measure: { kind: 'aht' } });
  t.same(definitionChanges(before, before), []);
});
