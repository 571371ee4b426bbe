import type { ContactFact } from '../queue/contact-fact.ts';
import { queueSettingsAt, type Settings } from '../settings/settings.ts';
import type { AgentFact } from './agent-fact.ts';
import { type AgentInput, inputKind, type LegInput, tellsBetter } from './agent-input.ts';
import { copyMachine, nextDue, passTime } from './agent-machine.ts';
import { type AgentRecord, bucketsKeptMs, newRecord, recent, take } from './agent-record.ts';

/** Facts may come in any order within this time before the newest of their source. */
export const agentWindowMs = 300_000;

/** A leg is known this long after its last fact when it is over, else as long as it may be open. */
const legKeptMs = 900_000;
const openLegKeptMs = 25 * 3_600_000;

/** Most agents of one tenant; facts of further ones are counted as refused. */
const maxAgents = 50_000;

/** A leg as far as agents are concerned: who took part, and what was told of it. */
export interface LegTrace {
  source: string;
  agents: string[];
  inputs: LegInput[];
  over: boolean;
  lastMs: number;
}

/** Every agent of one tenant. */
export interface Agents {
  /** Facts may come in any order within this time before the newest of their source. */
  windowMs: number;
  /** By "source/agent". */
  records: Map<string, AgentRecord>;
  legs: Map<string, LegTrace>;
  /** Newest instant told, by source. */
  clocks: Map<string, number>;
  /** When something changes by itself, by agent. */
  dues: Map<string, number>;
  /** Agents told of since `dues` was worked out: many facts are read at once, each agent once. */
  dueAnew: Set<string>;
  /** Facts older than the window: their state heals, their times are cut. */
  tooLate: number;
  /** Facts of agents beyond the limit. */
  refused: number;
  /** When what is over was last forgotten. */
  sweptMs: number;
}

/** What a fact touched. */
export interface AgentsTouched {
  /** "source/agent". */
  agentKeys: string[];
  /** No figure before this instant changed. */
  fromMs: number;
}

/** No agent known. A replay of sorted facts may ask for an endless window, so that nothing settles. */
export function emptyAgents(windowMs = agentWindowMs): Agents {
  return {
    windowMs,
    sweptMs: 0,
    records: new Map(),
    legs: new Map(),
    clocks: new Map(),
    dues: new Map(),
    dueAnew: new Set(),
    tooLate: 0,
    refused: 0,
  };
}

/** An agent's key within a tenant. */
export function agentKey({ source, agent }: { source: string; agent: string }): string {
  return `${source}/${agent}`;
}

/** An agent fact: the full state after it. Null = it changed nothing. */
export function applyAgentFact(state: Agents, fact: AgentFact): AgentsTouched | null {
  const { atMs, precisionMs, estimated, change } = fact;
  const horizonMs = horizon(state, fact.source, atMs);
  const input: AgentInput = {
    about: 'agent',
    id: fact.factId,
    atMs: Math.max(atMs, horizonMs),
    ownMs: atMs,
    precisionMs,
    estimated,
    change,
    full: fact.after,
  };
  const record = recordOf(state, fact, fact.agent);
  if (!record) return null;
  const known = record.inputs.find(({ id }) => id === input.id);
  if (known && !tellsBetter(input, known)) return null;
  if (atMs < horizonMs) {
    if (known) return null;
    state.tooLate += 1;
    if (atMs <= newestFullMs(record)) return null;
  }
  const fromMs = Math.min(input.atMs, known?.atMs ?? input.atMs);
  give(state, record, [input], horizonMs);
  return { agentKeys: [agentKey(fact)], fromMs };
}

/**
 * A contact's fact into the agents it concerns: the one it names, and, when the
 * wait or the contact ends, everyone at whose desk it rang. Null = it changed
 * nothing.
 */
export function applyContactToAgents(
  state: Agents,
  fact: ContactFact,
  settings: Settings,
): AgentsTouched | null {
  const kind = inputKind(fact);
  if (!kind) return null;
  const horizonMs = horizon(state, fact.source, fact.atMs);
  const trace = traceOf(state, fact, horizonMs);
  if (!trace) return null;
  const input = legInput(fact, kind, { horizonMs, settings });
  const known = trace.inputs.find(({ id }) => id === input.id);
  if (known && (known.atMs < horizonMs || !tellsBetter(input, known))) return null;
  if (fact.atMs < horizonMs) state.tooLate += 1;

  trace.inputs = [...trace.inputs.filter(({ id }) => id !== input.id), input];
  trace.lastMs = Math.max(trace.lastMs, input.atMs);
  trace.over ||= kind === 'completed' || kind === 'left';
  const touched = new Set<string>();
  if (input.agent && !trace.agents.includes(input.agent)) {
    trace.agents.push(input.agent);
    const joined = trace.inputs.filter((one) => concerns(one, input.agent));
    hand(state, fact, { agent: input.agent, inputs: joined, horizonMs, touched });
  }
  for (const agent of trace.agents) {
    if (concerns(input, agent)) hand(state, fact, { agent, inputs: [input], horizonMs, touched });
  }
  const fromMs = Math.min(input.atMs, known?.atMs ?? input.atMs, fact.atMs);
  return { agentKeys: [...touched], fromMs };
}

