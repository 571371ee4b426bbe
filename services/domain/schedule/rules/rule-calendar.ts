import { DomainError } from '../../domain-error.ts';
import { dayMs, type LocalClock, localClock } from '../../time/local-clock.ts';
import { type RuleGround, ruleLimits } from './rule-input.ts';

/** One local day as rules see it. */
export interface RuleDay {
  /** "2026-11-28". */
  name: string;
  /** 1 = Monday, 7 = Sunday. */
  weekday: number;
  /** "2026-11". */
  month: string;
  /** Its first instant and that of the next day: 23, 24 or 25 hours between. */
  startMs: number;
  endMs: number;
  /** Name of the public holiday; empty = none. */
  holiday: string;
}

/** The days that are known, by place from 0; a place may lie outside them. */
export interface RuleCalendar {
  days: readonly RuleDay[];
  /** Places of the first day that is checked and of the first that no longer is. */
  from: number;
  to: number;
  /** Place of a local day; negative or beyond the end when it is not known. */
  placeOf(day: string): number;
  /** Name of the day at a place, known or not. */
  nameOf(place: number): string;
  /** Weekday of the day at a place, 1 to 7. */
  weekdayOf(place: number): number;
  /**
   * When the clock of a day shows a minute; below 0 and from 1440 on of the days beside. Of a time
   * that comes twice the first, of one that is left out the instant of the jump.
   */
  instant(place: number, minute: number): number;
  /** What the clock shows, "2026-11-28 22:00". */
  clockText(atMs: number): string;
  /** Minutes since midnight that the clock shows. */
  wallMinute(atMs: number): number;
}

/** The calendar of a check. Refuses days and spans that are none. */
export function ruleCalendar(ground: RuleGround): RuleCalendar {
  const clock = localClock(ground.zone);
  const first = epochDay(ground.knownFrom, 'knownFrom');
  const last = epochDay(ground.knownTo, 'knownTo');
  const from = epochDay(ground.from, 'from') - first;
  const to = from + ground.days;
  checkSpan(ground, from, last - first + 1 - to);
  const starts = new Map<number, number>();
  const days = Array.from({ length: last - first + 1 }, (_, place): RuleDay => {
    const name = nameOfDay(first + place);
    const startMs = wallInstant(clock, first + place, 0);
    const endMs = wallInstant(clock, first + place + 1, 0);
    const holiday = ground.holidays.get(name) ?? '';
    const weekday = weekdayOfDay(first + place);
    return { name, weekday, month: name.slice(0, 7), startMs, endMs, holiday };
  });
  const places = new Map(days.map(({ name }, place) => [name, place]));
  return {
    days,
    from,
    to,
    placeOf: (day) => places.get(day) ?? epochDay(day, 'day') - first,
    nameOf: (place) => days[place]?.name ?? nameOfDay(first + place),
    weekdayOf: (place) => days[place]?.weekday ?? weekdayOfDay(first + place),
    instant: (place, minute) => {
      const key = place * 10_000 + minute;
      const known = starts.get(key);
      if (known !== undefined) return known;
      const day = first + place + Math.floor(minute / 1_440);
      const found = wallInstant(clock, day, minute - Math.floor(minute / 1_440) * 1_440);
      if (starts.size >= instantsKept) starts.clear();
      starts.set(key, found);
      return found;
    },
    clockText: (atMs) => {
      const { day, minute } = clock.reading(atMs);
      return `${nameOfDay(day)} ${clockOf(minute)}`;
    },
    wallMinute: (atMs) => clock.reading(atMs).minute,
  };
}

/** Wall-clock instants remembered by one calendar. */
const instantsKept = 50_000;

/** Minutes after midnight as a clock shows them: 1320 → "22:00". */
export function clockOf(minute: number): string {
  const [hours, rest] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** Days since 1970-01-01 of a local day; refuses what is none, by the field's name. */
export function epochDay(day: string, field: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) {
    throw new DomainError('invalid', `${field} is "${day}", but must be a day like 2026-11-28`);
  }
  return Math.round(ms / dayMs);
}

function nameOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 1970-01-01 was a Thursday. */
function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function wallInstant(clock: LocalClock, day: number, minute: number): number {
  const [found] = clock.instants(day, minute);
  if (found !== undefined) return found;
  // Left out by the clock: the first minute after it that exists is the instant of the jump.
  for (let later = minute + 1; later < minute + 180; later += 1) {
    const [next] = clock.instants(day + Math.floor(later / 1_440), later % 1_440);
    if (next !== undefined) return next;
  }
  return day * dayMs + minute * 60_000;
}

function checkSpan(ground: RuleGround, before: number, after: number): void {
  const { days, from, knownFrom, knownTo } = ground;
  const { days: most, history, after: mostAfter } = ruleLimits;
  if (!(Number.isInteger(days) && days >= 1 && days <= most)) {
    throw new DomainError('invalid', `days is ${days}, but must be 1 to ${most}`);
  }
  if (before < 0 || before > history) {
    const sentence = `knownFrom is ${knownFrom}, but must be 0 to ${history} days before ${from}`;
    throw new DomainError('invalid', sentence);
  }
  if (after < 0 || after > mostAfter) {
    const sentence = `knownTo is ${knownTo}, but must be 0 to ${mostAfter} days after the last of ${days}`;
    throw new DomainError('invalid', sentence);
  }
}
