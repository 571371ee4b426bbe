import type { FloorAct } from './floor-act.ts';
import type { Shift, Violation } from './shift.ts';
import type { ShiftEdit } from './shift-edit.ts';

/** Acts of agents, and of supervisors about what agents ask for. */
export type RequestAct =
  | SwapProposed
  | SwapAnswered
  | SwapDecided
  | { kind: 'swap-withdrawn'; swapId: string }
  | LeaveAsked
  | LeaveDecided
  | LeaveCancelled
  | WishSet
  | { kind: 'wish-removed'; wishId: string }
  | BidRoundOpened
  | BidsPlaced
  | BidRoundClosed
  | OpenShiftPosted
  | OpenShiftClaimed
  | { kind: 'open-shift-closed'; openId: string }
  | OfferMade
  | OfferAnswered
  | OfferClosed
  | FloorAct;

/** One person's part of a swap: gives this, in whole or in part, to another. */
export interface SwapPart {
  giver: string;
  /** Empty = put on the market. */
  taker: string;
  shiftId: string;
  /** `null` = from its start. */
  fromMs: number | null;
  /** `null` = to its end. */
  toMs: number | null;
}

/** A swap of two or three parties is proposed. */
export interface SwapProposed {
  kind: 'swap-proposed';
  /** Filled in. */
  swapId: string;
  parts: readonly SwapPart[];
  message: string;
  /** `null` = until the first of its shifts begins. */
  expiresAtMs: number | null;
}

/** A party answers. */
export interface SwapAnswered {
  kind: 'swap-answered';
  swapId: string;
  agreed: boolean;
  /** Filled in with who asks. */
  person: string;
  /** Of the market: what the taker gives in return. */
  parts: readonly SwapPart[];
  /** Filled in; `null` in a request. */
  outcome: SwapOutcome | null;
}

/** A swap is approved or refused. */
export interface SwapDecided {
  kind: 'swap-decided';
  swapId: string;
  approved: boolean;
  reason: string;
  /** Filled in; `null` in a request. */
  outcome: SwapOutcome | null;
}

/** What came of a swap at that instant, all of it or nothing. */
export interface SwapOutcome {
  state: 'waiting' | 'to-approve' | 'done' | 'refused';
  /** Empty unless done. */
  edits: readonly ShiftEdit[];
  /** 0 unless done. */
  version: number;
  violations: readonly Violation[];
  /** In words; of a swap that is done also what cover it costs. */
  reason: string;
  /** Empty = no rule decided. */
  approvalRule: string;
}

/** Where a leave stands. */
export type LeaveState = 'asked' | 'approved' | 'waiting-list' | 'refused' | 'cancelled';

/** Leave is asked for. */
export interface LeaveAsked {
  kind: 'leave-asked';
  /** Filled in. */
  leaveId: string;
  /** Empty = who asks. */
  person: string;
  /** "annual", "unpaid", "parental", "training" ... */
  leaveKind: string;
  /** First and last local day. */
  from: string;
  to: string;
  /** Of one day only, minutes after midnight by the wall clock; 0 and 0 = whole days. */
  fromMinute: number;
  toMinute: number;
  reason: string;
  /** Paid minutes it takes. Filled in. */
  minutes: number;
  /** Filled in. */
  state: Exclude<LeaveState, 'cancelled'>;
  /** On the waiting list, from 1; 0 = not on it. Filled in. */
  place: number;
  /** Filled in. */
  approvalRule: string;
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}

/** Leave is approved or refused. */
export interface LeaveDecided {
  kind: 'leave-decided';
  leaveId: string;
  approved: boolean;
  reason: string;
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}

/** Leave is given back. */
export interface LeaveCancelled {
  kind: 'leave-cancelled';
  leaveId: string;
  /** Leaves that move up from the waiting list. Filled in. */
  movedUp: readonly string[];
  /** Shifts that come back, and those of who moves up. Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}

/** A wish for a day, or for every week. */
export interface WishSet {
  kind: 'wish-set';
  /** Filled in. */
  wishId: string;
  /** Filled in with who asks, unless a planner sets it for them. */
  person: string;
  /** Empty = every week. */
  day: string;
  /** 1 to 7; 0 = of one day. */
  weekday: number;
  /** Would like to work; otherwise would like not to. */
  work: boolean;
  /** Empty = any. */
  templateId: string;
  /** 1 to 3. */
  strength: number;
}

/** A round of bidding begins. */
export interface BidRoundOpened {
  kind: 'bid-round-opened';
  /** Filled in. */
  roundId: string;
  name: string;
  /** First local day of every line. */
  from: string;
  lines: readonly BidLine[];
  order: 'seniority' | 'score' | 'rotation';
  scores: ReadonlyMap<string, number>;
  /** Empty = everybody. */
  people: readonly string[];
  /** `null` = until it is closed. */
  closesAtMs: number | null;
}

/** One line of shifts: a template for each day, empty = off. */
export interface BidLine {
  lineId: string;
  templateIds: readonly string[];
}

/** Bids are placed; they replace the person's former ones. */
export interface BidsPlaced {
  kind: 'bids-placed';
  roundId: string;
  /** Filled in with who asks. */
  person: string;
  /** The dearest first. */
  lineIds: readonly string[];
}

/** A round ends and lines are given. */
export interface BidRoundClosed {
  kind: 'bid-round-closed';
  roundId: string;
  /** In the order of choice. Filled in. */
  awards: readonly BidAward[];
  /** The draft that holds the lines given. Filled in. */
  draftId: string;
  /** SHA-256 of its shifts. Filled in. */
  content: string;
}

/** One line given to one person. */
export interface BidAward {
  person: string;
  /** Empty = none was left that their rules allow. */
  lineId: string;
  /** Place among their bids, from 1; 0 = not bid for. */
  choice: number;
  why: string;
}

/** A shift without a person is put up. */
export interface OpenShiftPosted {
  kind: 'open-shift-posted';
  /** Filled in. */
  openId: string;
  /** Its person is empty; its id is filled in. */
  shift: Shift;
  /** Groups of which one must be served; empty = anybody. */
  groups: readonly string[];
  /** `null` = its start. */
  closesAtMs: number | null;
}

/** An open shift is taken. */
export interface OpenShiftClaimed {
  kind: 'open-shift-claimed';
  openId: string;
  /** Filled in with who asks. */
  person: string;
  /** Filled in; `null` in a request. */
  edit: ShiftEdit | null;
  /** Filled in. */
  version: number;
}

/** Overtime or early leave is offered. */
export interface OfferMade {
  kind: 'offer-made';
  /** Filled in. */
  offerId: string;
  of: 'overtime' | 'early-leave';
  fromMs: number;
  toMs: number;
  /** How many are wanted. */
  places: number;
  /** Best effect first; empty = filled in by effect. */
  people: readonly string[];
  mode: 'first-come' | 'ranked' | 'lottery';
  /** SHA-256 of a lottery's seed. Filled in. */
  seedDigest: string;
  /** `null` = its start. */
  closesAtMs: number | null;
  message: string;
}

/** An offer is taken or declined. */
export interface OfferAnswered {
  kind: 'offer-answered';
  offerId: string;
  agreed: boolean;
  /** Filled in with who asks. */
  person: string;
  /** The edit done, first come; `null` = none. Filled in. */
  edit: ShiftEdit | null;
  /** Filled in. */
  version: number;
}

/** An offer ends; ranked and drawn ones are given now. */
export interface OfferClosed {
  kind: 'offer-closed';
  offerId: string;
  /** Filled in. */
  seed: string;
  /** Filled in. */
  winners: readonly string[];
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
}
