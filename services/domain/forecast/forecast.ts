import { type Combined, combinedForecast, type MethodShare } from './combination.ts';
import { at, type DaySheet, daySheet, wholeAt } from './day-sheet.ts';
import { applyEvents } from './planned-events.ts';
import { weekdayCounts } from './robust-fit.ts';
import {
  dayName,
  type PlannedEvent,
  type SeriesHistory,
  type SpecialDay,
} from './series-history.ts';

/** What is to be forecast, and what is known ahead. */
export interface ForecastPlan {
  /** Local days ahead, from the day after the history's last. */
  days: number;
  /** Special days of history and horizon alike. */
  specialDays?: readonly SpecialDay[];
  /** The planner's own events, past and to come. */
  events?: readonly PlannedEvent[];
}

/** The most likely course, with the errors that forecasts made the same way had. */
export interface MeanForecast {
  firstDay: string;
  days: number;
  slotsPerDay: number;
  /** Days × slots: expected contacts; 0 where the queue is closed. */
  mean: Float64Array;
  /** By day: 1 where a special day is forecast. */
  special: Uint8Array;
  backtest: Backtest;
  explanation: Explanation;
}

/**
 * Forecasts made inside the history, each from the days before its origin only,
 * by the same combination as the forecast ahead. The intervals learn from them.
 */
export interface Backtest {
  /** Days of history before each origin, ascending. */
  origins: number[];
  /** Days ahead of each origin that are held. */
  horizonDays: number;
  slotsPerDay: number;
  /** Origins × days × slots. */
  forecast: Float64Array;
  /** Beside it what came; `NaN` where not known, excluded or after the history. */
  actual: Float64Array;
  /** Origins × days: 1 where a special day was forecast; none if not given. */
  special?: Uint8Array;
}

/** Why the forecast is what it is, for the planner. */
export interface Explanation {
  methods: MethodShare[];
  /** Contacts a day at the end of the history, ordinary open days. */
  levelPerDay: number;
  /** Growth of the level in a week, as a ratio: 0.01 = 1 %. */
  trendPerWeek: number;
  /** Days of the horizon that do not follow their weekday: total against an ordinary day. */
  specialDays: { day: string; name: string; ratio: number; seen: number }[];
}

/** Forecasts the slots of the days after a history. */
export function forecastMean(history: SeriesHistory, plan: ForecastPlan): MeanForecast {
  const { slotsPerDay } = history;
  const { specialDays = [], events = [], days } = plan;
  const sheet = daySheet(history, days, specialDays, events);
  const combined = combinedForecast(sheet, days);
  applyEvents(combined.now, combined.mean, events, slotsPerDay);
  const firstDay = sheet.firstDay + sheet.days;
  return {
    firstDay: dayName(firstDay),
    days,
    slotsPerDay,
    mean: wholeDays(sheet, combined.mean, { days, slotsPerDay }),
    special: Uint8Array.from({ length: days }, (_, day) => isSpecial(sheet, sheet.days + day)),
    backtest: backtestOf(sheet, combined, slotsPerDay),
    explanation: explain(sheet, combined, firstDay),
  };
}

function isSpecial({ holidays }: DaySheet, row: number): number {
  return holidays.has(row) ? 1 : 0;
}

/** Columns of the sheet back onto the slots of whole days; closed slots are 0. */
function wholeDays(
  { slots, slotOf }: DaySheet,
  rows: Float64Array,
  { days, slotsPerDay }: { days: number; slotsPerDay: number },
): Float64Array {
  const out = new Float64Array(days * slotsPerDay);
  for (let day = 0; day < days; day++) {
    for (let s = 0; s < slots; s++)
      out[day * slotsPerDay + wholeAt(slotOf, s)] = at(rows, day * slots + s);
  }
  return out;
}

function backtestOf(sheet: DaySheet, { trials }: Combined, slotsPerDay: number): Backtest {
  const { slots, slotOf, counted, ordinary, holidays } = sheet;
  const horizonDays = Math.max(0, ...trials.map(({ days }) => days));
  const size = horizonDays * slotsPerDay;
  const forecast = new Float64Array(trials.length * size);
  const actual = new Float64Array(trials.length * size).fill(Number.NaN);
  const special = new Uint8Array(trials.length * horizonDays);
  trials.forEach(({ origin, days, mean }, t) => {
    for (let day = 0; day < days; day++) {
      special[t * horizonDays + day] = isSpecial(sheet, origin + day);
      for (let s = 0; s < slots; s++) {
        const to = t * size + day * slotsPerDay + wholeAt(slotOf, s);
        forecast[to] = at(mean, day * slots + s);
        // A holiday is forecast as one; a modelled event is not, and says nothing of the error.
        const from = (origin + day) * slots + s;
        actual[to] = at(holidays.has(origin + day) ? counted : ordinary, from);
      }
    }
  });
  return {
    origins: trials.map(({ origin }) => origin),
    horizonDays,
    slotsPerDay,
    forecast,
    actual,
    special,
  };
}

function explain(sheet: DaySheet, combined: Combined, firstDay: number): Explanation {
  const { fits, origin, smooth, level } = combined.now;
  const totals = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    weekdayCounts(fits.long, day, Math.exp(level / 2)).reduce((sum, y) => sum + y, 0),
  );
  const perWeek = totals.reduce((sum, total) => sum + total, 0);
  const openDays = totals.filter((total) => total > 0).length;
  const weeks = Math.min(8, Math.floor(origin / 7) - 1);
  const earlier = weeks > 0 ? at(smooth, origin - 1 - 7 * weeks) : level;
  return {
    methods: combined.shares,
    levelPerDay: openDays === 0 ? 0 : perWeek / openDays,
    trendPerWeek: weeks > 0 ? Math.expm1((at(smooth, origin - 1) - earlier) / weeks) : 0,
    specialDays: combined.special.map(({ ahead, ratio, seen }) => ({
      day: dayName(firstDay + ahead),
      name: sheet.holidays.get(sheet.days + ahead)?.name ?? '',
      ratio,
      seen,
    })),
  };
}
