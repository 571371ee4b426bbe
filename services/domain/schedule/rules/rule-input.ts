import type { Contract, Employee, ScheduleRule, Shift, ShiftTemplate } from '../shift.ts';

/** Whole local days on which somebody is away. */
export interface RuledAbsence {
  /** First local day, "2026-11-28". */
  from: string;
  /** Last local day. */
  to: string;
  kind: 'leave' | 'sick';
  /** Paid minutes that each of its days counts; 0 = unpaid or not known. */
  paidMinutesADay: number;
}

/** One person as rules see them. */
export interface RuledPerson {
  employee: Employee;
  /**
   * All shifts that are known, whole and in any order: those before the span too, so that a window
   * reaches back over the border, and those after it.
   */
  shifts: readonly Shift[];
  absences: readonly RuledAbsence[];
  /**
   * Shifts as they stood before: pinned ones must still be there, and what differs is a change
   * that needs notice. `null` = nothing stood, or nobody asks.
   */
  stood: readonly Shift[] | null;
}

/** What does not depend on people: where, when, by which rules. */
export interface RuleGround {
  /** IANA name of the site's zone; it tells days, weekends and wall-clock times. */
  zone: string;
  /** First local day that is checked. */
  from: string;
  /** Days that are checked, 1 to 92. */
  days: number;
  /** First local day whose shifts are known, at most 400 days before `from`. */
  knownFrom: string;
  /** Last local day whose shifts are known. Least amounts are asked only of what is known whole. */
  knownTo: string;
  rules: readonly ScheduleRule[];
  templates: readonly ShiftTemplate[];
  contracts: readonly Contract[];
  /** Public holidays by local day; the name is told in sentences. */
  holidays: ReadonlyMap<string, string>;
  /** Minutes of a slot, for rules of people in a slot: 15 or 30. */
  slotMinutes: number;
  /** Now, for rules of notice; `null` = they are not looked at. */
  nowMs: number | null;
}

/** All that `breaksOfRules` looks at. */
export interface RuleInput extends RuleGround {
  people: readonly RuledPerson[];
}

/** Most of each that is taken. */
export const ruleLimits = { days: 92, history: 400, after: 40, people: 3_000, rules: 200 };
