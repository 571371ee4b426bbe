// The two real call series that forecasts are measured on. They carry the licences
// of the packages they came from (GPL) and are not part of this repository: they are
// read from a folder beside it, or from FLOORCAST_FORECAST_DATA.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dayName,
  dayNumber,
  type SeriesHistory,
  type SpecialDay,
} from '../../services/domain/forecast/series-history.ts';

/** One series with its protocol of origins. */
export interface CallGrid extends SeriesHistory {
  name: 'bank30' | 'anonbank30';
  /** Public holidays, known ahead. */
  holidays: SpecialDay[];
  /** Days of the history, from 0, that the series has; weekends are not in bank30. */
  days: number[];
  /** Positions in `days` that forecasts are made at. */
  origins: number[];
  /** Days (of `days`) scored: tomorrow, a week, a fortnight. */
  horizons: [number, number, number];
}

const slotsPerDay = 48;
const protocols = {
  bank30: {
    origins: [80, 86, 92, 98, 104, 110, 116, 122, 128, 134, 140, 146, 152, 158],
    horizons: [1, 5, 10],
  },
  anonbank30: {
    origins: [120, 139, 158, 177, 196, 215, 234, 253, 272, 291, 310, 329, 348],
    horizons: [1, 7, 14],
  },
} satisfies Record<string, { origins: number[]; horizons: [number, number, number] }>;

/** The series, or `null` where the folder is not there. */
export function readCallGrid(name: CallGrid['name']): CallGrid | null {
  const beside = join(import.meta.dirname, '../../../shared/forecast');
  const file = join(process.env.FLOORCAST_FORECAST_DATA ?? beside, `${name}.csv`);
  if (!existsSync(file)) return null;
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string, string, string, string]);
  const first = dayOf(rows[0]);
  const length = dayOf(rows.at(-1)) - first + 1;
  const counts = new Float64Array(length * slotsPerDay).fill(Number.NaN);
  const holidays = new Map<string, SpecialDay>();
  const days = new Set<number>();
  for (const [, start, calls, scored, holiday] of rows) {
    const day = dayNumber(start) - first;
    const slot = 2 * Number(start.slice(11, 13)) + Number(start.slice(14, 16)) / 30;
    days.add(day);
    if (scored === '1') counts[day * slotsPerDay + slot] = Number(calls);
    const date = dayName(first + day);
    if (holiday === '1') holidays.set(date, { day: date, kind: 'holiday', name: '' });
  }
  return {
    name,
    firstDay: dayName(first),
    slotsPerDay,
    counts,
    holidays: [...holidays.values()],
    days: [...days],
    ...protocols[name],
  };
}

/** What was known at midnight of a day of the history, from 0. */
export function knownBefore(grid: CallGrid, day: number): SeriesHistory {
  const { firstDay, counts } = grid;
  return { firstDay, slotsPerDay, counts: counts.slice(0, day * slotsPerDay) };
}

function dayOf(row: string[] | undefined): number {
  return dayNumber(row?.[1] ?? '');
}
