import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { bucketStart } from '../domain/queue/queue-state.ts';
import type { Settings } from '../domain/settings/settings.ts';
import type { ClickHouse } from '../lib/clickhouse.ts';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';
import { type Snapshots, snapshotsOf } from '../lib/snapshots.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { rebuildAgentIntervals } from './agent-rows.ts';
import { rebuildContacts, writeBuckets, writeLegs } from './contact-rows.ts';
import { type Erased, eraseTenant } from './erase.ts';
import { type Folds, foldBackfill, foldFacts, forgetTenant, settleAgents } from './folds.ts';
import { type Intake, makeIntake } from './intake.ts';
import { dueRun, mark, unmark } from './marks.ts';
import { storedUntil, writeWatermarks } from './raw-facts.ts';
import { trimLog } from './retention.ts';
import { contactsOfRun } from './run-facts.ts';
import { splitRun } from './run-size.ts';
import { archiveStates, foldVersion, readFolds, writeFolds } from './state-snapshots.ts';

export interface ArchiveDeps {
  nats: NatsConnection;
  clickhouse: ClickHouse;
  settingsOf: (tenant: string) => Settings;
  agentDays: number;
  log: Log;
  signal: AbortSignal;
  now: () => number;
}

/** The archive at work. */
export interface Archive {
  folds: Folds;
  intakes: readonly Intake[];
  followings: readonly Following[];
  /** Duration of the last beat that wrote something, in milliseconds. */
  beatMs: () => number;
  erase: (tenant: string) => Promise<Erased>;
  /** Resolves when the signal aborts; rejects when something broke. */
  done: Promise<void>;
}

/** What changed is written so often. */
const beatMs = 500;
const snapshotMs = 30_000;
const archivedStateMs = 900_000;
const dayMs = 24 * 3_600_000;

/**
 * Takes in both streams of facts and keeps every table true. One thing happens
 * at a time, in turns: a batch is stored, what changed is written, a run of the
 * past is made anew, a snapshot is taken.
 */
export async function openArchive(deps: ArchiveDeps): Promise<Archive> {
  const { nats, clickhouse, signal, log, now } = deps;
  const snapshots = await snapshotsOf(nats, { name: 'event-archive.0', foldVersion, log });
  const folds = await readFolds(snapshots, now());
  const inTurn = turns();
  const intake = async (stream: string, fold: typeof foldFacts) =>
    makeIntake({
      clickhouse,
      stream,
      storedUntil: await storedUntil(clickhouse, stream),
      fold: (messages) => fold(folds, messages, { settingsOf: deps.settingsOf, nowMs: now() }),
      inTurn,
      log,
      signal,
    });
  const facts = await intake(streams.facts.name, foldFacts);
  const backfill = await intake(streams.backfill.name, foldBackfill);

  const followings = [
    followInto(deps, facts, { subject: subjects.factsOf(), folded: folds.facts }),
    followInto(deps, backfill, { subject: subjects.backfillAll(), folded: folds.backfill }),
  ];
  const timing = { lastMs: 0 };
  const beating = beat({ ...deps, folds, snapshots, inTurn, timing });
  const erase = async (tenant: string) => {
    for (const each of [facts, backfill]) await each.flush();
    return await inTurnWith(inTurn, async () => {
      forgetTenant(folds, tenant);
      return await eraseTenant(nats, clickhouse, tenant);
    });
  };
  const done = Promise.all([beating, ...followings.map((one) => one.done)]).then(() => undefined);
  return {
    folds,
    intakes: [facts, backfill],
    followings,
    beatMs: () => timing.lastMs,
    erase,
    done,
  };
}

type InTurn = (work: () => Promise<void>) => Promise<void>;

