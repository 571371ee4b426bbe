import { DomainError } from '../../domain/domain-error.ts';

/** Which of the first two numbers of "1/5/2026" is the month. */
export type DateOrder = 'dmy' | 'mdy';

/** A time of day as a cell gives it. */
export interface TimeOfDay {
  /** Minutes after midnight, 0 to 1439. */
  minute: number;
  /** Minutes ahead of UTC, where the cell says so: "09:30+01:00". Z is `'Z'`. */
  offset?: number | 'Z';
  /** Length in minutes, where the cell is an interval: "09:00-09:30". */
  lengthMinutes?: number;
}

/** A date as a cell gives it, before it is known which number is the month. */
interface DateParts {
  year: number;
  first: number;
  second: number;
  /** `undefined`: the cell could be read either way. */
  order: DateOrder | undefined;
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** A spreadsheet counts days from 1899-12-30, so that 1970-01-01 is 25569. */
const spreadsheetEpoch = 25_569;

/**
 * A cell that holds date and time cut in two: `['2026-01-05', '09:30']`. A date
 * alone means midnight, so its time is empty.
 */
export function cutStart(cell: string): [date: string, time: string] {
  const eleventh = cell.charCodeAt(10);
  if (eleventh === 84 || eleventh === 32) return [cell.slice(0, 10), cell.slice(11)];
  const cut =
    /^(.*?\d(?:日|st|nd|rd|th)?,?)[T\s]+((?:[ap]m|上午|下午)?\s*\d{1,2}[:h.时点].*)$/i.exec(cell);
  return cut ? [cut[1] ?? '', cut[2] ?? ''] : [cell, ''];
}

/**
 * A time of day: `9:00`, `09:00:00`, `9:00 PM`, `下午3:30`, `9h30`, `0930`, a
 * spreadsheet's fraction of a day, an interval `09:00-09:30`, or with an offset.
 *
 * @returns `undefined` for what is no time of day or not on a whole minute.
 */
export function timeOfDay(cell: string): TimeOfDay | undefined {
  const text = cell.trim();
  const clock =
    /^(上午|下午|[ap]m)?\s*(\d{1,2})(?:[:h.时点](\d{2})?)?(?::(\d{2})(?:[.,]\d+)?)?分?\s*([ap]\.?m\.?)?(.*)$/i;
  if (/^\d{3,4}$/.test(text)) return hourAndMinute(text.slice(0, -2), text.slice(-2));
  if (/^0?[.,]\d{3,}$/.test(text)) return fractionOfDay(Number(text.replace(',', '.')));
  const found = clock.exec(text);
  if (!found) return undefined;
  const [, before = '', hour = '', minute = '0', second = '0', after = '', rest = ''] = found;
  if (Number(second) !== 0) return undefined;
  const time = hourAndMinute(hour, minute, before || after);
  return time && rest.trim() !== '' ? withRest(time, rest.trim(), text) : time;
}

function hourAndMinute(hour: string, minute: string, half = ''): TimeOfDay | undefined {
  const [given, minutes] = [Number(hour), Number(minute)];
  const afternoon = /^(p|下)/i.test(half);
  if (half !== '' && (given < 1 || given > 12)) return undefined;
  const hours = half === '' ? given : (given % 12) + (afternoon ? 12 : 0);
  return hours < 24 && minutes < 60 ? { minute: hours * 60 + minutes } : undefined;
}

/** 0.375 is 09:00; a spreadsheet's fractions are a few parts in a million off. */
function fractionOfDay(fraction: number): TimeOfDay | undefined {
  const minutes = Math.round(fraction * 1_440);
  const near = Math.abs(fraction * 1_440 - minutes) < 0.02;
  return near && minutes < 1_440 ? { minute: minutes } : undefined;
}

/** What follows a clock time: `Z`, an offset, or the end of an interval. */
function withRest(time: TimeOfDay, rest: string, whole: string): TimeOfDay | undefined {
  if (/^z$/i.test(rest)) return { ...time, offset: 'Z' };
  const end = /^(?:-|–|—|~|～|to|bis|至|到)\s*(.+)$/i.exec(rest)?.[1];
  const until = end === undefined ? undefined : endOfInterval(end);
  const lengthMinutes = until === undefined ? 0 : (until - time.minute + 1_440) % 1_440;
  if ([5, 10, 15, 20, 30, 60].includes(lengthMinutes)) return { ...time, lengthMinutes };
  // An export that ends its intervals a minute or a second early: 09:00-09:29.
  if ([4, 14, 29, 59].includes(lengthMinutes)) return { ...time, lengthMinutes: lengthMinutes + 1 };
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(rest);
  if (!offset || /\d\s*-\s+\d/.test(whole)) return undefined;
  const ahead = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return ahead > 14 * 60 ? undefined : { ...time, offset: offset[1] === '-' ? -ahead : ahead };
}

function endOfInterval(cell: string): number | undefined {
  const text = cell.replace(/^(\d{1,2}:\d{2}):59$/, '$1');
  return /^24:00/.test(text) ? 1_440 : timeOfDay(text)?.minute;
}

/**
 * Reads the distinct dates of a file, all in one order.
 *
 * `2026-01-05`, `2026/1/5`, `2026年1月5日`, `20260105`, `5-Jan-2026` and a
 * spreadsheet's day number say which is the month; in `05.01.2026` the day comes
 * first; in `1/5/2026` one date with a number above 12 decides for the whole file.
 *
 * @param given - set where the planner said which.
 * @returns by cell: days since 1970-01-01 and, of a spreadsheet's number, its
 *   minute; cells that are no date are absent.
 */
export function readDates(
  cells: Iterable<string>,
  given?: DateOrder,
): { order: DateOrder | undefined; dates: Map<string, { day: number; minute: number }> } {
  const parts = new Map<string, DateParts>();
  const dates = new Map<string, { day: number; minute: number }>();
  for (const cell of cells) {
    const serial = spreadsheetNumber(cell);
    if (serial) dates.set(cell, serial);
    else {
      const found = dateParts(cell);
      if (found) parts.set(cell, found);
    }
  }
  const order = given ?? decidedOrder(parts);
  for (const [cell, found] of parts) {
    const day = dayOf(found, found.order ?? order ?? 'dmy');
    if (day !== undefined) dates.set(cell, { day, minute: 0 });
  }
  return { order, dates };
}

function dateParts(cell: string): DateParts | undefined {
  const text = cell.trim().replace(/^\p{L}{2,9},?\s+/u, '');
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) {
    return { ...numbered(yearFirst[1], yearFirst[2], yearFirst[3]), order: 'mdy' };
  }
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (yearLast) {
    const order = yearLast[2] === '.' ? 'dmy' : undefined;
    return { ...numbered(yearLast[4], yearLast[1], yearLast[3]), order };
  }
  const named = /^(\d{1,2})[-\s]?([a-z]{3})[a-z]*[-\s]?,?\s*(\d{4}|\d{2})$/i.exec(text);
  const month = named ? monthNames.indexOf((named[2] ?? '').toLowerCase()) + 1 : 0;
  if (!named || month === 0) return undefined;
  return { ...numbered(named[3], named[1], String(month)), order: 'dmy' };
}

