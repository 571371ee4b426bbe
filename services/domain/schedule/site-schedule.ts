import type { NoteWritten, SicknessReported } from './floor-act.ts';
import type {
  BidAward,
  BidRoundOpened,
  LeaveAsked,
  LeaveState,
  OfferMade,
  OpenShiftPosted,
  SwapOutcome,
  SwapPart,
  SwapProposed,
  WishSet,
} from './request-act.ts';
import type {
  ActKind,
  ApprovalRule,
  DraftBegun,
  FileImported,
  ScheduleChanged,
  ScheduleScore,
} from './schedule-act.ts';
import type { Contract, Employee, ScheduleRule, Shift, ShiftTemplate } from './shift.ts';
import { emptyBook, emptyShards, type ShardedMap, type ShiftBook } from './shift-book.ts';
import type { ShiftEdit } from './shift-edit.ts';

/** Who did something, and when. */
export interface Deed {
  /** Empty when a program did. */
  author: string;
  atMs: number;
  /** Its place in the log; 0 of a preview. */
  position: number;
}

/**
 * All that is decided about the schedule of one site: a fold of its acts. Published shifts lie in
 * it whole; shifts of drafts and requirements lie in the store and are named by their SHA-256.
 */
export interface SiteSchedule {
  setup: Setup;
  drafts: ReadonlyMap<string, Draft>;
  /** Published shifts of the last 400 days and of all to come. */
  published: ShiftBook;
  /** Requirement of published days; of one day the last holds. At most 200. */
  requirements: readonly PublishedRequirement[];
  /** First and last local day ever published; empty = none. */
  publishedFrom: string;
  publishedTo: string;
  /** 0 = nothing is published. */
  version: number;
  /** The last 200, the oldest first. */
  versions: readonly ScheduleVersion[];
  /** What made and changed each published shift, the oldest first; the last 20. */
  history: ShardedMap<readonly VersionSummary[]>;
  /** Shifts taken from a person in the last 60 days, the oldest first; the last 100 of each. */
  gone: ReadonlyMap<string, readonly GoneShift[]>;
  /** Settled requests below are kept for 90 days, leave and sickness for 800. */
  swaps: ReadonlyMap<string, Swap>;
  leaves: ReadonlyMap<string, Leave>;
  wishes: ReadonlyMap<string, WishSet>;
  rounds: ReadonlyMap<string, BidRound>;
  /** Order of choice in the last round by rotation. */
  rotation: readonly string[];
  openShifts: ReadonlyMap<string, OpenShift>;
  offers: ReadonlyMap<string, Offer>;
  sickness: ReadonlyMap<string, Sickness>;
  /** Shift that nobody could work → shift of who stands in. */
  standIns: ReadonlyMap<string, string>;
  changes: ReadonlyMap<string, PendingChange>;
  /** The last 500. */
  notes: ReadonlyMap<string, Note>;
  approvalRules: readonly ApprovalRule[];
  imports: ReadonlyMap<string, ScheduleImport>;
  /** Person → SHA-256 of the secret part of the calendar's address. */
  feeds: ReadonlyMap<string, string>;
  /** The last 2,000 commands: a repeat of one changes nothing. */
  commands: ReadonlySet<string>;
  /** The last act folded in; 0 = none. */
  position: number;
}

/** What shifts are made from: versions of each thing, in the order in which they were decided. */
export interface Setup {
  templates: ReadonlyMap<string, readonly SetupVersion<ShiftTemplate>[]>;
  contracts: ReadonlyMap<string, readonly SetupVersion<Contract>[]>;
  employees: ReadonlyMap<string, readonly SetupVersion<Employee>[]>;
  rules: ReadonlyMap<string, readonly SetupVersion<ScheduleRule>[]>;
  presets: ReadonlyMap<string, readonly SetupVersion<string>[]>;
  noticeDays: readonly SetupVersion<number>[];
}

/** A thing of the setup as it stands from a day on; read it by `setup-on.ts`. */
export interface SetupVersion<Value> {
  effectiveFrom: string;
  /** `null` = it does not exist from then on. */
  value: Value | null;
  /** The import it came from; empty = none. */
  importId: string;
  decided: Deed;
}

/** A draft. What it holds now: `shiftsOfDraft` of acts/draft-shifts.ts. */
export interface Draft extends Omit<DraftBegun, 'kind'> {
  state: 'open' | 'published' | 'discarded';
  /** Laid over its content, in order; edits go when something optimised is taken. */
  layers: readonly DraftLayer[];
  /** Version of the published schedule when it was begun. */
  baseVersion: number;
  /** As last told by the optimiser; `null` = never. */
  score: ScheduleScore | null;
  /** When its requirement was put in; `null` = it has none. */
  required: Deed | null;
  begun: Deed;
  last: Deed;
}

