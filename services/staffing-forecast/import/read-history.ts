import { DomainError } from '../../domain/domain-error.ts';
import { localClock } from '../../domain/time/local-clock.ts';
import type { Separator } from '../../lib/cells.ts';
import { decodeText, type Encoding } from '../../lib/decode-text.ts';
import type { DecimalSign } from './amounts.ts';
import type { Role } from './columns.ts';
import type { RowFault } from './faults.ts';
import { readHandleTimes } from './handle-times.ts';
import { type ImportedQueue, placeRows } from './place-rows.ts';
import { readRows } from './read-rows.ts';
import { findTable } from './table.ts';
import type { DateOrder } from './times.ts';

/** What is taken at most; an export beyond it is split by year or by queue. */
export const importLimits = { bytes: 64 * 1024 * 1024, rows: 5_000_000, queues: 1_000 } as const;

/** Lengths of an interval that the planner's half works with, in minutes. */
export const slotLengths = [5, 15, 30, 60] as const;

/** How a file is to be read. What is absent is found out and told. */
export interface ImportOptions {
  /** The zone of the file's wall clock, IANA name. */
  zone: string;
  /** 5, 15, 30 or 60. Finer rows are added up. Absent: as the rows lie. */
  slotMinutes?: number;
  /** Column names by role, where a name says nothing. */
  columns?: Partial<Record<Role, string>>;
  dateOrder?: DateOrder;
  decimal?: DecimalSign;
  encoding?: Encoding;
}

/** A file that was read: what was understood, and the series in it. */
export interface HistoryFile {
  understood: Understood;
  /** By name. Rows with errors are not in them. */
  queues: ImportedQueue[];
}

/** What was understood of a file, to be looked at before it is taken. */
export interface Understood {
  encoding: Encoding;
  byteOrderMark: boolean;
  separator: Separator;
  decimal: DecimalSign;
  /** The line of the header, from 1. */
  headerLine: number;
  columns: { role: Role; name: string; reading?: 'mean' | 'total' }[];
  /** How many columns are intervals of the day, where a row is a whole day. */
  intervalColumns: number;
  ignoredColumns: string[];
  /** Absent where every date reads one way only. */
  dateOrder?: DateOrder;
  zone: string;
  slotMinutes: number;
  /** Length of the file's own rows; shorter than `slotMinutes` where rows were added up. */
  rowMinutes: number;
  rows: number;
  /** Rows whose count is blank: unknown, which is not 0. */
  blanks: number;
  queues: QueueSummary[];
  errorCount: number;
  /** The first of them, in the order of lines. */
  errors: RowFault[];
  warnings: string[];
}

/** One queue of a file at a glance. */
export interface QueueSummary {
  /** Empty where the file has no queue column. */
  queue: string;
  /** Slots with a known count. */
  slots: number;
  /** Local wall clock of the first and last known slot; absent where none is known. */
  firstStart?: string;
  lastStart?: string;
  calls: number;
  /** Mean handle time in seconds; `null` where the file tells none. */
  ahtS: number | null;
}

/**
 * Reads an exported history: any common encoding, separator, time form and column
 * names; counts and handle times as totals or means; a row per interval or per day.
 *
 * What cannot be read as a table is refused. A row that cannot be read is an
 * error with its line, and the others are read on: a dry run shows them all.
 */
export function readHistory(bytes: Uint8Array, options: ImportOptions): HistoryFile {
  checkOptions(bytes, options);
  const clock = localClock(options.zone);
  const decoded = decodeText(bytes, options.encoding);
  const table = findTable(decoded.text, options);
  const rows = readRows(decoded.text, table, { ...options, limits: importLimits });
  const handle = readHandleTimes(rows, table.header.columns);
  const placed = placeRows(rows, handle, {
    clock,
    ...(options.slotMinutes === undefined ? {} : { slotMinutes: options.slotMinutes }),
  });
  const faults = [...rows.faults.list, ...placed.faults.list].sort((a, b) => a.line - b.line);
  return {
    queues: placed.queues,
    understood: {
      encoding: decoded.encoding,
      byteOrderMark: decoded.marked,
      separator: table.separator,
      decimal: table.decimal,
      headerLine: table.headerLine,
      columns: table.header.columns.map(({ role, name }) => {
        const reading = handle.readings.get(role);
        return { role, name, ...(reading ? { reading } : {}) };
      }),
      intervalColumns: table.header.intervals.length,
      ignoredColumns: [...table.header.ignored],
      ...(rows.dateOrder ? { dateOrder: rows.dateOrder } : {}),
      zone: options.zone,
      slotMinutes: placed.slotMinutes,
      rowMinutes: placed.rowMinutes,
      rows: rows.count,
      blanks: placed.blanks,
      queues: placed.queues.map((queue) => summary(queue, placed.label)),
      errorCount: rows.faults.count + placed.faults.count,
      errors: faults.slice(0, rows.faults.limit),
      warnings: [...rows.warnings, ...handle.warnings, ...placed.warnings],
    },
  };
}

function checkOptions(bytes: Uint8Array, { slotMinutes }: ImportOptions): void {
  if (bytes.length > importLimits.bytes) {
    const [has, limit] = [bytes.length, importLimits.bytes].map((n) => Math.ceil(n / 1_048_576));
    throw new DomainError(
      'invalid',
      `the file has ${has} MB, at most ${limit} MB are taken: split it`,
    );
  }
  if (slotMinutes !== undefined && !(slotLengths as readonly number[]).includes(slotMinutes)) {
    throw new DomainError('invalid', `a slot of ${slotMinutes} minutes: give 5, 15, 30 or 60`);
  }
}

function summary(queue: ImportedQueue, label: (atMs: number) => string): QueueSummary {
  let [slots, calls, handleS, handled] = [0, 0, 0, 0];
  let [first, last] = [-1, -1];
  for (let i = 0; i < queue.calls.length; i += 1) {
    const count = queue.calls[i] ?? Number.NaN;
    if (Number.isNaN(count)) continue;
    slots += 1;
    calls += count;
    if (first < 0) first = i;
    last = i;
    const seconds = queue.handleS[i] ?? Number.NaN;
    if (Number.isNaN(seconds)) continue;
    handleS += seconds;
    handled += queue.handled[i] ?? 0;
  }
  return {
    queue: queue.queue,
    slots,
    ...(first < 0
      ? {}
      : {
          firstStart: label(queue.startsMs[first] ?? 0),
          lastStart: label(queue.startsMs[last] ?? 0),
        }),
    calls,
    ahtS: handled > 0 ? handleS / handled : null,
  };
}
