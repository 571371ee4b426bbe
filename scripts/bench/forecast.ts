// How far forecasts are off on the two real series, by the protocol of their origins.
import { daySheet } from '../../services/domain/forecast/day-sheet.ts';
import { footing } from '../../services/domain/forecast/footing.ts';
import { forecastMean } from '../../services/domain/forecast/forecast.ts';
import { forecastsOf, methods } from '../../services/domain/forecast/methods/catalogue.ts';
import type { SpecialDay } from '../../services/domain/forecast/series-history.ts';
import { type CallGrid, knownBefore } from './call-grids.ts';

/** Errors pooled over origins, for tomorrow, a week and a fortnight. */
export interface ForecastErrors {
  method: string;
  /** sum|y - f| / sum y. */
  wape: number[];
  /** sum(f - y) / sum y. */
  bias: number[];
  /** Mean absolute error over that of last week's same slot. */
  mase: number[];
}

/** The combined forecast, holidays known ahead or not. */
export function measureForecastErrors(grid: CallGrid, holidays: SpecialDay[]): ForecastErrors {
  return errorsOf(grid, 'combined', (day, days) => {
    return forecastMean(knownBefore(grid, day), { days, specialDays: holidays }).mean;
  });
}

/** Each method alone on every day, special ones too: what the combination is made of. */
export function measureMethodErrors(grid: CallGrid, holidays: SpecialDay[]): ForecastErrors[] {
  return methods.flatMap(({ name, able }, m) =>
    able
      ? []
      : errorsOf(grid, name, (day, days) => {
          const sheet = daySheet(knownBefore(grid, day), days, holidays, []);
          const columns = forecastsOf(footing(sheet, day), days)[m] ?? new Float64Array(0);
          const mean = new Float64Array(days * grid.slotsPerDay);
          columns.forEach((calls, i) => {
            const slot = sheet.slotOf[i % sheet.slots] as number;
            mean[Math.floor(i / sheet.slots) * grid.slotsPerDay + slot] = calls;
          });
          return mean;
        }),
  );
}

function errorsOf(
  { counts, slotsPerDay, days, origins, horizons }: CallGrid,
  method: string,
  forecast: (day: number, days: number) => Float64Array,
): ForecastErrors {
  const sums = horizons.map(() => ({ off: 0, signed: 0, all: 0, naiveOff: 0, beside: 0 }));
  for (const origin of origins) {
    const first = days[origin] as number;
    const last = days[Math.min(days.length - 1, origin + horizons[2] - 1)] as number;
    const mean = forecast(first, last - first + 1);
    horizons.forEach((horizon, h) => {
      const sum = sums[h] as (typeof sums)[number];
      for (const day of days.slice(origin, origin + horizon)) {
        for (let slot = 0; slot < slotsPerDay; slot++) {
          const i = day * slotsPerDay + slot;
          const y = counts[i] as number;
          if (Number.isNaN(y)) continue;
          const f = mean[i - first * slotsPerDay] as number;
          sum.off += Math.abs(y - f);
          sum.signed += f - y;
          sum.all += y;
          const weeks = Math.ceil((day - first + 1) / 7);
          const naive = counts[i - weeks * 7 * slotsPerDay] as number;
          if (Number.isNaN(naive)) continue;
          sum.beside += Math.abs(y - f);
          sum.naiveOff += Math.abs(y - naive);
        }
      }
    });
  }
  return {
    method,
    wape: sums.map(({ off, all }) => off / all),
    bias: sums.map(({ signed, all }) => signed / all),
    mase: sums.map(({ beside, naiveOff }) => beside / naiveOff),
  };
}
