// From a most likely course to a distribution: intervals and quantiles of slots and days.
import { type CountSpread, countBounds, countQuantile } from './count-distribution.ts';
import { type Dispersion, daySpread, spreadOf } from './dispersion.ts';
import { type DeviateBand, learnedLevel } from './learned-deviates.ts';

/** What is forecast, slot by slot. */
export interface ExpectedCourse {
  slotsPerDay: number;
  /** Days × slots; 0 = closed. */
  mean: Float64Array;
  /** Days ahead of the first day, 1 unless it begins later. */
  firstDayAhead?: number;
  /** By day: 1 = a special day; none if not given. */
  special?: Uint8Array;
}

/**
 * Both limits belong to the interval. They are whole numbers, except where the mean
 * itself lies outside (a mean of 0.3 around {0}): there the limit is the mean, so
 * that a band always holds its line.
 */
export interface ForecastIntervals {
  low80: Float64Array;
  high80: Float64Array;
  low95: Float64Array;
  high95: Float64Array;
}

/** The 80 % and 95 % intervals of every slot, each slot for itself. */
export function slotIntervals(course: ExpectedCourse, dispersion: Dispersion): ForecastIntervals {
  const size = course.mean.length;
  const out = {
    low80: new Float64Array(size),
    high80: new Float64Array(size),
    low95: new Float64Array(size),
    high95: new Float64Array(size),
  };
  const { bands } = dispersion;
  for (let i = 0; i < size; i++) {
    const mean = course.mean[i] as number;
    if (!(mean > 0)) continue;
    const spread = spreadAt(course, dispersion, i);
    const narrow = boundsOf(spread, bands, 0.1);
    const wide = boundsOf(spread, bands, 0.025);
    out.low80[i] = Math.min(narrow.low, mean);
    out.high80[i] = Math.max(narrow.high, mean);
    out.low95[i] = Math.min(wide.low, narrow.low, mean);
    out.high95[i] = Math.max(wide.high, narrow.high, mean);
  }
  return out;
}

/**
 * The count of every slot that is not exceeded with a probability of `level`:
 * staffing to 0.8 is caught out in one slot of five.
 */
export function slotQuantiles(
  course: ExpectedCourse,
  dispersion: Dispersion,
  level: number,
): Float64Array {
  return Float64Array.from(course.mean, (mean, i) => {
    if (!(mean > 0)) return 0;
    const learned = learnedLevel(dispersion.bands, mean, level);
    return countQuantile(spreadAt(course, dispersion, i), learned);
  });
}

/** The intervals of every day's total. */
export function dayIntervals(course: ExpectedCourse, dispersion: Dispersion): ForecastIntervals {
  const { slotsPerDay, mean, special, firstDayAhead = 1 } = course;
  const days = Math.floor(mean.length / slotsPerDay);
  const out = {
    low80: new Float64Array(days),
    high80: new Float64Array(days),
    low95: new Float64Array(days),
    high95: new Float64Array(days),
  };
  for (let day = 0; day < days; day++) {
    const course = mean.subarray(day * slotsPerDay, (day + 1) * slotsPerDay);
    const factor = special?.[day] === 1 ? dispersion.specialFactor : 1;
    const spread = daySpread(course, dispersion, firstDayAhead + day, factor);
    const at = (level: number) =>
      countQuantile(spread, learnedLevel(dispersion.dayBands, spread.mean, level));
    out.low80[day] = at(0.1);
    out.high80[day] = at(0.9);
    out.low95[day] = at(0.025);
    out.high95[day] = at(0.975);
  }
  return out;
}

function boundsOf(spread: CountSpread, bands: readonly DeviateBand[], tail: number) {
  const level = (p: number) => learnedLevel(bands, spread.mean, p);
  return countBounds(spread, level(tail), 1 - level(1 - tail));
}

function spreadAt(
  { slotsPerDay, mean, special, firstDayAhead = 1 }: ExpectedCourse,
  d: Dispersion,
  i: number,
) {
  const slot = i % slotsPerDay;
  const day = Math.floor(i / slotsPerDay);
  const factor = special?.[day] === 1 ? d.specialFactor : 1;
  return spreadOf(d, { mean: mean[i] as number, daysAhead: firstDayAhead + day, slot, factor });
}
