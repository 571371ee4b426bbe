// One event, file 2 of 10 (README.md). Next: services/queue-metrics/consume.ts
import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import { encodeBatch } from '../lib/facts.ts';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';
import { partitionOf, streams, subjects } from '../lib/subjects.ts';
import type { AlreadyPublished, Fresh } from './already-published.ts';
import { type Lane, type Load, makeLane, type Parcel } from './lane.ts';
import type { SourceIdentity } from './sources.ts';
import { Refused, untilStored } from './until-stored.ts';

/** Facts into the log: gathered, once each, in order, and only what is on disk is confirmed. */
export interface Publisher {
  /**
   * For doors. Takes all of the facts or throws at once (`unavailable`: memory or
   * the stream is full). Resolves when all are on disk; rejects with
   * `unavailable` when the log refuses them: then none of them is in it.
   */
  commit: (from: SourceIdentity, facts: readonly Fact[]) => Promise<void>;
  /** For adapters. Never refuses; a promise means "wait until there is room". */
  tell: (from: SourceIdentity, facts: readonly Fact[]) => void | Promise<void>;
  /** Settles when everything taken so far is on disk. */
  settled: () => Promise<void>;
  /** Waits a little for what is held, then gives up: the tellers keep what was not confirmed. */
  close: () => Promise<void>;
  stats: () => PublisherStats;
}

export interface PublisherStats {
  heldFacts: number;
  heldBytes: number;
  /** Facts the log has acknowledged. */
  published: number;
  batches: number;
  /** Times a batch had to be sent again. */
  retries: number;
  /** How long the oldest held facts wait, in milliseconds; 0 = none. */
  oldestMs: number;
  /** The log's last refusal, until it takes something again. */
  refusing: string | null;
}

export interface PublisherDeps {
  nats: NatsConnection;
  /** Which facts are in FACTS already, and which in BACKFILL. */
  known: { live: AlreadyPublished; history: AlreadyPublished };
  limits: {
    partitions: number;
    flushMs: number;
    maxHeldFacts: number;
    maxHeldBytes: number;
    backfillAfterMs: number;
  };
  log: Log;
  now: () => number;
  /** Seconds from forming a batch to its acknowledgement. */
  observe: (seconds: number) => void;
}

/** Most facts in one message. */
export const maxBatchFacts = 1_000;
/** NATS takes 1 MiB a message by default. */
const maxMessageBytes = 1_000_000;
const refusedForMs = 250;
const closeWithinMs = 1_500;

interface State extends PublisherDeps {
  signal: AbortSignal;
  lanes: Map<string, Lane>;
  stats: PublisherStats;
  /** Adapters told to wait. */
  waiting: (() => void)[];
  /** Names this process life in message ids. */
  epoch: string;
  /** Messages formed in this life. */
  sent: number;
  /** Until then doors are refused at once: the log has just said no. */
  refuseUntilMs: number;
}

/** One publisher per process. */
export function makePublisher(deps: PublisherDeps): Publisher {
  const stats: PublisherStats = {
    heldFacts: 0,
    heldBytes: 0,
    published: 0,
    batches: 0,
    retries: 0,
    oldestMs: 0,
    refusing: null,
  };
  const stop = new AbortController();
  const { signal } = stop;
  const start = { signal, waiting: [], epoch: randomUUID(), sent: 0, refuseUntilMs: 0 };
  const state: State = { ...deps, ...start, lanes: new Map(), stats };
  return {
    commit: (from, facts) => {
      refuseWhenFull(state, facts);
      return enqueue(state, from, facts, true);
    },
    tell: (from, facts) => {
      enqueue(state, from, facts, false).catch(() => undefined);
      return hasRoom(state) ? undefined : new Promise((resolve) => state.waiting.push(resolve));
    },
    settled: () => settled(state),
    close: async () => {
      await Promise.race([settled(state), pause(closeWithinMs, signal)]);
      stop.abort();
    },
    stats: () => ({ ...stats, oldestMs: oldestMs(state) }),
  };
}

async function settled({ lanes }: State): Promise<void> {
  await Promise.all([...lanes.values()].map((lane) => lane.settled()));
}

function hasRoom({ stats, limits }: State): boolean {
  return stats.heldFacts < limits.maxHeldFacts && stats.heldBytes < limits.maxHeldBytes;
}

function refuseWhenFull(state: State, facts: readonly Fact[]): void {
  const { stats, limits } = state;
  if (stats.refusing && state.now() < state.refuseUntilMs) {
    throw new DomainError('unavailable', stats.refusing);
  }
  if (hasRoom(state) && stats.heldFacts + facts.length <= limits.maxHeldFacts) return;
  throw new DomainError(
    'unavailable',
    `${stats.heldFacts} facts wait for the log, ${limits.maxHeldFacts} facts or ` +
      `${limits.maxHeldBytes} bytes is the most; nothing was taken, try again`,
  );
}

/** Old facts go to BACKFILL, all others to the ordered log of their site. */
async function enqueue(
  state: State,
  from: SourceIdentity,
  facts: readonly Fact[],
  refusable: boolean,
): Promise<void> {
  const oldest = state.now() - state.limits.backfillAfterMs;
  const isOld = (fact: Fact) => fact.about !== 'source' && fact.atMs < oldest;
  const old = facts.filter(isOld);
  const live = old.length === 0 ? facts : facts.filter((fact) => !isOld(fact));
  const parts = [];
  if (live.length > 0) parts.push(...put(laneOf(state, from, 'live'), live, refusable));
  if (old.length > 0) parts.push(...put(laneOf(state, from, 'history'), old, refusable));
  await Promise.all(parts);
}

