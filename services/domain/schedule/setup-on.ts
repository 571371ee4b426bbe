import type { Contract, Employee, ScheduleRule, ShiftTemplate } from './shift.ts';
import { laterDay, latest } from './site-calendar.ts';
import type { Setup, SetupVersion } from './site-schedule.ts';

/** People hear of a schedule and of changes so many days ahead, where nothing else is decided. */
const usualNoticeDays = 2;

/** The setup of a site as it stands on a day. */
export interface StandingSetup {
  templates: ReadonlyMap<string, ShiftTemplate>;
  contracts: ReadonlyMap<string, Contract>;
  /** Whether or not they are engaged on the day. */
  employees: ReadonlyMap<string, Employee>;
  noticeDays: number;
}

/** The setup as it stands on a local day; rules: `rulesBetween`. */
export function setupOn(setup: Setup, day: string): StandingSetup {
  return {
    templates: allOn(setup.templates, day),
    contracts: allOn(setup.contracts, day),
    employees: allOn(setup.employees, day),
    noticeDays: versionOn(setup.noticeDays, day) ?? usualNoticeDays,
  };
}

/** The person as scheduling sees them on a day; `null` = not known, or not engaged. */
export function employeeOn(setup: Setup, person: string, day: string): Employee | null {
  const employee = versionOn(setup.employees.get(person) ?? [], day);
  if (!employee || employee.since > day) return null;
  return employee.until === '' || employee.until >= day ? employee : null;
}

/**
 * Rules that hold on days of a span, each with the days on which it does: a rule that changes
 * within the span comes once for each of its versions. A site's own rule stands in the place of
 * a preset's of the same id.
 *
 * @param rulesOfPreset - the rules of a preset, none for a name that is no preset.
 */
export function rulesBetween(
  setup: Setup,
  { from, to }: { from: string; to: string },
  rulesOfPreset: (preset: string) => readonly ScheduleRule[],
): ScheduleRule[] {
  const own = [...setup.rules.values()].flatMap((versions) => spansOf(versions));
  const decided = new Set(setup.rules.keys());
  const presets = [...setup.presets.values()].flatMap((versions) =>
    spansOf(versions).flatMap(({ value, ...span }) =>
      rulesOfPreset(value)
        .filter(({ ruleId }) => !decided.has(ruleId))
        .map((rule) => ({ ...span, value: rule })),
    ),
  );
  return [...presets, ...own]
    .map(({ value, from: first, to: last }) => ({
      ...value,
      effectiveFrom: latest(value.effectiveFrom, first),
      effectiveTo: earlierEnd(value.effectiveTo, last),
    }))
    .filter((rule) => rule.effectiveFrom <= to && (rule.effectiveTo || '9999') >= from);
}

/** The version that holds on a day; `null` = there is none. */
export function versionOn<Value>(
  versions: readonly SetupVersion<Value>[],
  day: string,
): Value | null {
  let standing: SetupVersion<Value> | null = null;
  for (const version of versions) {
    if (version.effectiveFrom > day) continue;
    if (!standing || version.effectiveFrom >= standing.effectiveFrom) standing = version;
  }
  return standing?.value ?? null;
}

function allOn<Value>(
  things: ReadonlyMap<string, readonly SetupVersion<Value>[]>,
  day: string,
): Map<string, Value> {
  const standing = new Map<string, Value>();
  for (const [id, versions] of things) {
    const value = versionOn(versions, day);
    if (value !== null) standing.set(id, value);
  }
  return standing;
}

interface Span<Value> {
  value: Value;
  from: string;
  /** Empty = open. */
  to: string;
}

/** The values in force one after the other, those that are `null` left out. */
function spansOf<Value>(versions: readonly SetupVersion<Value>[]): Span<Value>[] {
  const starts = [...new Set(versions.map(({ effectiveFrom }) => effectiveFrom))].sort();
  return starts.flatMap((from, at) => {
    const value = versionOn(versions, from);
    const next = starts[at + 1];
    return value === null ? [] : [{ value, from, to: next ? laterDay(next, -1) : '' }];
  });
}

function earlierEnd(a: string, b: string): string {
  if (a === '' || b === '') return a || b;
  return a < b ? a : b;
}
