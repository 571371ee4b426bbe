/** Intervals of one queue as columns for a chart. */

/** An interval as the gateway tells it. */
export interface Interval {
  start: string;
  lengthS: number;
  figures: {
    offered: number;
    answered: number;
    abandoned: number;
    serviceLevels: { rule: string; ratio: number | null }[];
  } | null;
}

/** Columns: instant in seconds, offered, answered, service level in percent; null where none. */
export type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** Every interval of the span has its place, those without contacts too: a gap is not a line. */
export function columnsOf(
  intervals: readonly Interval[],
  { fromMs, toMs, lengthS, rule }: { fromMs: number; toMs: number; lengthS: number; rule: string },
): Columns {
  const found = new Map(intervals.map((one) => [Date.parse(one.start), one.figures]));
  const columns: Columns = [[], [], [], []];
  for (let at = fromMs; at < toMs; at += lengthS * 1000) {
    const figures = found.get(at);
    const ratio = figures?.serviceLevels.find((level) => level.rule === rule)?.ratio ?? null;
    columns[0].push(at / 1000);
    columns[1].push(figures?.offered ?? null);
    columns[2].push(figures?.answered ?? null);
    columns[3].push(ratio === null ? null : Math.round(ratio * 1000) / 10);
  }
  return columns;
}

/** Local midnight of a date ("2026-11-23") in a zone. */
export function midnightIn(date: string, timeZone: string): number {
  const guess = Date.parse(`${date}T00:00:00Z`);
  // Two steps: the offset at the guess may not be that at midnight.
  const first = guess - offsetAt(guess, timeZone);
  return guess - offsetAt(first, timeZone);
}

/** The date of an instant in a zone, moved by whole days: "2026-11-23". */
export function dateIn(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(atMs);
}

/** A date some days later. */
export function laterDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function offsetAt(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(atMs);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(atMs / 1000) * 1000;
}
