/** An agent's own day, requests and acts as the gateway tells them. null = not known. */
import type { Violation } from '../schedule/schedule-api.ts';
import type { Kind } from '../schedule/shift-view.ts';

/** What somebody does in a stretch of a shift. */
export type ActivityKind = Kind;

/** A stretch of a shift. */
export interface Activity {
  kind: ActivityKind;
  from: string;
  to: string;
  paid: boolean;
  group: string;
  note: string;
}

/** One person's work that begins on one local day. */
export interface Shift {
  shiftId: string;
  person: string;
  day: string;
  templateId: string;
  from: string;
  to: string;
  activities: Activity[];
  paidMinutes: number;
}

/** A kind of shift, as far as it is named. */
export interface ShiftTemplate {
  templateId: string;
  nameEn: string;
  nameZh: string;
  startMinute: number;
  spanMinutes: number;
}

/** One person's part of a swap: a shift, or a stretch of it. */
export interface SwapPart {
  giver: string;
  taker: string;
  shiftId: string;
  from: string | null;
  to: string | null;
}

/** A swap as it stands. */
export interface Swap {
  proposed: { swapId: string; parts: SwapPart[]; message: string; expiresAt: string | null };
  author: string;
  at: string | null;
  answers: Record<string, boolean>;
  outcome: { state: string; reason: string; violations: Violation[]; approvalRule: string } | null;
  shifts: Shift[];
  takeable: boolean;
  violations: Violation[];
}

/** Leave as it stands. */
export interface Leave {
  asked: { leaveId: string; kind: string; from: string; to: string; minutes: number };
  state: string;
  decisionReason: string;
  place: number;
}

/** Leave left of one kind. */
export interface Allowance {
  kind: string;
  minutes: number;
  takenMinutes: number;
  askedMinutes: number;
}

/** A wish for a day or for every week. */
export interface Wish {
  wishId: string;
  person: string;
  day: string;
  weekday: number;
  work: boolean;
  templateId: string;
  strength: number;
}

/** A shift without a person. */
export interface OpenShift {
  posted: { openId: string; shift: Shift; closesAt: string | null };
  state: string;
  person: string;
  takeable: boolean;
  violations: Violation[];
}

/** Overtime or early leave on offer. */
export interface Offer {
  made: {
    offerId: string;
    kind: string;
    from: string;
    to: string;
    places: number;
    mode: string;
    seedDigest: string;
    closesAt: string | null;
    message: string;
  };
  state: string;
  answers: Record<string, boolean>;
  winners: string[];
  seed: string;
}

/** A round of bidding for whole lines. */
export interface BidRound {
  opened: {
    roundId: string;
    name: string;
    from: string;
    lines: { lineId: string; templateIds: string[] }[];
    order: string;
    closesAt: string | null;
  };
  state: string;
  bids: { person: string; lineIds: string[] }[];
  awards: { person: string; lineId: string; choice: number; why: string }[];
}

/** One change to a shift. */
export interface ShiftEdit {
  shiftId: string;
  before: Shift | null;
  after: Shift | null;
}

/** A change that waits for consent. */
export interface PendingChange {
  change: { changeId: string; edits: ShiftEdit[]; reason: string };
  author: string;
  answers: Record<string, boolean>;
  state: string;
}

/** A note from one shift to the next. */
export interface HandoverNote {
  written: { noteId: string; at: string | null; team: string; text: string; open: boolean };
  author: string;
  at: string | null;
  seenBy: string[];
  doneBy: string;
  answers: string[];
}

/** A version of the schedule: what changed, when and why. */
export interface VersionSummary {
  version: number;
  at: string | null;
  author: string;
  act: string;
  reason: string;
  from: string;
  to: string;
}

/** What one person carries beside the others. */
export interface FairnessLine {
  nights: number;
  weekends: number;
  holidays: number;
  lates: number;
  refusedWishes: number;
  burden: number;
  typical: number;
}

/** All that concerns one person. */
export interface MyDay {
  person: string;
  name: string;
  site: string;
  zone: string;
  shifts: Shift[];
  unpublishedFrom: string;
  swaps: Swap[];
  market: Swap[];
  leave: Leave[];
  allowances: Allowance[];
  wishes: Wish[];
  openShifts: OpenShift[];
  offers: Offer[];
  rounds: BidRound[];
  changes: PendingChange[];
  notes: HandoverNote[];
  templates: ShiftTemplate[];
  hasCalendar: boolean;
  pushKey: string;
  version: number;
  asOf: string | null;
  history: VersionSummary[];
  names: Record<string, string>;
  fairness: FairnessLine | null;
  /** Queue → its names in English and Chinese, parted by a tab. */
  groups: Record<string, string>;
}

/** What another choice for a day would have cost. */
export interface Alternative {
  templateId: string;
  cost: number;
  parts: Record<string, number>;
  forbiddenBy: Violation[];
}

/** Why somebody works, or not, on a day. */
export interface Explanation {
  shift: Shift | null;
  alternatives: Alternative[];
  decidedBy: string;
  wishes: Wish[];
  history: VersionSummary[];
  fairness: FairnessLine | null;
}

/** People wanted and there in a slot. */
export interface CurveSlot {
  group: string;
  start: string;
  required: number | null;
  scheduled: number;
}

/** What an act did or would do. */
export interface ActAnswer {
  act: Record<string, Record<string, unknown>>;
  position: number;
  violations: Violation[];
  before: CurveSlot[];
  after: CurveSlot[];
  secret: string;
}

/** The acts of an agent, with what each says. */
export interface Acts {
  swapProposed: { parts: SwapPart[]; message: string; expiresAt: string | null };
  swapAnswered: { swapId: string; agreed: boolean; parts: SwapPart[] };
  swapWithdrawn: { swapId: string };
  consentAnswered: { changeId: string; agreed: boolean };
  leaveAsked: { kind: string; from: string; to: string; reason: string };
  leaveCancelled: { leaveId: string };
  wishSet: Omit<Wish, 'wishId' | 'person'>;
  wishRemoved: { wishId: string };
  openShiftClaimed: { openId: string };
  offerAnswered: { offerId: string; agreed: boolean };
  bidsPlaced: { roundId: string; lineIds: string[] };
  sicknessReported: { from: string; to: string };
  noteWritten: { at: string; team: string; text: string; open: boolean };
  noteAnswered: { noteId: string; done: boolean; text: string };
  calendarFeedDecided: { make: boolean };
}

/** A stretch of a day in which plan, sight and cause did not change. */
export interface AdherenceStretch {
  from: string;
  to: string;
  planned: { kind: Kind } | null;
  /** 5 = out: not as planned. */
  status: number;
  /** 1 customer, 2 system, 3 supervisor, 4 own. */
  cause: number;
  why: string;
  /** The planned rest that lies here because a contact ran over into it. */
  movedRest: { kind: Kind; from: string; to: string } | null;
}

/** Own adherence of one local day. */
export interface AdherenceDay {
  day: string;
  stretches: AdherenceStretch[];
  sums: {
    adherence: number | null;
    ownAdherence: number | null;
    conformance: number | null;
  } | null;
  contests: {
    contest: { contestId: string; from: string; to: string; words: string };
    state: string;
    reason: string;
    /** Decided by then; null = not known. */
    dueAt: string | null;
  }[];
  contestUntil: string | null;
  noSchedule: string;
}
