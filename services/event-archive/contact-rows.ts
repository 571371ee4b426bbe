import type { ContactFact } from '../domain/queue/contact-fact.ts';
import { type Counts, emptyCounts, sumCounts } from '../domain/queue/counts.ts';
import type { Tracked } from '../domain/queue/queue-record.ts';
import {
  advanceQueues,
  applyContactFact,
  bucketStart,
  emptyQueues,
  type QueueState,
  type QueuesState,
} from '../domain/queue/queue-state.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { tsvInstant, tsvRow } from '../lib/clickhouse-rows.ts';
import type { Run } from './marks.ts';

/** A leg to be written. */
export interface LegOut {
  tenant: string;
  tracked: Tracked;
}

/** A queue's five minutes to be written. */
export interface BucketOut {
  tenant: string;
  site: string;
  queue: string;
  startMs: number;
  counts: Counts;
}

const hourMs = 3_600_000;

/** Legs as they stand now; one that is not counted yet is left out. */
export async function writeLegs(
  clickhouse: ClickHouse,
  legs: Iterable<LegOut>,
  version: number,
): Promise<number> {
  const lines: string[] = [];
  for (const leg of legs) if (leg.tracked.counted) lines.push(legRow(leg, version));
  if (lines.length === 0) return 0;
  await clickhouse.insert({ table: 'contact_legs', columns: legColumns, lines: lines.join('') });
  return lines.length;
}

/** Queue intervals as they stand now. */
export async function writeBuckets(
  clickhouse: ClickHouse,
  buckets: Iterable<BucketOut>,
  version: number,
): Promise<number> {
  const lines = [...buckets].map((bucket) => bucketRow(bucket, version));
  if (lines.length === 0) return 0;
  const columns = bucketColumns;
  await clickhouse.insert({ table: 'queue_intervals', columns, lines: lines.join('') });
  return lines.length;
}

/**
 * The legs and queue intervals of a run of buckets, made from raw facts by the
 * queues' own fold. Where raw facts may have gone by age, nothing is made smaller.
 *
 * @param contacts - of the run, from `contactsOfRun`.
 * @param wholeSinceMs - raw facts since then are all kept.
 * @returns rows written.
 */
export async function rebuildContacts(
  clickhouse: ClickHouse,
  run: Run,
  contacts: readonly ContactFact[],
  of: { settings: Settings; version: number; nowMs: number; wholeSinceMs: number },
): Promise<number> {
  const { tenant, fromMs, toMs } = run;
  const within = (atMs: number) => atMs >= fromMs && atMs < toMs;
  const { legs, buckets } = foldDays(contacts, tenant, of);
  const inRun = legs.filter(({ tracked }) => within(tracked.counted?.offeredAtMs ?? -1));
  const made = buckets.filter(({ startMs }) => within(startMs));
  const known = await knownBuckets(clickhouse, run);
  const written = restated(made, known, { run, wholeSinceMs: of.wholeSinceMs });
  const rows = await writeLegs(clickhouse, inRun, of.version);
  return rows + (await writeBuckets(clickhouse, written, of.version));
}

/**
 * Legs and buckets of any span, folded day by day, as the fold keeps no more
 * than two. All facts of a leg go into the day of its first word.
 */
function foldDays(
  facts: readonly ContactFact[],
  tenant: string,
  { settings, nowMs }: { settings: Settings; nowMs: number },
): { legs: LegOut[]; buckets: BucketOut[] } {
  const days = new Map<number, QueuesState>();
  const dayOf = new Map<string, QueuesState>();
  for (const fact of facts) {
    const day = Math.floor(fact.offeredAtMs / (24 * hourMs));
    const state = dayOf.get(fact.legId) ?? days.get(day) ?? emptyQueues();
    days.set(day, days.get(day) ?? state);
    dayOf.set(fact.legId, state);
    applyContactFact(state, fact, settings);
  }
  const legs: LegOut[] = [];
  const buckets = new Map<string, BucketOut>();
  for (const state of new Set(days.values())) {
    const queues = [...state.queues.values()];
    for (const queue of queues) {
      for (const tracked of queue.legs.values()) legs.push({ tenant, tracked });
    }
    // Ended legs are forgotten here; they are held above.
    advanceQueues(state, nowMs, settings);
    for (const queue of queues) {
      for (const startMs of queue.buckets.keys())
        addBucket(buckets, bucketOut(tenant, queue, startMs));
    }
  }
  return { legs, buckets: [...buckets.values()] };
}

/** A leg whose offer moved over midnight has its bucket in two days' folds. */
function addBucket(buckets: Map<string, BucketOut>, one: BucketOut): void {
  const key = `${one.startMs} ${one.queue}`;
  const other = buckets.get(key);
  buckets.set(key, other ? { ...one, counts: sumCounts([other.counts, one.counts]) } : one);
}

