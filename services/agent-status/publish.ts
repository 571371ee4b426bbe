import {
  type AgentState,
  LiveAgents,
  type QueueStaffing,
} from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { type AgentPlace, addPlace, nobody } from '../domain/agent/agent-figures.ts';
import { advanceAgents } from '../domain/agent/agent-state.ts';
import type { Setting, Settings } from '../domain/settings/settings.ts';
import { type Beat, startBeat } from '../lib/beat.ts';
import { toWireProofs } from '../lib/source-proofs.ts';
import { toWireAgent } from './convert.ts';
import type { Floors } from './floor.ts';
import { identityAt } from './identity.ts';
import type { Now } from './now.ts';

/** What live figures need. */
export interface LiveDeps {
  floors: Floors;
  now: Now;
  settingsOf: (tenant: string) => Settings;
  /** Position in the log that is folded in. */
  position: () => number;
  /** Puts one message on the bus. */
  send: (tenant: string, message: Uint8Array) => void;
  beatMs: number;
  signal: AbortSignal;
}

/** Live states on their way out. */
export interface Live {
  /** These agents changed. */
  touch: (tenant: string, agentKeys: readonly string[]) => void;
  /** A setting changed: it may say anew who an agent is, or which team he belongs to. */
  touchSetting: (tenant: string, setting: Setting) => void;
  /** All that was told of the tenant is void: readers see a new epoch and ask for the whole. */
  beginAnew: (tenant: string) => void;
  /** Everything as of now; the next message a watcher gets has the version after it. */
  whole: (tenant: string) => LiveAgents;
  /** Hands every further message to a reader, until the returned function is called. */
  watch: (tenant: string, reader: (message: LiveAgents) => void) => () => void;
}

/** Agents in one message: below the bus's 1 MB even with long names. */
const maxAgents = 1_000;

/** Every agent's sums leave at least so often, though nothing else changed. */
const refreshEveryMs = 30_000;

/** How often timers and the local day are looked at. */
const tickMs = 200;

/** What readers have been told. */
interface Told {
  /** Of each agent the last look, without sums, longest ago first. */
  agents: Map<string, { look: string; site: string; queues: AgentPlace[]; sentMs: number }>;
  staffing: Map<string, QueueStaffing>;
}

/** One tenant's readers. */
interface Line {
  epoch: string;
  version: number;
  dirty: Set<string>;
  /** Persons whose team may have changed. */
  people: Set<string>;
  told: Told;
}

/** Publishes each tenant's agents on the beat: what changed, and every second all proofs. */
export function publishLive(deps: LiveDeps): Live {
  const lines = new Map<string, { line: Line; beat: Beat }>();
  const readers = new Map<string, Set<(message: LiveAgents) => void>>();
  const begin = (tenant: string) => {
    const line: Line = newLine();
    const send = () => leave(deps, tenant, line, readers.get(tenant) ?? new Set());
    const beat = startBeat(send, { atMostMs: deps.beatMs, signal: deps.signal });
    lines.set(tenant, { line, beat });
    return { line, beat };
  };
  const touch = (tenant: string, agentKeys: readonly string[]) => {
    const { line, beat } = lines.get(tenant) ?? begin(tenant);
    for (const key of agentKeys) line.dirty.add(key);
    if (agentKeys.length > 0) beat.touch();
  };
  const timer = setInterval(() => {
    for (const tenant of deps.floors.keys()) touch(tenant, dueNow(deps, tenant));
  }, tickMs);
  deps.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return {
    touch,
    touchSetting: (tenant, { kind, id }) => {
      if (kind === 'sourceIdentity') touch(tenant, [id]);
      if (kind !== 'person' || !deps.floors.has(tenant)) return;
      const { line, beat } = lines.get(tenant) ?? begin(tenant);
      line.people.add(id);
      beat.touch();
    },
    beginAnew: (tenant) => {
      const { line, beat } = lines.get(tenant) ?? begin(tenant);
      Object.assign(line, newLine());
      beat.touch();
    },
    whole: (tenant) => whole(deps, tenant, (lines.get(tenant) ?? begin(tenant)).line),
    watch: (tenant, reader) => {
      const all = readers.get(tenant) ?? new Set();
      readers.set(tenant, all.add(reader));
      return () => void all.delete(reader);
    },
  };
}

function newLine(): Line {
  const dirty = new Set<string>();
  const people = new Set<string>();
  const told = nothingTold();
  return { epoch: crypto.randomUUID(), version: 0, dirty, people, told };
}

function nothingTold(): Told {
  return { agents: new Map(), staffing: new Map() };
}

