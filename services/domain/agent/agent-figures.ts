import type { Channel, ContactFact } from '../queue/contact-fact.ts';
import type { Settings } from '../settings/settings.ts';
import type { DisplayState } from './agent-display.ts';
import type { AgentFact } from './agent-fact.ts';
import { copyMachine, flush, type Machine, passTime } from './agent-machine.ts';
import { type AgentRecord, type Recent, recent, settledSince, sinkOf } from './agent-record.ts';
import {
  type Agents,
  agentKey,
  applyAgentFact,
  applyContactToAgents,
  emptyAgents,
} from './agent-state.ts';
import {
  type AgentSpan,
  type AgentSums,
  addCount,
  addSpan,
  type Buckets,
  bucketStart,
  emptySums,
  mergeSums,
} from './agent-sums.ts';

/** One agent at one instant. */
export interface AgentSnapshot {
  site: string;
  source: string;
  agent: string;
  /** As the switch shows it; empty when it has none. */
  name: string;
  state: DisplayState;
  /** By the event's own time; null while nothing is known. */
  sinceMs: number | null;
  /** Reason of a break; empty otherwise. */
  reason: string;
  /** Queue of the contact at hand; empty when none. */
  queue: string;
  channel: Channel | null;
  /** Contacts at hand, over all channels. */
  contacts: number;
  /** Where the agent stands in each queue signed in to. */
  queues: AgentPlace[];
  /** Sums since local midnight; the running state counts up to the instant asked for. */
  today: AgentSums;
}

/** An agent as one queue sees him. */
export interface AgentPlace {
  queue: string;
  /** `elsewhere`: signed in, but in another conversation or not to be reached. */
  place: 'ready' | 'on-contact' | 'after-call-work' | 'on-break' | 'elsewhere';
}

/** How a queue is staffed. An agent of several queues counts in each. */
export interface QueueStaffing {
  site: string;
  queue: string;
  signedIn: number;
  ready: number;
  /** Ringing, talking, holding, for whichever queue. */
  onContact: number;
  afterCallWork: number;
  onBreak: number;
}

/** Figures of one agent in one interval. */
export interface AgentInterval {
  site: string;
  source: string;
  agent: string;
  startMs: number;
  lengthMs: number;
  sums: AgentSums;
}

/** One agent as of an instant; null when nobody has heard of him. */
export function agentSnapshot(
  state: Agents,
  key: string,
  nowMs: number,
  dayStartMs: number,
): AgentSnapshot | null {
  const record = state.records.get(key);
  if (!record) return null;
  const now = recentAt(record, nowMs);
  const today = emptySums();
  mergeSums(today, settledSince(record, dayStartMs));
  for (const [startMs, sums] of freshBuckets(now)) {
    if (startMs >= dayStartMs) mergeSums(today, sums);
  }
  const { site, source, agent } = record;
  const { full, shown, sinceMs } = now.machine;
  const { state: shownState, reason, queue, channel, contacts } = shown;
  return {
    site,
    source,
    agent,
    name: full?.name ?? '',
    state: shownState,
    sinceMs: sinceMs || null,
    reason,
    queue,
    channel,
    contacts,
    queues: placesOf(now.machine),
    today,
  };
}

/** Every queue with somebody signed in, as it is staffed at an instant. */
export function queueStaffing(state: Agents, nowMs: number): QueueStaffing[] {
  const found = new Map<string, QueueStaffing>();
  for (const record of state.records.values()) {
    const { site } = record;
    for (const { queue, place } of placesOf(recentAt(record, nowMs).machine)) {
      const staffing = found.get(`${site}/${queue}`) ?? nobody(site, queue);
      addPlace(staffing, place, 1);
      found.set(`${site}/${queue}`, staffing);
    }
  }
  return [...found.values()];
}

/** A queue without anybody. */
export function nobody(site: string, queue: string): QueueStaffing {
  const none = { signedIn: 0, ready: 0, onContact: 0, afterCallWork: 0, onBreak: 0 };
  return { site, queue, ...none };
}

/** One agent more (or, with -1, less) at a place of a queue. */
export function addPlace(staffing: QueueStaffing, place: AgentPlace['place'], count: 1 | -1): void {
  staffing.signedIn += count;
  if (place === 'ready') staffing.ready += count;
  if (place === 'on-contact') staffing.onContact += count;
  if (place === 'after-call-work') staffing.afterCallWork += count;
  if (place === 'on-break') staffing.onBreak += count;
}

