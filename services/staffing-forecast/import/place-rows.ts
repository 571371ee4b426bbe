import { DomainError } from '../../domain/domain-error.ts';
import type { LocalClock } from '../../domain/time/local-clock.ts';
import { type Faults, noFaults, tell } from './faults.ts';
import type { HandleTimes } from './handle-times.ts';
import { instantsOfRows, noInstant } from './instants.ts';
import type { Rows } from './read-rows.ts';

/** One queue's rows as instants, ascending, each slot once. Slots that are absent are unknown. */
export interface ImportedQueue {
  /** Empty where the file has no queue column. */
  queue: string;
  startsMs: Float64Array;
  /** Contacts offered; `NaN` = blank. */
  calls: Float64Array;
  /** Seconds of handling of the slot's handled contacts; `NaN` = not known. */
  handleS: Float64Array;
  /** The contacts `handleS` belongs to; the mean is their ratio. */
  handled: Float64Array;
  /** Local days flagged in the holiday column, ascending; the name is empty for a mere flag. */
  holidays: { day: number; name: string }[];
}

/** The series of a file. */
export interface PlacedRows {
  queues: ImportedQueue[];
  slotMinutes: number;
  rowMinutes: number;
  blanks: number;
  /** Local wall clock of an instant. */
  label: (atMs: number) => string;
  faults: Faults;
  warnings: string[];
}

/** Puts each row at its instant in its queue; finer rows than asked for are added up. */
export function placeRows(
  rows: Rows,
  handle: HandleTimes,
  { clock, slotMinutes: asked }: { clock: LocalClock; slotMinutes?: number },
): PlacedRows {
  const faults = noFaults();
  const rowMinutes = rowLength(rows, asked);
  const slotMinutes = asked ?? rowMinutes;
  const { startsMs, warnings } = instantsOfRows(rows, { clock, rowMinutes, faults });
  const label = (atMs: number) => wallClock(clock, atMs);
  let blanks = 0;
  const queues = rowsByQueue(rows, startsMs).map((inQueue, index) => {
    const kept = withoutRepeats(inQueue, startsMs, (row, first) => {
      const at = `${named(rows.queueNames[index])}${label(startsMs[row] ?? 0)}`;
      tell(faults, rows.line[row] ?? 0, `repeats line ${rows.line[first]}: ${at}`);
    });
    const series = {
      startsMs: Float64Array.from(kept, (row) => startsMs[row] ?? 0),
      calls: Float64Array.from(kept, (row) => rows.calls[row] ?? Number.NaN),
      handleS: Float64Array.from(kept, (row) => handle.handleS[row] ?? Number.NaN),
      handled: Float64Array.from(kept, (row) => handle.handled[row] ?? Number.NaN),
    };
    for (const count of series.calls) if (Number.isNaN(count)) blanks += 1;
    const holidays = holidaysOf(rows, inQueue);
    const slots =
      slotMinutes === rowMinutes ? series : addedUp(series, { clock, slotMinutes, rowMinutes });
    return { queue: rows.queueNames[index] ?? '', ...slots, holidays };
  });
  const present = queues.filter((queue) => queue.startsMs.length > 0 || queue.holidays.length > 0);
  present.sort((a, b) => (a.queue < b.queue ? -1 : 1));
  return { queues: present, slotMinutes, rowMinutes, blanks, label, faults, warnings };
}

const lengths = [60, 30, 20, 15, 10, 5];

/**
 * How long the file's own rows are: as their intervals say, else the longest
 * length on which most of them begin (of rows half as long only half do). A stray row is a fault of that row,
 * not a finer file.
 */
function rowLength(rows: Rows, asked: number | undefined): number {
  const byMinute = new Float64Array(60);
  let n = 0;
  let clockTimes = 0;
  let [told, toldRows] = [0, 0];
  for (let row = 0; row < rows.count; row += 1) {
    if ((rows.day[row] ?? -1) < 0) continue;
    const minute = (rows.minute[row] ?? 0) % 60;
    byMinute[minute] = (byMinute[minute] ?? 0) + 1;
    n += 1;
    if (rows.minute[row] !== 0) clockTimes += 1;
    const length = rows.length[row] ?? 0;
    if (length > 0) {
      told = length;
      toldRows += 1;
    }
  }
  if (n >= 3 && clockTimes === 0) {
    throw new DomainError(
      'invalid',
      'no row tells a time of day: intervals of 5 to 60 minutes are needed',
    );
  }
  const onGrid = (length: number) =>
    byMinute.reduce((sum, rowsThere, minute) => sum + (minute % length === 0 ? rowsThere : 0), 0);
  const seen = lengths.find((length) => onGrid(length) >= 0.75 * n) ?? 5;
  const length = toldRows > n / 2 ? told : seen;
  if (asked === undefined) {
    if ([5, 15, 30, 60].includes(length)) return length;
    throw new DomainError('invalid', `the rows are ${length} minutes long: say a slot of 30 or 60`);
  }
  // A handful of rows on the hour says nothing about their length.
  if (length > asked && (n < 24 || toldRows > 0) && toldRows === 0) return asked;
  if (length > asked || asked % length !== 0) {
    throw new DomainError(
      'invalid',
      `the rows of the file are ${length} minutes long, which does not divide a slot of ${asked}`,
    );
  }
  return length;
}

