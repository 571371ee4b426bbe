// Forecasts made in the past beside what came, flat and without gaps.
import type { Backtest } from './forecast.ts';

/** First days of the groups of days ahead: next day, week, fortnight, beyond. */
export const leadGroups = [1, 2, 8, 15] as const;

/** Forecast and outcome side by side, without what is not known or was closed. */
export interface ForecastErrors {
  forecast: Float64Array;
  actual: Float64Array;
  slot: Uint16Array;
  group: Uint8Array;
  /** Number of the forecast day that the slot belongs to. */
  day: Uint32Array;
  days: number;
  daysOfGroup: number[];
}

/**
 * Reads a backtest, leaving out what is not known or was closed.
 *
 * @param which - days: ordinary and special ones are off in other ways.
 */
export function readErrors(
  { origins, horizonDays, slotsPerDay, forecast, actual, special }: Backtest,
  which: 'ordinary' | 'special',
): ForecastErrors {
  const size = origins.length * horizonDays * slotsPerDay;
  const errors = {
    forecast: new Float64Array(size),
    actual: new Float64Array(size),
    slot: new Uint16Array(size),
    group: new Uint8Array(size),
    day: new Uint32Array(size),
  };
  const daysOfGroup = leadGroups.map(() => 0);
  let n = 0;
  let days = 0;
  for (let row = 0; row < origins.length * horizonDays; row++) {
    const group = groupOf((row % horizonDays) + 1);
    const before = n;
    if ((special?.[row] === 1) !== (which === 'special')) continue;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const f = forecast[row * slotsPerDay + slot] as number;
      const y = actual[row * slotsPerDay + slot] as number;
      if (!(f > 0) || Number.isNaN(y)) continue;
      errors.forecast[n] = f;
      errors.actual[n] = y;
      errors.slot[n] = slot;
      errors.group[n] = group;
      errors.day[n++] = days;
    }
    if (n === before) continue;
    days += 1;
    daysOfGroup[group] = (daysOfGroup[group] as number) + 1;
  }
  return {
    forecast: errors.forecast.subarray(0, n),
    actual: errors.actual.subarray(0, n),
    slot: errors.slot.subarray(0, n),
    group: errors.group.subarray(0, n),
    day: errors.day.subarray(0, n),
    days,
    daysOfGroup,
  };
}

function groupOf(daysAhead: number): number {
  let group = 0;
  leadGroups.forEach((fromDay, i) => {
    if (fromDay <= daysAhead) group = i;
  });
  return group;
}
