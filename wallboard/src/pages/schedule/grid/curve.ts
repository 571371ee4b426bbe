/** Required against scheduled, worked out in the page so that it follows a hand at once. */
import type { CurveSlot, Employee } from '../schedule-api.ts';
import type { Edit, Shift } from '../shift-view.ts';

/** One slot of the groups that are looked at. */
export interface Slot {
  startMs: number;
  /** null = not known. */
  required: number | null;
  scheduled: number;
}

/** Agents by start of slot that edits add, or take away. */
export type Shifting = ReadonlyMap<number, number>;

/** Curves of one group, or of all together (empty), by start. */
export function slotsOf(curves: readonly CurveSlot[], group: string): Slot[] {
  const slots = new Map<number, Slot>();
  for (const one of curves) {
    if (group !== '' && one.group !== group) continue;
    const startMs = Date.parse(one.start ?? '');
    const slot = slots.get(startMs) ?? { startMs, required: null, scheduled: 0 };
    slot.scheduled += one.scheduled;
    if (one.required !== null) slot.required = (slot.required ?? 0) + one.required;
    slots.set(startMs, slot);
  }
  return [...slots.values()].sort((one, other) => one.startMs - other.startMs);
}

/** Curves with what edits do to them. */
export function shifted(slots: readonly Slot[], shifting: Shifting): readonly Slot[] {
  if (shifting.size === 0) return slots;
  return slots.map((slot) => {
    const by = shifting.get(slot.startMs);
    return by === undefined ? slot : { ...slot, scheduled: Math.max(0, slot.scheduled + by) };
  });
}

/** Agent-minutes too few and too many, of what is known to be required. */
export function missesOf(slots: readonly Slot[], slotMinutes: number) {
  let [under, over] = [0, 0];
  for (const { required, scheduled } of slots) {
    if (required === null) continue;
    if (scheduled < required) under += (required - scheduled) * slotMinutes;
    else over += (scheduled - required) * slotMinutes;
  }
  return { under, over };
}

/** By what edits are reckoned: who serves what, and how slots lie. */
export interface Reckoning {
  employees: ReadonlyMap<string, Employee>;
  /** The group looked at; empty = all. */
  group: string;
  slotMs: number;
  /** Start of any slot. */
  anchorMs: number;
}

/** What edits do to the curve that is looked at: one of several groups counts by an equal share. */
export function shiftingOf(
  edits: readonly Pick<Edit, 'before' | 'after'>[],
  by: Reckoning,
): Shifting {
  const sums = new Map<number, number>();
  for (const { before, after } of edits) {
    if (before) add(sums, before, -1, by);
    if (after) add(sums, after, 1, by);
  }
  return sums;
}

function add(sums: Map<number, number>, shift: Shift, sign: number, by: Reckoning): void {
  const { employees, group, slotMs, anchorMs } = by;
  const own = employees.get(shift.person)?.groups.map((one) => one.group) ?? [];
  for (const part of shift.parts) {
    if (part.kind !== 'work') continue;
    const served = part.group === '' ? own : [part.group];
    const weight = group === '' ? 1 : served.includes(group) ? 1 / served.length : 0;
    if (weight === 0) continue;
    const first = anchorMs + Math.floor((part.fromMs - anchorMs) / slotMs) * slotMs;
    for (let at = first; at < part.toMs; at += slotMs) {
      const share = (Math.min(part.toMs, at + slotMs) - Math.max(part.fromMs, at)) / slotMs;
      sums.set(at, (sums.get(at) ?? 0) + sign * share * weight);
    }
  }
}
