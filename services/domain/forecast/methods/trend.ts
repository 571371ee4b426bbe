import { at } from '../day-sheet.ts';
import type { Footing } from '../footing.ts';
import { medianOf } from '../medians.ts';

/** Days that a trend is drawn from. */
const reachDays = 84;
/** Days between two that tell of a slope. */
const leastApart = 21;
/** What is left of a trend a day later: none goes on for ever (Gardner & McKenzie 1985). */
const damping = 0.98;
/** Days that the level of a profile, a median of three weeks, is behind a trend. */
const behindDays = 10;

/**
 * Another forecast, going on with the trend of the last twelve weeks: the median of
 * all slopes between days that lie three weeks or more apart (Theil 1950, Sen 1968),
 * damped day by day.
 */
export function withTrend(from: Footing, forecast: Float64Array, days: number): Float64Array {
  const { slots } = from.sheet;
  const slope = slopePerDay(from);
  const moved = new Float64Array(days);
  let sum = behindDays * slope;
  for (let day = 0; day < days; day++) moved[day] = sum += slope * damping ** (day + 1);
  return forecast.map((y, i) => y * Math.exp(at(moved, Math.floor(i / slots))));
}

function slopePerDay({ origin, dayLevel }: Footing): number {
  const slopes = new Float64Array(reachDays * reachDays);
  let n = 0;
  for (let a = Math.max(0, origin - reachDays); a < origin; a++) {
    for (let b = a + leastApart; b < origin; b++) {
      const slope = (at(dayLevel, b) - at(dayLevel, a)) / (b - a);
      if (!Number.isNaN(slope)) slopes[n++] = slope;
    }
  }
  return n === 0 ? 0 : medianOf(slopes, n);
}
