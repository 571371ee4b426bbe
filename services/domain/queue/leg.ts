import type { Channel, ContactFact, EndedBy, LeaveReason } from './contact-fact.ts';

/** One reader's word on when something happened. Of several, the best one holds. */
export interface Telling {
  atMs: number;
  /** The wait or the talk that ended there; 0 where there is none. */
  spanMs: number;
  /** The agent it concerns; empty when none. */
  agent: string;
  /** Step of the clock that told it; an estimate ranks behind every clock. Lower is better. */
  grade: number;
}

/** How a wait ended without an answer. */
export type Unanswered = 'abandoned' | LeaveReason;

/**
 * Everything known of one leg: a contact's stay in one queue. Facts are joined
 * into it in any order and any number of times with the same result, so two
 * readers of one switch, repeats and shuffles give one truth.
 */
export interface Leg {
  readonly id: string;
  readonly site: string;
  readonly queue: string;
  readonly source: string;
  readonly contactId: string;
  readonly channel: Channel;
  /** The offer itself was told; else it is known from a later fact only. */
  offered: boolean;
  blocked: boolean;
  offer: Telling;
  answered: Telling | null;
  unanswered: (Telling & { how: Unanswered }) | null;
  completed: Telling | null;
  endedBy: EndedBy;
  acwEnded: Telling | null;
  /** By ordinal; null as long as there was none. */
  holds: Map<number, Hold> | null;
  transferredTo: string | null;
}

/** One time on hold. */
export interface Hold {
  held: Telling | null;
  resumed: Telling | null;
}

/** An estimate ranks behind the coarsest clock (a second). */
const estimatedGrade = 1_000_000;
/** What another fact says of the offer ranks behind the offer's own word of the same grade. */
const indirectGrade = 0.5;

/** The leg that a fact is about, with nothing joined yet but the instant of its offer. */
export function newLeg(fact: ContactFact): Leg {
  return {
    id: fact.legId,
    site: fact.site,
    queue: fact.queue,
    source: fact.source,
    contactId: fact.contactId,
    channel: fact.channel,
    offered: false,
    blocked: false,
    offer: offerTelling(fact),
    answered: null,
    unanswered: null,
    completed: null,
    endedBy: 'unknown',
    acwEnded: null,
    holds: null,
    transferredTo: null,
  };
}

/**
 * Joins one fact into its leg.
 *
 * @returns false when the leg knew it all already.
 */
export function joinFact(leg: Leg, fact: ContactFact): boolean {
  const offerKnown = !beats(offerTelling(fact), leg.offer);
  if (!offerKnown) leg.offer = offerTelling(fact);
  return joinHappening(leg, fact) || !offerKnown;
}

function joinHappening(leg: Leg, fact: ContactFact): boolean {
  const { what } = fact;
  switch (what.kind) {
    case 'offered':
      return raise(leg, 'offered');
    case 'blocked':
      return raise(leg, 'blocked');
    case 'answered':
      return joinTelling(leg, 'answered', telling(fact, what.waitMs, what.agent));
    case 'abandoned':
      return joinUnanswered(leg, telling(fact, what.waitMs), 'abandoned');
    case 'left':
      return joinUnanswered(leg, telling(fact, what.waitMs), what.reason);
    case 'completed': {
      const better = joinTelling(leg, 'completed', telling(fact, what.talkMs, what.agent));
      return joinEndedBy(leg, what.endedBy) || better;
    }
    case 'acw-ended':
      return joinTelling(leg, 'acwEnded', telling(fact, 0, what.agent));
    case 'held':
    case 'resumed':
      return joinHold(leg, what.kind, fact);
    case 'transferred':
      return joinTransfer(leg, what.to);
    case 'ringing':
    case 'ring-no-answer':
      return false;
  }
}

function raise(leg: Leg, flag: 'offered' | 'blocked'): boolean {
  if (leg[flag]) return false;
  leg[flag] = true;
  return true;
}

