import { contestedLine } from '../appeal-target.ts';
import { itemsOfMeasure } from '../measures/items-of-measure.ts';
import type { MeasureItem, Seen } from '../measures/measure-item.ts';
import { measureKind } from '../measures/measure-kind.ts';
import type { Definition, Measure, ScoreLine } from '../scorecard.ts';
import { sum } from '../sums.ts';
import { compareLikeWithLike } from './case-mix.ts';
import { condensedTrace, figureOf } from './condensed-trace.ts';
import { pointsOf } from './curve.ts';

/** Lines of everybody by one definition, weighed: person → lines in the order of the measures. */
export function scoreLines(
  definition: Definition,
  people: readonly string[],
  seen: Seen,
): ReadonlyMap<string, readonly ScoreLine[]> {
  const byMeasure = definition.measures.map((measure) => linesOfMeasure(measure, people, seen));
  return new Map(
    people.map((person) => {
      const lines = byMeasure.flatMap((lines) => lines.get(person) ?? []);
      return [person, weighed(definition, lines)];
    }),
  );
}

/** Lines without weight. */
function linesOfMeasure(
  measure: Measure,
  people: readonly string[],
  seen: Seen,
): ReadonlyMap<string, ScoreLine> {
  const items = itemsOfMeasure(measure, seen);
  const compared = measure.caseMix ? compareLikeWithLike(items, seen) : null;
  const corrected = correctedFigures(measure.measureId, seen);
  return new Map(
    people.map((person) => {
      const of = corrected.get(person) ?? items.get(person) ?? [];
      const comparison = corrected.has(person) ? null : (compared?.get(person) ?? null);
      const sample = sum(items.get(person) ?? [], ({ count }) => count);
      return [person, lineOf(measure, { items: of, sample, comparison }, seen)];
    }),
  );
}

interface Counted {
  items: readonly MeasureItem[];
  sample: number;
  comparison: { expected: number; compared: number } | null;
}

function lineOf(measure: Measure, { items, sample, comparison }: Counted, seen: Seen): ScoreLine {
  const trace = condensedTrace(items, seen.dayOf);
  const figure = figureOf(trace);
  const contested = items[0]?.kind === 'correction';
  const enough = contested || sample >= Math.max(1, measure.minSample);
  const higherIsBetter = measureKind(measure.kind)?.higherIsBetter ?? true;
  const entering = comparison?.compared ?? figure;
  const scored = entering !== null && enough;
  return {
    measureId: measure.measureId,
    figure,
    sample,
    expected: comparison?.expected ?? null,
    compared: comparison?.compared ?? null,
    points: scored ? pointsOf(measure, entering, higherIsBetter) : null,
    weight: 0,
    contribution: null,
    state: stateOf(figure, scored),
    trace,
    traceCount: items.length,
  };
}

function stateOf(figure: number | null, scored: boolean): ScoreLine['state'] {
  if (figure === null) return 'no-data';
  return scored ? 'scored' : 'not-enough';
}

/**
 * Weights of what is scored, adding up to 100: in proportion, but quality never less than the
 * definition's least share. Without any quality there is no total: quantity alone says nothing.
 */
function weighed(definition: Definition, lines: readonly ScoreLine[]): readonly ScoreLine[] {
  const measures = new Map(definition.measures.map((one) => [one.measureId, one]));
  const weightIf = (aspect: 'quality' | 'quantity') =>
    sum(lines, ({ measureId, state }) => {
      const measure = measures.get(measureId);
      return state === 'scored' && measure?.aspect === aspect ? measure.weight : 0;
    });
  const quality = weightIf('quality');
  const quantity = weightIf('quantity');
  if (quality === 0 && (quantity === 0 || definition.minQualityWeight > 0)) return lines;
  const least = quality === 0 ? 0 : definition.minQualityWeight;
  const share = quantity === 0 ? 100 : Math.max(least, (100 * quality) / (quality + quantity));
  return lines.map((line) => {
    const measure = measures.get(line.measureId);
    if (!measure || line.points === null) return line;
    const weight =
      measure.aspect === 'quality'
        ? (measure.weight * share) / quality
        : (measure.weight * (100 - share)) / quantity;
    return { ...line, weight, contribution: (line.points * weight) / 100 };
  });
}

/** Figures that hold instead, after a contest of a line: person → one item. */
function correctedFigures(measureId: string, { state, period, fromMs }: Seen) {
  const corrected = new Map<string, MeasureItem[]>();
  for (const {
    appealId: id,
    of,
    state: outcome,
    target,
    person,
    figure: value,
  } of state.appeals.values()) {
    if (of !== 'line' || (outcome !== 'accepted' && outcome !== 'partly') || value === null)
      continue;
    const line = contestedLine(target);
    if (line.measureId !== measureId || line.period !== period) continue;
    const item = { kind: 'correction' as const, id, atMs: fromMs, value, weight: 1 };
    corrected.set(person, [{ ...item, note: outcome, count: 0, queue: '' }]);
  }
  return corrected;
}
