/** The schedule as the gateway tells it. null = cannot be known or computed, never zero. */
import type * as decision from '../../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type * as wire from '../../../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { Plain } from '../parts/plain.ts';

/** A shift on the wire. */
export type WireShift = Plain<wire.Shift>;
/** A kind of shift. */
export type Template = Plain<wire.ShiftTemplate>;
/** What somebody is engaged for. */
export type Contract = Plain<wire.Contract>;
/** A person as scheduling sees them. */
export type Employee = Plain<wire.Employee>;
/** A rule as data. */
export type Rule = Plain<wire.Rule>;
/** A rule that is broken. */
export type Violation = Plain<wire.Violation>;
/** People wanted and there. */
export type CurveSlot = Plain<wire.CurveSlot>;
/** How good a schedule is. */
export type Score = Plain<wire.ScheduleScore>;
/** One person's line of the ledger. */
export type FairnessLine = Plain<wire.FairnessLine>;
/** What another choice would have cost. */
export type Alternative = Plain<wire.Alternative>;
/** A change to one shift. */
export type WireEdit = Plain<decision.ShiftEdit>;
/** A rule of approval. */
export type ApprovalRule = Plain<decision.ApprovalRule>;
/** A line that is bid for. */
export type BidLine = Plain<decision.BidLine>;

type Deciding = decision.ScheduleAct['what'];
type Fields<Chosen> = Chosen extends { $case: infer Name extends string; value: infer Value }
  ? { [key in Name]: Partial<Plain<Value>> }
  : never;
/** An act that is asked for: one name with its fields; those that are filled in may be left out. */
export type Act = Fields<NonNullable<Deciding>> | { setupDecided: SetupAct };
/** One thing of the setup. */
export type SetupAct = { effectiveFrom: string; removed?: boolean; value: SetupValue };
/** Which. */
export type SetupValue =
  | { template: Template }
  | { contract: Contract }
  | { employee: Employee }
  | { rule: Rule }
  | { preset: string }
  | { noticeDays: number };

/** What shifts are made from. */
export interface Setup {
  templates: Template[];
  contracts: Contract[];
  employees: Employee[];
  rules: Rule[];
  approvalRules: ApprovalRule[];
  noticeDays: number;
  zone: string;
  names: Record<string, string>;
  /** Queue → its names, parted by a tab. */
  groups: Record<string, string>;
  position: number;
}

/** A draft in a list. */
export interface Draft {
  draftId: string;
  name: string;
  from: string;
  days: number;
  slotMinutes: number;
  forecastId: string;
  state: string;
  author: string;
  begunAt: string | null;
  shifts: number;
  score: Score | null;
  position: number;
}

/** One version of what is published. */
export interface Version {
  version: number;
  at: string | null;
  author: string;
  act: string;
  reason: string;
  from: string;
  to: string;
  changes: number;
}

/** Drafts and versions. */
export interface Schedules {
  drafts: Draft[];
  versions: Version[];
  publishedFrom: string;
  publishedTo: string;
  position: number;
  noticeFrom: string;
}

/** A stretch in which somebody is away. */
export interface Absence {
  person: string;
  from: string;
  to: string;
  kind: string;
  state: string;
}

/** A schedule. */
export interface WireSchedule {
  shifts: WireShift[];
  curves: CurveSlot[];
  violations: Violation[];
  score: Score | null;
  absences: Absence[];
  version: number;
  position: number;
  zone: string;
  slotMinutes: number;
  names: Record<string, string>;
  requiredAsOf: string | null;
}

/** What differs. */
export interface Comparison {
  edits: WireEdit[];
  left: Score | null;
  right: Score | null;
}

/** What an act did or would do. */
export interface ActAnswer {
  act: Record<string, unknown> | null;
  position: number;
  violations: Violation[];
  before: CurveSlot[];
  after: CurveSlot[];
}

/** How far a search is. */
export interface SearchStep {
  state: string;
  cost: number;
  bound: number | null;
  gap: number | null;
  seconds: number;
  searchId: string;
  score: Score | null;
  conflict: Violation[];
  relaxations: string[];
  curves: CurveSlot[];
}

/** Why somebody works on a day. */
export interface ShiftWhy {
  shift: WireShift | null;
  alternatives: Alternative[];
  decidedBy: string;
  wishes: Plain<decision.WishSet>[];
  history: Version[];
  fairness: FairnessLine | null;
}

/** The ledger. */
export interface Fairness {
  lines: FairnessLine[];
  weights: Record<string, number>;
}

/** One who could. */
export interface Candidate {
  person: string;
  effectMinutes: number;
  paidMinutes: number;
  violations: Violation[];
  standIn: boolean;
  /** For which post; null = for none. */
  trained: { postId: string; nameEn: string; nameZh: string; place: number } | null;
  burden: number;
}

/** What was understood of a file. */
export interface FileReport {
  columns: Record<string, string>;
  unused: string[];
  taken: number;
  faults: { line: number; column: string; sentence: string }[];
  importId: string;
  samples: string[];
}

/** Something said in both languages. */
export interface Both {
  en: string;
  zh: string;
}

/** A kind of rule, for forms and sentences. */
export interface RuleKind {
  kind: string;
  name: Both;
  meaning: Both;
  chapter: string;
  numbers: {
    name: string;
    label: Both;
    unit: string;
    otherwise: number | null;
    least: number;
    most: number;
  }[];
  words: {
    name: string;
    label: Both;
    choice: { one?: string[]; list?: string; text?: string };
    otherwise: string;
  }[];
  windows: string[];
  unit: string;
  /** By what was broken; `{name}` is a fact, `{name:h}` minutes as hours. */
  sentences: Record<string, Both>;
}

/** The address of a question about a schedule; empty values stay at home. */
export function schedulePath(
  path: string,
  query: Record<string, string | number | boolean | null | undefined> = {},
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') asked.set(name, String(value));
  }
  return `/v1/schedule/${path}${asked.size > 0 ? `?${asked}` : ''}`;
}

/** The draft an act made, as its answer tells. */
export function draftIn({ act }: ActAnswer): string {
  const [fields] = Object.values(act ?? {});
  const id = (fields as { draftId?: unknown } | null | undefined)?.draftId;
  return typeof id === 'string' ? id : '';
}

/** The fields of an act as it was decided. */
export function fieldsIn(answer: ActAnswer | null): Record<string, unknown> {
  const [fields] = Object.values(answer?.act ?? {});
  return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
}

/** Agent-minutes too few in some slots. */
export function shortfallOf(slots: readonly CurveSlot[], slotMinutes: number): number {
  let sum = 0;
  for (const { required, scheduled } of slots) {
    if (required !== null && scheduled < required) sum += (required - scheduled) * slotMinutes;
  }
  return sum;
}
