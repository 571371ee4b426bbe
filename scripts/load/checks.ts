import { credentials } from '@grpc/grpc-js';
import { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { QueueMetricsServiceClient } from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import type { Fact } from '../../services/domain/fact.ts';
import { decodeBatch } from '../../services/lib/facts.ts';
import { ask } from '../../services/lib/grpc.ts';
import { makeLog } from '../../services/lib/log.ts';
import { connectNats } from '../../services/lib/nats.ts';
import { follow } from '../../services/lib/stream.ts';
import { streams, subjects } from '../../services/lib/subjects.ts';
import { type Reckoning, reckon } from './reckoning.ts';
import { type Rehearsal, rehearsalSite } from './rehearsal.ts';
import type { Seen } from './watcher.ts';

/** One thing checked: true, or what was found instead. */
export interface Check {
  what: string;
  found: true | string;
}

/**
 * Stored = acknowledged: as many facts in the archive as ids were taken, beside
 * the gaps and resyncs that ingest itself told of the source, and balanced.
 */
export async function checkStored(
  rehearsal: Rehearsal,
  acknowledged: readonly Fact[],
  withinMs: number,
): Promise<Check> {
  const ids = new Set(acknowledged.map((fact) => fact.factId)).size;
  const client = new HistoryServiceClient(address(rehearsal, 'EVENT_ARCHIVE_GRPC'), insecure());
  const last = await until(withinMs, async () => {
    const request = { tenant: rehearsal.tenant };
    const marks = await ask(client, client.getWatermarks, request, asked(rehearsal));
    const own = await toldByIngest(rehearsal);
    const said = `${marks.facts} stored, ${ids} acknowledged and ${own} of ingest, residual ${marks.residual}`;
    return marks.facts === ids + own && marks.residual === 0 ? true : said;
  });
  client.close();
  return { what: `stored = acknowledged (${ids} facts)`, found: last };
}

/** Gaps and resyncs of the source in the log, each once: what an outage makes ingest tell. */
async function toldByIngest({ installation, tenant }: Rehearsal): Promise<number> {
  const nats = await connectNats(installation.env.FLOORCAST_NATS_URL ?? '', 'rehearsal');
  const ids = new Set<string>();
  const enough = new AbortController();
  const following = follow(
    nats,
    { stream: streams.facts.name, subjects: subjects.factsOfTenant(tenant), fromSequence: 1 },
    (data) => {
      for (const fact of decodeBatch(data).facts) {
        if (fact.about === 'source' && fact.what.kind !== 'heartbeat') ids.add(fact.factId);
      }
    },
    { signal: enough.signal, log: makeLog('rehearsal', 'silent') },
  );
  await following.caughtUp;
  enough.abort();
  await following.done;
  await nats.close();
  return ids.size;
}

/** Live figures = plain counts of what was told. */
export async function checkLive(
  rehearsal: Rehearsal,
  acknowledged: readonly Fact[],
  withinMs: number,
): Promise<Check> {
  const wanted = reckon(acknowledged);
  const client = new QueueMetricsServiceClient(
    address(rehearsal, 'QUEUE_METRICS_GRPC'),
    insecure(),
  );
  const found = await until(withinMs, async () => {
    const request = { tenant: rehearsal.tenant, site: rehearsalSite };
    const { live } = await ask(client, client.getQueues, request, asked(rehearsal));
    const figures = new Map(
      (live?.queues ?? []).map(({ queue, today, waiting }) => [
        queue,
        {
          offered: today?.offered ?? 0,
          answered: today?.answered ?? 0,
          abandoned: today?.abandoned ?? 0,
          waiting,
        },
      ]),
    );
    return difference(wanted, figures);
  });
  client.close();
  return { what: 'live state = independent count, queue by queue', found };
}

/** The archive's intervals = plain counts of what was told. */
export async function checkIntervals(
  rehearsal: Rehearsal,
  acknowledged: readonly Fact[],
  withinMs: number,
): Promise<Check> {
  const wanted = reckon(acknowledged);
  const first = acknowledged[0]?.atMs ?? 0;
  const client = new HistoryServiceClient(address(rehearsal, 'EVENT_ARCHIVE_GRPC'), insecure());
  const found = await until(withinMs, async () => {
    const request = {
      tenant: rehearsal.tenant,
      site: rehearsalSite,
      queues: [],
      from: new Date(first - 3_600_000),
      to: new Date(Date.now() + 3_600_000),
      lengthS: 300,
      pageSize: 10_000,
      pageToken: '',
    };
    const { intervals } = await ask(client, client.listQueueIntervals, request, asked(rehearsal));
    const sums = new Map<string, Reckoning>();
    for (const { queue, figures } of intervals) {
      const sum = sums.get(queue) ?? { offered: 0, answered: 0, abandoned: 0, waiting: 0 };
      sum.offered += figures?.offered ?? 0;
      sum.answered += figures?.answered ?? 0;
      sum.abandoned += figures?.abandoned ?? 0;
      sum.waiting += figures?.waiting ?? 0;
      sums.set(queue, sum);
    }
    return difference(wanted, sums);
  });
  client.close();
  return { what: 'archived intervals = independent count, queue by queue', found };
}

/**
 * A wall never claims what it does not have: of everything acknowledged as
 * happened before the instant a frame calls proven, nothing is missing in it.
 */
export function checkHonest(seen: readonly Seen[], acknowledged: readonly Fact[]): Check {
  const offers = acknowledged
    .filter((fact) => fact.about === 'contact' && fact.what.kind === 'offered')
    .map((fact) => fact.atMs)
    .sort((a, b) => a - b);
  let at = 0;
  let worst = 0;
  for (const frame of [...seen].sort((a, b) => a.provenMs - b.provenMs)) {
    while (at < offers.length && (offers[at] ?? 0) < frame.provenMs - clockStepMs) at += 1;
    worst = Math.max(worst, at - frame.offered);
  }
  const found = worst === 0 ? true : `a frame lacked ${worst} contacts it called proven`;
  return { what: `no frame of ${seen.length} claims more than it has`, found };
}

/** Silence longer than the limit was marked: the proof shown stood still meanwhile. */
export function longestAgeMs(seen: readonly Seen[]): number {
  let longest = 0;
  for (const [index, frame] of seen.entries()) {
    // Nothing proven: every figure is a dash.
    if (frame.provenMs === 0) continue;
    const until = seen[index + 1]?.atMs ?? frame.atMs;
    longest = Math.max(longest, until - frame.provenMs);
  }
  return longest;
}

/** A source's clock is known no better than its quickest delivery, which a full machine delays. */
const clockStepMs = 250;

function difference(
  wanted: ReadonlyMap<string, Reckoning>,
  found: ReadonlyMap<string, Reckoning>,
): true | string {
  for (const [queue, counts] of wanted) {
    const other = found.get(queue);
    for (const [name, count] of Object.entries(counts)) {
      const got = other?.[name as keyof Reckoning];
      if (got !== count) return `${queue} ${name}: ${got ?? 'nothing'} instead of ${count}`;
    }
  }
  return true;
}

/** Asks again until it is true or the time is over; then the last answer. */
async function until(
  withinMs: number,
  check: () => Promise<true | string>,
): Promise<true | string> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const answer = await check().catch((error: Error) => error.message);
    if (answer === true || Date.now() > endMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** As an administrator of the rehearsal's tenant. */
function asked({ tenant }: Rehearsal) {
  return { context: { tenant, person: 'rehearsal', roles: ['administrator' as const] } };
}

function address({ installation }: Rehearsal, variable: string): string {
  return installation.env[variable] ?? '';
}

function insecure() {
  return credentials.createInsecure();
}