function numbered(year = '', first = '', second = '') {
  const short = year.length === 2 ? 2_000 : 0;
  return { year: Number(year) + short, first: Number(first), second: Number(second) };
}

function spreadsheetNumber(cell: string): { day: number; minute: number } | undefined {
  if (!/^\d{5}([.,]\d+)?$/.test(cell)) return undefined;
  const number = Number(cell.replace(',', '.'));
  const minutes = Math.round(number * 1_440);
  if (Math.abs(number * 1_440 - minutes) > 0.02) return undefined;
  return { day: Math.floor(minutes / 1_440) - spreadsheetEpoch, minute: minutes % 1_440 };
}

/** Which number is the month, from the first date that can only be read one way. */
function decidedOrder(parts: ReadonlyMap<string, DateParts>): DateOrder | undefined {
  const open = [...parts].filter(([, { order }]) => order === undefined);
  const dayFirst = open.find(([, { first }]) => first > 12);
  const monthFirst = open.find(([, { second }]) => second > 12);
  if (dayFirst && monthFirst) {
    throw new DomainError(
      'invalid',
      `"${dayFirst[0]}" has the day first and "${monthFirst[0]}" the month: use one order`,
    );
  }
  if (dayFirst) return 'dmy';
  if (monthFirst) return 'mdy';
  const either = open.find(([, { first, second }]) => first !== second);
  if (!either) return undefined;
  throw new DomainError(
    'invalid',
    `"${either[0]}" may be read day first or month first, and no date of the file decides: say which with the date order dmy or mdy`,
  );
}

function dayOf({ year, first, second }: DateParts, order: DateOrder): number | undefined {
  const [month, day] = order === 'mdy' ? [first, second] : [second, first];
  const atMs = Date.UTC(year, month - 1, day);
  const real = new Date(atMs).getUTCMonth() === month - 1 && new Date(atMs).getUTCDate() === day;
  return real && year >= 1_970 && year < 2_200 ? atMs / 86_400_000 : undefined;
}
