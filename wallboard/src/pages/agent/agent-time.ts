/** Times of a schedule as a person reads them. */
import { clock, localeOf } from '../../format.ts';
import type { Lang } from '../../text.ts';
import { dayAfter, dayWords } from '../planning/slot-time.ts';
import type { Activity, Shift } from './my-day.ts';

/** Time of day of an instant: "10:30". */
export function timeIn(at: string | number, zone: string): string {
  return clock(typeof at === 'number' ? at : Date.parse(at), zone).slice(0, 5);
}

/** From when to when: "08:00–16:00". */
export function spanIn({ from, to }: { from: string; to: string }, zone: string): string {
  return `${timeIn(from, zone)}–${timeIn(to, zone)}`;
}

/** The local day of an instant: "2026-11-28". */
export function dayIn(atMs: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(atMs);
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dayAfter(day, -weekday);
}

/** So many days from a day on. */
export function daysFrom(day: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => dayAfter(day, n));
}

/** A day, or several, as they are read. */
export function daysWords(from: string, to: string, lang: Lang): string {
  return from === to ? dayWords(from, lang) : `${dayWords(from, lang)} – ${dayWords(to, lang)}`;
}

/** A month as it is read: "November 2026". */
export function monthWords(day: string, lang: Lang): string {
  const form = { timeZone: 'UTC', year: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat(localeOf[lang], form).format(Date.parse(`${day}T12:00:00Z`));
}

/** Weekdays from Monday on, short. */
export function weekdayNames(lang: Lang): string[] {
  const form = new Intl.DateTimeFormat(localeOf[lang], { timeZone: 'UTC', weekday: 'short' });
  // 2024-01-01 was a Monday.
  return Array.from({ length: 7 }, (_, n) => form.format(Date.UTC(2024, 0, 1 + n)));
}

/** Minutes as they are read: "1 h 15 min", "15 分". */
export function minutesWords(minutes: number, lang: Lang): string {
  const whole = Math.max(0, Math.round(minutes));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  const [h, min] = lang === 'zh' ? ['小时', '分'] : ['h', 'min'];
  if (hours === 0) return `${rest} ${min}`;
  return rest === 0 ? `${hours} ${h}` : `${hours} ${h} ${rest} ${min}`;
}

/** Length of a stretch in minutes. */
export function lengthOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

/** What goes on at an instant, and what comes after it, over all shifts. */
export function activityAt(
  shifts: readonly Shift[],
  nowMs: number,
): { now: Activity | null; next: Activity | null } {
  const all = shifts
    .flatMap(({ activities }) => activities)
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const now = all.find(({ from, to }) => Date.parse(from) <= nowMs && nowMs < Date.parse(to));
  const next = all.find(({ from }) => Date.parse(from) > nowMs);
  return { now: now ?? null, next: next ?? null };
}

/** The next stretch away from work while at work; null when none comes in this shift. */
export function nextBreak(shifts: readonly Shift[], nowMs: number): Activity | null {
  const running = shifts.find(
    ({ from, to }) => Date.parse(from) <= nowMs && nowMs < Date.parse(to),
  );
  const breaks = running?.activities.filter(({ kind }) => kind === 'break' || kind === 'meal');
  return breaks?.find(({ from }) => Date.parse(from) > nowMs) ?? null;
}
