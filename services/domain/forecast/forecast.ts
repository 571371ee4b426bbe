import {
  dayName,
  dayNumber,
  daysOf,
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

/** One method's part in the combination. */
export interface MethodShare {
  name: string;
  /** Share of the combination by days ahead: 1 day, 2-7 days, 8 days and more. */
  weights: [number, number, number];
  /** Backtest error by the same, sum |y - f| / sum y; `null` where nothing was measured. */
  wape: [number | null, number | null, number | null];
}

/** Forecasts the slots of the days after a history. */
export function forecastMean(history: SeriesHistory, plan: ForecastPlan): MeanForecast {
  const { slotsPerDay, counts } = history;
  const known = daysOf(history);
  const mean = new Float64Array(plan.days * slotsPerDay);
  for (let i = 0; i < mean.length; i++) {
    mean[i] = meanOfWeeks(counts, known * slotsPerDay + i, 7 * slotsPerDay, known * slotsPerDay);
  }
  return {
    firstDay: dayName(dayNumber(history.firstDay) + known),
    days: plan.days,
    slotsPerDay,
    mean,
    backtest: {
      origins: [],
      horizonDays: 0,
      slotsPerDay,
      forecast: new Float64Array(0),
      actual: new Float64Array(0),
    },
    explanation: { methods: [], levelPerDay: 0, trendPerWeek: 0, specialDays: [] },
  };
}

function meanOfWeeks(counts: Float64Array, at: number, week: number, end: number): number {
  let sum = 0;
  let n = 0;
  let i = at;
  while (i >= end) i -= week;
  for (; i >= 0 && n < 4; i -= week) {
    const y = counts[i] as number;
    if (Number.isNaN(y)) continue;
    sum += y;
    n++;
  }
  return n === 0 ? 0 : sum / n;
}
