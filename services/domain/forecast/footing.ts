import { dayScale } from './day-effects.ts';
import { type DayPatterns, dayPatterns } from './day-patterns.ts';
import { at, type DaySheet, wholeAt } from './day-sheet.ts';
import { type RobustFit, robustFit, robustFitOnwards } from './robust-fit.ts';

/** How far back a fit remembers: two weeks, eight weeks, thirty weeks. */
export type Memory = 'short' | 'middle' | 'long';

/** What every method stands on: the rows before one origin, read once. */
export interface Footing {
  sheet: DaySheet;
  /** Row of the first day to forecast; rows from here on are not looked at. */
  origin: number;
  /** The same rows with each memory. */
  fits: Record<Memory, RobustFit>;
  /** What each fit's last days had in common beside it. */
  patterns: Record<Memory, DayPatterns>;
  /** By row: log of the day's contacts over the long profile's, wild days brought in; or `NaN`. */
  dayLevel: Float64Array;
  /** Log level of every row about itself, never from past the origin. */
  smooth: Float64Array;
  /** Log level at the origin. */
  level: number;
}

/** Half-lives of the three memories, in days. */
const halfLives: Record<Memory, number> = { short: 14, middle: 56, long: 210 };
/** Half-life of the level of a row, to each side, in days. */
const smoothDays = 7;

/**
 * Reads the rows before an origin.
 *
 * @param earlier - footing of an earlier origin of the same sheet to go on from: quick,
 *   and good enough for a trial.
 */
export function footing(sheet: DaySheet, origin: number, earlier?: Footing): Footing {
  const fit = (memory: Memory) =>
    earlier
      ? robustFitOnwards(earlier.fits[memory], origin)
      : robustFit(sheet, origin, halfLives[memory]);
  const fits = { short: fit('short'), middle: fit('middle'), long: fit('long') };
  const { long } = fits;
  const found = (memory: Memory) => dayPatterns(fits[memory], earlier?.patterns[memory]);
  const patterns = { short: found('short'), middle: found('middle'), long: found('long') };
  const dayLevel = Float64Array.from({ length: origin }, (_, row) =>
    Number.isNaN(at(long.effect, row)) ? Number.NaN : logOf(dayScale(long, row)),
  );
  const level = origin > 0 ? logOf(1 + at(long.level, origin - 1)) : 0;
  return { sheet, origin, fits, patterns, dayLevel, smooth: smoothLevel(dayLevel), level };
}

/** Log ratio of contacts of a ratio of roots. */
function logOf(scale: number): number {
  return 2 * Math.log(Math.max(0.05, scale));
}

/** The level of every row from both sides, the nearest days counting most. */
function smoothLevel(dayLevel: Float64Array): Float64Array {
  const rows = dayLevel.length;
  const decay = 0.5 ** (1 / smoothDays);
  const sums = new Float64Array(rows);
  const weights = new Float64Array(rows);
  for (const backwards of [false, true]) {
    let sum = 0;
    let weight = 0;
    for (let k = 0; k < rows; k++) {
      const row = backwards ? rows - 1 - k : k;
      sum *= decay;
      weight *= decay;
      const value = at(dayLevel, row);
      const known = !Number.isNaN(value);
      // The row itself counts once, on the way forward.
      if (known && !backwards) [sum, weight] = [sum + value, weight + 1];
      sums[row] = at(sums, row) + sum;
      weights[row] = at(weights, row) + weight;
      if (known && backwards) [sum, weight] = [sum + value, weight + 1];
    }
  }
  return sums.map((sum, row) => (at(weights, row) > 0 ? sum / at(weights, row) : 0));
}

/** Last row before the origin that says something of the level; -1 if none. */
export function lastKnown({ dayLevel, origin }: Footing): number {
  let row = origin - 1;
  while (row >= 0 && Number.isNaN(at(dayLevel, row))) row--;
  return row;
}

/** Open days from a row to each day ahead: a memory fades by these, not over closed weekends. */
export function openSteps(
  { sheet, origin, fits }: Footing,
  last: number,
): (daysAhead: number) => number {
  const { slots, weekday } = sheet;
  const open = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    fits.long.profile.subarray(day * slots, (day + 1) * slots).some((root) => root > 0.5),
  );
  return (day) => {
    let steps = 0;
    for (let row = last + 1; row <= origin + day; row++) {
      if (open[wholeAt(weekday, row)] && !sheet.holidays.has(row)) steps++;
    }
    return Math.max(1, steps);
  };
}
