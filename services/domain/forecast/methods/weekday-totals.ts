import { at, wholeAt } from '../day-sheet.ts';
import type { Footing } from '../footing.ts';
import { weekdayCounts } from '../robust-fit.ts';

/** Half a year of days. */
const reachDays = 182;

/**
 * Each weekday's total followed by itself (exponential smoothing), times the
 * weekly profile: what the Mondays do stays with the Mondays.
 *
 * @param weight - of the newest week, 0 to 1.
 */
export function weekdayTotals(from: Footing, days: number, weight: number): Float64Array {
  const { sheet, origin, dayLevel, level, fits } = from;
  const { slots, weekday } = sheet;
  const followed = new Float64Array(7).fill(Number.NaN);
  for (let row = Math.max(0, origin - reachDays); row < origin; row++) {
    const value = at(dayLevel, row);
    if (Number.isNaN(value)) continue;
    const before = at(followed, wholeAt(weekday, row));
    followed[wholeAt(weekday, row)] = Number.isNaN(before)
      ? value
      : before + weight * (value - before);
  }
  const out = new Float64Array(days * slots);
  for (let day = 0; day < days; day++) {
    const of = wholeAt(weekday, origin + day);
    const own = at(followed, of);
    const scale = Math.exp(0.5 * (Number.isNaN(own) ? level : own));
    out.set(weekdayCounts(fits.long, of, scale), day * slots);
  }
  return out;
}
