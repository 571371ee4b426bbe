import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ClickHouse } from '../lib/clickhouse.ts';
import type { Log } from '../lib/log.ts';
import { streams } from '../lib/subjects.ts';

/** The log keeps what is younger, archived or not: live folds replay from it. */
const factsKeptMs = 48 * 3_600_000;

/** Tables with rows about single agents and contacts, and the instant that makes a row old. */
const agentTables = [
  // History read in later stays a while from when it came, until its intervals are made.
  ['facts', 'greatest(toDateTime(at), stored_at - INTERVAL {days} DAY + INTERVAL 3 DAY)'],
  ['contact_legs', 'toDateTime(offered_at)'],
  ['agent_intervals', 'start'],
] as const;

/** Rows about single agents and contacts go after so many days; intervals of queues stay. */
export async function setRetention(
  clickhouse: ClickHouse,
  { agentDays, cluster }: { agentDays: number; cluster: string | null },
): Promise<void> {
  const onCluster = cluster === null ? '' : ` ON CLUSTER ${cluster}`;
  for (const [table, instant] of agentTables) {
    const old = instant.replace('{days}', String(agentDays));
    await clickhouse.command(
      // Rows already there are judged when their parts merge, not all at once at the start.
      `ALTER TABLE ${table}${onCluster} MODIFY TTL ${old} + INTERVAL ${agentDays} DAY
       SETTINGS materialize_ttl_after_modify = 0`,
    );
  }
}

/** Up to where the log may be cut. */
export interface Cut {
  /** Archived, and folded into a snapshot. */
  facts: number;
  backfill: number;
}

/**
 * Cuts the log behind what is archived: BACKFILL at once, FACTS only what is
 * older than 48 hours.
 */
export async function trimLog(
  nats: NatsConnection,
  cut: Cut,
  { nowMs, log }: { nowMs: number; log: Log },
): Promise<void> {
  const manager = await jetstreamManager(nats);
  const old = await firstSince(nats, streams.facts.name, nowMs - factsKeptMs);
  const keep = {
    [streams.facts.name]: Math.min(cut.facts + 1, old),
    [streams.backfill.name]: cut.backfill + 1,
  };
  for (const [name, seq] of Object.entries(keep)) {
    const { state } = await manager.streams.info(name);
    if (seq <= state.first_seq || state.messages === 0) continue;
    const { purged } = await manager.streams.purge(name, { seq });
    if (purged > 0) log.info({ stream: name, before: seq, purged }, 'the log is cut');
  }
}

/** First sequence not older than an instant; one beyond the last when all are older. */
async function firstSince(nats: NatsConnection, stream: string, sinceMs: number): Promise<number> {
  const manager = await jetstreamManager(nats);
  const { state } = await manager.streams.info(stream);
  let low = state.first_seq;
  let high = state.last_seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const timeMs = await timeOf(nats, stream, middle);
    // A deleted message says nothing: search on in the older half, which keeps more.
    if (timeMs === null || timeMs >= sinceMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function timeOf(nats: NatsConnection, stream: string, seq: number): Promise<number | null> {
  const manager = await jetstreamManager(nats);
  const message = await manager.streams.getMessage(stream, { seq }).catch(() => null);
  return message ? message.time.getTime() : null;
}
