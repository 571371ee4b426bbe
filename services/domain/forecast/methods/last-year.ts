import { followLevel } from '../day-level.ts';
import { at } from '../day-sheet.ts';
import { type Footing, levelWithPersistence, spread } from '../footing.ts';

/** Days back to the same weekday of last year. */
const yearDays = 364;

/** Whether the history reaches far enough back for last year to say something. */
export function knowsLastYear({ origin, course }: Footing): boolean {
  const first = course.off.findIndex((off) => !Number.isNaN(off));
  return first >= 0 && origin - yearDays - 28 >= first;
}

/**
 * The level with last year's course laid on it: what the level did from a year
 * before the origin to a year before each day ahead, over all years there are.
 *
 * @param take - share of last year's move that is taken over, 0 to 1, and half-life of the level.
 */
export function lastYear(
  footing: Footing,
  days: number,
  take: { share: number; levelDays: number },
): Float64Array {
  const { origin, smooth, profile, levels } = footing;
  const course = followLevel(levels, take.levelDays);
  const level = levelWithPersistence(footing, course);
  const first = course.off.findIndex((off) => !Number.isNaN(off));
  const move = new Float64Array(days);
  let years = 0;
  for (let back = yearDays; origin - back - 28 >= first; back += yearDays) {
    for (let day = 0; day < days; day++) {
      move[day] =
        at(move, day) +
        mean(smooth, origin + day - back) -
        past(smooth, origin - back, take.levelDays);
    }
    years++;
  }
  return spread(
    footing,
    profile,
    (day) => level(day) + (take.share * at(move, day)) / Math.max(1, years),
    days,
  );
}

/** Mean of the smoothed level around a row, a week and a half to each side. */
function mean(smooth: Float64Array, row: number): number {
  let sum = 0;
  let n = 0;
  for (let r = Math.max(0, row - 5); r <= Math.min(smooth.length - 1, row + 5); r++) {
    sum += at(smooth, r);
    n++;
  }
  return n === 0 ? 0 : sum / n;
}

/** Mean of the smoothed level as the level at an origin there would have been. */
function past(smooth: Float64Array, row: number, halfLifeDays: number): number {
  let sum = 0;
  let weights = 0;
  for (let back = 0; back < 4 * halfLifeDays && row - 1 - back >= 0; back++) {
    const weight = 0.5 ** (back / halfLifeDays);
    sum += weight * at(smooth, row - 1 - back);
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}