/** Agents whose after-call work ran out, who are forgotten, or whose site has a new day. */
function dueNow({ floors, now }: LiveDeps, tenant: string): string[] {
  const floor = floors.get(tenant);
  if (!floor) return [];
  const { changed, gone } = advanceAgents(floor.agents, now.oursMs(), now.clockOf(tenant));
  const sites = now.newDays(tenant);
  const due = [...changed, ...gone];
  if (sites.size === 0) return due;
  for (const [key, { site }] of floor.agents.records) if (sites.has(site)) due.push(key);
  return due;
}

/** One beat: a message with what changed, in parts when it is much, also when it is nothing. */
function leave(
  deps: LiveDeps,
  tenant: string,
  line: Line,
  readers: ReadonlySet<(message: LiveAgents) => void>,
): void {
  for (const key of stale(line.told, deps.now.oursMs())) line.dirty.add(key);
  for (const key of agentsOf(deps, tenant, line)) line.dirty.add(key);
  do {
    const keys = [...line.dirty].slice(0, maxAgents);
    for (const key of keys) line.dirty.delete(key);
    const changes = changesOf(deps, tenant, line.told, keys);
    line.version += 1;
    const message = frame(deps, tenant, line, changes);
    deps.send(tenant, LiveAgents.encode(message).finish());
    for (const reader of readers) reader(message);
  } while (line.dirty.size > 0);
}

/** Agents whose sums are due to be told again, an even part of them at a time. */
function stale({ agents }: Told, nowMs: number): string[] {
  const keys: string[] = [];
  const most = Math.ceil(agents.size / 20);
  for (const [key, { sentMs }] of agents) {
    // Told longest ago comes first: each telling moves an agent to the end.
    if (keys.length >= most || nowMs - sentMs < refreshEveryMs) break;
    keys.push(key);
  }
  return keys;
}

/** Agents of the persons who changed: all are looked through once for however many persons. */
function agentsOf({ floors, settingsOf, now }: LiveDeps, tenant: string, line: Line): string[] {
  if (line.people.size === 0) return [];
  const settings = settingsOf(tenant);
  const keys = [...(floors.get(tenant)?.agents.records.keys() ?? [])];
  const atMs = now.oursMs();
  const found = keys.filter((key) => line.people.has(identityAt(settings, key, atMs).person));
  line.people.clear();
  return found;
}

type Changes = Pick<LiveAgents, 'agents' | 'gone' | 'staffing'>;

function changesOf(deps: LiveDeps, tenant: string, told: Told, keys: string[]): Changes {
  const agents: AgentState[] = [];
  const gone: string[] = [];
  const queues = new Set<string>();
  const nowMs = deps.now.oursMs();
  for (const key of keys) {
    const before = told.agents.get(key);
    const agent = deps.now.agent(tenant, key);
    const wire = agent && toWire(deps, tenant, key, agent);
    const look = wire ? lookOf(wire) : '';
    if (before && before.look === look && nowMs - before.sentMs < refreshEveryMs) continue;
    told.agents.delete(key);
    for (const { queue, place } of before?.queues ?? []) {
      queues.add(count(told, before?.site ?? '', queue, place, -1));
    }
    if (!agent || !wire) {
      if (before) gone.push(key);
      continue;
    }
    for (const { queue, place } of agent.queues) {
      queues.add(count(told, agent.site, queue, place, 1));
    }
    told.agents.set(key, { look, site: agent.site, queues: agent.queues, sentMs: nowMs });
    agents.push(wire);
  }
  const staffing = [...queues].flatMap((queue) => told.staffing.get(queue) ?? []);
  return { agents, gone, staffing: staffing.map((one) => ({ ...one })) };
}

function toWire(
  { settingsOf, now }: LiveDeps,
  tenant: string,
  key: string,
  agent: Parameters<typeof toWireAgent>[0],
): AgentState {
  const atMs = now.clockOf(tenant)(agent);
  return toWireAgent(agent, identityAt(settingsOf(tenant), key, atMs));
}

/** All that is shown but the times that run: where this is the same, nothing changed. */
function lookOf({ today, ...agent }: AgentState): string {
  return JSON.stringify([agent, today?.answered, today?.ringNoAnswers]);
}

function count(
  told: Told,
  site: string,
  queue: string,
  place: AgentPlace['place'],
  one: 1 | -1,
): string {
  const key = `${site}/${queue}`;
  const staffing = told.staffing.get(key) ?? nobody(site, queue);
  told.staffing.set(key, staffing);
  addPlace(staffing, place, one);
  return key;
}

function whole(deps: LiveDeps, tenant: string, line: Line): LiveAgents {
  const keys = [...(deps.floors.get(tenant)?.agents.records.keys() ?? [])];
  return frame(deps, tenant, line, changesOf(deps, tenant, nothingTold(), keys));
}

function frame(
  { floors, position }: LiveDeps,
  tenant: string,
  { epoch, version }: Line,
  changes: Changes,
): LiveAgents {
  const sources = toWireProofs(floors.get(tenant)?.proofs ?? new Map());
  return { epoch, version, tenant, ...changes, sources, position: position() };
}
