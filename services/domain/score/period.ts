import { DomainError } from '../domain-error.ts';
import { daysBetween, laterDay, siteCalendar, weekdayOf } from '../schedule/site-calendar.ts';
import type { PeriodLength } from './scorecard.ts';

/** Repeats are looked for within so many days: a contact counts once they are over. */
export const repeatDays = 7;

/** First and last local day of "2026-W48" (ISO 8601, from Monday) or "2026-11". */
export function periodDays(period: string): { from: string; to: string } {
  const week = /^(\d{4})-W(\d\d)$/.exec(period);
  if (week) {
    const from = laterDay(firstMonday(Number(week[1])), 7 * (Number(week[2]) - 1));
    if (periodOf(from, 'week') === period) return { from, to: laterDay(from, 6) };
  } else if (/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) {
    const from = `${period}-01`;
    return { from, to: laterDay(monthAfter(from), -1) };
  }
  throw new DomainError('invalid', `"${period}" is no period: "2026-W48" or "2026-11" would be`);
}

/** How long a period is. */
export function lengthOf(period: string): PeriodLength {
  return period.includes('W') ? 'week' : 'month';
}

/** The period that holds a local day. */
export function periodOf(day: string, length: PeriodLength): string {
  if (length === 'month') return day.slice(0, 7);
  const thursday = laterDay(day, 4 - weekdayOf(day));
  const year = Number(thursday.slice(0, 4));
  const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** A period and those before it, the newest first. */
export function periodsBack(period: string, count: number): string[] {
  const periods: string[] = [];
  for (let one = period; periods.length < count; ) {
    periods.push(one);
    one = periodOf(laterDay(periodDays(one).from, -1), lengthOf(one));
  }
  return periods;
}

/** Instants of a period, half-open, in the site's zone. */
export function periodSpan(period: string, zone: string): { fromMs: number; toMs: number } {
  const { from, to } = periodDays(period);
  const calendar = siteCalendar(zone);
  return { fromMs: calendar.instant(from, 0), toMs: calendar.instant(laterDay(to, 1), 0) };
}

/** Instants of which legs are needed to score a period: seven days earlier, for repeats. */
export function factsSpan(period: string, zone: string): { fromMs: number; toMs: number } {
  const { fromMs, toMs } = periodSpan(period, zone);
  return { fromMs: fromMs - repeatDays * 86_400_000, toMs };
}

/** Whole months from a day to another: of a post held since the first to the end of a month. */
export function monthsBetween(since: string, until: string): number {
  const months =
    (Number(until.slice(0, 4)) - Number(since.slice(0, 4))) * 12 +
    (Number(until.slice(5, 7)) - Number(since.slice(5, 7)));
  return Number(until.slice(8)) >= Number(since.slice(8)) ? months : months - 1;
}

/** Monday of the week that holds 4 January: week 1. */
function firstMonday(year: number): string {
  const fourth = `${year}-01-04`;
  return laterDay(fourth, 1 - weekdayOf(fourth));
}

function monthAfter(first: string): string {
  return `${laterDay(first, 31).slice(0, 7)}-01`;
}
