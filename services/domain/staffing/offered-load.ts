import { DomainError } from '../domain-error.ts';

/** Arrivals that stay even within a slot and change from slot to slot. */
export interface ArrivalSlots {
  /** Length of each slot, in seconds. */
  slotS: number;
  /** Contacts arriving in each slot. */
  calls: ArrayLike<number>;
  /** Mean handling time in each slot, in seconds. */
  ahtS: ArrayLike<number>;
}

/** Contacts that would be in hand if nobody ever had to wait, in erlangs. */
export interface OfferedLoad {
  /** Mean over each slot. */
  mean: Float64Array;
  /** At the end of each slot. */
  end: Float64Array;
}

/**
 * Modified offered load: what is in hand follows arrivals with a delay of about
 * one handling time, so the 10:00 load of a 20-minute call is still made by the
 * calls of 9:40. Staffing each slot by its own arrivals (SIPP) starts too many
 * in the morning and too few after the peak.
 *
 * Solves m' = λ − m/h, exactly per slot: m(t) = λh + (m₀ − λh)e^(−t/h), whose
 * mean over a slot of length d is λh + (m₀ − λh)(1 − e^(−d/h))h/d.
 *
 * @param before - erlangs in hand when the first slot begins; 0 = the centre opens.
 * @throws DomainError invalid, naming slot and value.
 * @see Jennings, Mandelbaum, Massey & Whitt, "Server Staffing to Meet Time-Varying
 *   Demand", Management Science 1996; Eick, Massey & Whitt 1993.
 */
export function offeredLoad({ slotS, calls, ahtS }: ArrivalSlots, before = 0): OfferedLoad {
  if (!(slotS > 0 && slotS < Number.POSITIVE_INFINITY)) {
    throw new DomainError('invalid', `slotS ${slotS} is no length above 0`);
  }
  if (!(before >= 0 && before < Number.POSITIVE_INFINITY)) {
    throw new DomainError('invalid', `erlangs in hand ${before} are no number from 0 on`);
  }
  const mean = new Float64Array(calls.length);
  const end = new Float64Array(calls.length);
  let inHand = before;
  for (let slot = 0; slot < calls.length; slot++) {
    const h = checked(ahtS[slot], slot);
    const even = (arrivals(calls[slot], slot) * h) / slotS;
    mean[slot] = meanOver(inHand, even, h / slotS);
    inHand = endOf(inHand, even, h / slotS);
    end[slot] = inHand;
  }
  return { mean, end };
}

/** Load of slots by their own arrivals, and with what earlier ones leave in hand. */
export interface CarriedLoad {
  /** Erlangs of the slot's own contacts, as if all were handled in it. */
  own: Float64Array;
  /** Erlangs in hand on average: the modified offered load. */
  carried: Float64Array;
  /** Share of all load that is in hand in another slot than it came in. */
  moved: number;
}

/** From this share on it matters: calls of eight minutes in half-hours, of ten in quarters. */
export const noticeablyMoved = 0.03;

/**
 * Own and carried load of a row of slots. Where a volume or handling time is
 * unknown (NaN) so is the load, and the row goes on as if the next slot's load
 * had lasted for long; so does it begin. A slot without contacts needs no
 * handling time: what is in hand ends at the last known one.
 */
export function carriedLoad({ slotS, calls, ahtS }: ArrivalSlots): CarriedLoad {
  const own = new Float64Array(calls.length).fill(Number.NaN);
  const carried = own.slice();
  let [all, moved, lastAht] = [0, 0, Number.NaN];
  let inHand: number | null = null;
  for (let slot = 0; slot < calls.length; slot += 1) {
    const count = calls[slot] ?? Number.NaN;
    const said = ahtS[slot] ?? Number.NaN;
    lastAht = said > 0 ? said : count === 0 ? lastAht : Number.NaN;
    if (count === 0 && Number.isNaN(lastAht)) {
      [own[slot], carried[slot], inHand] = [0, 0, 0];
      continue;
    }
    if (Number.isNaN(count) || Number.isNaN(lastAht)) {
      inHand = null;
      continue;
    }
    const even = (count * lastAht) / slotS;
    const before = inHand ?? even;
    const mean = meanOver(before, even, lastAht / slotS);
    inHand = endOf(before, even, lastAht / slotS);
    own[slot] = even;
    carried[slot] = mean;
    all += even;
    moved += Math.abs(mean - even) / 2;
  }
  return { own, carried, moved: all === 0 ? 0 : moved / all };
}

/** Erlangs in hand over a slot on average; `slots` is the handling time in slots. */
function meanOver(inHand: number, even: number, slots: number): number {
  return even - (inHand - even) * Math.expm1(-1 / slots) * slots;
}

function endOf(inHand: number, even: number, slots: number): number {
  return even + (inHand - even) * Math.exp(-1 / slots);
}

function arrivals(calls: number | undefined, slot: number): number {
  if (calls !== undefined && calls >= 0 && calls < Number.POSITIVE_INFINITY) return calls;
  throw new DomainError('invalid', `calls ${calls} of slot ${slot} are no number from 0 on`);
}

function checked(ahtS: number | undefined, slot: number): number {
  if (ahtS !== undefined && ahtS > 0 && ahtS < Number.POSITIVE_INFINITY) return ahtS;
  throw new DomainError('invalid', `ahtS ${ahtS} of slot ${slot} is no time above 0`);
}