/** Work done one after another, in the order in which it was asked for. */
function turns(): InTurn {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function inTurnWith<T>(inTurn: InTurn, work: () => Promise<T>): Promise<T> {
  let result: { value: T } | null = null;
  await inTurn(async () => {
    result = { value: await work() };
  });
  return (result as unknown as { value: T }).value;
}

function followInto(
  { nats, signal, log }: ArchiveDeps,
  { state, take }: Intake,
  { subject, folded }: { subject: string; folded: number },
): Following {
  const fromSequence = Math.min(state.storedUntil, folded) + 1;
  const source = { stream: state.stream, subjects: subject, fromSequence, contiguous: true };
  return follow(nats, source, take, { signal, log });
}

interface Beat extends ArchiveDeps {
  folds: Folds;
  snapshots: Snapshots;
  inTurn: InTurn;
  timing: { lastMs: number };
}

async function beat(of: Beat): Promise<void> {
  const { signal, log, now } = of;
  let snapshotAtMs = now();
  let archivedAtMs = 0;
  while (!signal.aborted) {
    await pause(beatMs, signal);
    try {
      await of.inTurn(() => writeChanged(of));
      while (!signal.aborted && (await restateNext(of)));
      if (now() - snapshotAtMs < snapshotMs) continue;
      snapshotAtMs = now();
      await of.inTurn(() => takeSnapshot(of));
      if (now() - archivedAtMs < archivedStateMs) continue;
      archivedAtMs = now();
      await of.inTurn(() => archiveStates(of.clickhouse, of.folds, now()));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn({ why: error.message }, 'the beat is tried again');
    }
  }
  // An orderly end leaves nothing to replay.
  await of.inTurn(() => takeSnapshot(of));
}

/** Rows that changed since the last beat, then how far the tables are. */
async function writeChanged({ folds, clickhouse, now, timing }: Beat): Promise<void> {
  const beganMs = now();
  settleAgents(folds, beganMs);
  const version = folds.facts;
  const { legsOut, bucketsOut } = folds;
  if (legsOut.size === 0 && bucketsOut.size === 0) return;
  const legs = [...legsOut.values()].filter(({ tenant, tracked: { leg, counted } }) =>
    isFolds(
      folds,
      { tenant, site: leg.site, atMs: counted?.offeredAtMs ?? leg.offer.atMs },
      beganMs,
    ),
  );
  const buckets = [...bucketsOut.values()].filter(({ tenant, site, startMs }) =>
    isFolds(folds, { tenant, site, atMs: startMs }, beganMs),
  );
  await writeLegs(clickhouse, legs, version);
  await writeBuckets(clickhouse, buckets, version);
  await writeWatermarks(clickhouse, { contact_legs: version, queue_intervals: version });
  // Nothing was folded meanwhile: it was our turn.
  legsOut.clear();
  bucketsOut.clear();
  timing.lastMs = now() - beganMs;
}

/** True when a bucket is the fold's to tell; one made from raw facts is made so again. */
function isFolds(
  folds: Folds,
  { tenant, site, atMs }: { tenant: string; site: string; atMs: number },
  nowMs: number,
): boolean {
  if (!folds.restated.has(`${tenant}/${site}/${bucketStart(atMs)}`)) return true;
  mark(folds.marks, { tenant, site, what: 'contacts' }, { fromMs: atMs, toMs: atMs, nowMs });
  return false;
}

/** Makes the next run of the past anew that is due; false = none was. */
async function restateNext(of: Beat): Promise<boolean> {
  const { folds, clickhouse, now, settingsOf, agentDays } = of;
  const due = dueRun(folds.marks, now(), (key) => folds.sites.get(key)?.frontMs ?? null);
  if (!due) return false;
  await of.inTurn(async () => {
    const run = await splitRun(clickhouse, due);
    const made = { settings: settingsOf(run.tenant), version: folds.facts };
    const wholeSinceMs = now() - (agentDays - 1) * dayMs;
    const contacts = await contactsOfRun(clickhouse, run);
    if (due.contacts) {
      await rebuildContacts(clickhouse, run, contacts, { ...made, nowMs: now(), wholeSinceMs });
    }
    if (due.agents) await rebuildAgentIntervals(clickhouse, run, contacts, made);
    unmark(folds.marks, run, now());
    await writeWatermarks(clickhouse, { agent_intervals: folds.facts });
  });
  return true;
}

/** The folds as they stand, once all their rows are written; then the log behind them may go. */
async function takeSnapshot(of: Beat): Promise<void> {
  const { folds, snapshots, nats, log, now } = of;
  await writeChanged(of);
  try {
    await writeFolds(snapshots, folds);
    await trimLog(nats, { facts: folds.facts, backfill: folds.backfill }, { nowMs: now(), log });
  } catch (error) {
    // A bus that is away or slow is no reason to fall: the next snapshot is as good.
    throw new DomainError('unavailable', `no snapshot: ${(error as Error).message}`);
  }
}
