/** What waits for a decision, as the gateway tells it. */
import type * as decision from '../../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type { Plain } from '../parts/plain.ts';
import type { Violation, WireShift } from './schedule-api.ts';

/** A swap as it stands. */
export interface Swap {
  proposed: Plain<decision.SwapProposed>;
  author: string;
  at: string | null;
  answers: Record<string, boolean>;
  outcome: Plain<decision.SwapOutcome> | null;
  shifts: WireShift[];
  takeable: boolean;
  violations: Violation[];
}

/** Leave as it stands. */
export interface Leave {
  asked: Plain<decision.LeaveAsked>;
  state: string;
  at: string | null;
  decidedBy: string;
  decisionReason: string;
  place: number;
}

/** An open shift as it stands. */
export interface OpenShift {
  posted: Omit<Plain<decision.OpenShiftPosted>, 'shift'> & { shift: WireShift };
  state: string;
  person: string;
}

/** An offer as it stands. */
export interface Offer {
  made: Plain<decision.OfferMade>;
  state: string;
  answers: Record<string, boolean>;
  winners: string[];
  seed: string;
}

/** A round of bidding as it stands. */
export interface BidRound {
  opened: Plain<decision.BidRoundOpened>;
  state: string;
  bids: Plain<decision.BidsPlaced>[];
  awards: Plain<decision.BidAward>[];
}

/** A change that waits for consent. */
export interface PendingChange {
  change: Plain<decision.ScheduleChanged>;
  author: string;
  at: string | null;
  answers: Record<string, boolean>;
  state: string;
}

/** A note as it stands. */
export interface HandoverNote {
  written: Plain<decision.NoteWritten>;
  author: string;
  at: string | null;
  seenBy: string[];
  doneBy: string;
  answers: string[];
}

/** Somebody sick, and what nobody does in their place. */
export interface Sickness {
  reported: Plain<decision.SicknessReported>;
  author: string;
  at: string | null;
  uncovered: WireShift[];
}

/** Requests and offers of a site. */
export interface Requests {
  swaps: Swap[];
  leave: Leave[];
  openShifts: OpenShift[];
  offers: Offer[];
  rounds: BidRound[];
  changes: PendingChange[];
  sickness: Sickness[];
  notes: HandoverNote[];
  names: Record<string, string>;
  imports: Record<string, string>;
}
