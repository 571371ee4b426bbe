/** Slots in local time: their starts carry the offset, so the doubled hour is two slots. */
import { clock, day } from '../../format.ts';
import type { Lang } from '../../text.ts';
import { midnightIn } from '../history-view.ts';

/** Milliseconds of a local day of 24 hours. */
export const dayMs = 86_400_000;

/** The instant of a slot's start; a day begins at its local midnight. */
export function startMs(start: string, timeZone: string): number {
  return start.length === 10 ? midnightIn(start, timeZone) : Date.parse(start);
}

/** The local day of a slot's start. */
export function dayOf(start: string): string {
  return start.slice(0, 10);
}

/** The time of day of a slot's start as its label says it: "10:30". */
export function timeOf(start: string): string {
  return start.slice(11, 16);
}

/** A slot as it is read: weekday, date and, when it is no day, the time. */
export function slotWords(start: string, timeZone: string, lang: Lang): string {
  const at = startMs(start, timeZone);
  const date = day(at, timeZone, lang);
  return start.length === 10 ? date : `${date} ${clock(at, timeZone).slice(0, 5)}`;
}

/** A local day as it is read. */
export function dayWords(date: string, lang: Lang): string {
  return day(Date.parse(`${date}T12:00:00Z`), 'UTC', lang);
}

/** A date some days later. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The earlier of two dates. */
export function earlierDay(one: string, other: string): string {
  return one < other ? one : other;
}

/**
 * The first local instant after a slot: a label of the clock, as marks and layers name their
 * ends. Labels count on, so a slot before a clock change ends where the next label begins.
 */
export function endLabel(start: string, slotMinutes: number): string {
  if (start.length === 10) return dayAfter(start, 1);
  const label = Date.parse(`${start.slice(0, 16)}:00Z`) + slotMinutes * 60_000;
  return new Date(label).toISOString().slice(0, 16);
}
