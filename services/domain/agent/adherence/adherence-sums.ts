import { isExcused, isFree } from './adherence-rules.ts';
import type { AdherenceStretch } from './adherence-stretch.ts';
import { type DeviationCause, deviationCauses } from './deviation-cause.ts';

/** Milliseconds by cause. */
export type ByCause = Record<DeviationCause, number>;

/**
 * What a person's day or a longer time comes to, in milliseconds.
 * scheduled = excused + in + the sum of out by cause; `in` holds `tolerated`.
 */
export interface AdherenceSums {
  /** Planned and past, excused included; null = nothing was planned, or no schedule is known. */
  scheduledMs: number | null;
  /** Leave and sickness. */
  excusedMs: number;
  inMs: number;
  toleratedMs: number;
  outMs: ByCause;
  /** Work that was not planned. */
  extraMs: ByCause;
  /** Ready or on contacts of queues, planned or not. */
  onQueueMs: number;
  /** Work planned, and past. */
  scheduledOnQueueMs: number;
}

/** The three figures; each null where there is nothing to divide by. */
export interface AdherenceFigures {
  /** Minutes as planned / (scheduled − excused). */
  adherence: number | null;
  /** 1 − own minutes / (scheduled − excused). Scores use this one. */
  ownAdherence: number | null;
  /** Time on queue / time scheduled on queue; may exceed 1. */
  conformance: number | null;
}

/** Nothing summed yet; `planned` = a schedule is known. */
export function emptySums(planned = false): AdherenceSums {
  return {
    scheduledMs: planned ? 0 : null,
    excusedMs: 0,
    inMs: 0,
    toleratedMs: 0,
    outMs: { customer: 0, system: 0, supervisor: 0, own: 0 },
    extraMs: { customer: 0, system: 0, supervisor: 0, own: 0 },
    onQueueMs: 0,
    scheduledOnQueueMs: 0,
  };
}

/**
 * Sums of a day's stretches.
 *
 * @param known - a schedule is known. Where it plans nothing up to now, scheduled is null.
 */
export function sumStretches(
  stretches: readonly AdherenceStretch[],
  known: boolean,
): AdherenceSums {
  const sums = emptySums();
  let planned = false;
  for (const { fromMs, toMs, piece, seen, status, cause } of stretches) {
    const ms = toMs - fromMs;
    planned ||= known && piece !== null && !isFree(piece.kind);
    if (status === 'ahead') continue;
    if (seen?.kind === 'ready' || seen?.kind === 'contact') sums.onQueueMs += ms;
    if (piece?.kind === 'work') sums.scheduledOnQueueMs += ms;
    if (piece && isExcused(piece.kind)) sums.excusedMs += ms;
    if (status === 'in' || status === 'tolerated') sums.inMs += ms;
    if (status === 'tolerated') sums.toleratedMs += ms;
    if (status === 'out' && cause) sums.outMs[cause] += ms;
    if (status === 'extra' && cause) sums.extraMs[cause] += ms;
  }
  if (planned) sums.scheduledMs = sums.excusedMs + sums.inMs + total(sums.outMs);
  return sums;
}

/** Both together: days of a week, a week's people. What nothing was planned for adds its work only. */
export function addSums(a: AdherenceSums, b: AdherenceSums): AdherenceSums {
  const scheduled = [a.scheduledMs, b.scheduledMs].filter((one) => one !== null);
  return {
    scheduledMs: scheduled.length === 0 ? null : scheduled.reduce((all, one) => all + one, 0),
    excusedMs: a.excusedMs + b.excusedMs,
    inMs: a.inMs + b.inMs,
    toleratedMs: a.toleratedMs + b.toleratedMs,
    outMs: addCauses(a.outMs, b.outMs),
    extraMs: addCauses(a.extraMs, b.extraMs),
    onQueueMs: a.onQueueMs + b.onQueueMs,
    scheduledOnQueueMs: a.scheduledOnQueueMs + b.scheduledOnQueueMs,
  };
}

/** The figures of sums. */
export function adherenceFigures(sums: AdherenceSums): AdherenceFigures {
  const { scheduledMs, excusedMs, inMs, outMs, onQueueMs, scheduledOnQueueMs } = sums;
  const measured = (scheduledMs ?? 0) - excusedMs;
  return {
    adherence: measured > 0 ? inMs / measured : null,
    ownAdherence: measured > 0 ? 1 - outMs.own / measured : null,
    conformance:
      scheduledMs !== null && scheduledOnQueueMs > 0 ? onQueueMs / scheduledOnQueueMs : null,
  };
}

/** Over all causes. */
export function total(byCause: ByCause): number {
  return deviationCauses.reduce((all, cause) => all + byCause[cause], 0);
}

function addCauses(a: ByCause, b: ByCause): ByCause {
  return {
    customer: a.customer + b.customer,
    system: a.system + b.system,
    supervisor: a.supervisor + b.supervisor,
    own: a.own + b.own,
  };
}
