/** Local days and times of a site. A day may have 23 or 25 hours; its clock is what people read. */
import { midnightIn } from '../history-view.ts';

/** Milliseconds of a minute. */
export const minuteMs = 60_000;

// One zone is looked at at a time; a year of days is 366. Emptied when it grows beyond.
const midnights = new Map<string, number>();

/** The instant at which a local day begins. */
export function startOfDay(day: string, zone: string): number {
  const key = `${zone} ${day}`;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  if (midnights.size > 2_000) midnights.clear();
  const found = midnightIn(day, zone);
  midnights.set(key, found);
  return found;
}

/** A local day some days later. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one local day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Local days from one on. */
export function daysFrom(from: string, days: number): string[] {
  return Array.from({ length: days }, (_, i) => dayPlus(from, i));
}

/** 1 = Monday to 7 = Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return dayPlus(day, 1 - weekdayOf(day));
}

/** The local day and the minute of its clock at an instant. */
export function localAt(atMs: number, zone: string): { day: string; minute: number } {
  const local = atMs + offsetAt(atMs, zone);
  const day = new Date(local).toISOString().slice(0, 10);
  return { day, minute: minuteOf(local) };
}

/** The instant at which a clock shows a minute of a local day; minutes may lie beyond the day. */
export function instantAt(day: string, minute: number, zone: string): number {
  const whole = dayPlus(day, Math.floor(minute / 1440));
  const rest = ((minute % 1440) + 1440) % 1440;
  const guess = startOfDay(whole, zone) + rest * minuteMs;
  // On a day with a change of the clock the hours after it stand elsewhere.
  const shown = localAt(guess, zone).minute;
  return shown === rest ? guess : guess + (rest - shown) * minuteMs;
}

/** "08:30". */
export function clockOf(atMs: number, zone: string): string {
  return minuteWords(minuteOf(atMs + offsetAt(atMs, zone)));
}

/** Minutes as a clock shows them: 510 is "08:30". */
export function minuteWords(minute: number): string {
  const rest = ((minute % 1440) + 1440) % 1440;
  return `${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** "08:30" in minutes; null when it is no time. */
export function minuteFrom(words: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(words.trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** Hours and minutes: "38:45", below zero with a sign. */
export function hourWords(minutes: number): string {
  const size = Math.abs(Math.round(minutes));
  return `${minutes < 0 ? '−' : ''}${Math.floor(size / 60)}:${two(size % 60)}`;
}

/** Clocks change on the quarter hour, everywhere. */
const quarterMs = 15 * minuteMs;
// A grid asks for the same times over and over. Emptied when it grows beyond a few months.
const offsets = new Map<string, Map<number, number>>();

/** By how much a zone's clock is ahead of UTC. */
function offsetAt(atMs: number, zone: string): number {
  let known = offsets.get(zone);
  if (!known || known.size > 20_000) {
    known = new Map();
    offsets.set(zone, known);
  }
  const quarter = Math.floor(atMs / quarterMs);
  const found = known.get(quarter);
  if (found !== undefined) return found;
  const at = quarter * quarterMs;
  const offset = Date.parse(`${stampOf(zone).format(at).replace(' ', 'T')}Z`) - at;
  known.set(quarter, offset);
  return offset;
}

function minuteOf(local: number): number {
  return Math.floor(local / minuteMs) - Math.floor(local / 86_400_000) * 1440;
}

const stamps = new Map<string, Intl.DateTimeFormat>();

function stampOf(zone: string): Intl.DateTimeFormat {
  const known = stamps.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  stamps.set(zone, made);
  return made;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
