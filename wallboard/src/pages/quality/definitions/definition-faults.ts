/** What the service would refuse of a scorecard, said while it is typed. */
import type { MeasureKind } from '../quality-api.ts';
import {
  closedReached,
  type DefinitionFields,
  kindIn,
  type MeasureFields,
} from './definition-fields.ts';

/** One thing that is not right yet: what, with its values. */
export type DefinitionFault =
  | {
      of:
        | 'name'
        | 'id'
        | 'no-measures'
        | 'appeal-days'
        | 'decide-days'
        | 'best-worst'
        | 'close-days';
    }
  | { of: 'weights'; sum: number }
  | { of: 'quality'; share: number; least: number }
  | { of: 'closed'; period: string }
  | {
      of: 'measure-id' | 'weight' | 'points' | 'ascending' | 'too-few' | 'sample' | 'number';
      measureId: string;
    };

/** Sums of weights. */
export interface Weights {
  quality: number;
  quantity: number;
  sum: number;
}

/** What measures weigh; figures of people's typing are not exact. */
export function weightsOf({ measures }: Pick<DefinitionFields, 'measures'>): Weights {
  const of = (aspect: string) =>
    round(measures.reduce((sum, one) => sum + (one.aspect === aspect ? (one.weight ?? 0) : 0), 0));
  const [quality, quantity] = [of('quality'), of('quantity')];
  return { quality, quantity, sum: round(quality + quantity) };
}

/** All that is not right yet, in the order of the form. */
export function faultsOf(
  fields: DefinitionFields,
  { kinds, closed }: { kinds: readonly MeasureKind[]; closed: readonly string[] },
): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  if (fields.nameEn.trim() === '') faults.push({ of: 'name' });
  if (!/^[\w-]{1,64}$/.test(fields.definitionId)) faults.push({ of: 'id' });
  if (fields.measures.length === 0) faults.push({ of: 'no-measures' });
  const weights = weightsOf(fields);
  if (weights.sum !== 100) faults.push({ of: 'weights', sum: weights.sum });
  const least = fields.minQualityWeight ?? 0;
  if (weights.quality < least) faults.push({ of: 'quality', share: weights.quality, least });
  const ids = fields.measures.map(({ measureId }) => measureId);
  for (const [at, measure] of fields.measures.entries()) {
    const twice = ids.indexOf(measure.measureId) !== at;
    faults.push(...measureFaults(measure, { twice, kind: kindIn(kinds, measure.kind) }));
  }
  const between = (value: number | null, low: number, high: number) =>
    value !== null && Number.isInteger(value) && value >= low && value <= high;
  if (!between(fields.appealDays, 1, 92)) faults.push({ of: 'appeal-days' });
  if (!between(fields.decideDays, 1, 92)) faults.push({ of: 'decide-days' });
  if (!between(fields.closeAfterDays, 0, 31)) faults.push({ of: 'close-days' });
  const points = fields.bestWorstPoints ?? 0;
  if (!(points >= 0 && points <= 20)) faults.push({ of: 'best-worst' });
  const reached = closedReached(fields.effectiveFrom, closed);
  if (reached) faults.push({ of: 'closed', period: reached });
  return faults;
}

function measureFaults(
  measure: MeasureFields,
  { twice, kind }: { twice: boolean; kind: MeasureKind | undefined },
): DefinitionFault[] {
  const { measureId, weight, points, curve, minSample, numbers } = measure;
  const faults: DefinitionFault[] = [];
  const figures = points.flatMap(({ figure }) => figure ?? []).sort((a, b) => a - b);
  if (twice || measureId === '' || /\s/.test(measureId))
    faults.push({ of: 'measure-id', measureId });
  if (!(weight !== null && weight > 0)) faults.push({ of: 'weight', measureId });
  if (points.some((one) => !(one.points !== null && one.points >= 0 && one.points <= 100))) {
    faults.push({ of: 'points', measureId });
  }
  if (figures.some((figure, at) => figure === figures[at - 1]))
    faults.push({ of: 'ascending', measureId });
  const enough = curve === 'step' ? figures.length === 1 : figures.length >= 2;
  if (!enough || figures.length < points.length) faults.push({ of: 'too-few', measureId });
  if (!(minSample !== null && Number.isInteger(minSample) && minSample >= 0)) {
    faults.push({ of: 'sample', measureId });
  }
  const odd = Object.entries(numbers).some(([name, value]) => {
    const most = name === 'days' ? 7 : 3_600;
    return kind?.numbers[name] !== undefined && value !== null && !(value > 0 && value <= most);
  });
  if (odd) faults.push({ of: 'number', measureId });
  return faults;
}

function round(value: number): number {
  return Number(value.toFixed(9));
}
