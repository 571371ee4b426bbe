/** What one version of a scorecard says otherwise than the one before. */
import type { Definition, Measure } from '../quality-api.ts';

/** One difference: a field, or a measure and what of it. */
export type DefinitionChange =
  | { of: 'field'; name: FieldName; before: string; after: string }
  | { of: 'added' | 'removed'; measure: Measure }
  | { of: 'weight' | 'sample'; measure: Measure; before: number; after: number }
  | { of: 'curve' | 'numbers' | 'case-mix'; measure: Measure };

/** Fields that are told by name. */
export type FieldName =
  | ('nameEn' | 'nameZh' | 'teams' | 'posts' | 'minQualityWeight' | 'bestWorstPoints')
  | ('appealDays' | 'decideDays' | 'closeAfterDays');

const fields: readonly FieldName[] = [
  ...(['nameEn', 'nameZh', 'teams', 'posts', 'minQualityWeight', 'bestWorstPoints'] as const),
  ...(['appealDays', 'decideDays', 'closeAfterDays'] as const),
];

/** Differences, fields first. */
export function definitionChanges(before: Definition, after: Definition): DefinitionChange[] {
  const changed = fields.flatMap((name): DefinitionChange[] => {
    const [old, now] = [words(before[name]), words(after[name])];
    return old === now ? [] : [{ of: 'field', name, before: old, after: now }];
  });
  const earlier = new Map(before.measures.map((one) => [one.measureId, one]));
  const later = new Set(after.measures.map(({ measureId }) => measureId));
  const gone = before.measures.filter(({ measureId }) => !later.has(measureId));
  return [
    ...changed,
    ...after.measures.flatMap((one) => measureChanges(earlier.get(one.measureId), one)),
    ...gone.map((measure): DefinitionChange => ({ of: 'removed', measure })),
  ];
}

function measureChanges(old: Measure | undefined, now: Measure): DefinitionChange[] {
  if (!old) return [{ of: 'added', measure: now }];
  const changes: DefinitionChange[] = [];
  if (old.weight !== now.weight) {
    changes.push({ of: 'weight', measure: now, before: old.weight, after: now.weight });
  }
  if (old.minSample !== now.minSample) {
    changes.push({ of: 'sample', measure: now, before: old.minSample, after: now.minSample });
  }
  if (shape(old) !== shape(now)) changes.push({ of: 'curve', measure: now });
  if (JSON.stringify(old.numbers) !== JSON.stringify(now.numbers)) {
    changes.push({ of: 'numbers', measure: now });
  }
  if (old.caseMix !== now.caseMix) changes.push({ of: 'case-mix', measure: now });
  return changes;
}

function shape({ curve, points }: Measure): string {
  return JSON.stringify([curve, points.map((point) => [point.figure, point.points])]);
}

function words(value: string | number | readonly string[] | null): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
