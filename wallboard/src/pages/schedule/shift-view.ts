/** Shifts as the pages move them: instants in milliseconds, kinds by name. */
import {
  ActivityKind,
  ShiftFamily,
  ShiftOrigin,
} from '../../../../proto/gen/floorcast/schedule/v1/shift.ts';
import { minuteMs } from './local-time.ts';
import type { WireEdit, WireShift } from './schedule-api.ts';

/** What somebody does in a stretch of a shift, by its number on the wire. */
export const kinds = [
  'unspecified',
  'work',
  'break',
  'meal',
  'training',
  'meeting',
  'coaching',
  'leave',
  'sick',
  'on-call',
  'split',
  'other',
] as const;

/** One of them. */
export type Kind = (typeof kinds)[number];

/** A stretch of a shift, half-open. */
export interface Part {
  kind: Kind;
  fromMs: number;
  toMs: number;
  paid: boolean;
  group: string;
  note: string;
}

/** One person's work that begins on one local day. */
export interface Shift {
  shiftId: string;
  person: string;
  day: string;
  templateId: string;
  fromMs: number;
  toMs: number;
  parts: readonly Part[];
  origin: number;
  pinned: boolean;
}

/** A change to one shift; null = there is none. */
export interface Edit {
  shiftId: string;
  before: Shift | null;
  after: Shift | null;
}

/** Origin of what a planner sets. */
export const byPlanner = ShiftOrigin.PLANNER;

/** Families of templates in the order of their numbers, by name. */
export const families = ['early', 'day', 'late', 'night', 'split', 'on-call'] as const;

/** The name of a template's family. */
export function familyOf(wire: number): (typeof families)[number] {
  return families[Math.max(0, wire - ShiftFamily.EARLY)] ?? 'day';
}

/** The name of what somebody does. */
export function kindOf(wire: number): Kind {
  return kinds[Math.max(0, wire)] ?? 'other';
}

/** Whether somebody is away in it. */
export function isAway(kind: Kind): boolean {
  return kind === 'leave' || kind === 'sick';
}

/** A shift off the wire. */
export function fromWire(shift: WireShift): Shift {
  return {
    shiftId: shift.shiftId,
    person: shift.person,
    day: shift.day,
    templateId: shift.templateId,
    fromMs: instant(shift.from),
    toMs: instant(shift.to),
    origin: shift.origin,
    pinned: shift.pinned,
    parts: shift.activities.map(({ kind, from, to, paid, group, note }) => ({
      kind: kindOf(kind),
      fromMs: instant(from),
      toMs: instant(to),
      paid,
      group,
      note,
    })),
  };
}

/** A shift for the wire. */
export function toWire(shift: Shift): WireShift {
  return {
    shiftId: shift.shiftId,
    person: shift.person,
    day: shift.day,
    templateId: shift.templateId,
    from: new Date(shift.fromMs).toISOString(),
    to: new Date(shift.toMs).toISOString(),
    activities: shift.parts.map(({ kind, fromMs, toMs, paid, group, note }) => ({
      kind: Math.max(ActivityKind.WORK, kinds.indexOf(kind)) as ActivityKind,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      paid,
      group,
      note,
    })),
    origin: shift.origin as ShiftOrigin,
    pinned: shift.pinned,
    paidMinutes: paidMinutes(shift),
  };
}

/** An edit for the wire: how it stood is filled in there. */
export function toWireEdit({ shiftId, after }: Edit): Partial<WireEdit> {
  return { shiftId, ...(after ? { after: toWire(after) } : {}) };
}

/** Paid minutes: those of its paid parts. */
export function paidMinutes({ parts }: Pick<Shift, 'parts'>): number {
  let ms = 0;
  for (const { paid, fromMs, toMs } of parts) if (paid) ms += toMs - fromMs;
  return Math.round(ms / minuteMs);
}

function instant(iso: string | null): number {
  return iso === null ? 0 : Date.parse(iso);
}
