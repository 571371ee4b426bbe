import type { Footing } from '../footing.ts';
import { knowsLastYear, withLastYear } from './last-year.ts';
import { recentMedian } from './recent-median.ts';
import { robustProfile, steadyProfile } from './robust-profile.ts';
import { withTrend } from './trend.ts';
import { weekdayTotals } from './weekday-totals.ts';

/** A way of forecasting ordinary days from what stands before an origin. */
export interface Method {
  name: string;
  /** Its weight beside the others' before any of them was seen to be better. */
  prior: number;
  /** Whether the history is long enough for it; always, if not said. */
  able?: (from: Footing) => boolean;
  /**
   * Days × columns of the sheet.
   *
   * @param robust - what the first method says, for those that build on it.
   */
  forecast: (from: Footing, days: number, robust: Float64Array) => Float64Array;
}

/**
 * The methods that are tried on every series. The first was ahead on most; the
 * others must show in the backtest that they are better here.
 */
export const methods: readonly Method[] = [
  { name: 'robust profile', prior: 1, forecast: (_, __, robust) => robust },
  { name: 'steady profile', prior: 0.1, forecast: steadyProfile },
  { name: 'weekday totals', prior: 0.1, forecast: (from, days) => weekdayTotals(from, days, 0.1) },
  { name: 'recent medians', prior: 0.1, forecast: (from, days) => recentMedian(from, days, 9) },
  {
    name: 'trend',
    prior: 0.3,
    forecast: (from, days, robust) => withTrend(from, robust, days),
  },
  {
    name: 'last year',
    prior: 0.3,
    able: knowsLastYear,
    forecast: (from, days, robust) => withLastYear(from, robust, days, 1),
  },
  {
    name: 'half last year',
    prior: 0.5,
    able: knowsLastYear,
    forecast: (from, days, robust) => withLastYear(from, robust, days, 0.5),
  },
];

/** What every method says from an origin; `null` where the history is too short for it. */
export function forecastsOf(from: Footing, days: number): (Float64Array | null)[] {
  const robust = robustProfile(from, days);
  return methods.map((method) =>
    method.able && !method.able(from) ? null : method.forecast(from, days, robust),
  );
}
