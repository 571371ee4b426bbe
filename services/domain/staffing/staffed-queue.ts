import type { AbandonRule } from '../queue/service-level.ts';

/**
 * What a caller does who finds every agent busy: is turned away (B), waits for
 * ever (C), or waits until the patience ends (A).
 */
export type StaffingModel = 'erlang-b' | 'erlang-c' | 'erlang-a';

/** Every model, in the order in which they are shown. */
export const staffingModels: readonly StaffingModel[] = ['erlang-b', 'erlang-c', 'erlang-a'];

/** One queue in a steady state. */
export interface StaffedQueue {
  /** Offered load: contacts per second times AHT in seconds. */
  erlangs: number;
  /** On contacts or ready for them. May be fractional. */
  agents: number;
  /** Mean handling time; `null` when unknown, then no figure in seconds. */
  ahtS: number | null;
  /** Target of the service level; `null`: no service level. */
  withinS: number | null;
  /** Mean patience, exponential. Only Erlang A asks for it. */
  patienceS: number | null;
  /** What abandoned contacts do to the service level; `missed` unless named. Erlang A. */
  rule?: AbandonRule | undefined;
  /** Limit of a short abandon, for `ignored-if-short`; 5 s unless named. */
  shortAbandonS?: number | undefined;
}

/** What to expect. `null`: the model does not know it, or nothing to divide. */
export interface StaffingFigures {
  /** Share turned away. Erlang B. */
  blocking: number | null;
  /** Share that finds every agent busy. */
  pWait: number | null;
  /** Share answered within the target, by the rule. */
  serviceLevel: number | null;
  /** Mean wait of all contacts, those who hang up included. */
  asaS: number | null;
  /** Mean wait of the answered. */
  asaAnsweredS: number | null;
  /** Share of the agents' time on contacts. */
  occupancy: number | null;
  /** Mean number waiting. */
  queueLength: number | null;
  /** Nine contacts of ten wait no longer than this, those who hang up included. */
  waitP90S: number | null;
  /** Share that hangs up. */
  pAbandon: number | null;
}

/** Unless the queue's settings say otherwise (metrics of the contact). */
export const defaultShortAbandonS = 5;
/** Larger is no contact centre, and a loop over agents must end. */
export const maxAgents = 10_000_000;

/** Nothing can be said. */
export const noFigures: StaffingFigures = {
  blocking: null,
  pWait: null,
  serviceLevel: null,
  asaS: null,
  asaAnsweredS: null,
  occupancy: null,
  queueLength: null,
  waitP90S: null,
  pAbandon: null,
};
