import type { ListedContact } from './evaluation.ts';

/**
 * What was seen of a period, gathered by the service: together with what stands (`SiteScores`) all
 * that cards are made from. The same facts give the same cards.
 */
export interface PeriodFacts {
  /** Everybody of the site who is scored, by id. */
  people: readonly ScoredPerson[];
  /** Legs offered from `factsSpan(period).fromMs` (seven days earlier) to the period's end. */
  legs: readonly FactLeg[];
  /** Of the period. */
  adherence: readonly AdherenceFigures[];
  /** Closed in the period. Empty until work orders have a service of their own. */
  orders: readonly ClosedOrder[];
}

/** Somebody who is scored. */
export interface ScoredPerson {
  person: string;
  /** Empty = none. */
  team: string;
  /** First local day at work, for who is new; empty = long since. */
  since: string;
}

/** One leg as scores count it. */
export interface FactLeg {
  leg: string;
  queue: string;
  offeredAtMs: number;
  /** Who answered; empty = nobody of the site. */
  person: string;
  /** Connect to end, hold included; `null` while it lasts. */
  talkMs: number | null;
  /** `null` while it lasts. */
  acwMs: number | null;
  /** '' = not known. */
  endedBy: 'customer' | 'agent' | 'transfer' | '';
  /** Empty = it was not handed on. */
  transferredTo: string;
  /** The same for the same caller; empty = not known. */
  callerHash: string;
  /** At whom it rang in vain. */
  rings: readonly { person: string; ringMs: number; atMs: number }[];
}

/** One person's counted day. */
export interface AdherenceFigures {
  person: string;
  day: string;
  /** `null` = nothing planned. */
  scheduledMs: number | null;
  excusedMs: number;
  /** Not as planned, by one's own doing. */
  ownMs: number;
  onQueueMs: number;
  scheduledOnQueueMs: number;
  /** Accepted contests that these figures take in already, by id. */
  contests: readonly string[];
}

/** A work order that somebody closed. */
export interface ClosedOrder {
  order: string;
  person: string;
  closedAtMs: number;
  inTime: boolean;
}

/** The list of a sample before it is drawn from. */
export type SampleList = readonly ListedContact[];
