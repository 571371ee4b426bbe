import { DomainError } from '../domain-error.ts';
import type { Contribution } from './contribution.ts';
import type { Hold, Leg } from './leg.ts';
import {
  type AnsweredWait,
  type Bucket,
  clockOf,
  emptyQueues,
  newQueue,
  type QueueState,
  type QueuesState,
  type Tracked,
} from './queue-record.ts';
import { pushDue } from './timers.ts';

/** Raised whenever the fold or its written form changes: older snapshots are passed over. */
export const queuesFoldVersion = 1;

/** The state as text that `readQueues` reads back exactly. */
export function writeQueues(state: QueuesState): string {
  return [...writeQueuesInSlices(state)].join('\n');
}

/**
 * The same text line by line: the clocks first, then one queue a line, so that
 * a service may fold facts between two lines. A queue written late then holds
 * facts from after the snapshot's position, and as a fact folded in twice
 * changes nothing, replaying from that position gives the same state.
 */
export function* writeQueuesInSlices(state: QueuesState): Generator<string> {
  const clocks = [...state.clocks].map(([source, { nowMs }]) => [source, finite(nowMs)]);
  yield JSON.stringify({ clocks, tooLate: state.tooLate });
  for (const queue of [...state.queues.values()]) yield JSON.stringify(writeQueue(queue));
}

/** The state as it was written. */
export function readQueues(text: string): QueuesState {
  const state = emptyQueues();
  const [first, ...lines] = text.split('\n');
  const head = parse<{ clocks: [string, number | null][]; tooLate: number }>(first ?? '');
  state.tooLate = head.tooLate;
  for (const [source, nowMs] of head.clocks) {
    clockOf(state, source).nowMs = nowMs ?? Number.NEGATIVE_INFINITY;
  }
  for (const line of lines) readQueue(state, parse<WrittenQueue>(line));
  return state;
}

interface WrittenQueue {
  site: string;
  queue: string;
  sources: string[];
  talking: number;
  newestBucketMs: number | null;
  answers: AnsweredWait[];
  tellsBlocked: boolean;
  buckets: [number, Bucket][];
  legs: WrittenLeg[];
}

interface WrittenLeg extends Omit<Tracked, 'leg'> {
  leg: Omit<Leg, 'holds'> & { holds: [number, Hold][] | null };
  counted: Contribution | null;
}

function writeQueue(queue: QueueState): WrittenQueue {
  const { site, talking, newestBucketMs, answers, tellsBlocked, buckets, legs } = queue;
  return {
    site,
    queue: queue.queue,
    sources: [...queue.sources],
    talking,
    newestBucketMs: finite(newestBucketMs),
    answers,
    tellsBlocked,
    buckets: [...buckets],
    legs: [...legs.values()].map(writeTracked),
  };
}

function writeTracked(tracked: Tracked): WrittenLeg {
  const { holds } = tracked.leg;
  return { ...tracked, leg: { ...tracked.leg, holds: holds ? [...holds] : null } };
}

function readQueue(state: QueuesState, written: WrittenQueue): void {
  const queue = newQueue(written.site, written.queue);
  for (const source of written.sources) queue.sources.add(source);
  queue.talking = written.talking;
  queue.newestBucketMs = written.newestBucketMs ?? Number.NEGATIVE_INFINITY;
  queue.answers = written.answers;
  queue.tellsBlocked = written.tellsBlocked;
  for (const [startMs, bucket] of written.buckets) queue.buckets.set(startMs, bucket);
  for (const { leg, ...rest } of written.legs) {
    const tracked: Tracked = { leg: { ...leg, holds: leg.holds && new Map(leg.holds) }, ...rest };
    queue.legs.set(leg.id, tracked);
    if (tracked.counted?.outcome === 'waiting') queue.waiting.add(leg.id);
    pushDue(clockOf(state, leg.source).timers, { dueMs: tracked.dueMs, queue, tracked });
  }
  state.queues.set(`${queue.site}/${queue.queue}`, queue);
}

/** JSON has no infinity: null = before everything. */
function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function parse<T>(line: string): T {
  try {
    // What it holds is what `writeQueuesInSlices` of the same version wrote.
    return JSON.parse(line) as T;
  } catch (error) {
    throw new DomainError('invalid', `not a state of queues: ${(error as Error).message}`);
  }
}
