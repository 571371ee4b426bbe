import { parse } from 'csv-parse/sync';
import { DomainError } from '../../domain/domain-error.ts';
import { cutting } from '../../lib/cells.ts';
import { amount, isBlank } from './amounts.ts';
import { type Faults, noFaults, tell } from './faults.ts';
import { type Cells, type NumberColumn, numberColumns } from './number-columns.ts';
import type { Table } from './table.ts';
import { cutStart, type DateOrder, readDates, type TimeOfDay, timeOfDay } from './times.ts';

/** The rows of a file, column by column; `NaN` = blank. */
export interface Rows {
  count: number;
  line: Int32Array;
  /** Index into `queueNames`. */
  queue: Int32Array;
  queueNames: string[];
  /** Days since 1970-01-01; -1 = the row has a fault and is not taken. */
  day: Int32Array;
  minute: Int32Array;
  /** Minutes ahead of UTC, or `noOffset`, or `zulu`. */
  offset: Int32Array;
  /** Minutes of the row, where its time is an interval; else 0. */
  length: Int32Array;
  calls: Float64Array;
  /** Contacts that a handle time belongs to: the answered, else the offered. */
  handled: Float64Array;
  /** Seconds by column of handle time, in the order of the header. */
  times: { column: NumberColumn; seconds: Float64Array }[];
  /** What the holiday column says by row: an index into `holidayNames`, 0 = no holiday. */
  holiday: Int32Array;
  holidayNames: string[];
  dateOrder: DateOrder | undefined;
  faults: Faults;
  warnings: string[];
}

/** The row names no offset from UTC. */
export const noOffset = 10_000;
/** The row's time ends in Z. */
export const zulu = 10_001;

interface RowOptions {
  dateOrder?: DateOrder;
  limits: { rows: number; queues: number };
}

/** Reads every row below the header. Dates are read last, for all of them decide their order. */
export function readRows(text: string, table: Table, options: RowOptions): Rows {
  const taken = takeCells(text, table, options);
  const { columns, dateCells, timeCells, faults } = taken;
  const { order, dates } = readDates(dateCells.keys(), options.dateOrder);
  const dateOf = [...dateCells.keys()].map((cell) => dates.get(cell));
  const timeOf = [...timeCells.keys()].map((cell) => (cell === '' ? midnight : timeOfDay(cell)));
  const [dateNames, timeNames] = [[...dateCells.keys()], [...timeCells.keys()]];
  const n = taken.count();
  const [day, minute] = [new Int32Array(n), new Int32Array(n)];
  const [offset, length] = [new Int32Array(n).fill(noOffset), new Int32Array(n)];
  let totals = 0;
  const [dateIds, timeIds, line] = [columns.date.done(), columns.time.done(), columns.line.done()];
  for (let row = 0; row < n; row += 1) {
    const [dateId, timeId] = [dateIds[row] ?? -1, timeIds[row] ?? -1];
    const [date, time] = [dateOf[dateId], timeOf[timeId]];
    day[row] = -1;
    if (dateId < 0) continue;
    if (date && time) {
      day[row] = date.day;
      minute[row] = date.minute + time.minute;
      length[row] = time.lengthMinutes ?? 0;
      if (time.offset !== undefined) offset[row] = time.offset === 'Z' ? zulu : time.offset;
    } else if (
      /^(grand\s+)?(total|sum|gesamt|summe|合计|总计|汇总|小计)/i.test(dateNames[dateId] ?? '')
    ) {
      totals += 1;
    } else {
      const cell = date ? timeNames[timeId] : dateNames[dateId];
      tell(faults, line[row] ?? 0, `"${cell}" is no ${date ? 'time of day' : 'date'}`);
    }
  }
  return {
    ...{ count: n, line, day, minute, offset, length, dateOrder: order, faults },
    queue: columns.queue.done(),
    queueNames: [...taken.queueCells.keys()],
    calls: columns.calls.done(),
    handled: columns.handled.done(),
    times: taken.times.map(({ column, seconds }) => ({ column, seconds: seconds.done() })),
    holiday: columns.holiday.done(),
    holidayNames: [...taken.holidayCells.keys()],
    warnings: totals === 0 ? [] : [`${totals} rows of totals were passed over`],
  };
}

const midnight: TimeOfDay = { minute: 0 };

