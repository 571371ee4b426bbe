import type { Channel, ContactFact } from '../queue/contact-fact.ts';
import type { AgentChange, AgentFullState } from './agent-fact.ts';

/** What a leg's fact does to an agent it concerns. */
export interface LegInput {
  about: 'leg';
  id: string;
  atMs: number;
  /** When it happened by its own word: counts belong there even if it came too late. */
  ownMs: number;
  precisionMs: number;
  estimated: boolean;
  legId: string;
  queue: string;
  channel: Channel;
  /** Whom it names; empty when it names nobody (the contact left). */
  agent: string;
  kind:
    | 'ringing'
    | 'ring-no-answer'
    | 'answered'
    | 'held'
    | 'resumed'
    | 'completed'
    | 'acw-ended'
    | 'left';
  /** After-call work granted by the queue's setting at this instant; used when completed. */
  wrapUpMs: number;
}

/** An agent's full state as told at an instant. */
export interface FullInput {
  about: 'agent';
  id: string;
  atMs: number;
  ownMs: number;
  precisionMs: number;
  estimated: boolean;
  change: AgentChange;
  full: AgentFullState;
}

/** One thing that changes an agent. */
export type AgentInput = LegInput | FullInput;

/** What a contact's fact is to agents; null = nothing. */
export function inputKind({ what }: ContactFact): LegInput['kind'] | null {
  switch (what.kind) {
    case 'offered':
    case 'blocked':
    case 'transferred':
      return null;
    case 'abandoned':
    case 'left':
      return 'left';
    default:
      return what.kind;
  }
}

/** Order of things told for one instant. */
const rankOf: Record<LegInput['kind'], number> = {
  ringing: 0,
  'ring-no-answer': 1,
  answered: 2,
  held: 3,
  resumed: 4,
  left: 5,
  completed: 6,
  'acw-ended': 7,
};
const fullRank = 8;

/** The order of the fold: by time, then by what it is, then by id. The order of arrival plays no part. */
export function inOrder(a: AgentInput, b: AgentInput): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  // What came too late stands at the horizon, in the order in which it happened.
  if (a.ownMs !== b.ownMs) return a.ownMs - b.ownMs;
  const rank = rankIn(a) - rankIn(b);
  if (rank !== 0) return rank;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Puts an input in its place; one of the same id gives way. Answers with its index. */
export function insertInput(inputs: AgentInput[], input: AgentInput): number {
  const known = inputs.findIndex(({ id }) => id === input.id);
  if (known >= 0) inputs.splice(known, 1);
  let at = inputs.length;
  for (let before = inputs[at - 1]; before && inOrder(before, input) > 0; before = inputs[at - 1]) {
    at -= 1;
  }
  inputs.splice(at, 0, input);
  return at;
}

/**
 * True when a second telling of one thing says it better: seen rather than
 * concluded, in milliseconds rather than seconds; of two alike, full states go
 * by the later and contacts by the earlier instant, so that order plays no part.
 */
export function tellsBetter(second: AgentInput, first: AgentInput): boolean {
  if (second.estimated !== first.estimated) return !second.estimated;
  if (second.precisionMs !== first.precisionMs) return second.precisionMs < first.precisionMs;
  return second.about === 'agent' ? second.ownMs > first.ownMs : second.ownMs < first.ownMs;
}

function rankIn(input: AgentInput): number {
  return input.about === 'agent' ? fullRank : rankOf[input.kind];
}

/** The full states told for one instant, from a place in the list on. */
export function sameInstant(inputs: readonly AgentInput[], from: number): FullInput[] {
  const states: FullInput[] = [];
  for (let at = from; at < inputs.length; at += 1) {
    const input = inputs[at];
    if (input?.about !== 'agent' || input.ownMs !== inputs[from]?.ownMs) break;
    states.push(input);
  }
  return states;
}

/**
 * A pause in all queues is one fact per queue, all of one instant, each with the
 * full state after it: the one farthest from the state before is the last.
 */
export function byDistance(states: FullInput[], before: AgentFullState | null): FullInput[] {
  return states
    .map((input) => ({ input, far: distance(before, input.full) }))
    .sort((a, b) => a.far - b.far)
    .map(({ input }) => input);
}

function distance(before: AgentFullState | null, after: AgentFullState): number {
  const old = new Map(before?.memberships.map((one) => [one.queue, one]));
  let far = 0;
  for (const { queue, paused, pauseReason } of after.memberships) {
    const was = old.get(queue);
    if (!was) far += 1;
    if ((was?.paused ?? false) !== paused) far += 1;
    if ((was?.pauseReason ?? '') !== pauseReason) far += 1;
    old.delete(queue);
  }
  far += old.size;
  for (const { channel, work } of after.work) {
    if ((before?.work.find((one) => one.channel === channel)?.work ?? 'unknown') !== work) far += 1;
  }
  return far;
}
