import type { CentreRoster } from './centre-roster.ts';

/** A change of the clock inside a day. */
export interface ClockChange {
  /** Wall-clock minute of the day at which it happens; of the clock before the change. */
  atMin: number;
  /** Minutes by which the clock jumps: 60 forward in spring, -60 back in autumn. */
  byMin: number;
}

/** One calendar day of the site. */
export interface CentreDay {
  /** 1 = Monday, 7 = Sunday. */
  weekday: number;
  /** Calendar week within the horizon, from 0 and rising by one. */
  week: number;
  /** Slots from midnight to midnight: with half-hours 48, or 46 or 50 where the clock changes. */
  slots: number;
  /** `null` on nearly every day. */
  clockChange: ClockChange | null;
}

/**
 * One service level for the whole day instead of a number for each slot (Koole and van der Sluis,
 * "Optimal shift scheduling with a global service level constraint", IIE Transactions 2003).
 */
export interface DayServiceLevel {
  /**
   * For each slot of the horizon what each further agent above `required` gains, such as calls more
   * that are answered in time. Never rising within a slot. An agent beyond the list counts as over.
   */
  gains: readonly (readonly number[])[];
  /** For each day the gains wanted in sum. */
  targets: readonly number[];
  /** Cost of each unit of gain that is missing. */
  missingWeight: number;
}

/** A group of queues that one skill serves. */
export interface CentreSkill {
  id: string;
  /**
   * Agents wanted in each slot of the horizon; fractions are allowed. With `dayLevel`: the floor
   * above which gains begin.
   */
  required: readonly number[];
  /** Cost of one agent missing for one hour. */
  underWeight: number;
  /** Cost of one agent too many for one hour. */
  overWeight: number;
  dayLevel: DayServiceLevel | null;
}

/** A break that belongs to a shift, and the window it may begin in. */
export interface CentreBreak {
  kind: 'meal' | 'rest';
  minutes: number;
  /** Earliest and latest beginning, in minutes from the start of the shift. */
  earliestMin: number;
  latestMin: number;
  isPaid: boolean;
}

/** What fairness and successions count a shift as. */
export type ShiftClass = 'early' | 'day' | 'late' | 'night';

/** A shift that can be given. */
export interface CentreTemplate {
  id: string;
  /** Wall-clock minute of the day, 0 to 1439, on the grid of `stepMin`. */
  startMin: number;
  /** Minutes that pass from its start to its end, breaks included; may reach past midnight. */
  spanMin: number;
  paidMin: number;
  /** Weekdays on which it may begin, 1 = Monday. */
  weekdays: readonly number[];
  class: ShiftClass;
  /** In the order in which they are taken. */
  breaks: readonly CentreBreak[];
  /** Least minutes between the end of one break and the next. */
  minBetweenBreaksMin: number;
}

/** What a person can serve. */
export interface PersonSkill {
  /** Place in the list of skills. */
  skill: number;
  /** How many average agents this one is worth, above 0. */
  efficiency: number;
  /** Of two skills that gain the same, the lower number is served. */
  priority: number;
}

/** Least and most; `null` = no such limit. */
export interface Range {
  min: number | null;
  max: number | null;
}

/** The hard rules of one contract. */
export interface CentreRules {
  /** Paid minutes in each calendar week, leave included. */
  weekMinutes: Range;
  /** Paid minutes in the whole horizon, leave included. */
  horizonMinutes: Range;
  /** Days of each calendar week that are neither worked nor leave. */
  weekDaysOff: Range;
  maxDaysInARow: number | null;
  /** Days not worked (leave is one) between two blocks of work. */
  minDaysOffInARow: number;
  /** From the end of a shift to the start of the next. */
  minRestMin: number;
  maxNightsInARow: number | null;
  /** Weekends of which Saturday, Sunday or both are worked, past ones of `past` included. */
  maxWeekends: number | null;
  /** `to` may not be worked on the day after `from`. */
  forbidden: readonly { from: ShiftClass; to: ShiftClass }[];
}

/** Slots of the horizon, the last not included. */
export interface SlotSpan {
  fromSlot: number;
  toSlot: number;
}

