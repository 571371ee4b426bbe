import { readFileSync } from 'node:fs';
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { agentFactId } from '../../services/domain/agent/agent-fact.ts';
import type { Fact } from '../../services/domain/fact.ts';
import { encodeBatch } from '../../services/lib/facts.ts';
import { connectNats } from '../../services/lib/nats.ts';
import { checkLive, checkStored } from '../load/checks.ts';
import { startLoad } from '../load/contacts.ts';
import { type Rehearsal, rehearsalSite } from '../load/rehearsal.ts';
import { watchWall } from '../load/watcher.ts';
import { openDoor } from '../simulation/deliver.ts';
import type { StageRate } from './stages.ts';

/** Requests under way at once: a source that is behind sends side by side. */
const lanes = 8;
const batchFacts = 1_000;
const never = new AbortController().signal;

/** How much the running installation takes in, beside what its bus takes of the same bytes. */
export async function measureCapacity(rehearsal: Rehearsal, facts: number): Promise<StageRate[]> {
  const load = someFacts(rehearsal, facts);
  const bus = await busCeiling(rehearsal, load);
  const consumers = ['queue-metrics', 'agent-status'];
  const pids = consumers.map((name) => rehearsal.system.children.get(name)?.pid() ?? 0);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  const startMs = performance.now();
  await inLanes(batchesOf(load), (batch) => openDoor(rehearsal.door, never).deliver(batch));
  const door = perSecond(load.length, startMs);
  await rightOf(await checkStored(rehearsal, load, 300_000));
  const archive = perSecond(load.length, startMs);
  // They start again by themselves, with all of it before them.
  const killedMs = performance.now();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await rightOf(await checkLive(rehearsal, load, 300_000));
  const backlog = perSecond(load.length, killedMs);
  const share = (rate: number) => `${(rate / bus).toFixed(2)} x the bus`;
  return [
    { name: 'bus alone, the same bytes', perS: bus, ratio: '' },
    { name: 'door, fsynced, live services standing still', perS: door, ratio: share(door) },
    { name: 'archive, stored and balanced', perS: archive, ratio: share(archive) },
    { name: 'backlog after a kill, until the wall is right', perS: backlog, ratio: share(backlog) },
  ];
}

function someFacts({ door }: Rehearsal, count: number): Fact[] {
  // All of it is over by now.
  const endMs = Date.now() - 300_000;
  const startMs = endMs - (count / 305) * 1_000;
  const size = { queues: 500, agents: 10_000, factsPerS: 305, seed: 11 };
  const load = startLoad({ ...size, site: rehearsalSite, source: door.source, startMs, endMs });
  return load.advance(Date.now());
}

function batchesOf(facts: readonly Fact[]): Fact[][] {
  const count = Math.ceil(facts.length / batchFacts);
  return Array.from({ length: count }, (_, n) => facts.slice(n * batchFacts, (n + 1) * batchFacts));
}

async function busCeiling({ installation, tenant }: Rehearsal, facts: Fact[]): Promise<number> {
  const nats = await connectNats(installation.nats.url, 'bench');
  const manager = await jetstreamManager(nats);
  await manager.streams.add({ name: 'BENCH', subjects: ['bench'], storage: StorageType.File });
  const batches = batchesOf(facts).map((batch) =>
    encodeBatch({ tenant, sentAtMs: Date.now(), facts: batch }),
  );
  const startMs = performance.now();
  await inLanes(batches, (bytes) => jetstream(nats).publish('bench', bytes));
  const rate = perSecond(facts.length, startMs);
  await manager.streams.delete('BENCH');
  await nats.close();
  return rate;
}

async function inLanes<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function perSecond(count: number, startMs: number): number {
  return (count * 1_000) / (performance.now() - startMs);
}

function rightOf({ what, found }: { what: string; found: true | string }): void {
  if (found !== true) throw new Error(`${what}: ${found}`);
}

/** A shift begins: all agents sign in at once. Answers after how long the floor shows them all. */
export async function measureShiftChange(rehearsal: Rehearsal, agents: number): Promise<number> {
  const { source } = rehearsal.door;
  const startMs = Date.now();
  const facts = Array.from({ length: agents }, (_, n) => signIn(source, `a${n}`, startMs));
  await inLanes(batchesOf(facts), (batch) => openDoor(rehearsal.door, never).deliver(batch));
  for (;;) {
    const headers = { cookie: rehearsal.cookie };
    const answer = await fetch(`${rehearsal.wall}/v1/agents`, { headers });
    const { agents: known } = (await answer.json()) as { agents: { state: string }[] };
    if (known.filter(({ state }) => state !== 'unspecified').length >= agents) break;
    if (Date.now() - startMs > 60_000) throw new Error('the floor does not show all who signed in');
    await pause(50);
  }
  return Date.now() - startMs;
}

function signIn(source: string, agent: string, atMs: number): Fact {
  const change = 'signed-in';
  const since = { sinceMs: atMs, paused: false, pauseReason: '', pausedSinceMs: null };
  return {
    about: 'agent',
    factId: agentFactId({ source, agent, queue: 'q1', change, atMs }),
    atMs,
    precisionMs: 1,
    site: rehearsalSite,
    source,
    estimated: false,
    agent,
    change,
    queue: 'q1',
    after: { name: agent, interface: '', memberships: [{ queue: 'q1', ...since }], work: [] },
  };
}

/** What screens cost the gateway. */
export interface ScreensCost {
  screens: number;
  /** Shares of one core, with the screens and without. */
  core: number;
  coreWithout: number;
  /** From the first connecting until every screen has a whole frame. */
  allThereMs: number;
}

/** Opens many screens at once beside a steady load and weighs the gateway. */
export async function measureScreens(rehearsal: Rehearsal, screens: number): Promise<ScreensCost> {
  const pid = rehearsal.system.children.get('gateway')?.pid() ?? 0;
  const stop = new AbortController();
  const door = openDoor(rehearsal.door, stop.signal);
  const endMs = Date.now() + 60_000;
  const size = { queues: 20, agents: 500, factsPerS: 100, seed: 12 };
  const { source } = rehearsal.door;
  const load = startLoad({ ...size, site: rehearsalSite, source, startMs: Date.now(), endMs });
  const timer = setInterval(() => void door.deliver(load.advance(Date.now())), 100);
  try {
    const coreWithout = await coreShare(pid);
    const startMs = performance.now();
    const watchers = Array.from({ length: screens }, () =>
      watchWall(rehearsal.wall, rehearsal.cookie, stop.signal),
    );
    while (watchers.some(({ seen }) => seen.length === 0)) await pause(10);
    const allThereMs = Math.round(performance.now() - startMs);
    return { screens, core: await coreShare(pid), coreWithout, allThereMs };
  } finally {
    clearInterval(timer);
    stop.abort();
  }
}

const weighMs = 5_000;

async function coreShare(pid: number): Promise<number> {
  const before = cpuMs(pid);
  await pause(weighMs);
  return (cpuMs(pid) - before) / weighMs;
}

/** Processor time of a process so far: fields 14 and 15 of its stat, in ticks of 10 ms (Linux). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
