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
    const fallen = -Math.expm1(-slotS / h);
    mean[slot] = even + (inHand - even) * fallen * (h / slotS);
    inHand = even + (inHand - even) * (1 - fallen);
    end[slot] = inHand;
  }
  return { mean, end };
}

function arrivals(calls: number | undefined, slot: number): number {
  if (calls !== undefined && calls >= 0 && calls < Number.POSITIVE_INFINITY) return calls;
  throw new DomainError('invalid', `calls ${calls} of slot ${slot} are no number from 0 on`);
}

function checked(ahtS: number | undefined, slot: number): number {
  if (ahtS !== undefined && ahtS > 0 && ahtS < Number.POSITIVE_INFINITY) return ahtS;
  throw new DomainError('invalid', `ahtS ${ahtS} of slot ${slot} is no time above 0`);
}