/** Something asked for; refusing it costs. */
export interface CentreWish {
  day: number;
  /** Place in the list of templates; `null` = any work at all. */
  template: number | null;
  /** `on`: would like to work it; `off`: would like not to. */
  kind: 'on' | 'off';
  weight: number;
}

/** A day that is settled already. Leave is no work but its minutes count as paid. */
export type CentrePin =
  | { kind: 'shift'; day: number; template: number }
  | { kind: 'off'; day: number }
  | { kind: 'leave'; day: number; paidMin: number };

/** What somebody did up to the eve of the first day, so that no rule ends at the border. */
export interface CentrePast {
  /**
   * When the last shift ended, in minutes from the first midnight: negative, or positive where a
   * night shift of the eve reaches into the first day; `null` = so long ago that it plays no part.
   */
  lastEndMin: number | null;
  /** Class of the eve's shift, `null` when the eve was not worked. */
  eveClass: ShiftClass | null;
  /** Days worked in a row up to the eve; 0 when it was not worked. */
  daysWorked: number;
  /** Days not worked in a row up to the eve; 0 when it was worked. */
  daysOff: number;
  /** Night shifts in a row up to the eve. */
  nightsInARow: number;
  /** Of the calendar week that contains the first day, before it. */
  weekMinutes: number;
  weekDaysOff: number;
  /** Weekends that `maxWeekends` has counted already, without one that goes on on day 0. */
  weekends: number;
  /** Day 0 is a Sunday and the Saturday before it was worked. */
  saturdayWorked: boolean;
}

/** What this person bore more than others so far; each unit is one shift or refused wish. */
export interface FairnessDebt {
  night: number;
  /** Saturdays and Sundays worked. */
  weekend: number;
  late: number;
  refusedWish: number;
}

/** Somebody who can be given shifts. */
export interface CentrePerson {
  id: string;
  skills: readonly PersonSkill[];
  /** Places in the list of templates. */
  templates: readonly number[];
  rules: CentreRules;
  /** No shift may touch these slots. */
  unavailable: readonly SlotSpan[];
  wishes: readonly CentreWish[];
  pins: readonly CentrePin[];
  /** `null`: nothing is known; rules that look back begin at the first day, rested. */
  past: CentrePast | null;
  debt: FairnessDebt;
}

/** What the parts of the cost weigh against each other; all from 0 up. */
export interface CentreWeights {
  /** Multiply the skills' own weights of cover; 1 is usual. */
  under: number;
  over: number;
  /** Cost of one paid hour; 0 where the hours are paid anyway. */
  paid: number;
  /** Multiplies the weight of each refused wish. */
  wish: number;
  /**
   * Cost of a night, weekend or late shift for each unit of debt the person has of that kind, and
   * of a refused wish for each unit of `refusedWish`.
   */
  fairness: number;
  /** Cost of each person-day whose shift differs from the base roster's. */
  stability: number;
}

/**
 * A contact centre's roster: who works which shift on which day, breaks when, serves whom.
 *
 * Slots are numbered from 0 at the first midnight through the whole horizon, so a day with a change
 * of the clock just has fewer or more of them. Hard rules: those of the people, their availability
 * and pins; cover is soft. At the border of the horizon: a calendar week cut off by its end has no
 * least minutes and no least days off; one cut off by its start counts with what `past` says, and
 * has no least ones when there is no past. A block of days off that touches the last day, or the
 * first without a past, may be shorter than its least.
 */
export interface CentreProblem {
  /** Minutes of a slot: 15 or 30; any divisor of 60 is taken. */
  slotMin: number;
  /** Shifts and breaks begin on this grid of minutes; divides `slotMin`. */
  stepMin: number;
  days: readonly CentreDay[];
  skills: readonly CentreSkill[];
  templates: readonly CentreTemplate[];
  people: readonly CentrePerson[];
  weights: CentreWeights;
  /** The published roster that changes are counted against; `null` = none. */
  base: CentreRoster | null;
}

/** Most of each that is taken. */
export const centreLimits = {
  days: 62,
  slots: 6_000,
  people: 3_000,
  skills: 60,
  templates: 400,
  breaks: 6,
};
