import { DomainError } from '../../domain-error.ts';
import type { SwapPart } from '../request-act.ts';
import { shiftOf } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { checkGiven, type Given, handOver } from './hand-over.ts';

/** Parts of one swap. */
const mostParts = 12;

/** What a swap does to shifts, all parts together: nobody holds half of it. */
export function swapEdits(
  state: SiteSchedule,
  parts: readonly SwapPart[],
  acting: Acting,
): ShiftEdit[] {
  const given = parts.map((part) => givenOf(state, part, acting));
  const hands = handOver(state, state.published, acting);
  for (const one of given) hands.take(one);
  for (const one of given) hands.give(one, 'swap');
  return hands.edits();
}

/** Refuses parts that make no swap: too many parties, a shift given twice, or no longer held. */
export function checkParts(state: SiteSchedule, parts: readonly SwapPart[], acting: Acting): void {
  if (parts.length === 0 || parts.length > mostParts) {
    throw new DomainError(
      'invalid',
      `a swap of ${parts.length} parts, but 1 to ${mostParts} may be`,
    );
  }
  const parties = partiesOf(parts);
  if (parties.length > 3) {
    throw new DomainError('invalid', `a swap of ${parties.length} parties; at most three may be`);
  }
  const given = parts.map((part) => givenOf(state, part, acting));
  for (const [at, one] of given.entries()) {
    const twice = given
      .slice(at + 1)
      .find(
        ({ shift, fromMs, toMs }) =>
          shift.shiftId === one.shift.shiftId && fromMs < one.toMs && toMs > one.fromMs,
      );
    if (twice) {
      const what = `the shift of ${one.shift.person} on ${one.shift.day}`;
      throw new DomainError('invalid', `${what} would be given twice`);
    }
  }
}

/** Everybody who gives or takes. */
export function partiesOf(parts: readonly SwapPart[]): string[] {
  return [...new Set(parts.flatMap(({ giver, taker }) => [giver, taker]))].filter(Boolean).sort();
}

/** When the first of what is given begins. */
export function firstGivenMs(
  state: SiteSchedule,
  parts: readonly SwapPart[],
  acting: Acting,
): number {
  return Math.min(...parts.map((part) => givenOf(state, part, acting).fromMs));
}

function givenOf(state: SiteSchedule, part: SwapPart, { zone, nowMs }: Acting): Given {
  const { giver, taker, shiftId } = part;
  const shift = shiftOf(state.published, shiftId);
  if (!shift) throw new DomainError('not-found', `there is no published shift "${shiftId}"`);
  if (shift.person !== giver) {
    throw new DomainError('conflict', `the shift on ${shift.day} is no longer that of "${giver}"`);
  }
  if (giver === taker) throw new DomainError('invalid', `"${giver}" cannot swap with themselves`);
  const given = {
    shift,
    taker,
    fromMs: part.fromMs ?? shift.fromMs,
    toMs: part.toMs ?? shift.toMs,
  };
  const calendar = siteCalendar(zone);
  if (given.fromMs <= nowMs) {
    throw new DomainError('conflict', `the shift of ${giver} on ${shift.day} has begun`);
  }
  checkGiven(given, calendar);
  return given;
}