/**
 * Figures of agents in intervals of 5, 15 or 30 minutes, by agent, then by
 * start. Intervals without anything to tell are left out.
 *
 * @param nowMs - the running state counts up to here; by source where clocks differ.
 */
export function agentIntervals(
  state: Agents,
  span: { fromMs: number; toMs: number; lengthMs: number },
  nowMs: number | ((of: { source: string }) => number),
  wanted: (record: AgentRecord) => boolean = () => true,
): AgentInterval[] {
  const clockOf = typeof nowMs === 'number' ? () => nowMs : nowMs;
  const intervals: AgentInterval[] = [];
  const { lengthMs } = span;
  for (const key of [...state.records.keys()].sort()) {
    const record = state.records.get(key);
    if (!record || !wanted(record)) continue;
    const { site, source, agent } = record;
    const sums = new Map<number, AgentSums>();
    for (const [bucket, more] of bucketsWithin(record, recentAt(record, clockOf(record)), span)) {
      const startMs = Math.floor(bucket / lengthMs) * lengthMs;
      const known = sums.get(startMs) ?? emptySums();
      mergeSums(known, more);
      sums.set(startMs, known);
    }
    for (const startMs of [...sums.keys()].sort((a, b) => a - b)) {
      const found = sums.get(startMs);
      if (found) intervals.push({ site, source, agent, startMs, lengthMs, sums: found });
    }
  }
  return intervals;
}

/**
 * The stretches of shown state of every agent within a span of time, rebuilt
 * from facts: each change of state, reason, queue, sign-in or pause begins a new
 * one; they follow one another without overlap.
 *
 * @param facts - in any order; with those before `fromMs` from the agents' last
 *   full state on, else their day begins with the first change.
 * @returns by "source/agent".
 */
export function agentSpans(
  facts: Iterable<AgentFact | ContactFact>,
  settings: Settings,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Map<string, AgentSpan[]> {
  const state = emptyAgents(Number.POSITIVE_INFINITY);
  for (const fact of facts) {
    if (fact.atMs >= toMs) continue;
    if (fact.about === 'agent') applyAgentFact(state, fact);
    else applyContactToAgents(state, fact, settings);
  }
  const days = new Map<string, AgentSpan[]>();
  for (const record of state.records.values()) {
    const clipped = recentAt(record, toMs).spans.map((span) => ({
      ...span,
      startMs: Math.max(span.startMs, fromMs),
      endMs: Math.min(span.endMs, toMs),
    }));
    const spans = clipped.filter(({ startMs, endMs }) => endMs > startMs);
    days.set(agentKey(record), spans);
  }
  return days;
}

/** The stretches of shown state of one agent of the last two days, up to an instant. */
export function recentSpans(state: Agents, key: string, nowMs: number): AgentSpan[] {
  const record = state.records.get(key);
  return record ? [...record.spans, ...recentAt(record, nowMs).spans] : [];
}

/** What is recent, with the running state counted up to an instant. */
function recentAt(record: AgentRecord, nowMs: number): Recent {
  const head = recent(record);
  const now = { ...head, machine: copyMachine(head.machine), spans: head.spans.slice() };
  passTime(now.machine, nowMs, sinkOf(now));
  flush(now.machine, sinkOf(now));
  return now;
}

function bucketsWithin(
  record: AgentRecord,
  now: Recent,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Buckets {
  const within: Buckets = new Map();
  for (const buckets of [record.buckets, freshBuckets(now)]) {
    for (const [startMs, sums] of buckets) {
      if (startMs < bucketStart(fromMs) || startMs >= toMs) continue;
      const known = within.get(startMs) ?? emptySums();
      mergeSums(known, sums);
      within.set(startMs, known);
    }
  }
  return within;
}

/** What has not settled yet, in buckets of its own. */
function freshBuckets(now: Recent): Buckets {
  const fresh: Buckets = new Map();
  for (const span of now.spans) addSpan(fresh, span);
  for (const count of now.counts) addCount(fresh, count);
  return fresh;
}

function placesOf(machine: Machine): AgentPlace[] {
  const { state } = machine.shown;
  return (machine.full?.memberships ?? []).map(({ queue, paused }) => ({
    queue,
    place: placeIn(state, paused),
  }));
}

function placeIn(state: DisplayState, pausedHere: boolean): AgentPlace['place'] {
  switch (state) {
    case 'ringing':
    case 'talking':
    case 'holding':
      return 'on-contact';
    case 'after-call-work':
      return 'after-call-work';
    case 'break':
      return 'on-break';
    case 'ready':
      return pausedHere ? 'on-break' : 'ready';
    default:
      return 'elsewhere';
  }
}