/** A queue's five minutes, ready to be written. */
export function bucketOut(tenant: string, queue: QueueState, startMs: number): BucketOut {
  const counts = queue.buckets.get(startMs)?.counts ?? emptyCounts();
  const { site, queue: name, tellsBlocked } = queue;
  // The object itself: what changes until it is written is written.
  if (tellsBlocked) counts.blocked ??= 0;
  return { tenant, site, queue: name, startMs, counts };
}

interface KnownBucket {
  queue: string;
  startMs: number;
  offered: number;
}

function knownBuckets(
  clickhouse: ClickHouse,
  { tenant, site, fromMs, toMs }: Run,
): Promise<KnownBucket[]> {
  return clickhouse.select<KnownBucket>(
    `SELECT queue, toUnixTimestamp(start) * 1000 AS startMs, offered FROM queue_intervals FINAL
     WHERE tenant = {tenant:String} AND site = {site:String}
       AND start >= toDateTime(intDiv({from:Int64}, 1000))
       AND start < toDateTime(intDiv({to:Int64}, 1000))`,
    { tenant, site, from: fromMs, to: toMs },
    30,
  );
}

/** What is made anew, plus an empty row for each bucket that lost its last leg to another. */
function restated(
  made: readonly BucketOut[],
  known: readonly KnownBucket[],
  { run, wholeSinceMs }: { run: Run; wholeSinceMs: number },
): BucketOut[] {
  const before = new Map(known.map((one) => [`${one.startMs} ${one.queue}`, one.offered]));
  const kept = made.filter(({ startMs, queue, counts }) => {
    const offered = before.get(`${startMs} ${queue}`) ?? 0;
    return startMs >= wholeSinceMs || counts.offered >= offered;
  });
  const keys = new Set(made.map(({ startMs, queue }) => `${startMs} ${queue}`));
  const emptied = known
    .filter(({ startMs, queue }) => startMs >= wholeSinceMs && !keys.has(`${startMs} ${queue}`))
    .map(({ startMs, queue }) => {
      const { tenant, site } = run;
      return { tenant, site, queue, startMs, counts: emptyCounts() };
    });
  return [...kept, ...emptied];
}

const legColumns = [
  'tenant',
  'leg_id',
  'contact_id',
  'site',
  'source',
  'queue',
  'channel',
  'offered_at',
  'outcome',
  'wait_ms',
  'agent',
  'talk_ms',
  'hold_ms',
  'acw_ms',
  'estimated',
  'version',
] as const;

function legRow({ tenant, tracked: { leg, counted } }: LegOut, version: number): string {
  const handled = counted?.handled ? counted : null;
  const talkMs = handled ? handled.talkMs + handled.holdMs : (leg.completed?.spanMs ?? null);
  return tsvRow([
    tenant,
    leg.id,
    leg.contactId,
    leg.site,
    leg.source,
    leg.queue,
    leg.channel,
    tsvInstant(leg.offer.atMs),
    counted?.outcome ?? 'waiting',
    whole(counted?.waitMs ?? null),
    leg.answered?.agent ?? leg.completed?.agent ?? '',
    whole(talkMs),
    whole(handled?.holdMs ?? null),
    whole(handled?.acwMs ?? null),
    counted?.estimated ?? false,
    version,
  ]);
}

const bucketColumns = [
  'tenant',
  'site',
  'queue',
  'start',
  'offered',
  'answered',
  'answered_in_time',
  'abandoned',
  'abandoned_in_time',
  'abandoned_short',
  'left_timeout',
  'left_key',
  'left_empty',
  'left_withdrawn',
  'left_overflow',
  'left_transferred',
  'left_unnamed',
  'left_lost',
  'left_late',
  'waiting',
  'waiting_late',
  'blocked',
  'answered_wait_ms',
  'max_wait_ms',
  'handled',
  'talk_ms',
  'hold_ms',
  'acw_ms',
  'estimated',
  'version',
] as const;

function bucketRow({ tenant, site, queue, startMs, counts }: BucketOut, version: number): string {
  const { left } = counts;
  return tsvRow([
    tenant,
    site,
    queue,
    tsvInstant(bucketStart(startMs)).slice(0, -4),
    counts.offered,
    counts.answered,
    counts.answeredInTime,
    counts.abandoned,
    counts.abandonedInTime,
    counts.abandonedShort,
    left.timeout,
    left.key,
    left.empty,
    left.withdrawn,
    left.overflow,
    left.transferred,
    left.unnamed,
    left.lost,
    counts.leftLate,
    counts.waiting,
    counts.waitingLate,
    counts.blocked,
    whole(counts.waitSumMs),
    whole(counts.maxWaitMs),
    counts.handled,
    whole(counts.talkSumMs),
    whole(counts.holdSumMs),
    whole(counts.acwSumMs),
    counts.estimated,
    version,
  ]);
}

function whole(ms: number | null): number | null {
  return ms === null ? null : Math.max(0, Math.round(ms));
}
