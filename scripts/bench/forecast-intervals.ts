// How honest the intervals are, and what the morning tells about the afternoon.
import { learnDispersion } from '../../services/domain/forecast/dispersion.ts';
import { forecastMean } from '../../services/domain/forecast/forecast.ts';
import {
  dayIntervals,
  type ForecastIntervals,
  slotIntervals,
} from '../../services/domain/forecast/intervals.ts';
import { forecastRestOfDay, learnIntraday } from '../../services/domain/forecast/intraday.ts';
import type { DayCourse } from '../../services/domain/forecast/rate-errors.ts';
import { type CallGrid, knownBefore } from './call-grids.ts';

/** Share of scored slots, and of whole days, inside their intervals, ends included. */
export interface Coverage {
  horizonDays: number;
  slots: number;
  cover80: number;
  cover95: number;
  days: number;
  daysCover80: number;
  daysCover95: number;
}

/** Coverage at the protocol's origins, by horizon. */
export function measureCoverage(grid: CallGrid): Coverage[] {
  const { days, origins, horizons, slotsPerDay, counts } = grid;
  const none = { slots: 0, cover80: 0, cover95: 0, days: 0, daysCover80: 0, daysCover95: 0 };
  const sums = horizons.map((horizonDays): Coverage => ({ horizonDays, ...none }));
  for (const origin of origins) {
    const first = days[origin] as number;
    const scored = days.slice(origin, origin + horizons[2]);
    const ahead = (scored.at(-1) as number) - first + 1;
    const plan = { days: ahead, specialDays: grid.holidays };
    const forecast = forecastMean(knownBefore(grid, first), plan);
    const dispersion = learnDispersion(forecast.backtest);
    const bands = slotIntervals(forecast, dispersion);
    const totals = dayIntervals(forecast, dispersion);
    scored.forEach((day, n) => {
      const near = sums.filter(({ horizonDays }) => n < horizonDays);
      const own = counts.subarray(day * slotsPerDay, (day + 1) * slotsPerDay);
      const known = own.filter((y) => !Number.isNaN(y));
      const total = known.reduce((sum, y) => sum + y, 0);
      if (known.length > 0) {
        const held = heldBy(totals, day - first, total);
        for (const sum of near) {
          sum.days += 1;
          sum.daysCover80 += held.in80;
          sum.daysCover95 += held.in95;
        }
      }
      for (let slot = 0; slot < slotsPerDay; slot++) {
        const actual = own[slot] as number;
        if (Number.isNaN(actual)) continue;
        const held = heldBy(bands, (day - first) * slotsPerDay + slot, actual);
        for (const sum of near) {
          sum.slots += 1;
          sum.cover80 += held.in80;
          sum.cover95 += held.in95;
        }
      }
    });
  }
  return sums.map((sum) => ({
    ...sum,
    cover80: sum.cover80 / sum.slots,
    cover95: sum.cover95 / sum.slots,
    daysCover80: sum.daysCover80 / sum.days,
    daysCover95: sum.daysCover95 / sum.days,
  }));
}

/** Errors over the rest of the day, pooled over all days from the protocol's first origin. */
export interface IntradayErrors {
  hour: number;
  /** WAPE of the forecast of midnight, of the raw ratio, and of the update. */
  before: number;
  raw: number;
  updated: number;
  cover80: number;
  cover95: number;
  /** Mean width of the 80 % interval, contacts. */
  width: number;
}

/** Days forecast before the first scored one, so that updates have something to learn from. */
const practiceDays = 40;

/**
 * Forecasts every day at its midnight, then again at each hour from its slots so far.
 * The update learns from the days before only, by the forecasts of their midnights.
 */
export function measureIntraday(grid: CallGrid, hours: readonly number[]): IntradayErrors[] {
  const first = grid.origins[0] as number;
  const courses = grid.days
    .map((day, n) => ({ day, n }))
    .filter(({ n }) => n >= first - practiceDays)
    .map(({ day, n }) => ({ n, course: dayCourse(grid, day) }))
    .filter(({ course }) => course.actual.some((y) => !Number.isNaN(y)));
  const tallies = hours.map((hour) => ({ hour, ...emptyTally }));
  courses.forEach(({ n, course }, i) => {
    if (n < first) return;
    const model = learnIntraday(courses.slice(0, i).map((past) => past.course));
    for (const tally of tallies) scoreRest(tally, course, model);
  });
  return tallies.map(({ hour, came, slots, before, raw, updated, in80, in95, width }) => ({
    hour,
    before: before / came,
    raw: raw / came,
    updated: updated / came,
    cover80: in80 / slots,
    cover95: in95 / slots,
    width: width / slots,
  }));
}

const emptyTally = {
  came: 0,
  slots: 0,
  before: 0,
  raw: 0,
  updated: 0,
  in80: 0,
  in95: 0,
  width: 0,
};

function scoreRest(
  tally: typeof emptyTally & { hour: number },
  course: DayCourse,
  model: ReturnType<typeof learnIntraday>,
): void {
  const fromSlot = (tally.hour * course.actual.length) / 24;
  const rest = forecastRestOfDay(course, fromSlot, model);
  for (let slot = fromSlot; slot < course.actual.length; slot++) {
    const actual = course.actual[slot] as number;
    if (Number.isNaN(actual)) continue;
    const base = course.forecast[slot] as number;
    const held = heldBy(rest, slot, actual);
    tally.came += actual;
    tally.slots += 1;
    tally.before += Math.abs(actual - base);
    tally.raw += Math.abs(actual - base * (rest.rawChange ?? 1));
    tally.updated += Math.abs(actual - (rest.mean[slot] as number));
    tally.in80 += held.in80;
    tally.in95 += held.in95;
    tally.width += (rest.high80[slot] as number) - (rest.low80[slot] as number);
  }
}

function dayCourse(grid: CallGrid, day: number): DayCourse {
  const { slotsPerDay, counts, holidays } = grid;
  const { mean } = forecastMean(knownBefore(grid, day), { days: 1, specialDays: holidays });
  return {
    forecast: mean,
    actual: counts.slice(day * slotsPerDay, (day + 1) * slotsPerDay),
  };
}

function heldBy({ low80, high80, low95, high95 }: ForecastIntervals, i: number, actual: number) {
  const within = (low: Float64Array, high: Float64Array) =>
    actual >= (low[i] as number) && actual <= (high[i] as number) ? 1 : 0;
  return { in80: within(low80, high80), in95: within(low95, high95) };
}
