import type { ForecastExplanation } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import { DomainError } from '../domain/domain-error.ts';
import { forecastAht } from '../domain/forecast/aht-forecast.ts';
import { type Dispersion, learnDispersion } from '../domain/forecast/dispersion.ts';
import {
  type Backtest,
  type Explanation,
  forecastMean,
  type MeanForecast,
} from '../domain/forecast/forecast.ts';
import { dayIntervals, slotIntervals } from '../domain/forecast/intervals.ts';
import type { DayCourse } from '../domain/forecast/rate-errors.ts';
import {
  forecastFromSimilar,
  ownDaysThatSuffice,
  type SimilarQueueForecast,
  withShareVariance,
} from '../domain/forecast/similar-queue.ts';
import { addDays, slotsPerDay, weekdayOf } from '../domain/planning/local-slots.ts';
import type { Computed, ComputedSeries, SeriesJob, StandIn } from './compute.ts';
import type { QueueHistory } from './history.ts';

/** One queue computed on this thread. */
export function computeHere(job: SeriesJob): Computed {
  const { history, days, specialDays, events } = job;
  const perDay = slotsPerDay(history);
  const known = { firstDay: history.from, slotsPerDay: perDay, counts: history.calls };
  const forecast = forecastMean(known, { days, specialDays, events });
  keepClosed(job, forecast);
  if (job.standIn) return computeAlike({ ...job, standIn: job.standIn }, forecast);
  const ahtS = ahtAhead(history, days);
  const series = seriesFrom(job, {
    forecast,
    dispersion: learnDispersion(forecast.backtest),
    ahtS,
  });
  return { series, past: coursesOf(forecast.backtest) };
}

/**
 * A new queue by the forecast of another. Nothing of its own past could have been
 * forecast, so today is corrected as of a queue of which nothing is known.
 */
function computeAlike(job: SeriesJob & { standIn: StandIn }, forecast: MeanForecast): Computed {
  const { history, standIn } = job;
  const { levelPerDay } = forecast.explanation;
  const share = standIn.share ?? (standIn.callsPerDay ?? 0) / levelPerDay;
  if (!(share > 0 && Number.isFinite(share))) {
    throw new DomainError('invalid', `queue "${standIn.queue}" has no contacts to be like`);
  }
  const slots = { slotsPerDay: forecast.slotsPerDay, share, similarForecast: forecast.mean };
  const alike = forecastFromSimilar({ ...slots, own: standIn.own.calls, similar: history.calls });
  const learned = learnDispersion(forecast.backtest);
  const series = seriesFrom(job, {
    forecast: { ...forecast, mean: alike.mean },
    dispersion: withShareVariance(learned, alike.shareVariance),
    ahtS: ahtAlike(job),
  });
  const explanation = series.explanation && likeExplained(series.explanation, standIn, alike);
  return { series: { ...series, explanation }, past: [] };
}

function seriesFrom(
  { history }: SeriesJob,
  of: { forecast: MeanForecast; dispersion: Dispersion; ahtS: number[] },
): ComputedSeries {
  const { forecast, dispersion, ahtS } = of;
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
    ahtS,
    explanation: explained(history, forecast.explanation),
    specialDays: {},
  };
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

/** Contacts of its own after which a new queue's handling time counts as much as the other's. */
const contactsToTrust = 180;

function ahtAlike({ history, days, standIn }: SeriesJob & { standIn: StandIn }): number[] {
  const other = ahtAhead(history, days);
  const contacts = standIn.own.handled.reduce((sum, one) => sum + one, 0);
  if (contacts === 0) return other;
  const weight = contacts / (contacts + contactsToTrust);
  return ahtAhead(standIn.own, days).map((own, i) => {
    const beside = other[i] ?? Number.NaN;
    return Number.isNaN(beside) ? own : weight * own + (1 - weight) * beside;
  });
}

function likeExplained(
  explanation: ForecastExplanation,
  { queue }: StandIn,
  { share, ownWeight, ownDays }: SimilarQueueForecast,
): ForecastExplanation {
  const [level, ...figures] = explanation.figures;
  const ratio = (name: string, value: number) => ({ name, value, unit: 'ratio' });
  return {
    ...explanation,
    figures: [
      ...(level ? [{ ...level, value: (level.value ?? 0) * share }] : []),
      ...figures,
      ratio('share of the similar queue', share),
      ratio('weight of its own days', ownWeight),
    ],
    notes: [
      `forecast from queue "${queue}": of its own it has ${ownDays} days with contacts, ` +
        `but needs ${ownDaysThatSuffice}`,
    ],
  };
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
