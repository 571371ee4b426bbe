/** Intervals of one queue as columns for a chart, rows for a table, and a file. */

/** An interval as the gateway tells it. */
export interface Interval {
  start: string;
  lengthS: number;
  figures: {
    offered: number;
    answered: number;
    abandoned: number;
    answerRate?: number | null;
    asaMs?: number | null;
    ahtMs?: number | null;
    serviceLevels: { rule: string; met?: number; counted?: number; ratio: number | null }[];
  } | null;
}

/** What is asked about. */
export interface Span {
  /** Local midnight of the first day. */
  fromMs: number;
  /** Local midnight after the last. */
  toMs: number;
  /** Seconds of an interval; `dayS` = local days, which are not all equally long. */
  lengthS: number;
  rule: string;
  timeZone?: string;
}

/** The length that means a local day. */
export const dayS = 86_400;

/** Instant in seconds, offered, answered, abandoned, service level in percent; null = none. */
export type Columns = [number[], Cell[], Cell[], Cell[], Cell[]];
type Cell = number | null;

/** Every interval of the span has its place, those without contacts too: a gap is not a line. */
export function columnsOf(intervals: readonly Interval[], span: Span): Columns {
  const found = new Map(intervals.map((one) => [Date.parse(one.start), one.figures]));
  const columns: Columns = [[], [], [], [], []];
  for (const at of startsOf(span)) {
    const figures = found.get(at);
    const ratio = levelOf(figures ?? null, span.rule);
    columns[0].push(at / 1000);
    columns[1].push(figures?.offered ?? null);
    columns[2].push(figures?.answered ?? null);
    columns[3].push(figures?.abandoned ?? null);
    columns[4].push(ratio === null ? null : Math.round(ratio * 1000) / 10);
  }
  return columns;
}

function startsOf({ fromMs, toMs, lengthS, timeZone = 'UTC' }: Span): number[] {
  const starts: number[] = [];
  if (lengthS === dayS) {
    let date = dateIn(fromMs, timeZone);
    while (midnightIn(date, timeZone) < toMs) {
      starts.push(midnightIn(date, timeZone));
      date = laterDate(date, 1);
    }
    return starts;
  }
  for (let at = fromMs; at < toMs; at += lengthS * 1000) starts.push(at);
  return starts;
}

/** The service level of an interval by one of the rules. */
export function levelOf(figures: Interval['figures'], rule: string): number | null {
  return figures?.serviceLevels.find((level) => level.rule === rule)?.ratio ?? null;
}

/** All intervals together; a rate is that of the sums, not the mean of rates. */
export function sumsOf(intervals: readonly Interval[], rule: string) {
  const sums = { offered: 0, answered: 0, abandoned: 0, met: 0, counted: 0 };
  for (const { figures } of intervals) {
    const level = figures?.serviceLevels.find((one) => one.rule === rule);
    sums.offered += figures?.offered ?? 0;
    sums.answered += figures?.answered ?? 0;
    sums.abandoned += figures?.abandoned ?? 0;
    sums.met += level?.met ?? 0;
    sums.counted += level?.counted ?? 0;
  }
  return { ...sums, level: sums.counted === 0 ? null : sums.met / sums.counted };
}

/** An instant with its offset: "2026-10-25 03:30 +02:00". The hour that comes twice differs. */
export function stamp(atMs: number, timeZone: string): string {
  return `${localTime(atMs, timeZone).slice(0, 16)} ${offsetWords(atMs, timeZone)}`;
}

function offsetWords(atMs: number, timeZone: string): string {
  const minutes = Math.round(offsetAt(atMs, timeZone) / 60_000);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/**
 * The intervals as CSV (RFC 4180). Lines that begin with "#" say by which rule
 * and in which time zone; the column names are those of the interface.
 */
export function csvOf(
  intervals: readonly Interval[],
  { rule, timeZone, notes }: { rule: string; timeZone: string; notes: readonly string[] },
): string {
  const names =
    'start,length_s,offered,answered,abandoned,answer_rate,service_level,asa_ms,aht_ms'.split(',');
  const rows = intervals.map(({ start, lengthS, figures }) => {
    const at = Date.parse(start);
    const iso = `${localTime(at, timeZone).replace(' ', 'T')}${offsetWords(at, timeZone)}`;
    const { offered, answered, abandoned, answerRate, asaMs, ahtMs } = figures ?? {};
    const rates = [answerRate, levelOf(figures, rule), asaMs, ahtMs];
    return [iso, lengthS, offered, answered, abandoned, ...rates.map(rounded)];
  });
  const lines = [names, ...rows].map((cells) => cells.map((cell) => cell ?? '').join(','));
  const head = notes.map((note) => quoted(`# ${note.replace(/\s+/g, ' ')}`));
  return `${[...head, ...lines].join('\r\n')}\r\n`;
}

function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(4));
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
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
  const local = localTime(atMs, timeZone).replace(' ', 'T');
  return Date.parse(`${local}Z`) - Math.floor(atMs / 1000) * 1000;
}

/** "2026-11-23 10:42:07" in a zone. */
function localTime(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(atMs);
}
