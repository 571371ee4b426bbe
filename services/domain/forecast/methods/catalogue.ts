import type { Footing } from '../footing.ts';
import { dayPatterns } from './day-patterns.ts';
import { knowsLastYear, lastYear } from './last-year.ts';
import { profileLevel } from './profile-level.ts';
import { recentMedian } from './recent-median.ts';
import { weekdayTotals } from './weekday-totals.ts';

/** A way of forecasting ordinary days from what stands before an origin. */
export interface Method {
  name: string;
  /** Whether the history is long enough for it; always, if not said. */
  able?: (footing: Footing) => boolean;
  /** Days × columns of the sheet. */
  forecast: (footing: Footing, days: number) => Float64Array;
}

/** Half-lives of profile and level in days: habits and level of three lengths of memory. */
const short = { profileDays: 14, levelDays: 21 };
const middle = { profileDays: 56, levelDays: 70 };
const long = { profileDays: 210, levelDays: 140 };
/** How much of last year's course is taken over, on a level of which half-life. */
const whole = { share: 1, levelDays: 7 };
const half = { share: 0.5, levelDays: 21 };

/** The methods that are tried on every series. */
export const methods: readonly Method[] = [
  { name: 'profile, slow level', forecast: (from, days) => profileLevel(from, days, 70) },
  { name: 'profile, fast level', forecast: (from, days) => profileLevel(from, days, 7) },
  { name: 'day patterns, two weeks', forecast: (from, days) => dayPatterns(from, days, short) },
  { name: 'day patterns, ten weeks', forecast: (from, days) => dayPatterns(from, days, middle) },
  { name: 'day patterns, half a year', forecast: (from, days) => dayPatterns(from, days, long) },
  { name: 'weekday totals', forecast: (from, days) => weekdayTotals(from, days, 0.1) },
  { name: 'recent medians', forecast: (from, days) => recentMedian(from, days, 9) },
  { name: 'last year', able: knowsLastYear, forecast: (from, days) => lastYear(from, days, whole) },
  {
    name: 'half last year',
    able: knowsLastYear,
    forecast: (from, days) => lastYear(from, days, half),
  },
];
