import { at } from '../day-sheet.ts';
import { type Footing, spread } from '../footing.ts';

/**
 * Each weekday's total followed by itself, times the weekly profile: what the
 * Mondays do stays with the Mondays.
 *
 * @param weight - of the newest week, 0 to 1.
 */
export function weekdayTotals(footing: Footing, days: number, weight: number): Float64Array {
  const { sheet, origin, levels, course, profile } = footing;
  const weekdayLevel = new Float64Array(7);
  const seen = new Uint8Array(7);
  const level = at(course.before, origin);
  for (let row = Math.max(0, origin - 182); row < origin; row++) {
    const off = at(course.off, row);
    if (Number.isNaN(off)) continue;
    const day = at(sheet.weekday, row);
    const value = at(course.before, row) + off;
    const known = at(seen, day) === 1;
    weekdayLevel[day] = known ? (1 - weight) * at(weekdayLevel, day) + weight * value : value;
    seen[day] = 1;
  }
  void levels;
  return spread(
    footing,
    profile,
    (ahead) => {
      const day = at(sheet.weekday, origin + ahead);
      return at(seen, day) === 1 ? at(weekdayLevel, day) : level;
    },
    days,
  );
}
