import {
  ActivityKind as WireActivityKind,
  ShiftOrigin as WireOrigin,
  type Shift as WireShift,
} from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { DomainError } from '../domain/domain-error.ts';
import {
  type ActivityKind,
  paidMinutesOf,
  type Shift,
  type ShiftOrigin,
} from '../domain/schedule/shift.ts';
import { invert } from './wire-values.ts';

const kindToWire: Record<ActivityKind, WireActivityKind> = {
  work: WireActivityKind.WORK,
  break: WireActivityKind.BREAK,
  meal: WireActivityKind.MEAL,
  training: WireActivityKind.TRAINING,
  meeting: WireActivityKind.MEETING,
  coaching: WireActivityKind.COACHING,
  leave: WireActivityKind.LEAVE,
  sick: WireActivityKind.SICK,
  'on-call': WireActivityKind.ON_CALL,
  split: WireActivityKind.SPLIT,
  other: WireActivityKind.OTHER,
};
const kinds = invert(kindToWire);

const originToWire: Record<ShiftOrigin, WireOrigin> = {
  optimiser: WireOrigin.OPTIMISER,
  planner: WireOrigin.PLANNER,
  swap: WireOrigin.SWAP,
  bid: WireOrigin.BID,
  'open-shift': WireOrigin.OPEN_SHIFT,
  offer: WireOrigin.OFFER,
  'stand-in': WireOrigin.STAND_IN,
  import: WireOrigin.IMPORT,
};
const origins = invert(originToWire);

/** A shift as the wire has it, with its paid minutes. */
export function toWireShift(shift: Shift): WireShift {
  const { fromMs, toMs, activities, origin, ...rest } = shift;
  return {
    ...rest,
    from: new Date(fromMs),
    to: new Date(toMs),
    activities: activities.map(({ kind, fromMs: from, toMs: to, ...what }) => {
      return { ...what, kind: toWireKind(kind), from: new Date(from), to: new Date(to) };
    }),
    origin: originToWire[origin],
    paidMinutes: paidMinutesOf(shift),
  };
}

/** A shift off the wire; one without a start or end, or with a strange activity, is refused. */
export function fromWireShift(wire: WireShift): Shift {
  const { from, to, activities, origin, paidMinutes: _, ...rest } = wire;
  const of = `shift "${wire.shiftId}" of "${wire.person}" on ${wire.day}`;
  return {
    ...rest,
    fromMs: instant(from, `${of} begins at no time`),
    toMs: instant(to, `${of} ends at no time`),
    activities: activities.map(({ kind, from: start, to: end, ...what }) => ({
      ...what,
      kind: fromWireKind(kind, of),
      fromMs: instant(start, `an activity of ${of} begins at no time`),
      toMs: instant(end, `an activity of ${of} ends at no time`),
    })),
    origin: origins.get(origin) ?? 'planner',
  };
}

/** An activity as the wire names it. */
export function toWireKind(kind: ActivityKind): WireActivityKind {
  return kindToWire[kind];
}

/**
 * An activity off the wire.
 *
 * @param of - what it belongs to, for the refusal of one that is not known.
 */
export function fromWireKind(kind: WireActivityKind, of: string): ActivityKind {
  const known = kinds.get(kind);
  if (known) return known;
  throw new DomainError('invalid', `${of} has an activity ${kind}, which is none`);
}

function instant(at: Date | undefined, sentence: string): number {
  if (at) return at.getTime();
  throw new DomainError('invalid', sentence);
}
