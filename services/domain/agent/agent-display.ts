import type { Channel } from '../queue/contact-fact.ts';
import type { AgentFullState, ChannelWork, QueueMembership } from './agent-fact.ts';

/** What is shown for an agent, derived from what was chosen and what is seen. */
export type DisplayState =
  | 'unknown'
  | 'signed-out'
  | 'ready'
  | 'ringing'
  | 'talking'
  | 'holding'
  | 'after-call-work'
  | 'break'
  | 'other-contact'
  | 'unreachable';

/** A contact of a queue at the agent: it rings or is open. */
export interface AgentLeg {
  legId: string;
  queue: string;
  channel: Channel;
  phase: 'ringing' | 'talking' | 'holding';
  /** In this phase since. */
  sinceMs: number;
  /** Answered at; null while it rings. */
  answeredMs: number | null;
}

/** After-call work under way. */
export interface AfterCallWork {
  legId: string;
  queue: string;
  channel: Channel;
  sinceMs: number;
  untilMs: number;
}

/** Everything the display state is derived from. */
export interface Seen {
  /** What the source knows; null = no agent fact yet. */
  full: AgentFullState | null;
  /** Open and ringing contacts. */
  legs: readonly AgentLeg[];
  afterCallWork: AfterCallWork | null;
  /** When the last contact ended; null = none yet. */
  lastEndMs: number | null;
}

/** What is shown, with its details. */
export interface Display {
  state: DisplayState;
  /** Reason of a break; empty otherwise. */
  reason: string;
  /** Queue of the contact at hand or of the after-call work; empty when none. */
  queue: string;
  channel: Channel | null;
  /** Contacts at hand, over all channels. */
  contacts: number;
  /** When the contact or the after-call work began to be so; null for what has no time of its own. */
  ownSinceMs: number | null;
}

/**
 * The device's own news of a contact's end comes some time after the queue's: a
 * device still busy this long after an end is busy with something else.
 */
export const deviceLagMs = 2_000;

/**
 * The state to show at an instant. A contact at hand comes first, even after
 * signing out in mid-call; then what was chosen; a break shows only when no
 * contact rings and no after-call work runs.
 *
 * Of several contacts in the same phase the newest is at hand: a switch may hand
 * out the next one while the end of the last is still to come.
 */
export function displayOf(seen: Seen, atMs: number): Display {
  const talk = newest(seen.legs, 'talking') ?? newest(seen.legs, 'holding');
  if (talk) return ofLeg(talk, seen.legs);
  if (!seen.full) {
    const ring = newest(seen.legs, 'ringing');
    return ring ? ofLeg(ring, seen.legs) : plain('unknown');
  }
  if (seen.full.memberships.length === 0) return plain('signed-out');
  const ring = newest(seen.legs, 'ringing');
  if (ring) return ofLeg(ring, seen.legs);
  const work = seen.afterCallWork;
  if (work && work.untilMs > atMs) {
    const { queue, channel, sinceMs } = work;
    return { ...plain('after-call-work'), queue, channel, ownSinceMs: sinceMs };
  }
  const reason = breakReason(seen.full.memberships);
  if (reason !== null) return { ...plain('break'), reason };
  return idle(seen, seen.full, atMs);
}

/** Which details, when changed, begin a new stretch of time in state. */
export function sameStretch(a: Display, b: Display): boolean {
  return (
    a.state === b.state &&
    a.reason === b.reason &&
    a.queue === b.queue &&
    a.ownSinceMs === b.ownSinceMs
  );
}

/** True when paused in every queue; the reason is that of the last pause. */
export function breakReason(memberships: readonly QueueMembership[]): string | null {
  const [first] = memberships;
  if (!first?.paused) return null;
  let last = first;
  for (const one of memberships) {
    // Paused in some queues only: contacts still come, so it is no break.
    if (!one.paused) return null;
    if (later(one, last)) last = one;
  }
  return last.pauseReason;
}

/** Since when the source says the chosen status holds; null where it does not say. */
export function toldSince(state: DisplayState, full: AgentFullState): number | null {
  if (state !== 'break' && state !== 'ready') return null;
  let since: number | null = null;
  for (const { sinceMs, pausedSinceMs } of full.memberships) {
    const told = pausedSinceMs ?? sinceMs;
    if (told !== null) since = Math.max(since ?? told, told);
  }
  return since;
}

/** The first channel on which the device is seen in conversation, whoever it is with. */
export function busyDevice(full: AgentFullState | null): ChannelWork | null {
  return full?.work.find(({ work }) => work === 'talking' || work === 'holding') ?? null;
}

function later(one: QueueMembership, than: QueueMembership): boolean {
  const a = one.pausedSinceMs ?? -1;
  const b = than.pausedSinceMs ?? -1;
  if (a !== b) return a > b;
  if ((one.pauseReason === '') !== (than.pauseReason === '')) return one.pauseReason !== '';
  return one.queue < than.queue;
}

function newest(legs: readonly AgentLeg[], phase: AgentLeg['phase']): AgentLeg | null {
  let found: AgentLeg | null = null;
  for (const leg of legs) {
    if (leg.phase !== phase) continue;
    if (!found || begun(leg) > begun(found)) found = leg;
    else if (begun(leg) === begun(found) && leg.legId > found.legId) found = leg;
  }
  return found;
}

function begun(leg: AgentLeg): number {
  return leg.answeredMs ?? leg.sinceMs;
}

function ofLeg(leg: AgentLeg, legs: readonly AgentLeg[]): Display {
  const { phase: state, queue, channel, sinceMs } = leg;
  return { state, reason: '', queue, channel, contacts: legs.length, ownSinceMs: sinceMs };
}

function plain(state: DisplayState): Display {
  return { state, reason: '', queue: '', channel: null, contacts: 0, ownSinceMs: null };
}

function idle(seen: Seen, full: AgentFullState, atMs: number): Display {
  const busy = busyDevice(full);
  if (busy && (seen.lastEndMs === null || atMs >= seen.lastEndMs + deviceLagMs)) {
    return { ...plain('other-contact'), channel: busy.channel, contacts: 1 };
  }
  const [first] = full.work;
  const gone = first && full.work.every(({ work }) => work === 'unreachable');
  return plain(gone ? 'unreachable' : 'ready');
}
