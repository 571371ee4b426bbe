import { learnDispersion } from '../domain/forecast/dispersion.ts';
import { type Backtest, type ForecastPlan, forecastMean } from '../domain/forecast/forecast.ts';
import { slotIntervals } from '../domain/forecast/intervals.ts';
import { forecastRestOfDay, learnIntraday } from '../domain/forecast/intraday.ts';
import type { DayCourse } from '../domain/forecast/rate-errors.ts';
import type { KnownPast } from './import/day-grid.ts';

/** One queue to be forecast from one instant on. */
export interface CourseJob {
  past: KnownPast;
  plan: ForecastPlan;
}

/** Days × slots from the instant's day on, on a grid of 24 hours. */
export interface Course {
  mean: Float64Array;
  low80: Float64Array;
  high80: Float64Array;
  low95: Float64Array;
  high95: Float64Array;
}

/**
 * The days ahead with their intervals; from within a day, the rest of that day is
 * updated from its slots so far.
 */
export function forecastCourse({ past, plan }: CourseJob): Course {
  const forecast = forecastMean(past.history, plan);
  const intervals = slotIntervals(forecast, learnDispersion(forecast.backtest));
  const course: Course = { mean: forecast.mean, ...intervals };
  if (past.fromSlot > 0) {
    const model = learnIntraday(firstDays(forecast.backtest));
    const forecastToday = course.mean.slice(0, forecast.slotsPerDay);
    const rest = forecastRestOfDay(
      { forecast: forecastToday, actual: past.today },
      past.fromSlot,
      model,
    );
    for (const name of ['mean', 'low80', 'high80', 'low95', 'high95'] as const) {
      course[name].set(rest[name].subarray(past.fromSlot), past.fromSlot);
    }
  }
  return course;
}

/** The day after each origin of a backtest: forecast at its midnight, and what came. */
function firstDays({ origins, horizonDays, slotsPerDay, forecast, actual }: Backtest): DayCourse[] {
  return origins.map((_, index) => {
    const from = index * horizonDays * slotsPerDay;
    return {
      forecast: forecast.slice(from, from + slotsPerDay),
      actual: actual.slice(from, from + slotsPerDay),
    };
  });
}
