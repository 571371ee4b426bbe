import { at, wholeAt } from './day-sheet.ts';
import type { Footing } from './footing.ts';
import { weekdayCounts } from './robust-fit.ts';

/** Places beside a holiday; a bridge lies between a holiday and a rest day. */
type Place = 'before' | 'after' | 'bridge';

/** Days after which an effect is believed by half. */
const priorDays = 2;

/**
 * Log effect that a day ahead has from a holiday beside it, learned from the
 * ordinary days that lay so before the origin and drawn towards 0 the fewer
 * they were. 0 for any other day.
 */
export function nearHolidayEffect(from: Footing): (daysAhead: number) => number {
  const { origin, fits, smooth, sheet } = from;
  const rests = restDays(from);
  const sums = { before: 0, after: 0, bridge: 0 };
  const seen = { before: 0, after: 0, bridge: 0 };
  for (const holiday of sheet.holidays.keys()) {
    for (const row of [holiday - 1, holiday + 1]) {
      if (row < 0 || row >= origin || Number.isNaN(at(fits.long.effect, row))) continue;
      const place = placeOf(from, row, rests);
      if (!place) continue;
      sums[place] += Math.max(
        -1,
        Math.min(1, 2 * Math.log(Math.max(0.05, 1 + at(fits.long.effect, row))) - at(smooth, row)),
      );
      seen[place] += 1;
    }
  }
  return (ahead) => {
    const place = placeOf(from, origin + ahead, rests);
    return place ? sums[place] / (seen[place] + priorDays) : 0;
  };
}

/** Where an ordinary working day stands beside a holiday; `null` for any other. */
function placeOf({ sheet }: Footing, row: number, rests: readonly boolean[]): Place | null {
  const { holidays, weekday } = sheet;
  const [before, after] = [holidays.has(row + 1), holidays.has(row - 1)];
  if (holidays.has(row) || before === after || rests[wholeAt(weekday, row)]) {
    return before && after && !holidays.has(row) ? 'bridge' : null;
  }
  const other = before ? row - 1 : row + 1;
  // The weekday of a row may lie outside the sheet at its very ends.
  if (rests[weekday[other] ?? -1]) return 'bridge';
  return before ? 'before' : 'after';
}

/** Weekdays that bring less than three fifths of the busiest one. */
function restDays({ fits }: Footing): boolean[] {
  const totals = [0, 1, 2, 3, 4, 5, 6].map((day) =>
    weekdayCounts(fits.long, day, 1).reduce((sum, y) => sum + y, 0),
  );
  return totals.map((total) => total < 0.6 * Math.max(...totals));
}
