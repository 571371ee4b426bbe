// One event, file 4 of 10 (README.md). Next: services/domain/queue/service-level.ts
import type { Settings } from '../settings/settings.ts';
import type { ContactFact } from './contact-fact.ts';
import { joinFact, newLeg } from './leg.ts';
import {
  bucketStart,
  clockOf,
  keptBucketsMs,
  keptLegMs,
  newQueue,
  type QueueState,
  type QueuesState,
  type Timer,
  type Touched,
  type Tracked,
} from './queue-record.ts';
import { recount, type When } from './queue-tally.ts';
import { popDue } from './timers.ts';

export {
  bucketStart,
  emptyQueues,
  type QueueState,
  type QueuesState,
  type Touched,
} from './queue-record.ts';
export { readQueues, writeQueues } from './queue-writing.ts';

/**
 * Folds one contact fact in. Figures depend on the set of facts only, not on
 * their order or number. The clock of the source moves to the fact's time; what
 * comes due by that is done by `advanceQueues`, which every figure wants first.
 *
 * @returns what changed, or null when the fact told nothing new.
 */
export function applyContactFact(
  state: QueuesState,
  fact: ContactFact,
  settings: Settings,
): Touched | null {
  const clock = clockOf(state, fact.source);
  if (fact.atMs > clock.nowMs) clock.nowMs = fact.atMs;
  const queue = queueOf(state, fact);
  const tracked = queue.legs.get(fact.legId) ?? track(state, queue, fact, clock.nowMs);
  if (!tracked) return null;
  if (!joinFact(tracked.leg, fact) && tracked.counted) return null;
  if (tracked.late && tracked.leg.offered) {
    tracked.late = false;
    state.tooLate -= 1;
  }
  tracked.touchedMs = clock.nowMs;
  return recount(queue, tracked, { clock, settings });
}

/**
 * Moves time on: waits pass their target, wrap-ups end, open ends are given up,
 * ended legs are forgotten.
 *
 * @param nowMs - by the clock of the source.
 * @param source - only what this source told; absent = all.
 */
export function advanceQueues(
  state: QueuesState,
  nowMs: number,
  settings: Settings,
  source?: string,
): Touched[] {
  const touched: Touched[] = [];
  for (const [name, clock] of state.clocks) {
    if (source !== undefined && source !== name) continue;
    if (nowMs > clock.nowMs) clock.nowMs = nowMs;
    for (;;) {
      const timer = popDue(clock.timers, clock.nowMs);
      if (!timer) break;
      if (timer.tracked.dueMs !== timer.dueMs) continue;
      const change = comeDue(timer, { clock, settings });
      if (change) touched.push(change);
    }
  }
  return touched;
}

/**
 * Counts every kept leg anew after settings changed. Intervals whose legs are
 * no longer kept stay as they were: the past is restated from the archive.
 */
export function recountLegs(state: QueuesState, settings: Settings): Touched[] {
  const touched: Touched[] = [];
  for (const queue of state.queues.values()) {
    for (const tracked of queue.legs.values()) {
      const clock = clockOf(state, tracked.leg.source);
      const change = recount(queue, tracked, { clock, settings });
      if (change) touched.push(change);
    }
  }
  return touched;
}

function queueOf(state: QueuesState, { site, queue, source }: ContactFact): QueueState {
  const key = `${site}/${queue}`;
  let known = state.queues.get(key);
  if (!known) {
    known = newQueue(site, queue);
    state.queues.set(key, known);
  }
  if (!known.sources.has(source)) known.sources.add(source);
  return known;
}

/** Begins to keep a leg; null when its interval is given up already. */
function track(
  state: QueuesState,
  queue: QueueState,
  fact: ContactFact,
  nowMs: number,
): Tracked | null {
  if (bucketStart(fact.offeredAtMs) < queue.newestBucketMs - keptBucketsMs) {
    state.tooLate += 1;
    return null;
  }
  const { kind } = fact.what;
  // The leg may have been counted and forgotten: only a new offer proves that it was not.
  const late = kind !== 'offered' && kind !== 'blocked' && fact.atMs < nowMs - keptLegMs;
  if (late) state.tooLate += 1;
  const leg = newLeg(fact);
  const tracked = { leg, counted: null, dueMs: Number.NaN, touchedMs: nowMs, late };
  queue.legs.set(leg.id, tracked);
  return tracked;
}

function comeDue({ queue, tracked }: Timer, when: When): Touched | null {
  const { leg, counted } = tracked;
  const ended = counted === null || counted.dueMs === null;
  if (!ended || when.clock.nowMs < tracked.touchedMs + keptLegMs) {
    return recount(queue, tracked, when);
  }
  queue.legs.delete(leg.id);
  if (!counted || counted.waitMs === null) return null;
  const bucket = queue.buckets.get(bucketStart(counted.offeredAtMs));
  if (bucket) {
    bucket.settledMaxWaitMs = Math.max(bucket.settledMaxWaitMs ?? 0, counted.waitMs);
  }
  return null;
}
