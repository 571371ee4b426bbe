import type { Activity, CurveSlot, Employee, Shift, ShiftTemplate } from './shift.ts';

/** A slot whose scheduled people are asked for. */
export type WantedSlot = Pick<CurveSlot, 'group' | 'startMs' | 'required'>;

/**
 * People on queue in each slot, in average agents: a person counts by the part of the slot in
 * which the shift says work, times efficiency in the group. Work for a named group counts there.
 * Work for any group counts by priority first: of the person's groups those of the first choice
 * in which anybody is required share the person as they share what is required; a later choice is
 * served only when no earlier one requires anybody. Where no group does, those of the first choice
 * share evenly. A template for certain groups narrows the person's.
 *
 * @param shifts - all that touch the slots.
 * @param slots - with every group of the site, so that shares are true; any order.
 * @returns the slots in their order.
 */
export function curveOf(
  shifts: readonly Shift[],
  { employees, templates }: CurveGround,
  slots: readonly WantedSlot[],
  slotMinutes: number,
): CurveSlot[] {
  const slotMs = slotMinutes * 60_000;
  const scheduled = new Float64Array(slots.length);
  const places = placesOf(slots);
  const starts = [...places.keys()].sort((a, b) => a - b);
  const sharesAt = openShares(slots, starts, places);
  for (const shift of shifts) {
    const employee = employees.get(shift.person);
    if (!employee) continue;
    const only = templates.get(shift.templateId)?.groups ?? [];
    for (const activity of shift.activities) {
      if (activity.kind !== 'work') continue;
      const shares = sharesAt(employee, only, activity.group);
      const first = firstAfter(starts, activity.fromMs - slotMs);
      for (let at = first; (starts[at] ?? activity.toMs) < activity.toMs; at += 1) {
        const part = partOf(activity, starts[at] ?? 0, slotMs);
        for (const { place, share } of shares(at)) {
          scheduled[place] = (scheduled[place] ?? 0) + part * share;
        }
      }
    }
  }
  return slots.map(({ group, startMs, required }, at) => {
    return { group, startMs, required, scheduled: scheduled[at] ?? 0 };
  });
}

/** Places of slots by start, then by group. */
function placesOf(slots: readonly WantedSlot[]): Map<number, Map<string, number>> {
  const places = new Map<number, Map<string, number>>();
  for (const [place, { group, startMs }] of slots.entries()) {
    const known = places.get(startMs);
    if (known) known.set(group, place);
    else places.set(startMs, new Map([[group, place]]));
  }
  return places;
}

interface Share {
  /** Of the slot that it counts in. */
  place: number;
  share: number;
}

/**
 * How people are shared out, worked out once for all who serve the same: hundreds of people serve a
 * handful of sets of groups.
 */
function openShares(
  slots: readonly WantedSlot[],
  starts: readonly number[],
  places: ReadonlyMap<number, ReadonlyMap<string, number>>,
) {
  const known = new Map<string, (readonly Share[] | undefined)[]>();
  const keys = new Map<readonly Choice[], string>();
  return (employee: Employee, only: readonly string[], group: string) => {
    const served = keys.get(employee.groups) ?? JSON.stringify(employee.groups);
    keys.set(employee.groups, served);
    const key = JSON.stringify([served, group, only]);
    const row = known.get(key) ?? new Array<undefined>(starts.length).fill(undefined);
    known.set(key, row);
    const choices = choicesOf(employee, only);
    return (at: number): readonly Share[] => {
      const before = row[at];
      if (before) return before;
      const here = places.get(starts[at] ?? 0);
      const required = (of: string) => slots[here?.get(of) ?? -1]?.required ?? 0;
      const shares = sharesIn(required, group, choices).flatMap(({ group: of, share }) => {
        const place = here?.get(of);
        return place === undefined ? [] : [{ place, share }];
      });
      row[at] = shares;
      return shares;
    };
  };
}

/** People and templates as they stand on the days of the slots. */
export interface CurveGround {
  employees: ReadonlyMap<string, Employee>;
  templates: ReadonlyMap<string, ShiftTemplate>;
}

/** How much worse one curve is than another over the same slots. */
export interface LostCover {
  /** Slots in which more people are too few than before. */
  slots: number;
  /** The most people more too few in any slot. */
  worst: number;
  /** Agent-minutes more too few. */
  minutes: number;
}

/** What is lost between two curves. Where nothing is known to be required, all that goes is lost. */
export function lostCover(
  before: readonly CurveSlot[],
  after: readonly CurveSlot[],
  slotMinutes: number,
): LostCover {
  const lost = { slots: 0, worst: 0, minutes: 0 };
  for (const [at, slot] of after.entries()) {
    const was = before[at];
    if (!was) continue;
    const required = slot.required ?? Number.POSITIVE_INFINITY;
    const more = Math.min(required, was.scheduled) - Math.min(required, slot.scheduled);
    if (more <= 1e-9) continue;
    lost.slots += 1;
    lost.worst = Math.max(lost.worst, more);
    lost.minutes += more * slotMinutes;
  }
  return lost;
}

interface Choice {
  group: string;
  priority: number;
  efficiency: number;
}

function choicesOf({ groups }: Employee, only: readonly string[]): readonly Choice[] {
  return only.length === 0 ? groups : groups.filter(({ group }) => only.includes(group));
}

function sharesIn(
  requiredOf: (group: string) => number,
  only: string,
  choices: readonly Choice[],
): { group: string; share: number }[] {
  if (only !== '') {
    const choice = choices.find(({ group }) => group === only);
    return [{ group: only, share: choice?.efficiency ?? 1 }];
  }
  const priorities = [...new Set(choices.map(({ priority }) => priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const tier = choices.filter((choice) => choice.priority === priority);
    const required = tier.map(({ group }) => requiredOf(group));
    const sum = required.reduce((total, each) => total + each, 0);
    if (sum <= 0) continue;
    return tier.map(({ group, efficiency }, at) => ({
      group,
      share: (efficiency * (required[at] ?? 0)) / sum,
    }));
  }
  const first = choices.filter(({ priority }) => priority === priorities[0]);
  return first.map(({ group, efficiency }) => ({ group, share: efficiency / first.length }));
}

function partOf({ fromMs, toMs }: Activity, startMs: number, slotMs: number): number {
  const covered = Math.min(toMs, startMs + slotMs) - Math.max(fromMs, startMs);
  return Math.max(0, covered) / slotMs;
}

/** Place of the first start later than an instant. */
function firstAfter(starts: readonly number[], atMs: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