function put(lane: Lane, facts: readonly Fact[], refusable: boolean): Promise<void>[] {
  const parts = [];
  for (let at = 0; at < facts.length; at += maxBatchFacts) {
    parts.push(lane.put(facts.slice(at, at + maxBatchFacts), refusable));
  }
  return parts;
}

function laneOf(state: State, { tenant, site }: SourceIdentity, kind: 'live' | 'history'): Lane {
  const partition = kind === 'live' ? partitionOf(site, state.limits.partitions) : 0;
  const key = `${tenant}.${kind}.${partition}`;
  const known = state.lanes.get(key);
  if (known) return known;
  const subject = kind === 'live' ? subjects.facts(tenant, partition) : subjects.backfill(tenant);
  const { name: stream } = kind === 'live' ? streams.facts : streams.backfill;
  const road: Road = { tenant, subject, stream, known: state.known[kind], floor: null };
  const lane = makeLane({
    maxFacts: maxBatchFacts,
    gatherMs: state.limits.flushMs,
    now: state.now,
    held: (facts, bytes) => hold(state, facts, bytes),
    deliver: (load) => deliver(state, road, load),
    stopped: () => state.signal.aborted,
  });
  state.lanes.set(key, lane);
  roads.set(lane, road);
  return lane;
}

function hold(state: State, facts: number, bytes: number): void {
  state.stats.heldFacts += facts;
  state.stats.heldBytes += bytes;
  if (!hasRoom(state)) return;
  for (const go of state.waiting.splice(0)) go();
}

/** Where a lane leads. */
interface Road {
  tenant: string;
  subject: string;
  stream: string;
  known: AlreadyPublished;
  /** While a batch is under way: its sequence will be above this one. */
  floor: number | null;
}

const roads = new WeakMap<Lane, Road>();

/** Publishes what is new of a load. Returns the parcels that stay: the log refused them for now. */
async function deliver(state: State, road: Road, load: Load): Promise<readonly Parcel[]> {
  const told = load.parcels.flatMap((parcel) => parcel.facts);
  const fresh = road.known.fresh(road.tenant, told);
  if (fresh.facts.length === 0) return done(load.parcels);
  try {
    await publishAll(state, road, fresh);
    state.stats.refusing = null;
    return done(load.parcels);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    road.known.forget(fresh);
    return await refuse(state, load.parcels, error.message);
  }
}

function done(parcels: readonly Parcel[]): [] {
  for (const parcel of parcels) parcel.taken();
  return [];
}

/** The log said no: doors are told so, adapters' facts stay for the next try. */
async function refuse(state: State, parcels: readonly Parcel[], why: string) {
  const sentence = `the log refuses facts (${why}); nothing was taken, try again`;
  if (!state.stats.refusing) state.log.error({ why }, 'the log refuses facts');
  state.stats.refusing = sentence;
  for (const parcel of parcels) {
    if (parcel.refusable) parcel.refused(new DomainError('unavailable', sentence));
  }
  // One try each quarter second: what comes through a door may be that try.
  state.refuseUntilMs = state.now() + refusedForMs;
  await pause(refusedForMs, state.signal);
  return parcels.filter((parcel) => !parcel.refusable);
}

/** Most loads are one message; one of very large facts becomes several. */
async function publishAll(state: State, road: Road, fresh: Fresh): Promise<void> {
  const { now, observe, stats } = state;
  const formedMs = now();
  const messages = toMessages(road.tenant, fresh.facts, formedMs);
  road.floor = road.known.position();
  let last = 0;
  const store = (bytes: Uint8Array) => {
    state.sent += 1;
    return untilStored(bytes, {
      ...state,
      ...road,
      messageId: `${state.epoch}:${state.sent}`,
      again: () => {
        stats.retries += 1;
      },
    });
  };
  try {
    for (const { bytes } of messages) last = (await store(bytes)).seq;
  } finally {
    road.floor = null;
  }
  observe((now() - formedMs) / 1000);
  stats.batches += messages.length;
  stats.published += fresh.facts.length;
  road.known.record(fresh, safePosition(state, road, last));
}

/** Nothing below this sequence can still be unrecorded by another lane. */
function safePosition(state: State, road: Road, sequence: number): number {
  let safe = sequence;
  for (const lane of state.lanes.values()) {
    const other = roads.get(lane);
    if (other?.stream === road.stream && other.floor !== null) safe = Math.min(safe, other.floor);
  }
  return safe;
}

function toMessages(tenant: string, facts: Fact[], sentAtMs: number): { bytes: Uint8Array }[] {
  const bytes = encodeBatch({ tenant, sentAtMs, facts });
  if (bytes.length <= maxMessageBytes || facts.length === 1) return [{ bytes }];
  const half = Math.ceil(facts.length / 2);
  return [
    ...toMessages(tenant, facts.slice(0, half), sentAtMs),
    ...toMessages(tenant, facts.slice(half), sentAtMs),
  ];
}

function oldestMs({ lanes, now }: State): number {
  let oldest = 0;
  for (const lane of lanes.values()) {
    const since = lane.oldestAtMs();
    if (since !== null) oldest = Math.max(oldest, now() - since);
  }
  return oldest;
}