/**
 * Lets time pass to an instant of the service's clock.
 *
 * @param clockOf - what time it is then by the clock of a source.
 * @returns the agents whose shown state changed by itself since the last call
 *   (after-call work that ran out) and those forgotten: signed out and silent
 *   for as long as buckets are kept.
 */
export function advanceAgents(
  state: Agents,
  nowMs: number,
  clockOf: (of: { source: string }) => number = () => nowMs,
): { changed: string[]; gone: string[] } {
  const changed: string[] = [];
  for (const key of state.dueAnew) {
    const record = state.records.get(key);
    if (record) setDue(state, key, nextDue(recent(record).machine));
  }
  state.dueAnew.clear();
  for (const [key, dueMs] of state.dues) {
    const record = state.records.get(key);
    if (!record) {
      state.dues.delete(key);
      continue;
    }
    if (dueMs > clockOf(record)) continue;
    changed.push(key);
    // The head itself stays at its last input: a fact may still come in before the timer.
    const next = recent(record).machine;
    const later = copyMachine(next);
    passTime(later, clockOf(record), { span: () => undefined, count: () => undefined });
    setDue(state, key, nextDue(later));
  }
  return { changed, gone: forget(state, nowMs) };
}

/** What is older than this is settled; the source's own newest word moves it. */
function horizon(state: Agents, source: string, atMs: number): number {
  const clock = Math.max(state.clocks.get(source) ?? atMs, atMs);
  state.clocks.set(source, clock);
  return clock - state.windowMs;
}

function recordOf(
  state: Agents,
  { site, source }: { site: string; source: string },
  agent: string,
): AgentRecord | null {
  const key = agentKey({ source, agent });
  const known = state.records.get(key);
  if (known) return known;
  if (state.records.size >= maxAgents) {
    state.refused += 1;
    return null;
  }
  const record = newRecord({ site, source, agent });
  state.records.set(key, record);
  return record;
}

function newestFullMs(record: AgentRecord): number {
  return recent(record).machine.fullAtMs ?? Number.NEGATIVE_INFINITY;
}

/** A leg nobody has heard of and whose fact is too late stays unknown: it may be a repetition. */
function traceOf(state: Agents, fact: ContactFact, horizonMs: number): LegTrace | null {
  const known = state.legs.get(fact.legId);
  if (known) return known;
  if (fact.atMs < horizonMs) {
    state.tooLate += 1;
    return null;
  }
  const { source, atMs } = fact;
  const trace: LegTrace = { source, agents: [], inputs: [], over: false, lastMs: atMs };
  state.legs.set(fact.legId, trace);
  return trace;
}

function legInput(
  fact: ContactFact,
  kind: LegInput['kind'],
  { horizonMs, settings }: { horizonMs: number; settings: Settings },
): LegInput {
  const { factId, atMs, precisionMs, estimated, legId, site, queue, channel, what } = fact;
  return {
    about: 'leg',
    id: factId,
    atMs: Math.max(atMs, horizonMs),
    ownMs: atMs,
    precisionMs,
    estimated,
    legId,
    queue,
    channel,
    agent: 'agent' in what ? what.agent : '',
    kind,
    wrapUpMs: kind === 'completed' ? queueSettingsAt(settings, site, queue, atMs).wrapUpMs : 0,
  };
}

/** The ends of a wait and of a contact concern everyone at whose desk it rang. */
function concerns(input: LegInput, agent: string): boolean {
  if (input.agent === agent) return true;
  return input.kind === 'left' || input.kind === 'answered' || input.kind === 'completed';
}

function give(
  state: Agents,
  record: AgentRecord,
  inputs: readonly AgentInput[],
  horizonMs: number,
): void {
  take(record, inputs, { horizonMs, windowMs: state.windowMs });
  state.dueAnew.add(agentKey(record));
}

function hand(
  state: Agents,
  fact: ContactFact,
  to: { agent: string; inputs: LegInput[]; horizonMs: number; touched: Set<string> },
): void {
  const record = recordOf(state, fact, to.agent);
  if (!record) return;
  give(state, record, to.inputs, to.horizonMs);
  to.touched.add(agentKey(record));
}

function setDue(state: Agents, key: string, dueMs: number | null): void {
  if (dueMs === null) state.dues.delete(key);
  else state.dues.set(key, dueMs);
}

function forget(state: Agents, nowMs: number): string[] {
  if (nowMs < state.sweptMs + 60_000) return [];
  state.sweptMs = nowMs;
  for (const [legId, { source, over, lastMs }] of state.legs) {
    const age = (state.clocks.get(source) ?? nowMs) - lastMs;
    if (age > Math.max(over ? legKeptMs : openLegKeptMs, state.windowMs)) state.legs.delete(legId);
  }
  const gone: string[] = [];
  for (const [key, record] of state.records) {
    const { machine } = recent(record);
    if (machine.chosen.signedIn || machine.legs.length > 0) continue;
    if (machine.atMs > nowMs - bucketsKeptMs) continue;
    gone.push(key);
    state.records.delete(key);
    state.dues.delete(key);
  }
  return gone;
}
