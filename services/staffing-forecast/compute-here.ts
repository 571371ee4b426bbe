import type { ForecastExplanation } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import { learnDispersion } from '../domain/forecast/dispersion.ts';
import { type Explanation, forecastMean } from '../domain/forecast/forecast.ts';
import { dayIntervals, slotIntervals } from '../domain/forecast/intervals.ts';
import { addDays, slotsPerDay } from '../domain/planning/local-slots.ts';
import type { ComputedSeries, SeriesJob } from './compute.ts';
import type { QueueHistory } from './history.ts';

/** One queue computed on this thread. */
export function computeHere({ history, days, specialDays, events }: SeriesJob): ComputedSeries {
  const perDay = slotsPerDay(history);
  const known = { firstDay: history.from, slotsPerDay: perDay, counts: history.calls };
  const forecast = forecastMean(known, { days, specialDays, events });
  const dispersion = learnDispersion(forecast.backtest);
  const slots = slotIntervals(forecast, dispersion);
  const wholeDays = dayIntervals(forecast, dispersion);
  const plain = (values: Float64Array) => Array.from(values);
  return {
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
    ahtS: ahtAhead(history, forecast.mean.length),
    explanation: explained(history, forecast.explanation),
    specialDays: {},
  };
}

/** Weeks of handling times learned from: longer ago people and products were others. */
const ahtWeeks = 8;
/** Contacts whose handling counts as much as the overall mean does. */
const ahtPrior = 100;

/** Handling time by weekday and slot, each drawn to the overall mean as far as it is thin. */
function ahtAhead(history: QueueHistory, size: number): number[] {
  const week = 7 * slotsPerDay(history);
  const { handled, handleS } = history;
  const first = Math.max(0, handled.length - ahtWeeks * week);
  const sums = { handled: new Float64Array(week), handleS: new Float64Array(week) };
  let [allHandled, allHandleS] = [0, 0];
  for (let i = first; i < handled.length; i += 1) {
    const place = i % week;
    sums.handled[place] = (sums.handled[place] ?? 0) + (handled[i] ?? 0);
    sums.handleS[place] = (sums.handleS[place] ?? 0) + (handleS[i] ?? 0);
    allHandled += handled[i] ?? 0;
    allHandleS += handleS[i] ?? 0;
  }
  const overall = allHandled > 0 ? allHandleS / allHandled : Number.NaN;
  return Array.from({ length: size }, (_, n) => {
    const place = (handled.length + n) % week;
    const count = (sums.handled[place] ?? 0) + ahtPrior;
    return ((sums.handleS[place] ?? 0) + ahtPrior * overall) / count;
  });
}

function explained(history: QueueHistory, explanation: Explanation): ForecastExplanation {
  const { methods, levelPerDay, trendPerWeek, specialDays } = explanation;
  const figure = (name: string, value: number, unit: string) => ({ name, value, unit });
  return {
    methods: methods
      .map(({ name, weights, wape }) => {
        const wapes = wape.map((one) => one ?? Number.NaN);
        return { name, weight: weights[1], wape: wape[1] ?? undefined, weights, wapes };
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
