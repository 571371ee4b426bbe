import type { Settings } from '../settings/settings.ts';
import type { Contribution, Measure } from './contribution.ts';
import { type Counts, emptyCounts } from './counts.ts';
import type { Leg } from './leg.ts';

/** Counts are kept by five minutes of UTC; every other span is a sum of these. */
export const bucketMs = 300_000;
/** Buckets are kept so long: a local day of 25 hours, and the whole day before. */
export const keptBucketsMs = 49 * 3_600_000;
/** A leg that has ended is kept so long after the last word about it. */
export const keptLegMs = 2 * 3_600_000;

/** Every queue of one tenant. */
export interface QueuesState {
  /** By "site/queue". */
  readonly queues: Map<string, QueueState>;
  /** Each source has its own clock: one that is wrong by hours must not disturb the others. */
  readonly clocks: Map<string, Clock>;
  /** Facts and legs that came after their leg or interval was given up. */
  tooLate: number;
}

/** The time of one source, and what comes due by it. */
export interface Clock {
  nowMs: number;
  /** Heap, next one first. Entries whose leg moved on are harmless. */
  timers: Timer[];
}

/** The next instant at which something happens to a leg without a fact. */
export interface Timer {
  dueMs: number;
  queue: QueueState;
  tracked: Tracked;
}

/** One queue. */
export interface QueueState {
  readonly site: string;
  readonly queue: string;
  /** Sources that told of it. */
  readonly sources: Set<string>;
  readonly legs: Map<string, Tracked>;
  /** Ids of the legs that wait. */
  readonly waiting: Set<string>;
  talking: number;
  /** By start, UTC. */
  readonly buckets: Map<number, Bucket>;
  newestBucketMs: number;
  /** The last answers, oldest first. */
  answers: AnsweredWait[];
  /** True once the source told of a blocked contact: until then their number is unknown. */
  tellsBlocked: boolean;
  /** The settings looked up last, and the span for which they hold. */
  measure: (Measure & { of: Settings; fromMs: number; untilMs: number }) | null;
}

/** Counts of five minutes. */
export interface Bucket {
  readonly counts: Counts;
  /** Longest wait of the legs that are no longer kept. */
  settledMaxWaitMs: number | null;
  /** One more with each change. */
  version: number;
}

/** A leg and how it stands in the counts. */
export interface Tracked {
  readonly leg: Leg;
  /** As it was counted last; null = not counted. */
  counted: Contribution | null;
  /** The one live timer of it. */
  dueMs: number;
  /** When something new was learned of it, by its source's clock. */
  touchedMs: number;
  /** First told of long after the fact: it counts only once its offer is told too. */
  late: boolean;
}

/** One answered contact. */
export interface AnsweredWait {
  legId: string;
  atMs: number;
  waitMs: number;
}

/** What one step changed. */
export interface Touched {
  /** "site/queue". */
  queueKey: string;
  legId: string;
  /** Starts of the buckets that changed. */
  bucketsMs: number[];
}

/** No queues. */
export function emptyQueues(): QueuesState {
  return { queues: new Map(), clocks: new Map(), tooLate: 0 };
}

/** The bucket that holds an instant. */
export function bucketStart(atMs: number): number {
  return Math.floor(atMs / bucketMs) * bucketMs;
}

/** A source's clock, made at its first fact. */
export function clockOf(state: QueuesState, source: string): Clock {
  const known = state.clocks.get(source);
  if (known) return known;
  const fresh: Clock = { nowMs: Number.NEGATIVE_INFINITY, timers: [] };
  state.clocks.set(source, fresh);
  return fresh;
}

/** A queue of which nothing is known. */
export function newQueue(site: string, queue: string): QueueState {
  return {
    site,
    queue,
    sources: new Set(),
    legs: new Map(),
    waiting: new Set(),
    talking: 0,
    buckets: new Map(),
    newestBucketMs: Number.NEGATIVE_INFINITY,
    answers: [],
    tellsBlocked: false,
    measure: null,
  };
}

/** The counts of five minutes, made at its first contact; those beyond the limit go. */
export function bucketOf(queue: QueueState, startMs: number): Bucket {
  const known = queue.buckets.get(startMs);
  if (known) return known;
  const fresh: Bucket = { counts: emptyCounts(), settledMaxWaitMs: null, version: 0 };
  queue.buckets.set(startMs, fresh);
  if (startMs > queue.newestBucketMs) {
    queue.newestBucketMs = startMs;
    for (const oldMs of queue.buckets.keys()) {
      if (oldMs < startMs - keptBucketsMs) queue.buckets.delete(oldMs);
    }
  }
  return fresh;
}
