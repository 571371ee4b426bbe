// How good a forecast was, beside what anybody could have said.

/** One slot (or day) with forecast and outcome. */
export interface ForecastOutcome {
  queue: string;
  /** 1 = the first day after it was published. */
  daysAhead: number;
  /** Slot of the local day, from 0. */
  slot: number;
  /** As published. `NaN` where there was none. */
  forecast: number;
  /** As computed, before overrides. */
  base: number;
  /** What came; `NaN` = not known, and the slot is left out. */
  actual: number;
  /** Same weekday and slot, the last known week before the origin; `NaN` = none. */
  lastWeek: number;
  /** Mean of the same over the last four known weeks before the origin; `NaN` = none. */
  fourWeeks: number;
  /** Limits of the intervals, ends included; absent = not published. */
  low80?: number;
  high80?: number;
  low95?: number;
  high95?: number;
}

/** Errors over some slots; `null` where nothing can be divided. */
export interface ForecastAccuracy {
  /** Slots with an outcome and a forecast. */
  slots: number;
  /** Contacts that came in them. */
  actual: number;
  /** sum |y - f| / sum y. */
  wape: number | null;
  /** sum (f - y) / sum y: above 0 = too many were forecast. */
  bias: number | null;
  baseWape: number | null;
  /** The naive ones over the slots that have them, so beside `wape` where they all do. */
  lastWeekWape: number | null;
  fourWeeksWape: number | null;
  /** 1 - wape / the better naive WAPE, over the slots that have both: above 0 = worth its while. */
  skill: number | null;
  cover80: number | null;
  cover95: number | null;
}

/** What outcomes are put together by. */
export interface AccuracyKey {
  /** Empty = all queues. */
  queue: string;
  horizon: Horizon | 'all';
  part: PartOfDay | 'all';
}

/** Days ahead as the trade plans: tomorrow, the week, the fortnight, the month. */
export type Horizon = '1 day' | '2-7 days' | '8-14 days' | '15+ days';

/** Parts of the day by clock: 00-08, 08-12, 12-17, 17-24. */
export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening';

/** The group of days ahead that a day belongs to. */
export function horizonOf(daysAhead: number): Horizon {
  if (daysAhead <= 1) return '1 day';
  if (daysAhead <= 7) return '2-7 days';
  return daysAhead <= 14 ? '8-14 days' : '15+ days';
}

/** The part of the day a slot belongs to. */
export function partOfDay(slot: number, slotsPerDay: number): PartOfDay {
  const hour = (slot * 24) / slotsPerDay;
  if (hour < 8) return 'night';
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}

/**
 * WAPE and bias over some outcomes, pooled: sums first, then one division, so that a
 * quiet slot weighs as little as it matters. Never the mean of percentages (MAPE
 * has no value at 0 and prefers forecasts that are too low).
 *
 * @see Kolassa and Schütz, "Advantages of the MAD/Mean ratio over the MAPE",
 *   Foresight 6, 2007.
 */
export function forecastAccuracy(outcomes: Iterable<ForecastOutcome>): ForecastAccuracy {
  const published = emptyErrors();
  const base = emptyErrors();
  const lastWeek = emptyErrors();
  const fourWeeks = emptyErrors();
  const fair = { own: emptyErrors(), lastWeek: emptyErrors(), fourWeeks: emptyErrors() };
  const held = { of80: 0, in80: 0, of95: 0, in95: 0 };
  for (const outcome of outcomes) {
    const { actual, forecast } = outcome;
    if (Number.isNaN(actual) || Number.isNaN(forecast)) continue;
    add(published, forecast, actual);
    add(base, outcome.base, actual);
    add(lastWeek, outcome.lastWeek, actual);
    add(fourWeeks, outcome.fourWeeks, actual);
    if (!Number.isNaN(outcome.lastWeek + outcome.fourWeeks)) {
      add(fair.own, forecast, actual);
      add(fair.lastWeek, outcome.lastWeek, actual);
      add(fair.fourWeeks, outcome.fourWeeks, actual);
    }
    addHeld(held, outcome);
  }
  const naive = Math.min(fair.lastWeek.absolute, fair.fourWeeks.absolute);
  return {
    slots: published.slots,
    actual: published.actual,
    wape: divided(published.absolute, published.actual),
    bias: divided(published.signed, published.actual),
    baseWape: divided(base.absolute, base.actual),
    lastWeekWape: divided(lastWeek.absolute, lastWeek.actual),
    fourWeeksWape: divided(fourWeeks.absolute, fourWeeks.actual),
    skill: naive > 0 ? 1 - fair.own.absolute / naive : null,
    cover80: divided(held.in80, held.of80),
    cover95: divided(held.in95, held.of95),
  };
}

