/** How the customer reached the centre. */
export type Channel = 'voice' | 'chat' | 'mail' | 'message' | 'work-item';

/**
 * Why a contact left a queue without an answer and without hanging up.
 * `unnamed`: the source shows a leave but not why. `lost`: the end was never
 * seen and is concluded from a later snapshot.
 */
export type LeaveReason =
  | 'timeout'
  | 'key'
  | 'empty'
  | 'withdrawn'
  | 'overflow'
  | 'transferred'
  | 'unnamed'
  | 'lost';

/** Who ended a conversation. */
export type EndedBy = 'customer' | 'agent' | 'transfer' | 'unknown';

/** What happened to a contact in a queue. Durations in milliseconds. */
export type ContactHappening =
  | { kind: 'offered'; callerHash?: string; callerTail?: string }
  | { kind: 'ringing'; agent: string }
  | { kind: 'ring-no-answer'; agent: string; ringMs: number }
  | { kind: 'answered'; agent: string; waitMs: number }
  | { kind: 'held'; agent: string }
  | { kind: 'resumed'; agent: string }
  | { kind: 'transferred'; agent: string; to: string }
  | { kind: 'abandoned'; waitMs: number }
  | { kind: 'left'; reason: LeaveReason; waitMs: number }
  | { kind: 'blocked'; reason: string }
  | { kind: 'completed'; agent: string; talkMs: number; endedBy: EndedBy }
  | { kind: 'acw-ended'; agent: string };

/**
 * One step of one leg: a contact's stay in one queue, from entering it to the
 * end of the after-call work. A leg has one offer, at most one end of its wait
 * (answered, abandoned or left) and at most one completion.
 */
export interface ContactFact {
  about: 'contact';
  /**
   * Names the thing that happened: leg + `/offered`, `/answered`, `/unanswered`
   * (abandoned or left: one thing, however it is told), `/completed`,
   * `/ringing/2`, `/ring-no-answer/1`, `/held/1`, `/resumed/1`, `/transferred`,
   * `/acw-ended`; a blocked contact: leg + `/blocked`. Made by `factId`.
   */
  factId: string;
  /** By the clock of the source. */
  atMs: number;
  /** 1, or 1000 for a source that writes whole seconds. */
  precisionMs: number;
  site: string;
  source: string;
  /** True when nobody saw it: concluded from a later snapshot. */
  estimated: boolean;
  queue: string;
  /** source|uniqueid|queue|ordinal of the join. Made by `legId`. */
  legId: string;
  contactId: string;
  channel: Channel;
  /** When the leg entered the queue. For a blocked contact: `atMs`. */
  offeredAtMs: number;
  what: ContactHappening;
}

/** The id of a leg. `ordinal` counts the joins of this contact into this queue from 1. */
export function legId(of: {
  source: string;
  uniqueId: string;
  queue: string;
  ordinal: number;
}): string {
  return `${of.source}|${of.uniqueId}|${of.queue}|${of.ordinal}`;
}

/**
 * The id of a contact fact. Abandoned and left otherwise are one thing, the end
 * of the wait without an answer: two readers may tell it differently.
 *
 * @param ordinal - counts repeated things of one leg (rings, holds) from 1.
 */
export function contactFactId(leg: string, kind: ContactHappening['kind'], ordinal = 1): string {
  switch (kind) {
    case 'abandoned':
    case 'left':
      return `${leg}/unanswered`;
    case 'ringing':
    case 'ring-no-answer':
    case 'held':
    case 'resumed':
      return `${leg}/${kind}/${ordinal}`;
    case 'offered':
    case 'answered':
    case 'transferred':
    case 'blocked':
    case 'completed':
    case 'acw-ended':
      return `${leg}/${kind}`;
  }
}

/**
 * What a telling of a fact knows, as bits: 1 = a time finer than a second,
 * 2 = a named reason where others say unnamed or lost, 4 = seen, not estimated.
 * A second telling is worth publishing only when it adds a bit; folds join
 * tellings, so their order does not matter.
 */
export function knowledge(fact: {
  precisionMs: number;
  estimated: boolean;
  what: { kind: string; reason?: string };
}): number {
  const fine = fact.precisionMs < 1000 ? 1 : 0;
  const { kind, reason } = fact.what;
  const named = kind !== 'left' || (reason !== 'unnamed' && reason !== 'lost') ? 2 : 0;
  const seen = fact.estimated ? 0 : 4;
  return fine | named | seen;
}
