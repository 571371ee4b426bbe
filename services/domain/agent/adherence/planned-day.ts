import type { ActivityKind, Shift } from '../../schedule/shift.ts';
import { isExcused, isFree, isRest } from './adherence-rules.ts';
import type { SeenStretch } from './seen-day.ts';

/** One planned activity of one person. */
export interface PlannedPiece {
  kind: ActivityKind;
  fromMs: number;
  /** First instant after. */
  toMs: number;
  group: string;
  shiftId: string;
  note: string;
  /** First and last instant of the expected stretch of the shift it stands in. */
  shiftFromMs: number;
  shiftToMs: number;
}

/** Where a rest came to lie because a contact ran over into it. */
export interface MovedRest {
  piece: PlannedPiece;
  fromMs: number;
  toMs: number;
  /** Part of it that found no place before the end of the shift. */
  lostMs: number;
}

/** A person's day: from local midnight, or from the end of a shift that reaches over it. */
export interface DayWindow {
  fromMs: number;
  /** First instant after. */
  toMs: number;
}

/**
 * The window of one person's day. A shift lies whole in the day on which it
 * begins, with the contact that is at hand when it ends: windows of days that
 * follow one another share no instant and leave none out.
 *
 * @param shifts - those of this person that may touch the day.
 * @param seen - what is seen around both ends; empty = the windows of the plan alone.
 * @param local - the local day by the wall clock of the site.
 */
export function dayWindow(
  shifts: readonly Shift[],
  seen: readonly SeenStretch[],
  local: { day: string; startMs: number; endMs: number },
): DayWindow {
  const earlier = shifts.filter(({ day }) => day < local.day);
  const own = shifts.filter(({ day }) => day <= local.day);
  const fromMs = border(earlier, seen, local.startMs);
  return { fromMs, toMs: Math.max(fromMs, border(own, seen, local.endMs)) };
}

function border(shifts: readonly Shift[], seen: readonly SeenStretch[], midnightMs: number) {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { toMs } of shifts) lastMs = Math.max(lastMs, toMs);
  return lastMs < midnightMs ? midnightMs : Math.max(midnightMs, contactEnd(seen, lastMs));
}

/** Activities that touch a window, cut to it, in order of time. */
export function plannedPieces(
  shifts: readonly Shift[],
  { fromMs, toMs }: DayWindow,
): PlannedPiece[] {
  const pieces: PlannedPiece[] = [];
  for (const { shiftId, activities } of shifts) {
    const expected = activities.filter(({ kind }) => !isFree(kind) && !isExcused(kind));
    const shiftFromMs = expected[0]?.fromMs ?? 0;
    const shiftToMs = expected.at(-1)?.toMs ?? 0;
    for (const { kind, group, note, ...span } of activities) {
      const piece = { kind, group, note, shiftId, shiftFromMs, shiftToMs };
      const clipped = {
        fromMs: Math.max(span.fromMs, fromMs),
        toMs: Math.min(span.toMs, toMs),
      };
      if (clipped.toMs > clipped.fromMs) pieces.push({ ...piece, ...clipped });
    }
  }
  return pieces.sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
}

/**
 * The rule of moved breaks. A rest into which a contact ran over that began
 * before it is owed whole after the contact; a rest behind it that would begin
 * meanwhile follows it. Nothing is owed beyond the end of the shift.
 *
 * @param pieces - planned activities in order.
 * @returns only rests that moved.
 */
export function movedRests(
  pieces: readonly PlannedPiece[],
  seen: readonly SeenStretch[],
): MovedRest[] {
  const moved: MovedRest[] = [];
  const freeFrom = new Map<string, number>();
  for (const piece of pieces) {
    if (!isRest(piece.kind)) continue;
    const asked = Math.max(piece.fromMs, freeFrom.get(piece.shiftId) ?? piece.fromMs);
    const begins = contactEnd(seen, asked);
    if (begins <= piece.fromMs) continue;
    const length = piece.toMs - piece.fromMs;
    const fromMs = Math.min(begins, piece.shiftToMs);
    const toMs = Math.min(begins + length, piece.shiftToMs);
    moved.push({ piece, fromMs, toMs, lostMs: length - (toMs - fromMs) });
    freeFrom.set(piece.shiftId, toMs);
  }
  return moved;
}

/** When the contacts end that are at hand at an instant and began before it; the instant when there is none. */
export function contactEnd(seen: readonly SeenStretch[], atMs: number): number {
  let endMs = atMs;
  for (let place = firstAt(seen, atMs); place < seen.length; place += 1) {
    const one = seen[place];
    if (!one || one.fromMs > endMs) break;
    if (one.contactFromMs === null || one.contactFromMs >= atMs) break;
    endMs = one.toMs;
  }
  return endMs;
}

/** Place of the stretch that holds an instant. */
function firstAt(seen: readonly SeenStretch[], atMs: number): number {
  let [low, high] = [0, seen.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seen[middle]?.toMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
