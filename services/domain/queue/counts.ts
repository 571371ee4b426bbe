import type { LeaveReason } from './contact-fact.ts';
import type { Contribution } from './contribution.ts';
import type { CallCounts } from './service-level.ts';

/** Counts and sums of the contacts offered within one span of time. Sums stay true, means do not. */
export interface Counts extends CallCounts {
  /** = answered + abandoned + left + waiting, at every instant. */
  offered: number;
  waiting: number;
  left: Record<LeaveReason, number>;
  /** Of the answered, ringing included. */
  waitSumMs: number;
  /** Of any contact whose wait has ended; null when none has. */
  maxWaitMs: number | null;
  /** Answered and done with their after-call work: the sums below are theirs. */
  handled: number;
  /** Without hold. */
  talkSumMs: number;
  holdSumMs: number;
  acwSumMs: number;
  /** Contacts whose end is estimated. */
  estimated: number;
  /** Turned away before entering, not offered; null where the source never told of one. */
  blocked: number | null;
}

/** Every reason of leaving otherwise, in the order in which they are shown. */
export const leaveReasons: readonly LeaveReason[] = [
  'timeout',
  'key',
  'empty',
  'withdrawn',
  'overflow',
  'transferred',
  'unnamed',
  'lost',
];

/** No contacts. */
export function emptyCounts(): Counts {
  return {
    offered: 0,
    waiting: 0,
    waitingLate: 0,
    answered: 0,
    answeredInTime: 0,
    abandoned: 0,
    abandonedInTime: 0,
    abandonedShort: 0,
    left: {
      timeout: 0,
      key: 0,
      empty: 0,
      withdrawn: 0,
      overflow: 0,
      transferred: 0,
      unnamed: 0,
      lost: 0,
    },
    leftLate: 0,
    waitSumMs: 0,
    maxWaitMs: null,
    handled: 0,
    talkSumMs: 0,
    holdSumMs: 0,
    acwSumMs: 0,
    estimated: 0,
    blocked: null,
  };
}

/**
 * Adds one leg to the counts, or takes it out again with `sign` -1.
 *
 * A maximum cannot be taken out: with -1 `maxWaitMs` stays, and who takes out
 * the longest wait finds the next one (see `queue-state.ts`).
 */
export function count(counts: Counts, of: Contribution, sign: 1 | -1): void {
  if (of.outcome === 'blocked') {
    counts.blocked = (counts.blocked ?? 0) + sign;
    return;
  }
  counts.offered += sign;
  if (of.estimated) counts.estimated += sign;
  countOutcome(counts, of, sign);
  if (sign === 1 && of.waitMs !== null) {
    counts.maxWaitMs = Math.max(counts.maxWaitMs ?? 0, of.waitMs);
  }
  if (!of.handled) return;
  counts.handled += sign;
  counts.talkSumMs += sign * of.talkMs;
  counts.holdSumMs += sign * of.holdMs;
  counts.acwSumMs += sign * of.acwMs;
}

function countOutcome(counts: Counts, of: Contribution, sign: 1 | -1): void {
  switch (of.outcome) {
    case 'blocked':
      return;
    case 'waiting':
      counts.waiting += sign;
      if (!of.inTime) counts.waitingLate += sign;
      return;
    case 'answered':
      counts.answered += sign;
      if (of.inTime) counts.answeredInTime += sign;
      counts.waitSumMs += sign * (of.waitMs ?? 0);
      return;
    case 'abandoned':
      counts.abandoned += sign;
      if (of.inTime) counts.abandonedInTime += sign;
      if (of.short) counts.abandonedShort += sign;
      return;
    default:
      counts.left[of.outcome] += sign;
      if (!of.inTime) counts.leftLate += sign;
  }
}

/** Counts of several spans together. */
export function sumCounts(all: Iterable<Counts>): Counts {
  const sum = emptyCounts();
  for (const one of all) {
    for (const key of summed) sum[key] += one[key];
    for (const reason of leaveReasons) sum.left[reason] += one.left[reason];
    if (one.maxWaitMs !== null) sum.maxWaitMs = Math.max(sum.maxWaitMs ?? 0, one.maxWaitMs);
    if (one.blocked !== null) sum.blocked = (sum.blocked ?? 0) + one.blocked;
  }
  return sum;
}

const summed = [
  'offered',
  'waiting',
  'waitingLate',
  'answered',
  'answeredInTime',
  'abandoned',
  'abandonedInTime',
  'abandonedShort',
  'leftLate',
  'waitSumMs',
  'handled',
  'talkSumMs',
  'holdSumMs',
  'acwSumMs',
  'estimated',
] as const;
