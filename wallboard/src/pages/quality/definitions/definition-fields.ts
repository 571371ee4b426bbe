/** A scorecard as it is edited: shares in percent, what is left open is null. */
import { type PeriodLength, periodDays, periodOf, periodPlus } from '../period.ts';
import type { Definition, DefinitionVersion, Measure, MeasureKind } from '../quality-api.ts';

/** A point of a curve as it is typed. */
export interface PointFields {
  figure: number | null;
  points: number | null;
}

/** A measure as it is edited. */
export interface MeasureFields {
  /** Stays the same while it is moved. */
  key: number;
  kind: string;
  measureId: string;
  aspect: string;
  weight: number | null;
  curve: string;
  points: PointFields[];
  minSample: number | null;
  numbers: Record<string, number | null>;
  caseMix: boolean;
}

/** A definition as it is edited. */
export interface DefinitionFields extends Omit<Definition, 'measures' | Numeric> {
  measures: MeasureFields[];
  minQualityWeight: number | null;
  bestWorstPoints: number | null;
  appealDays: number | null;
  decideDays: number | null;
  closeAfterDays: number | null;
}

type Numeric =
  | 'minQualityWeight'
  | 'bestWorstPoints'
  | 'appealDays'
  | 'decideDays'
  | 'closeAfterDays';

/** So many days after its end the service closes a period where nothing else is said. */
export const usualCloseAfterDays = 3;

let keys = 0;

/** A definition to be edited. */
export function fieldsOf(definition: Definition, kinds: readonly MeasureKind[]): DefinitionFields {
  return {
    ...definition,
    teams: [...definition.teams],
    posts: [...definition.posts],
    closeAfterDays: definition.closeAfterDays ?? usualCloseAfterDays,
    measures: definition.measures.map((measure) =>
      measureFields(measure, kindIn(kinds, measure.kind)),
    ),
  };
}

/** What was typed as a definition; what is left open becomes 0, which the service refuses. */
export function definitionFrom(
  fields: DefinitionFields,
  kinds: readonly MeasureKind[],
): Definition {
  return {
    ...fields,
    teams: [...fields.teams],
    posts: [...fields.posts],
    minQualityWeight: fields.minQualityWeight ?? 0,
    bestWorstPoints: fields.bestWorstPoints ?? 0,
    appealDays: fields.appealDays ?? 0,
    decideDays: fields.decideDays ?? 0,
    closeAfterDays: fields.closeAfterDays ?? usualCloseAfterDays,
    measures: fields.measures.map((measure) => measureFrom(measure, kindIn(kinds, measure.kind))),
  };
}

/** What was typed as a measure. */
export function measureFrom(fields: MeasureFields, kind: MeasureKind | undefined): Measure {
  const { key: _, points, numbers, ...rest } = fields;
  return {
    ...rest,
    weight: fields.weight ?? 0,
    minSample: fields.minSample ?? 0,
    points: points
      .flatMap(({ figure, points: reached }) =>
        figure === null || reached === null
          ? []
          : [{ figure: fromShown(figure, kind), points: reached }],
      )
      .sort((a, b) => a.figure - b.figure),
    numbers: Object.fromEntries(
      Object.entries(numbers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
  };
}

/** A measure of a kind to begin with: its bounds are what is usual, to be changed. */
export function newMeasure(kind: MeasureKind, taken: readonly string[]): MeasureFields {
  keys += 1;
  const [low, high] = usualBounds[kind.unit] ?? [0, 100];
  const [worst, best] = kind.higherIsBetter ? [0, 100] : [100, 0];
  const points = [
    { figure: low, points: worst },
    { figure: high, points: best },
  ];
  return {
    ...{ key: keys, kind: kind.kind, measureId: freeId(kind.kind, taken), weight: 10 },
    ...{ aspect: kind.aspect || 'quality', curve: 'linear', points },
    ...{ minSample: kind.unit === 'points' ? 1 : 20, numbers: { ...kind.numbers }, caseMix: false },
  };
}

/** A definition to begin with. */
export function newDefinition(
  length: PeriodLength,
  {
    today,
    kinds,
    taken,
  }: { today: string; kinds: readonly MeasureKind[]; taken: readonly string[] },
): DefinitionFields {
  const first = kinds.find(({ kind }) => kind === 'evaluation-score') ?? kinds[0];
  const measures = first ? [{ ...newMeasure(first, []), weight: 100 }] : [];
  return {
    ...{ definitionId: freeId(length, taken), nameEn: '', nameZh: '', teams: [], posts: [] },
    ...{
      period: length,
      measures,
      minQualityWeight: 60,
      bestWorstPoints: length === 'month' ? 5 : 0,
    },
    ...{ appealDays: 14, decideDays: 3, closeAfterDays: usualCloseAfterDays },
    effectiveFrom: periodDays(periodOf(today, length)).from,
  };
}

/** The version that holds on a local day; null = none, or it has ended. */
export function holdingOn(
  versions: readonly DefinitionVersion[],
  day: string,
): DefinitionVersion | null {
  // The newest decision comes first, and wins among those of one day.
  const holding = versions.reduce<DefinitionVersion | null>((best, version) => {
    const from = version.definition?.effectiveFrom ?? '';
    if (from === '' || from > day) return best;
    return best?.definition && best.definition.effectiveFrom >= from ? best : version;
  }, null);
  return holding && !holding.removed ? holding : null;
}

/** The first period that a definition from a day on scores. */
export function firstScored(effectiveFrom: string, length: PeriodLength): string {
  const period = periodOf(effectiveFrom, length);
  return periodDays(period).from >= effectiveFrom ? period : periodPlus(period, 1);
}

/** The last closed period that a date reaches into; empty = none. */
export function closedReached(effectiveFrom: string, closed: readonly string[]): string {
  return (
    closed
      .filter((one) => periodDays(one).from >= effectiveFrom)
      .sort()
      .at(-1) ?? ''
  );
}

/** The earliest day from which a change may hold: after the last closed period; empty = any. */
export function earliestFrom(closed: readonly string[]): string {
  const last = [...closed].sort().at(-1);
  return last ? periodDays(periodPlus(last, 1)).from : '';
}

/** A kind of measure by its name. */
export function kindIn(kinds: readonly MeasureKind[], kind: string): MeasureKind | undefined {
  return kinds.find((one) => one.kind === kind);
}

/** Figures as they are typed: shares in percent. */
export function toShown(figure: number, kind: MeasureKind | undefined): number {
  return kind?.unit === 'ratio' ? Number((figure * 100).toPrecision(12)) : figure;
}

function fromShown(figure: number, kind: MeasureKind | undefined): number {
  return kind?.unit === 'ratio' ? Number((figure / 100).toPrecision(12)) : figure;
}

function measureFields(measure: Measure, kind: MeasureKind | undefined): MeasureFields {
  keys += 1;
  return {
    ...measure,
    key: keys,
    numbers: { ...kind?.numbers, ...measure.numbers },
    points: measure.points.map(({ figure, points }) => ({ figure: toShown(figure, kind), points })),
  };
}

const usualBounds: Record<string, [number, number]> = {
  ratio: [50, 95],
  points: [50, 95],
  grade: [2, 4.8],
  seconds: [180, 480],
  contacts: [200, 800],
};

function freeId(wanted: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.includes(id)) return id;
  }
}
