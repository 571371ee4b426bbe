import type { ScheduleRule } from '../../shift.ts';

/** A row of a preset: what differs from a hard rule for everybody, always. */
export interface PresetRow {
  /** Its place in the preset, part of the rule's id for ever. */
  id: string;
  kind: string;
  numbers?: Readonly<Record<string, number>>;
  words?: Readonly<Record<string, string>>;
  window?: ScheduleRule['window'];
  /** Of people with such a protection only. */
  protections?: readonly string[];
  /** Soft, with this cost for each unit. */
  weight?: number;
  source: string;
}

/** A row as a rule of the preset. */
export function presetRule(preset: string, row: PresetRow): ScheduleRule {
  return {
    ruleId: `${preset}-${row.id}`,
    kind: row.kind,
    scope: row.protections ? 'protection' : 'all',
    scopeIds: row.protections ?? [],
    numbers: new Map(Object.entries(row.numbers ?? {})),
    words: new Map(Object.entries(row.words ?? {})),
    window: row.window ?? '',
    hard: row.weight === undefined,
    weight: row.weight ?? 0,
    source: row.source,
    effectiveFrom: '',
    effectiveTo: '',
    preset,
  };
}
