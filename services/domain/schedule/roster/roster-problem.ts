/** A day's work that people can be given. */
export interface RosterShift {
  id: string;
  /** Paid length. */
  minutes: number;
  /** Places in the list of shifts that may not be worked on the day after this one. */
  mayNotPrecede: readonly number[];
}

/** What somebody did up to the day before the first, so that no rule ends at the border. */
export interface RosterPast {
  /** Days worked in a row up to the eve; 0 when the eve was off. */
  daysWorked: number;
  /** Days off in a row up to the eve; 0 when the eve was worked. */
  daysOff: number;
  /** Place of the eve's shift in the list of shifts, `null` when it was off. */
  lastShift: number | null;
}

/** The hard limits of one contract. Counts and minutes are of the whole horizon. */
export interface RosterLimits {
  maxMinutes: number;
  minMinutes: number;
  maxDaysInARow: number;
  minDaysInARow: number;
  minDaysOffInARow: number;
  /** Weekends of which Saturday, Sunday or both are worked. */
  maxWeekends: number;
  /** Most shifts of each kind, in the order of the list of shifts; 0 = never. */
  maxOfShift: readonly number[];
}

/** Something asked for; its weight is the cost of refusing it. */
export interface RosterWish {
  day: number;
  /** Place in the list of shifts; `null` = any work at all. */
  shift: number | null;
  /** `on`: would like to work it; `off`: would like not to. */
  kind: 'on' | 'off';
  weight: number;
}

/** A cell of the roster that is settled already. */
export interface RosterPin {
  day: number;
  /** Place in the list of shifts; `null` = off. */
  shift: number | null;
}

/** Somebody who can be given work. */
export interface RosterPerson {
  id: string;
  limits: RosterLimits;
  /** Days on which no work can be given: leave, training, another employer. */
  unavailable: readonly number[];
  wishes: readonly RosterWish[];
  pins: readonly RosterPin[];
  /** Without a past the block that touches the first day may be shorter than any minimum. */
  past: RosterPast | null;
}

/** How many people are wanted on a set of (day, shift) cells together. */
export interface RosterCover {
  /** Cells, each day × number of shifts + shift; whoever works any of them counts. */
  cells: readonly number[];
  required: number;
  /** Cost of each person too few. */
  underWeight: number;
  /** Cost of each person too many. */
  overWeight: number;
}

/** Who could work when, and what is wanted. Days are numbered from 0. */
export interface RosterProblem {
  days: number;
  /** Weekday of day 0: 1 = Monday, 7 = Sunday. */
  firstWeekday: number;
  shifts: readonly RosterShift[];
  people: readonly RosterPerson[];
  cover: readonly RosterCover[];
}

/** One person's days: the place of the shift in the list of shifts, or `off`. */
export type Line = Int16Array;

/** One line a person, in the order of the people. */
export type Roster = readonly Line[];

/** A day off in a line. */
export const off = -1;

/** Most days, people, shifts and cover rows taken. */
export const rosterLimits = { days: 366, people: 2_000, shifts: 400, cover: 40_000 };

/** The line that works nothing at all. */
export function emptyLine({ days }: RosterProblem): Line {
  return new Int16Array(days).fill(off);
}

/** Weekday of a day, 1 = Monday to 7 = Sunday. */
export function weekdayOf({ firstWeekday }: RosterProblem, day: number): number {
  return ((firstWeekday - 1 + day) % 7) + 1;
}
