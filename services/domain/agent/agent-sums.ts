import type { DisplayState } from './agent-display.ts';

/** Length of the buckets all intervals and days are sums of. */
export const bucketMs = 300_000;

/** Reasons kept apart in one bucket; more are summed under the last one's name, "…". */
const maxReasons = 32;

/** Counts and times of one agent over a span of time. Times in milliseconds. */
export interface AgentSums {
  /** Contacts answered. */
  answered: number;
  /** Rings that were not answered. */
  ringNoAnswers: number;
  /** Signed in to at least one queue. */
  signedInMs: number;
  /** Paused in every queue by own choice, whatever was seen meanwhile. */
  pausedMs: number;
  /** Talking, hold not included. Several contacts at once count once. */
  talkMs: number;
  holdMs: number;
  acwMs: number;
  /** Idle while ready. */
  readyMs: number;
  ringingMs: number;
  /** Shown on a break. */
  breakMs: number;
  /** The same by reason. */
  breakByReasonMs: Map<string, number>;
  /** Conversations that are no queue's. */
  otherMs: number;
  /** Signed in, but the device could not be reached. */
  unreachableMs: number;
}

/** A stretch of time in which an agent's shown state did not change. */
export interface AgentSpan {
  startMs: number;
  /** First instant after. */
  endMs: number;
  state: DisplayState;
  /** Reason of a break; empty otherwise. */
  reason: string;
  /** Queue of the contact at hand; empty when none. */
  queue: string;
  signedIn: boolean;
  /** Paused in every queue. */
  paused: boolean;
}

/** Sums by first instant of their bucket. */
export type Buckets = Map<number, AgentSums>;

/** Nothing summed yet. */
export function emptySums(): AgentSums {
  return {
    answered: 0,
    ringNoAnswers: 0,
    signedInMs: 0,
    pausedMs: 0,
    talkMs: 0,
    holdMs: 0,
    acwMs: 0,
    readyMs: 0,
    ringingMs: 0,
    breakMs: 0,
    breakByReasonMs: new Map(),
    otherMs: 0,
    unreachableMs: 0,
  };
}

/** First instant of the bucket that holds an instant. */
export function bucketStart(atMs: number): number {
  return Math.floor(atMs / bucketMs) * bucketMs;
}

/** A span into the buckets it touches, cut at their borders only. */
export function addSpan(buckets: Buckets, span: AgentSpan): void {
  // Signed out adds nothing, for however many days.
  if (span.state === 'signed-out' && !span.signedIn) return;
  for (let start = bucketStart(span.startMs); start < span.endMs; start += bucketMs) {
    const from = Math.max(start, span.startMs);
    const to = Math.min(start + bucketMs, span.endMs);
    addTime(bucketAt(buckets, start), span, to - from);
  }
}

/** One contact answered, or one ring not answered, into the bucket of its instant. */
export function addCount(
  buckets: Buckets,
  { atMs, what }: { atMs: number; what: 'answered' | 'ringNoAnswers' },
): void {
  bucketAt(buckets, bucketStart(atMs))[what] += 1;
}

/** Adds `more` to `sums` in place. */
export function mergeSums(sums: AgentSums, more: AgentSums): void {
  sums.answered += more.answered;
  sums.ringNoAnswers += more.ringNoAnswers;
  sums.signedInMs += more.signedInMs;
  sums.pausedMs += more.pausedMs;
  sums.talkMs += more.talkMs;
  sums.holdMs += more.holdMs;
  sums.acwMs += more.acwMs;
  sums.readyMs += more.readyMs;
  sums.ringingMs += more.ringingMs;
  sums.breakMs += more.breakMs;
  for (const [reason, ms] of more.breakByReasonMs) addBreak(sums, reason, ms);
  sums.otherMs += more.otherMs;
  sums.unreachableMs += more.unreachableMs;
}

/**
 * Occupancy: of the time at work on contacts or ready for them, the share at
 * work. Breaks, ringing and other conversations stand on neither side.
 *
 * @returns a ratio from 0 to 1; null when there was neither.
 */
export function occupancy(sums: AgentSums): number | null {
  const busy = sums.talkMs + sums.holdMs + sums.acwMs;
  const all = busy + sums.readyMs;
  return all === 0 ? null : busy / all;
}

function bucketAt(buckets: Buckets, startMs: number): AgentSums {
  const known = buckets.get(startMs);
  if (known) return known;
  const sums = emptySums();
  buckets.set(startMs, sums);
  return sums;
}

function addTime(sums: AgentSums, span: AgentSpan, ms: number): void {
  if (span.signedIn) sums.signedInMs += ms;
  if (span.paused) sums.pausedMs += ms;
  switch (span.state) {
    case 'talking':
      sums.talkMs += ms;
      break;
    case 'holding':
      sums.holdMs += ms;
      break;
    case 'after-call-work':
      sums.acwMs += ms;
      break;
    case 'ready':
      sums.readyMs += ms;
      break;
    case 'ringing':
      sums.ringingMs += ms;
      break;
    case 'break':
      sums.breakMs += ms;
      addBreak(sums, span.reason, ms);
      break;
    case 'other-contact':
      sums.otherMs += ms;
      break;
    case 'unreachable':
      sums.unreachableMs += ms;
      break;
    case 'signed-out':
    case 'unknown':
      break;
  }
}

function addBreak(sums: AgentSums, reason: string, ms: number): void {
  const reasons = sums.breakByReasonMs;
  const name = reasons.has(reason) || reasons.size < maxReasons ? reason : '…';
  reasons.set(name, (reasons.get(name) ?? 0) + ms);
}