function joinTelling(
  leg: Leg,
  slot: 'answered' | 'completed' | 'acwEnded',
  told: Telling,
): boolean {
  const known = leg[slot];
  if (known && !beats(told, known)) return false;
  leg[slot] = told;
  return true;
}

/**
 * How a wait ended without an answer, from the least telling word to the most:
 * a named reason is said by a reader who saw the queue's own end of the wait,
 * where another saw a hang-up or only a leave. Among named reasons the order
 * is arbitrary but fixed.
 */
const unansweredRank: Record<Unanswered, number> = {
  lost: 0,
  unnamed: 1,
  abandoned: 2,
  overflow: 3,
  transferred: 4,
  withdrawn: 5,
  empty: 6,
  key: 7,
  timeout: 8,
};

/** The reason of the one, the time of the other: each from whom knows it best. */
function joinUnanswered(leg: Leg, told: Telling, how: Unanswered): boolean {
  const known = leg.unanswered;
  if (!known) {
    leg.unanswered = { ...told, how };
    return true;
  }
  const namesMore = unansweredRank[how] > unansweredRank[known.how];
  const timesBetter = beats(told, known);
  if (!namesMore && !timesBetter) return false;
  leg.unanswered = { ...(timesBetter ? told : known), how: namesMore ? how : known.how };
  return true;
}

const endedByRank: Record<EndedBy, number> = { unknown: 0, customer: 1, agent: 2, transfer: 3 };

function joinEndedBy(leg: Leg, endedBy: EndedBy): boolean {
  if (endedByRank[endedBy] <= endedByRank[leg.endedBy]) return false;
  leg.endedBy = endedBy;
  return true;
}

function joinHold(leg: Leg, slot: 'held' | 'resumed', fact: ContactFact): boolean {
  const ordinal = Number(fact.factId.slice(fact.factId.lastIndexOf('/') + 1)) || 1;
  leg.holds ??= new Map();
  const hold = leg.holds.get(ordinal) ?? { held: null, resumed: null };
  leg.holds.set(ordinal, hold);
  const told = telling(fact, 0);
  const known = hold[slot];
  if (known && !beats(told, known)) return false;
  hold[slot] = told;
  return true;
}

function joinTransfer(leg: Leg, to: string): boolean {
  if (leg.transferredTo !== null && leg.transferredTo >= to) return false;
  leg.transferredTo = to;
  return true;
}

function telling(fact: ContactFact, spanMs: number, agent = ''): Telling {
  return { atMs: fact.atMs, spanMs: Math.max(0, spanMs), agent, grade: gradeOf(fact) };
}

function offerTelling(fact: ContactFact): Telling {
  const { kind } = fact.what;
  const direct = kind === 'offered' || kind === 'blocked';
  return {
    atMs: direct ? fact.atMs : fact.offeredAtMs,
    spanMs: 0,
    agent: '',
    grade: gradeOf(fact) + (direct ? 0 : indirectGrade),
  };
}

function gradeOf(fact: ContactFact): number {
  return fact.precisionMs + (fact.estimated ? estimatedGrade : 0);
}

/** True when a telling is better: seen before estimated, fine before coarse; ties by a fixed order. */
function beats(one: Telling, other: Telling): boolean {
  if (one.grade !== other.grade) return one.grade < other.grade;
  if (one.atMs !== other.atMs) return one.atMs < other.atMs;
  if (one.spanMs !== other.spanMs) return one.spanMs < other.spanMs;
  return one.agent < other.agent;
}

/** True when nobody saw it: concluded from a later snapshot. */
export function isEstimated(told: Telling): boolean {
  return told.grade >= estimatedGrade;
}

/** The step of the clock that told it, in milliseconds. */
export function precisionOf(told: Telling): number {
  return Math.floor(told.grade % estimatedGrade) || 1;
}
