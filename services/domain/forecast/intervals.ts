// From a most likely course to a distribution: intervals and quantiles of slots and days.
import { countBounds, countQuantile } from './count-distribution.ts';
import { type Dispersion, leadOf, learnedLevels, spreadOf } from './dispersion.ts';
import { normalQuantile, normalShare } from './normal-quantile.ts';

/** What is forecast, slot by slot. */
export interface ExpectedCourse {
  slotsPerDay: number;
  /** Days × slots; 0 = closed. */
  mean: Float64Array;
  /** Days ahead of the first day, 1 unless it begins later. */
  firstDayAhead?: number;
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
  const [p025, p10, p90, p975] = [0.025, 0.1, 0.9, 0.975].map((p) => learnedLevel(dispersion, p));
  for (let i = 0; i < size; i++) {
    const mean = course.mean[i] as number;
    if (!(mean > 0)) continue;
    const spread = spreadAt(course, dispersion, i);
    const narrow = countBounds(spread, p10 as number, 1 - (p90 as number));
    const wide = countBounds(spread, p025 as number, 1 - (p975 as number));
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
  const learned = learnedLevel(dispersion, level);
  return Float64Array.from(course.mean, (mean, i) =>
    mean > 0 ? countQuantile(spreadAt(course, dispersion, i), learned) : 0,
  );
}

/**
 * The intervals of every day's total. Slots of a day are off together, so the
 * variance is not the slots' sum: with F = Σf it is F + c_day · F² + c_slot · Σf².
 */
export function dayIntervals(course: ExpectedCourse, dispersion: Dispersion): ForecastIntervals {
  const { slotsPerDay, mean, firstDayAhead = 1 } = course;
  const days = Math.floor(mean.length / slotsPerDay);
  const out = {
    low80: new Float64Array(days),
    high80: new Float64Array(days),
    low95: new Float64Array(days),
    high95: new Float64Array(days),
  };
  for (let day = 0; day < days; day++) {
    const lead = leadOf(dispersion.leads, firstDayAhead + day);
    let [total, squares] = [0, 0];
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const f = mean[day * slotsPerDay + slot] as number;
      total += f;
      squares += f * f * (dispersion.slotShape[slot] ?? 1);
    }
    const { dayVariance, relativeVariance } = lead;
    const slotVariance = relativeVariance - dayVariance;
    const variance = total + dayVariance * total * total + slotVariance * squares;
    const at = (level: number) =>
      countQuantile({ mean: total, variance }, learnedLevel(dispersion, level));
    out.low80[day] = at(0.1);
    out.high80[day] = at(0.9);
    out.low95[day] = at(0.025);
    out.high95[day] = at(0.975);
  }
  return out;
}

/**
 * The level at which the negative binomial is asked so that the answer comes true
 * at `level`: learned deviates, straight lines between them, and beyond the
 * outermost the same distance from the normal's.
 */
export function learnedLevel({ deviates }: Pick<Dispersion, 'deviates'>, level: number): number {
  const wanted = normalQuantile(level);
  const knots = learnedLevels.map(normalQuantile);
  const last = knots.length - 1;
  const [first, final] = [knots[0] as number, knots[last] as number];
  if (wanted <= first) return normalShare((wanted * (deviates[0] as number)) / first);
  if (wanted >= final) return normalShare((wanted * (deviates[last] as number)) / final);
  const right = knots.findIndex((knot) => knot >= wanted);
  const [a, b] = [knots[right - 1] as number, knots[right] as number];
  const [from, to] = [deviates[right - 1] as number, deviates[right] as number];
  return normalShare(from + ((to - from) * (wanted - a)) / (b - a));
}

function spreadAt(
  { slotsPerDay, mean, firstDayAhead = 1 }: ExpectedCourse,
  d: Dispersion,
  i: number,
) {
  const slot = i % slotsPerDay;
  const daysAhead = firstDayAhead + Math.floor(i / slotsPerDay);
  return spreadOf(d, { mean: mean[i] as number, daysAhead, slot });
}