/** Edits of a draft that were done together, or days taken as they were published from it. */
export interface DraftLayer {
  edits: readonly ShiftEdit[];
  importId: string;
  /** `null` = edits only. */
  published: PublishedDays | null;
}

/** Days of a draft that became the schedule. */
export interface PublishedDays {
  /** First and last local day. */
  from: string;
  to: string;
  /** SHA-256 of their shifts; empty once something optimised was taken: it holds them. */
  content: string;
  version: number;
}

/** What published days require. */
export interface PublishedRequirement {
  /** First and last local day. */
  from: string;
  to: string;
  slotMinutes: number;
  /** SHA-256 of the curves; empty = none. */
  requirement: string;
  forecastId: string;
  required: Deed | null;
}

/** One version of the published schedule, in a line. */
export interface VersionSummary extends Deed {
  version: number;
  act: ActKind;
  /** In words. */
  reason: string;
  /** First and last local day concerned. */
  from: string;
  to: string;
  /** Shifts added, changed, taken away. */
  changes: number;
}

/** One version with what it changed. */
export interface ScheduleVersion extends VersionSummary {
  /** `null` = so many came since that they are no longer kept. */
  edits: readonly ShiftEdit[] | null;
}

/** A shift that somebody no longer has, for their calendar. */
export interface GoneShift extends Deed {
  shift: Shift;
  version: number;
}

/** A swap as it stands. */
export interface Swap extends Omit<SwapProposed, 'kind'> {
  /** As they stand: of the market with the taker filled in, and what is given in return. */
  parts: readonly SwapPart[];
  market: boolean;
  answers: ReadonlyMap<string, boolean>;
  state: SwapOutcome['state'] | 'withdrawn';
  outcome: SwapOutcome | null;
  proposed: Deed;
  last: Deed;
}

/** Leave as it stands. */
export interface Leave extends Omit<LeaveAsked, 'kind' | 'state'> {
  state: LeaveState;
  /** Who decided, a person or a rule; `null` = nobody yet. */
  decided: Deed | null;
  decisionReason: string;
  importId: string;
  asked: Deed;
}

/** A round of bidding as it stands. */
export interface BidRound extends Omit<BidRoundOpened, 'kind'> {
  state: 'open' | 'closed';
  /** Person → lines, the dearest first. */
  bids: ReadonlyMap<string, readonly string[]>;
  awards: readonly BidAward[];
  draftId: string;
  opened: Deed;
  last: Deed;
}

/** An open shift as it stands. */
export interface OpenShift extends Omit<OpenShiftPosted, 'kind'> {
  state: 'open' | 'taken' | 'closed';
  /** Who took it; empty = nobody. */
  person: string;
  posted: Deed;
  last: Deed;
}

/** An offer as it stands. */
export interface Offer extends Omit<OfferMade, 'kind'> {
  state: 'open' | 'closed';
  answers: ReadonlyMap<string, boolean>;
  winners: readonly string[];
  /** Told when it is closed. */
  seed: string;
  made: Deed;
  last: Deed;
}

/** Sickness; shifts nobody stands in for: `uncoveredBy` of acts/sickness.ts. */
export interface Sickness extends Omit<SicknessReported, 'kind'> {
  reported: Deed;
}

/** A change that waits for consent. */
export interface PendingChange extends Omit<ScheduleChanged, 'kind'> {
  answers: ReadonlyMap<string, boolean>;
  state: 'waiting' | 'done' | 'refused';
  refusal: string;
  asked: Deed;
  last: Deed;
}

/** A note as it stands. */
export interface Note extends Omit<NoteWritten, 'kind'> {
  seenBy: readonly string[];
  /** Empty = what it asks for is not done. */
  doneBy: string;
  answers: readonly string[];
  written: Deed;
}

/** A file that was read in; `undone` set when it no longer counts. */
export interface ScheduleImport
  extends Pick<FileImported, 'importId' | 'fileName' | 'of' | 'draftId'> {
  imported: Deed;
  undone: Deed | null;
}

/** A site about which nothing is decided. */
export const emptySchedule: SiteSchedule = {
  setup: {
    templates: new Map(),
    contracts: new Map(),
    employees: new Map(),
    rules: new Map(),
    presets: new Map(),
    noticeDays: [],
  },
  drafts: new Map(),
  published: emptyBook,
  requirements: [],
  publishedFrom: '',
  publishedTo: '',
  version: 0,
  versions: [],
  history: emptyShards,
  gone: new Map(),
  swaps: new Map(),
  leaves: new Map(),
  wishes: new Map(),
  rounds: new Map(),
  rotation: [],
  openShifts: new Map(),
  offers: new Map(),
  sickness: new Map(),
  standIns: new Map(),
  changes: new Map(),
  notes: new Map(),
  approvalRules: [],
  imports: new Map(),
  feeds: new Map(),
  commands: new Set(),
  position: 0,
};
