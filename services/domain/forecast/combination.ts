import { at, type DaySheet } from './day-sheet.ts';
import { type Footing, footing } from './footing.ts';
import { forecastsOf, methods } from './methods/catalogue.ts';
import { nearHolidayEffect } from './near-holidays.ts';
import { holidayForecast } from './special-days.ts';

/** One method's part in the combination. */
export interface MethodShare {
  name: string;
  /** Share of the combination by days ahead: 1 day, 2-7 days, 8 days and more. */
  weights: [number, number, number];
  /** Backtest error by the same, sum |y - f| / sum y; `null` where nothing was measured. */
  wape: [number | null, number | null, number | null];
}

/** Days ahead in three stretches that are weighted apart: the first day, its week, later. */
const stretchStarts = [0, 1, 7];
/** How many times a history is forecast from inside, and how far. */
const backtests = { most: 12, everyDays: 8, daysAhead: 14, leastDaysBefore: 14 };

/** One origin inside the history: what each method said from there. */
interface Trial {
  origin: number;
  days: number;
  footing: Footing;
  /** By method; `null` where the history was too short for it. */
  forecasts: (Float64Array | null)[];
}

/** The combined forecast of a sheet, and the trials that its weights come from. */
export interface Combined {
  /** Days × columns of the sheet. */
  mean: Float64Array;
  /** Special days of the horizon: row ahead, and how many like it were seen. */
  special: { ahead: number; ratio: number; seen: number }[];
  shares: MethodShare[];
  trials: { origin: number; days: number; mean: Float64Array }[];
  now: Footing;
}

/**
 * Forecasts by every method, weighted by how far each was off in rolling
 * origins inside the history, apart for near and far days. The weights are
 * drawn towards equal ones: that of a few trials is not the truth (Barrow &
 * Kourentzes 2016).
 */
export function combinedForecast(sheet: DaySheet, days: number): Combined {
  const trials: Trial[] = [];
  for (const origin of trialOrigins(sheet)) {
    const ahead = Math.min(backtests.daysAhead, sheet.days - origin);
    trials.push(trial(sheet, origin, ahead, trials.at(-1)?.footing));
  }
  const now = trial(sheet, sheet.days, days);
  const wape = stretchStarts.map((_, stretch) => methodErrors(sheet, trials, stretch));
  // One day ahead is scored once a trial: too little to tell methods apart by alone.
  const weights = stretchStarts.map((_, stretch) =>
    combinationWeights(wape[Math.max(1, stretch)] as (number | null)[], now.forecasts),
  );
  const shares = methods.flatMap(({ name }, m): MethodShare[] => {
    const weightAt = (stretch: number) => weights[stretch]?.[m] ?? 0;
    const wapeAt = (stretch: number) => wape[stretch]?.[m] ?? null;
    const share: Omit<MethodShare, 'name'> = {
      weights: [weightAt(0), weightAt(1), weightAt(2)],
      wape: [wapeAt(0), wapeAt(1), wapeAt(2)],
    };
    return now.forecasts[m] ? [{ name, ...share }] : [];
  });
  const { mean, special } = combine(now, weights);
  return {
    mean,
    special,
    shares,
    trials: trials.map((one) => ({ ...one, mean: combine(one, weights).mean })),
    now: now.footing,
  };
}

function trialOrigins(sheet: DaySheet): number[] {
  const { most, everyDays, leastDaysBefore } = backtests;
  const origins: number[] = [];
  for (let origin = sheet.days - 1; origin >= leastDaysBefore; origin -= everyDays) {
    if (origins.length === most) break;
    origins.unshift(origin);
  }
  return origins;
}

function trial(sheet: DaySheet, origin: number, days: number, earlier?: Footing): Trial {
  const from = footing(sheet, origin, earlier);
  return { origin, days, footing: from, forecasts: forecastsOf(from, days) };
}

/**
 * Contacts that an error is measured over: a slot, or as many as bring ten. Of single
 * slots with less a forecast of 0 has the least absolute error, and it staffs nobody.
 */
const blockContacts = 10;

/** WAPE of each method over a stretch of days ahead, newer trials counting more. */
function methodErrors(sheet: DaySheet, trials: Trial[], stretch: number): (number | null)[] {
  const { slots, ordinary } = sheet;
  const from = (stretchStarts[stretch] as number) * slots;
  const until = (stretchStarts[stretch + 1] ?? Number.POSITIVE_INFINITY) * slots;
  return methods.map((_, m) => {
    let off = 0;
    let all = 0;
    for (const { origin, days, forecasts } of trials) {
      const [first, forecast] = [forecasts[0], forecasts[m] ?? forecasts[0]];
      if (!first || !forecast) continue;
      const weight = 0.5 ** ((sheet.days - origin) / 120);
      const last = Math.min(until, days * slots);
      let [expected, told, came] = [0, 0, 0];
      for (let i = from; i < last; i++) {
        const y = at(ordinary, origin * slots + i);
        if (!Number.isNaN(y)) {
          expected += at(first, i);
          told += at(forecast, i);
          came += y;
        }
        if (expected < blockContacts && i + 1 < last) continue;
        off += weight * Math.abs(came - told);
        all += weight * came;
        [expected, told, came] = [0, 0, 0];
      }
    }
    return all > 0 ? off / all : null;
  });
}

/** How sharply a worse method loses weight: 10 % worse = e^-3. */
const sharpness = 30;

function combinationWeights(
  errors: (number | null)[],
  forecasts: (Float64Array | null)[],
): number[] {
  const best = Math.min(...errors.map((error) => error ?? Number.POSITIVE_INFINITY));
  const raw = forecasts.map((forecast, m) => {
    const prior = methods[m]?.prior ?? 0;
    if (!forecast) return 0;
    const error = errors[m] ?? null;
    const worse = Number.isFinite(best) && best > 0 && error !== null ? error / best : 1;
    return prior * Math.exp(-sharpness * (worse - 1));
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** The weighted sum of the methods on ordinary days; special days by their own. */
function combine(
  { footing: from, days, forecasts }: Trial,
  weights: number[][],
): Pick<Combined, 'mean' | 'special'> {
  const { slots, holidays } = from.sheet;
  const mean = new Float64Array(days * slots);
  const special: Combined['special'] = [];
  const near = nearHolidayEffect(from);
  for (let day = 0; day < days; day++) {
    const own = mean.subarray(day * slots, (day + 1) * slots);
    const stretch = weights[stretchStarts.findLastIndex((start) => day >= start)] ?? [];
    const sum = forecasts.reduce((total, f, m) => total + (f ? (stretch[m] ?? 0) : 0), 0);
    forecasts.forEach((forecast, m) => {
      if (!forecast) return;
      const weight = (stretch[m] ?? 0) / sum;
      for (let s = 0; s < slots; s++) {
        own[s] = at(own, s) + weight * at(forecast, day * slots + s);
      }
    });
    const beside = Math.exp(near(day));
    for (let s = 0; s < slots; s++) own[s] = at(own, s) * beside;
    if (!holidays.has(from.origin + day)) continue;
    const before = own.reduce((total, y) => total + y, 0);
    const { slots: expected, seen } = holidayForecast(from, day, own);
    own.set(expected);
    const after = own.reduce((total, y) => total + y, 0);
    special.push({ ahead: day, ratio: before > 0 ? after / before : 1, seen });
  }
  return { mean, special };
}
