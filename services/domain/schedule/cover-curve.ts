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
  const curve = slots.map(({ group, startMs, required }) => ({
    group,
    startMs,
    required,
    scheduled: 0,
  }));
  const byStart = new Map<number, Map<string, CurveSlot>>();
  for (const slot of curve) {
    const known = byStart.get(slot.startMs);
    if (known) known.set(slot.group, slot);
    else byStart.set(slot.startMs, new Map([[slot.group, slot]]));
  }
  const starts = [...byStart.keys()].sort((a, b) => a - b);
  for (const shift of shifts) {
    const employee = employees.get(shift.person);
    if (!employee) continue;
    const choices = choicesOf(employee, templates.get(shift.templateId)?.groups ?? []);
    for (const activity of shift.activities) {
      if (activity.kind !== 'work') continue;
      const first = firstAfter(starts, activity.fromMs - slotMs);
      for (let at = first; (starts[at] ?? activity.toMs) < activity.toMs; at += 1) {
        const start = starts[at] ?? 0;
        const part = partOf(activity, start, slotMs);
        for (const { group, share } of sharesIn(byStart.get(start), activity, choices)) {
          const slot = byStart.get(start)?.get(group);
          if (slot) slot.scheduled += part * share;
        }
      }
    }
  }
  return curve;
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
  slots: ReadonlyMap<string, CurveSlot> | undefined,
  activity: Activity,
  choices: readonly Choice[],
): { group: string; share: number }[] {
  if (activity.group !== '') {
    const choice = choices.find(({ group }) => group === activity.group);
    return [{ group: activity.group, share: choice?.efficiency ?? 1 }];
  }
  const priorities = [...new Set(choices.map(({ priority }) => priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const tier = choices.filter((choice) => choice.priority === priority);
    const required = tier.map(({ group }) => slots?.get(group)?.required ?? 0);
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
