import type { RequestAct } from './request-act.ts';
import type {
  ActivityKind,
  Contract,
  CurveSlot,
  Employee,
  ScheduleRule,
  ShiftTemplate,
} from './shift.ts';
import type { ShiftEdit } from './shift-edit.ts';

/**
 * An act on the schedule of a site: what is asked for, and, once decided, what came of it. Fields
 * said to be filled in are ignored in a request: ''/0/[]/null do. Kinds are those of the wire in
 * kebab-case, fields too, but: a Timestamp `from` is `fromMs`, and an absent one is `null`.
 */
export type ScheduleAct = PlanAct | RequestAct;

/** The kind of an act, as versions and messages name it. */
export type ActKind = ScheduleAct['kind'];

/** Acts of those who plan. */
export type PlanAct =
  | ({ kind: 'setup-decided' } & SetupChange)
  | DraftBegun
  | { kind: 'draft-edited'; draftId: string; edits: readonly ShiftEdit[] }
  | DraftOptimised
  | { kind: 'draft-discarded'; draftId: string }
  | DraftPublished
  | ScheduleChanged
  | ConsentAnswered
  | ActivityPlaced
  | { kind: 'approval-rules-decided'; rules: readonly ApprovalRule[] }
  | FileImported
  | { kind: 'file-import-undone'; importId: string }
  | RequirementDecided;

/** One thing of the setup, as it stands from a day on. */
export interface SetupChange {
  /** First local day. */
  effectiveFrom: string;
  /** It ceases to exist then. */
  removed: boolean;
  value: SetupValue;
}

/** What a setup is made of. */
export type SetupValue =
  | { of: 'template'; template: ShiftTemplate }
  | { of: 'contract'; contract: Contract }
  | { of: 'employee'; employee: Employee }
  | { of: 'rule'; rule: ScheduleRule }
  | { of: 'preset'; preset: string }
  | { of: 'notice-days'; noticeDays: number };

/** A draft is begun. */
export interface DraftBegun {
  kind: 'draft-begun';
  /** Filled in. */
  draftId: string;
  name: string;
  /** First local day. */
  from: string;
  /** 1 to 92. */
  days: number;
  slotMinutes: number;
  /** Empty = requirement by hand, or none. */
  forecastId: string;
  /** Empty = nobody works; "published"; or a draft's id. */
  copyOf: string;
  /** SHA-256 of its shifts. Filled in. */
  content: string;
  /** SHA-256 of its requirement; empty = none. Filled in. */
  requirement: string;
}

/** What the optimiser found is taken. */
export interface DraftOptimised {
  kind: 'draft-optimised';
  draftId: string;
  /** SHA-256 of the shifts of the whole draft. Filled in, from `Acting.found`. */
  content: string;
  score: ScheduleScore;
  /** Only these people's shifts were taken; empty = all. */
  people: readonly string[];
  /** Only these days; empty = all. */
  days: readonly string[];
  seed: number;
}

/** How good a schedule is. */
export interface ScheduleScore {
  cost: number;
  /** `null` = not known. */
  bound: number | null;
  underMinutes: number;
  overMinutes: number;
  /** `null` = nothing required. */
  fit: number | null;
  paidMinutes: number;
  hard: number;
  softCost: number;
  wishCost: number;
  fairnessCost: number;
}

/** Days of a draft become the schedule. */
export interface DraftPublished {
  kind: 'draft-published';
  draftId: string;
  /** Empty = the draft's. */
  from: string;
  /** 0 = the draft's. */
  days: number;
  /** Filled in. */
  version: number;
  /** SHA-256 of all shifts of these days. Filled in. */
  content: string;
  /** Published although hard rules are broken; the reason. Empty = not so. */
  inSpite: string;
}

/** The published schedule is changed. */
export interface ScheduleChanged {
  kind: 'schedule-changed';
  edits: readonly ShiftEdit[];
  reason: string;
  /** 0 = waits for consent. Filled in. */
  version: number;
  /** Filled in. */
  changeId: string;
  /** People who must agree first. Filled in. */
  consents: readonly string[];
}

/** A change within the notice period is agreed to or not. */
export interface ConsentAnswered {
  kind: 'consent-answered';
  changeId: string;
  agreed: boolean;
  /** Filled in with who asks. */
  person: string;
  /** The version made when the last one agreed; 0 = none. Filled in. */
  version: number;
  /** Why it could not be done after all; empty = nothing. Filled in. */
  refusal: string;
}

/** Training or a meeting is placed into shifts. */
export interface ActivityPlaced {
  kind: 'activity-placed';
  /** Filled in. */
  placingId: string;
  activity: ActivityKind;
  note: string;
  people: readonly string[];
  minutes: number;
  fromMs: number;
  toMs: number;
  /** All at one time; otherwise each where it costs least. */
  together: boolean;
  /** Filled in. */
  edits: readonly ShiftEdit[];
  /** Filled in. */
  version: number;
  /** Those for whom no place was found: person → reason. Filled in. */
  leftOut: ReadonlyMap<string, string>;
}

/** One rule of approval without a person. The first that fits decides. */
export interface ApprovalRule {
  ruleId: string;
  of: 'swap' | 'leave' | 'open-shift';
  /** Otherwise it refuses. */
  approve: boolean;
  /** Only when it begins at least so many hours ahead; 0 = always. */
  minHoursAhead: number;
  /** Only when no slot's shortfall grows beyond so many people; `null` = not looked at. */
  maxShortfall: number | null;
  sameTeam: boolean;
  /** Empty = any. */
  leaveKinds: readonly string[];
  /** Only while at most so many are away on a day, the one who asks included; 0 = any number. */
  maxAway: number;
}

/** A file is read in. The service reads it: `setup`, `edits`, `leave` come with the request. */
export interface FileImported {
  kind: 'file-imported';
  /** Filled in. */
  importId: string;
  fileName: string;
  of: 'people' | 'templates' | 'shifts' | 'leave';
  setup: readonly SetupChange[];
  /** Ids of new shifts are filled in. */
  edits: readonly ShiftEdit[];
  /** With "shifts". */
  draftId: string;
  leave: readonly ImportedLeave[];
}

/** Leave that a file tells of: it is approved already. */
export interface ImportedLeave {
  /** Filled in. */
  leaveId: string;
  person: string;
  leaveKind: string;
  /** First and last local day. */
  from: string;
  to: string;
  /** Filled in. */
  minutes: number;
}

/** Requirement by hand, or anew from a forecast. */
export interface RequirementDecided {
  kind: 'requirement-decided';
  draftId: string;
  /** SHA-256 of the curves. Filled in. */
  requirement: string;
  /** Empty = `slots` say it. */
  forecastId: string;
  /** What is not named stays; `scheduled` is not looked at. */
  slots: readonly CurveSlot[];
}
