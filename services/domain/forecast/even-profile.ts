import { at, type DaySheet, wholeAt } from './day-sheet.ts';

/**
 * Draws each slot of a profile towards its neighbours by as much as lessens the
 * expected error: more where few rows stand behind it, nothing where the profile
 * really bends. With second differences of variance 6v from chance alone and D
 * from bends, the best step is 2v / (D + 6v).
 */
export function evenProfile(
  profile: Float64Array,
  meanVariance: Float64Array,
  slots: number,
): Float64Array {
  const even = profile.slice();
  for (let day = 0; day < 7; day++) {
    const row = profile.subarray(day * slots, (day + 1) * slots);
    let [bends, chance, n] = [0, 0, 0];
    for (let s = 1; s < slots - 1; s++) {
      if (at(row, s) === 0) continue;
      bends += (at(row, s - 1) - 2 * at(row, s) + at(row, s + 1)) ** 2;
      chance += at(meanVariance, day * slots + s);
      n++;
    }
    if (n < 3 || chance === 0) continue;
    const v = chance / n;
    const step = Math.min(1 / 3, (2 * v) / (Math.max(0, bends / n - 6 * v) + 6 * v));
    for (let s = 0; s < slots; s++) {
      const left = at(row, Math.max(0, s - 1));
      const right = at(row, Math.min(slots - 1, s + 1));
      // Closed slots stay closed, and open ones beside them learn nothing from them.
      if (at(row, s) === 0 || left === 0 || right === 0) continue;
      even[day * slots + s] = at(row, s) + step * (left - 2 * at(row, s) + right);
    }
  }
  return even;
}

/** A weekday that the history does not reach yet is taken for the mean of the others. */
export function fillUnseenWeekdays(
  profile: Float64Array,
  { sheet, origin, first }: { sheet: DaySheet; origin: number; first: number },
): void {
  const { slots, weekday, holidays } = sheet;
  const seen = new Set<number>();
  for (let row = first; row < origin; row++)
    if (!holidays.has(row)) seen.add(wholeAt(weekday, row));
  if (seen.size === 0) return;
  for (let day = 0; day < 7; day++) {
    if (seen.has(day)) continue;
    for (let s = 0; s < slots; s++) {
      const sum = [...seen].reduce((total, other) => total + at(profile, other * slots + s), 0);
      profile[day * slots + s] = sum / seen.size;
    }
  }
}
