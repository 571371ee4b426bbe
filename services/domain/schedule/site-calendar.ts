import { DomainError } from '../domain-error.ts';
import { dayMs, localClock } from '../time/local-clock.ts';

/** The local days of a site. Days are named "2026-11-28". */
export interface SiteCalendar {
  /** The local day that holds an instant. */
  dayOf(atMs: number): string;
  /** Minutes after midnight that the clock shows. */
  minuteOf(atMs: number): number;
  /**
   * When the clock of a day shows a minute; from 1440 on of the days after. Of a time that comes
   * twice the first; of one that is left out the first instant after it.
   */
  instant(day: string, minute: number): number;
  /** "2026-11-28 22:00", for sentences. */
  clockText(atMs: number): string;
}

/** Calendars that were asked for; a few zones are asked for again and again. */
const known = new Map<string, SiteCalendar>();
const zonesKept = 100;

/** The calendar of a zone, an IANA name. */
export function siteCalendar(zone: string): SiteCalendar {
  const before = known.get(zone);
  if (before) return before;
  if (known.size >= zonesKept) known.clear();
  const calendar = calendarOf(zone);
  known.set(zone, calendar);
  return calendar;
}

function calendarOf(zone: string): SiteCalendar {
  const clock = localClock(zone);
  const instant = (day: string, minute: number): number => {
    const first = dayNumber(day) + Math.floor(minute / 1_440);
    for (let at = minute % 1_440; at < 1_440; at += 1) {
      const [found] = clock.instants(first, at);
      if (found !== undefined) return found;
    }
    return instant(dayName(first + 1), 0);
  };
  return {
    dayOf: (atMs) => dayName(clock.reading(atMs).day),
    minuteOf: (atMs) => clock.reading(atMs).minute,
    instant,
    clockText: (atMs) => {
      const { day, minute } = clock.reading(atMs);
      return `${dayName(day)} ${clockOf(minute)}`;
    },
  };
}

/** The day some days later. */
export function laterDay(day: string, days: number): string {
  return dayName(dayNumber(day) + days);
}

/** Days from one to another; 0 = the same, negative = back. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 = Monday to 7 = Sunday. */
export function weekdayOf(day: string): number {
  // 1970-01-01 was a Thursday.
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The later of two days. */
export function latest(a: string, b: string): string {
  if (a > b) return a;
  return b;
}

/** The earlier of two days. */
export function earliest(a: string, b: string): string {
  if (a < b) return a;
  return b;
}

/** All days of a span, both ends included. */
export function daysOfSpan(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) =>
    laterDay(from, n),
  );
}

/** Refuses what is no local day. */
export function checkDay(day: string, field: string): void {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day) return;
  throw new DomainError('invalid', `${field} is "${day}", but must be a day like 2026-11-28`);
}

function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

function dayName(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

function clockOf(minute: number): string {
  const [hours, rest] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