/** One row of a report. */
export interface AccuracyRow {
  key: AccuracyKey;
  accuracy: ForecastAccuracy;
}

/**
 * The report: for every queue and for all together, every horizon, every part of the
 * day and all of it. Rows without an outcome are left out.
 */
export function accuracyReport(
  outcomes: readonly ForecastOutcome[],
  slotsPerDay: number,
): AccuracyRow[] {
  const groups = new Map<string, { key: AccuracyKey; outcomes: ForecastOutcome[] }>();
  for (const outcome of outcomes) {
    if (Number.isNaN(outcome.actual)) continue;
    const own = {
      horizon: horizonOf(outcome.daysAhead),
      part: partOfDay(outcome.slot, slotsPerDay),
    };
    for (const queue of ['', outcome.queue]) {
      for (const horizon of ['all', own.horizon] as const) {
        for (const part of ['all', own.part] as const) {
          const name = JSON.stringify([queue, horizon, part]);
          const group = groups.get(name) ?? { key: { queue, horizon, part }, outcomes: [] };
          group.outcomes.push(outcome);
          groups.set(name, group);
        }
      }
    }
  }
  return [...groups.values()].map(({ key, outcomes }) => ({
    key,
    accuracy: forecastAccuracy(outcomes),
  }));
}

/**
 * Outcomes of days instead of slots: sums over the slots of each queue and day that
 * have an outcome. Intervals of slots do not add up and are left out.
 */
export function dayOutcomes(outcomes: readonly ForecastOutcome[]): ForecastOutcome[] {
  const days = new Map<string, ForecastOutcome>();
  for (const { queue, daysAhead, forecast, base, actual, lastWeek, fourWeeks } of outcomes) {
    if (Number.isNaN(actual) || Number.isNaN(forecast)) continue;
    const name = JSON.stringify([queue, daysAhead]);
    const sum = days.get(name);
    if (!sum) {
      days.set(name, { queue, daysAhead, slot: 0, forecast, base, actual, lastWeek, fourWeeks });
      continue;
    }
    sum.forecast += forecast;
    sum.base += base;
    sum.actual += actual;
    sum.lastWeek += lastWeek;
    sum.fourWeeks += fourWeeks;
  }
  return [...days.values()];
}

/**
 * What a planner without a tool would have said for a slot: same slot and weekday,
 * the newest known of the last eight weeks before the origin, and the mean of the
 * newest four.
 *
 * @param counts - days × slots; `NaN` = not known.
 * @param originDay - days known; later counts are not looked at.
 */
export function naiveForecast(
  { counts, slotsPerDay }: { counts: Float64Array; slotsPerDay: number },
  { originDay, day, slot }: { originDay: number; day: number; slot: number },
): { lastWeek: number; fourWeeks: number } {
  const known: number[] = [];
  let past = day;
  while (past >= originDay) past -= 7;
  for (let week = 0; week < 8 && past >= 0 && known.length < 4; week++, past -= 7) {
    const y = counts[past * slotsPerDay + slot];
    if (y !== undefined && !Number.isNaN(y)) known.push(y);
  }
  const sum = known.reduce((a, b) => a + b, 0);
  return {
    lastWeek: known[0] ?? Number.NaN,
    fourWeeks: known.length === 0 ? Number.NaN : sum / known.length,
  };
}

interface ErrorSums {
  slots: number;
  actual: number;
  absolute: number;
  signed: number;
}

function emptyErrors(): ErrorSums {
  return { slots: 0, actual: 0, absolute: 0, signed: 0 };
}

function add(sums: ErrorSums, forecast: number, actual: number): void {
  if (Number.isNaN(forecast)) return;
  sums.slots += 1;
  sums.actual += actual;
  sums.absolute += Math.abs(actual - forecast);
  sums.signed += forecast - actual;
}

function addHeld(
  held: { of80: number; in80: number; of95: number; in95: number },
  { actual, low80, high80, low95, high95 }: ForecastOutcome,
): void {
  if (low80 !== undefined && high80 !== undefined) {
    held.of80 += 1;
    if (actual >= low80 && actual <= high80) held.in80 += 1;
  }
  if (low95 !== undefined && high95 !== undefined) {
    held.of95 += 1;
    if (actual >= low95 && actual <= high95) held.in95 += 1;
  }
}

function divided(above: number, below: number): number | null {
  return below > 0 ? above / below : null;
}
