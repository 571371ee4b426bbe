import { at, wholeAt } from '../day-sheet.ts';
import type { Footing } from '../footing.ts';

/** Median of the same weekday's last weeks, slot by slot, brought to today's level. */
export function recentMedian(footing: Footing, days: number, weeks: number): Float64Array {
  const { sheet, origin, smooth, dayLevel, level } = footing;
  const { slots, ordinary, weekday } = sheet;
  const out = new Float64Array(days * slots);
  const values = new Float64Array(weeks);
  const done = new Map<number, number>();
  for (let day = 0; day < days; day++) {
    const of = wholeAt(weekday, origin + day);
    const same = done.get(of);
    if (same !== undefined) {
      out.copyWithin(day * slots, same * slots, (same + 1) * slots);
      continue;
    }
    done.set(of, day);
    const rows: number[] = [];
    for (let row = origin - 1; row >= 0 && rows.length < weeks; row--) {
      if (wholeAt(weekday, row) === of && !Number.isNaN(at(dayLevel, row))) rows.push(row);
    }
    for (let s = 0; s < slots; s++) {
      let n = 0;
      for (const row of rows) {
        const y = at(ordinary, row * slots + s);
        if (!Number.isNaN(y)) values[n++] = y * Math.exp(level - at(smooth, row));
      }
      const sorted = values.subarray(0, n).sort();
      out[day * slots + s] = n === 0 ? 0 : (at(sorted, (n - 1) >> 1) + at(sorted, n >> 1)) / 2;
    }
  }
  return out;
}
