/**
 * Contacts of one queue on a grid of whole local days: every day has
 * `slotsPerDay` equal slots of wall-clock time (24 h), day after day from
 * `firstDay`. Days with a clock change stand in it as 24 hours: the hour that
 * does not exist is `NaN`, the hour that comes twice holds the first one's
 * count (or the mean of both).
 */
export interface SeriesHistory {
  /** Local date of the first day, "YYYY-MM-DD". */
  firstDay: string;
  /** 288, 96, 48 or 24: slots of 5, 15, 30 or 60 minutes. */
  slotsPerDay: number;
  /** Days × slots, contacts in each slot; `NaN` = not known, which is not 0. */
  counts: Float64Array;
}

/** A day that does not follow its weekday, known ahead from a calendar. */
export interface SpecialDay {
  /** Local date, "YYYY-MM-DD". */
  day: string;
  /** A public holiday, or a weekend day that is worked to make up for one. */
  kind: 'holiday' | 'working-day';
  /** The same name means the same holiday each year; empty where it is not known. */
  name: string;
}

/** Something the planner knows of: a campaign, an outage, a data fault. */
export interface PlannedEvent {
  /** Events of one name are taken to have the same effect. */
  name: string;
  /** First slot, local wall clock "YYYY-MM-DDTHH:MM". */
  from: string;
  /** First slot after it, local wall clock. */
  to: string;
  /** `exclude`: these slots teach nothing. `model`: the effect is learned and applied ahead. */
  treatment: 'exclude' | 'model';
}

/** Days since 1970-01-01 of a local date. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000);
}

/** The local date of a number of days since 1970-01-01. */
export function dayName(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** Day of the week of a day number: 0 = Monday … 6 = Sunday. */
export function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/** How many days a history has. */
export function daysOf({ counts, slotsPerDay }: SeriesHistory): number {
  return Math.floor(counts.length / slotsPerDay);
}
