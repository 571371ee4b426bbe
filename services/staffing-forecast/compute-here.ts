import type { ForecastExplanation } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import { forecastAht } from '../domain/forecast/aht-forecast.ts';
import { learnDispersion } from '../domain/forecast/dispersion.ts';
import {
  type Backtest,
  type Explanation,
  forecastMean,
  type MeanForecast,
} from '../domain/forecast/forecast.ts';
import { dayIntervals, slotIntervals } from '../domain/forecast/intervals.ts';
import type { DayCourse } from '../domain/forecast/rate-errors.ts';
import { addDays, slotsPerDay, weekdayOf } from '../domain/planning/local-slots.ts';
import type { Computed, ComputedSeries, SeriesJob } from './compute.ts';
import type { QueueHistory } from './history.ts';

/** One queue computed on this thread. */
export function computeHere(job: SeriesJob): Computed {
  const { history, days, specialDays, events } = job;
  const perDay = slotsPerDay(history);
  const known = { firstDay: history.from, slotsPerDay: perDay, counts: history.calls };
  const forecast = forecastMean(known, { days, specialDays, events });
  keepClosed(job, forecast);
  const dispersion = learnDispersion(forecast.backtest);
  const slots = slotIntervals(forecast, dispersion);
  const wholeDays = dayIntervals(forecast, dispersion);
  const plain = (values: Float64Array) => Array.from(values);
  const series: ComputedSeries = {
    firstDay: forecast.firstDay,
    slotMinutes: history.slotMinutes,
    mean: plain(forecast.mean),
    low80: plain(slots.low80),
    high80: plain(slots.high80),
    low95: plain(slots.low95),
    high95: plain(slots.high95),
    dayLow80: plain(wholeDays.low80),
    dayHigh80: plain(wholeDays.high80),
    dayLow95: plain(wholeDays.low95),
    dayHigh95: plain(wholeDays.high95),
    ahtS: ahtAhead(history, days),
    explanation: explained(history, forecast.explanation),
    specialDays: {},
  };
  return { series, past: coursesOf(forecast.backtest) };
}

/** So many weekdays without one contact say that the queue is closed then. */
const closedWeeks = 3;

/**
 * On a weekday that never brought a contact nobody is staffed, however little a
 * smooth curve leaves there; days worked in place of others are left as they are.
 */
function keepClosed({ history, specialDays }: SeriesJob, forecast: MeanForecast): void {
  const perDay = slotsPerDay(history);
  const seen = new Map<number, { days: number; calls: number }>();
  for (let day = 0; day < history.days; day += 1) {
    const counts = history.calls.subarray(day * perDay, (day + 1) * perDay);
    const known = counts.filter((count) => !Number.isNaN(count));
    if (known.length === 0) continue;
    const weekday = weekdayOf(addDays(history.from, day));
    const { days, calls } = seen.get(weekday) ?? { days: 0, calls: 0 };
    seen.set(weekday, { days: days + 1, calls: calls + known.reduce((a, b) => a + b, 0) });
  }
  const worked = new Set(
    specialDays.filter(({ kind }) => kind === 'working-day').map(({ day }) => day),
  );
  for (let n = 0; n < forecast.days; n += 1) {
    const day = addDays(forecast.firstDay, n);
    const weekday = seen.get(weekdayOf(day));
    if (!weekday || weekday.calls > 0 || weekday.days < closedWeeks || worked.has(day)) continue;
    forecast.mean.fill(0, n * perDay, (n + 1) * perDay);
  }
}

/** Handling times by what was handled; NaN where nothing at all is known. */
function ahtAhead({ from, handled, handleS, ...grid }: QueueHistory, days: number): number[] {
  const slots = slotsPerDay({ from, ...grid });
  const firstWeekday = weekdayOf(from) - 1;
  const history = { firstWeekday, slotsPerDay: slots, handled, handledS: handleS };
  return Array.from(forecastAht(history, days).ahtS);
}

/** Days ahead that still count as what one would have said for a day. */
const courseDays = 7;

/** Past days by the forecasts of the backtest, the nearest origin before each. */
function coursesOf({ origins, horizonDays, slotsPerDay: slots, ...backtest }: Backtest) {
  const courses = new Map<number, DayCourse>();
  for (const [n, origin] of origins.entries()) {
    for (let ahead = 0; ahead < Math.min(horizonDays, courseDays); ahead += 1) {
      const at = (n * horizonDays + ahead) * slots;
      const forecast = backtest.forecast.slice(at, at + slots);
      const actual = backtest.actual.slice(at, at + slots);
      if (actual.every(Number.isNaN)) continue;
      courses.set(origin + ahead, { forecast, actual });
    }
  }
  return [...courses].sort(([a], [b]) => a - b).map(([, course]) => course);
}

function explained(history: QueueHistory, explanation: Explanation): ForecastExplanation {
  const { methods, levelPerDay, trendPerWeek, specialDays } = explanation;
  const figure = (name: string, value: number, unit: string) => ({ name, value, unit });
  return {
    methods: methods
      .map(({ name, weights, wape }) => {
        const wapes = wape.map((one) => one ?? Number.NaN);
        // The middle one, of the first week, stands for all where one figure must.
        return { name, weight: weights[1] ?? 0, wape: wape[1] ?? undefined, weights, wapes };
      })
      .sort((a, b) => b.weight - a.weight),
    figures: [
      figure('level', levelPerDay, 'contacts/day'),
      figure('trend', trendPerWeek, 'ratio/week'),
      ...specialDays.map(({ day, name, ratio }) => figure(`${day} ${name}`.trim(), ratio, 'ratio')),
    ],
    specialDays: [],
    calendar: '',
    firstDay: history.from,
    lastDay: addDays(history.from, history.days - 1),
    notes: [],
  };
}
