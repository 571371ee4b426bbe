import { at } from '../day-sheet.ts';
import type { Footing } from '../footing.ts';

/** Days back to the same weekday of last year. */
const yearDays = 364;
/** Days that must stand before a year ago, to tell the level there. */
const daysBefore = 28;
/** Half-life of the level a year before the origin, as a level there would have been seen then. */
const levelDays = 14;
/** Days to each side that the level a year before a day ahead is read from. */
const besideDays = 5;

/** Whether the history reaches far enough back for last year to say something. */
export function knowsLastYear({ origin, dayLevel }: Footing): boolean {
  const first = dayLevel.findIndex((level) => !Number.isNaN(level));
  return first >= 0 && origin - yearDays - daysBefore >= first;
}

/**
 * Another forecast with last year's course laid on it: what the level did from a
 * year before the origin to a year before each day ahead, over all years there are.
 *
 * @param share - of last year's move that is taken over, 0 to 1.
 */
export function withLastYear(
  from: Footing,
  forecast: Float64Array,
  days: number,
  share: number,
): Float64Array {
  const { slots } = from.sheet;
  const move = moveOfLastYear(from, days);
  return forecast.map((y, i) => y * Math.exp(share * at(move, Math.floor(i / slots))));
}

function moveOfLastYear({ origin, dayLevel, smooth }: Footing, days: number): Float64Array {
  const first = dayLevel.findIndex((level) => !Number.isNaN(level));
  const move = new Float64Array(days);
  let years = 0;
  for (let back = yearDays; origin - back - daysBefore >= first; back += yearDays) {
    const then = levelBefore(smooth, origin - back);
    for (let day = 0; day < days; day++) {
      move[day] = at(move, day) + levelAbout(smooth, origin + day - back) - then;
    }
    years++;
  }
  return move.map((sum) => sum / Math.max(1, years));
}

function levelAbout(smooth: Float64Array, row: number): number {
  const about = smooth.subarray(Math.max(0, row - besideDays), row + besideDays + 1);
  return about.length === 0 ? 0 : about.reduce((sum, level) => sum + level, 0) / about.length;
}

function levelBefore(smooth: Float64Array, row: number): number {
  let sum = 0;
  let weights = 0;
  for (let back = 0; back < 4 * levelDays && row - 1 - back >= 0; back++) {
    const weight = 0.5 ** (back / levelDays);
    sum += weight * at(smooth, row - 1 - back);
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}
