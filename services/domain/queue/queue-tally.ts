import { queueSettingsAt, type Settings } from '../settings/settings.ts';
import { type Contribution, type Measure, measured } from './contribution.ts';
import { count } from './counts.ts';
import type { Leg } from './leg.ts';
import {
  type Bucket,
  bucketOf,
  bucketStart,
  type Clock,
  keptLegMs,
  type QueueState,
  type Touched,
  type Tracked,
} from './queue-record.ts';
import { pushDue } from './timers.ts';

/** Answers remembered; more than the estimate uses, as a correction may move one. */
const keptAnswers = 40;

/** By which clock and which settings a leg is counted. */
export interface When {
  clock: Clock;
  settings: Settings;
}

/**
 * Takes a leg out of the counts as it stood and puts it in as it stands.
 *
 * @returns what changed, or null when nothing did.
 */
export function recount(
  queue: QueueState,
  tracked: Tracked,
  { clock, settings }: When,
): Touched | null {
  const { leg, counted: before } = tracked;
  const now = tracked.late ? null : measured(leg, measureOf(queue, leg, settings), clock.nowMs);
  if (same(before, now)) {
    wake(queue, tracked, clock);
    return null;
  }
  const bucketsMs: number[] = [];
  tracked.counted = now;
  // What time alone changed is news too: it is kept from here on.
  if (before && clock.nowMs > tracked.touchedMs) tracked.touchedMs = clock.nowMs;
  if (now) putIn(queue, leg.id, now, bucketsMs);
  if (before) takeOut(queue, leg.id, before, { now, bucketsMs });
  wake(queue, tracked, clock);
  return { queueKey: `${queue.site}/${queue.queue}`, legId: leg.id, bucketsMs };
}

function putIn(queue: QueueState, legId: string, now: Contribution, bucketsMs: number[]): void {
  const startMs = bucketStart(now.offeredAtMs);
  const bucket = bucketOf(queue, startMs);
  count(bucket.counts, now, 1);
  bucket.version += 1;
  bucketsMs.push(startMs);
  if (now.outcome === 'blocked') queue.tellsBlocked = true;
  if (now.outcome === 'waiting') queue.waiting.add(legId);
  if (now.talking) queue.talking += 1;
  if (now.answeredAtMs !== null) remember(queue, legId, now);
}

function takeOut(
  queue: QueueState,
  legId: string,
  before: Contribution,
  { now, bucketsMs }: { now: Contribution | null; bucketsMs: number[] },
): void {
  if (before.outcome === 'waiting' && now?.outcome !== 'waiting') queue.waiting.delete(legId);
  if (before.talking) queue.talking -= 1;
  const startMs = bucketStart(before.offeredAtMs);
  const bucket = queue.buckets.get(startMs);
  if (!bucket) return;
  count(bucket.counts, before, -1);
  if (!bucketsMs.includes(startMs)) bucketsMs.push(startMs);
  if (before.waitMs !== null && before.waitMs === bucket.counts.maxWaitMs) {
    bucket.counts.maxWaitMs = longestWait(queue, startMs, bucket);
  }
}

/** Seldom needed: only when the longest wait of a bucket is corrected. */
function longestWait(queue: QueueState, startMs: number, bucket: Bucket): number | null {
  let longest = bucket.settledMaxWaitMs;
  for (const { counted } of queue.legs.values()) {
    if (!counted || counted.waitMs === null) continue;
    if (bucketStart(counted.offeredAtMs) !== startMs) continue;
    longest = Math.max(longest ?? 0, counted.waitMs);
  }
  return longest;
}

function same(one: Contribution | null, other: Contribution | null): boolean {
  if (!one || !other) return one === other;
  return (
    one.outcome === other.outcome &&
    one.offeredAtMs === other.offeredAtMs &&
    one.waitMs === other.waitMs &&
    one.inTime === other.inTime &&
    one.short === other.short &&
    one.talking === other.talking &&
    one.answeredAtMs === other.answeredAtMs &&
    one.handled === other.handled &&
    one.talkMs === other.talkMs &&
    one.holdMs === other.holdMs &&
    one.acwMs === other.acwMs &&
    one.estimated === other.estimated &&
    one.dueMs === other.dueMs
  );
}

/** Keeps the answers in order of time, one per leg. */
function remember(queue: QueueState, legId: string, now: Contribution): void {
  const { answers } = queue;
  const answer = { legId, atMs: now.answeredAtMs ?? 0, waitMs: now.waitMs ?? 0 };
  const known = answers.findIndex((one) => one.legId === legId);
  if (known >= 0) answers.splice(known, 1);
  let at = answers.length;
  for (let before = answers[at - 1]; before; before = answers[at - 1]) {
    if (before.atMs < answer.atMs) break;
    if (before.atMs === answer.atMs && before.legId < legId) break;
    at -= 1;
  }
  answers.splice(at, 0, answer);
  if (answers.length > keptAnswers) answers.shift();
}

function wake(queue: QueueState, tracked: Tracked, clock: Clock): void {
  const dueMs = tracked.counted?.dueMs ?? tracked.touchedMs + keptLegMs;
  if (dueMs === tracked.dueMs) return;
  tracked.dueMs = dueMs;
  pushDue(clock.timers, { dueMs, queue, tracked });
}

function measureOf(queue: QueueState, leg: Leg, settings: Settings): Measure {
  const atOffer = measureAt(queue, settings, leg.offer.atMs);
  if (!leg.completed) return atOffer;
  const atEnd = measureAt(queue, settings, leg.completed.atMs);
  return atEnd === atOffer ? atOffer : { ...atOffer, wrapUpMs: atEnd.wrapUpMs };
}

/** Almost every leg falls under the settings of the one before it. */
function measureAt(queue: QueueState, settings: Settings, atMs: number): Measure {
  const known = queue.measure;
  if (known && known.of === settings && atMs >= known.fromMs && atMs < known.untilMs) return known;
  const versions = settings.versions.get(`queue ${queue.site}/${queue.queue}`) ?? [];
  const next = versions.find((version) => version.effectiveFromMs > atMs);
  const current = versions.findLast((version) => version.effectiveFromMs <= atMs);
  const { targetMs, shortAbandonMs, wrapUpMs } = queueSettingsAt(
    settings,
    queue.site,
    queue.queue,
    atMs,
  );
  queue.measure = {
    targetMs,
    shortAbandonMs,
    wrapUpMs,
    of: settings,
    fromMs: current?.effectiveFromMs ?? Number.NEGATIVE_INFINITY,
    untilMs: next?.effectiveFromMs ?? Number.POSITIVE_INFINITY,
  };
  return queue.measure;
}
