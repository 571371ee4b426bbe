import { DomainError } from '../domain-error.ts';
import { type Counts, sumCounts } from './counts.ts';
import { type Bucket, bucketMs, bucketStart, type QueueState } from './queue-record.ts';

/** Lengths of an interval, in seconds. */
export const intervalLengthsS = [300, 900, 1_800] as const;

/** One of them. */
export type IntervalLengthS = (typeof intervalLengthsS)[number];

/** A span of time, half-open. */
export interface Span {
  fromMs: number;
  /** First instant after. */
  toMs: number;
}

/** Counts of one interval of one queue. */
export interface QueueInterval {
  startMs: number;
  lengthS: IntervalLengthS;
  counts: Counts;
  /** Rises with every change. */
  version: number;
}

/** One of the lengths that intervals have; anything else is refused. */
export function intervalLength(lengthS: number): IntervalLengthS {
  const known = intervalLengthsS.find((one) => one === lengthS);
  if (known) return known;
  const lengths = intervalLengthsS.join(', ');
  throw new DomainError('invalid', `length_s is ${lengthS}, but must be one of ${lengths}`);
}

/** The start of the interval that holds an instant: multiples of its length in UTC. */
export function intervalStart(atMs: number, lengthS: IntervalLengthS): number {
  return Math.floor(atMs / (lengthS * 1_000)) * lengthS * 1_000;
}

/** A queue's intervals that begin within a span and hold any contact, by start. */
export function queueIntervals(
  queue: QueueState,
  { fromMs, toMs }: Span,
  lengthS: IntervalLengthS,
): QueueInterval[] {
  const grouped = new Map<number, Bucket[]>();
  for (const [startMs, bucket] of queue.buckets) {
    const groupMs = intervalStart(startMs, lengthS);
    if (groupMs < fromMs || groupMs >= toMs) continue;
    const group = grouped.get(groupMs);
    if (group) group.push(bucket);
    else grouped.set(groupMs, [bucket]);
  }
  return [...grouped]
    .sort(([a], [b]) => a - b)
    .map(([startMs, buckets]) => ({
      startMs,
      lengthS,
      counts: told(queue, sumCounts(buckets.map(({ counts }) => counts))),
      version: buckets.reduce((sum, { version }) => sum + version, 0),
    }));
}

/**
 * A queue's counts over a span whose ends lie on five minutes of UTC, such as a
 * local day in any zone in force today.
 */
export function spanCounts(queue: QueueState, { fromMs, toMs }: Span): Counts {
  const within: Counts[] = [];
  for (let startMs = bucketStart(fromMs); startMs < toMs; startMs += bucketMs) {
    if (startMs > queue.newestBucketMs) break;
    const bucket = queue.buckets.get(startMs);
    if (bucket) within.push(bucket.counts);
  }
  return told(queue, sumCounts(within));
}

/** A source that ever told of a blocked contact would have told of these too: none is zero. */
function told(queue: QueueState, counts: Counts): Counts {
  if (queue.tellsBlocked) counts.blocked ??= 0;
  return counts;
}