function takeCells(text: string, table: Table, { limits }: RowOptions) {
  const faults = noFaults();
  const numbers = numberColumns(table, faults);
  const at = (role: string) => table.header.columns.find((column) => column.role === role)?.index;
  const [startAt, dateAt, timeAt] = [at('start') ?? -1, at('date') ?? -1, at('time') ?? -1];
  const [queueAt, holidayAt] = [at('queue') ?? -1, at('holiday') ?? -1];
  const columns = {
    line: growing(Int32Array),
    queue: growing(Int32Array),
    date: growing(Int32Array),
    time: growing(Int32Array),
    calls: growing(Float64Array),
    handled: growing(Float64Array),
    holiday: growing(Int32Array),
  };
  const times = numbers.times.map((column) => ({ column, seconds: growing(Float64Array) }));
  const dateCells = new Map<string, number>();
  const timeCells = new Map<string, number>();
  const queueCells = new Map<string, number>(queueAt < 0 ? [['', 0]] : []);
  const holidayCells = new Map<string, number>([['', 0]]);
  let count = 0;
  const add = (cells: Cells, line: number, date: string, time: string, callsAt: number) => {
    count += 1;
    if (count > limits.rows) {
      throw new DomainError('invalid', `the file has more than ${limits.rows} rows: split it`);
    }
    const faultsBefore = faults.count;
    columns.line.push(line);
    columns.queue.push(queueAt < 0 ? 0 : idOf(queueCells, cells[queueAt] ?? ''));
    columns.calls.push(numbers.calls(cells, line, callsAt));
    columns.handled.push(numbers.handled(cells, line));
    for (const { column, seconds } of times) seconds.push(column.read(cells, line));
    columns.holiday.push(holidayAt < 0 ? 0 : idOf(holidayCells, holidayName(cells[holidayAt])));
    const sound = faults.count === faultsBefore;
    columns.date.push(sound ? idOf(dateCells, date) : -1);
    columns.time.push(sound ? idOf(timeCells, time) : -1);
    if (queueCells.size > limits.queues) {
      throw new DomainError(
        'invalid',
        `the file has more than ${limits.queues} queues (line ${line}: "${cells[queueAt]}"): split it`,
      );
    }
  };
  const intervals = table.header.intervals.map(({ name, index }) => ({ name, index }));
  eachRecord(text, table, (cells, line) => {
    if (cells.every((cell) => cell === '')) return;
    const date = startAt >= 0 ? cells[startAt] : cells[dateAt];
    if (intervals.length > 0) {
      for (const { name, index } of intervals) add(cells, line, date ?? '', name, index);
    } else if (startAt >= 0) {
      const [day, time] = cutStart(date ?? '');
      add(cells, line, day, time, -1);
    } else add(cells, line, date ?? '', cells[timeAt] ?? '', -1);
  });
  return {
    columns,
    times,
    dateCells,
    timeCells,
    queueCells,
    holidayCells,
    faults,
    count: () => count,
  };
}

function eachRecord(text: string, table: Table, take: (cells: Cells, line: number) => void): void {
  try {
    parse(text, {
      ...cutting,
      delimiter: table.separator,
      from_line: table.headerLine + 1,
      on_record: (cells: string[], { lines }) => {
        take(cells, lines);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('invalid', `the file is no table: ${(error as Error).message}`);
  }
}

/** A flag or a name: "", 0, no, 否 is no holiday; 1, yes, 是 one without a name. */
function holidayName(cell = ''): string {
  if (isBlank(cell) || /^(0(\.0)?|no?|false|f|否|非)$/i.test(cell)) return '';
  return /^(1(\.0)?|y(es)?|true|t|x|是)$/i.test(cell) || amount(cell, '.') !== undefined
    ? '1'
    : cell;
}

function idOf(ids: Map<string, number>, cell: string): number {
  const known = ids.get(cell);
  if (known !== undefined) return known;
  ids.set(cell, ids.size);
  return ids.size - 1;
}

type NumberArray = Int32Array | Float64Array;

/** A column that grows as rows come. */
function growing<T extends NumberArray>(make: new (length: number) => T) {
  let array = new make(4_096);
  let length = 0;
  return {
    push: (value: number) => {
      if (length === array.length) {
        const wider = new make(length * 2);
        wider.set(array);
        array = wider;
      }
      array[length] = value;
      length += 1;
    },
    done: () => array.subarray(0, length) as T,
  };
}