function rowsByQueue({ count, queue, queueNames }: Rows, startsMs: Float64Array): Int32Array[] {
  const sizes = new Int32Array(queueNames.length);
  for (let row = 0; row < count; row += 1) {
    if (startsMs[row] !== noInstant) sizes[queue[row] ?? 0] = (sizes[queue[row] ?? 0] ?? 0) + 1;
  }
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let row = 0; row < count; row += 1) {
    if (startsMs[row] === noInstant) continue;
    const at = queue[row] ?? 0;
    const list = lists[at];
    if (list) list[sizes[at] ?? 0] = row;
    sizes[at] = (sizes[at] ?? 0) + 1;
  }
  for (const list of lists) {
    if (!ascending(list, startsMs)) {
      list.sort((a, b) => (startsMs[a] ?? 0) - (startsMs[b] ?? 0) || a - b);
    }
  }
  return lists;
}

function ascending(list: Int32Array, startsMs: Float64Array): boolean {
  for (let i = 1; i < list.length; i += 1) {
    if ((startsMs[list[i - 1] ?? 0] ?? 0) > (startsMs[list[i] ?? 0] ?? 0)) return false;
  }
  return true;
}

function withoutRepeats(
  list: Int32Array,
  startsMs: Float64Array,
  repeated: (row: number, first: number) => void,
): Int32Array {
  let first = -1;
  return list.filter((row) => {
    const again = first >= 0 && startsMs[row] === startsMs[first];
    if (again) repeated(row, first);
    else first = row;
    return !again;
  });
}

type Slots = Pick<ImportedQueue, 'startsMs' | 'calls' | 'handleS' | 'handled'>;

/** Rows into longer slots. A slot of which a part is absent or blank is unknown. */
function addedUp(
  rows: Slots,
  {
    clock,
    slotMinutes,
    rowMinutes,
  }: { clock: LocalClock; slotMinutes: number; rowMinutes: number },
): Slots {
  const parts = slotMinutes / rowMinutes;
  const starts: number[] = [];
  const sums: [calls: number, handleS: number, handled: number, parts: number][] = [];
  for (let i = 0; i < rows.startsMs.length; i += 1) {
    const atMs = rows.startsMs[i] ?? 0;
    const startMs = atMs - (clock.reading(atMs).minute % slotMinutes) * 60_000;
    if (starts.at(-1) !== startMs) {
      starts.push(startMs);
      sums.push([0, 0, 0, 0]);
    }
    const sum = sums.at(-1);
    if (!sum) continue;
    const calls = rows.calls[i] ?? Number.NaN;
    sum[0] += calls;
    // A quarter without a call has no handle time, and needs none.
    sum[1] += calls === 0 ? 0 : (rows.handleS[i] ?? Number.NaN);
    sum[2] += calls === 0 ? 0 : (rows.handled[i] ?? Number.NaN);
    sum[3] += 1;
  }
  const whole = (index: 0 | 1 | 2) =>
    Float64Array.from(sums, (sum) => (sum[3] === parts ? sum[index] : Number.NaN));
  return {
    startsMs: Float64Array.from(starts),
    calls: whole(0),
    handleS: whole(1),
    handled: whole(2),
  };
}

function holidaysOf(rows: Rows, list: Int32Array): ImportedQueue['holidays'] {
  const days = new Map<number, string>();
  for (const row of list) {
    const flag = rows.holiday[row] ?? 0;
    if (flag === 0) continue;
    const name = rows.holidayNames[flag] ?? '';
    days.set(rows.day[row] ?? 0, name === '1' ? '' : name);
  }
  return [...days].map(([day, name]) => ({ day, name })).sort((a, b) => a.day - b.day);
}

function wallClock(clock: LocalClock, atMs: number): string {
  const { day, minute } = clock.reading(atMs);
  const wall = new Date(day * 86_400_000 + minute * 60_000).toISOString().slice(0, 16);
  const twice = clock.instants(day, minute).length > 1;
  return twice ? wall + clock.offsetName(atMs) : wall;
}

function named(queue = ''): string {
  return queue === '' ? '' : `queue "${queue}" at `;
}
