import { at, type DaySheet } from './day-sheet.ts';

/** How a profile is drawn from the rows before an origin. */
export interface ProfileRule {
  /** First row that is looked at. */
  first: number;
  /** Days after which a row counts half. */
  halfLifeDays: number;
  /** Log level of each row, taken out before averaging; none = rows as they are. */
  level?: Float64Array;
  /** 0 to 1 for each row: how far it is trusted. */
  trust?: Float64Array;
}

/**
 * Expected square root (see {@link countRoot}) by weekday and slot, 7 × slots,
 * at level 1; 0 where the queue is closed: a slot of a weekday never counted.
 *
 * Averaged as square roots with exponential weights: on that scale counts have
 * an even variance, and one wild slot does not carry the mean (Brown et al.
 * 2005, Weinberg et al. 2007).
 *
 * @param roots - rows × slots, `NaN` where not known.
 */
export function weeklyProfile(
  sheet: DaySheet,
  origin: number,
  roots: Float64Array,
  rule: ProfileRule,
): Float64Array {
  const { slots, weekday } = sheet;
  const sums = new Float64Array(7 * slots);
  const squares = new Float64Array(7 * slots);
  const weights = new Float64Array(7 * slots);
  const shares = new Float64Array(7 * slots);
  const everCounted = new Uint8Array(7 * slots);
  const rowsOf = new Float64Array(7);
  const decay = 0.5 ** (1 / rule.halfLifeDays);
  for (let row = rule.first; row < origin; row++) {
    const day = at(weekday, row);
    if (!sheet.holidays.has(row)) rowsOf[day] = at(rowsOf, day) + 1;
    const weight = decay ** (origin - 1 - row) * (rule.trust ? at(rule.trust, row) : 1);
    const scale = rule.level ? Math.exp(-0.5 * at(rule.level, row)) : 1;
    for (let s = 0, i = row * slots, p = day * slots; s < slots; s++, i++, p++) {
      const root = scale * at(roots, i);
      if (Number.isNaN(root)) continue;
      if (at(sheet.ordinary, i) > 0) everCounted[p] = 1;
      sums[p] = at(sums, p) + weight * root;
      squares[p] = at(squares, p) + weight * root * root;
      weights[p] = at(weights, p) + weight;
      shares[p] = at(shares, p) + weight * weight;
    }
  }
  const profile = new Float64Array(7 * slots);
  const variance = new Float64Array(7 * slots);
  for (let p = 0; p < profile.length; p++) {
    const weight = at(weights, p);
    if (weight === 0 || at(everCounted, p) === 0) continue;
    const mean = at(sums, p) / weight;
    profile[p] = mean;
    // Of the mean, not of the rows: falls with the number of rows that count.
    variance[p] =
      (Math.max(0, at(squares, p) / weight - mean * mean) * at(shares, p)) / (weight * weight);
  }
  for (let day = 0; day < 7; day++) evenOut(profile, variance, day * slots, slots);
  fillUnseenWeekdays(profile, rowsOf, slots);
  return profile;
}

/**
 * Draws each slot towards its neighbours by as much as lessens the expected
 * error: more where few rows stand behind it, nothing where the profile really
 * bends. With second differences d2 of variance 6v from chance alone and D from
 * bends, the best step is 2v / (D + 6v).
 */
function evenOut(profile: Float64Array, variance: Float64Array, from: number, slots: number): void {
  const row = profile.slice(from, from + slots);
  let bends = 0;
  let chance = 0;
  let n = 0;
  for (let s = 1; s < slots - 1; s++) {
    if (at(row, s) === 0) continue;
    bends += (at(row, s - 1) - 2 * at(row, s) + at(row, s + 1)) ** 2;
    chance += at(variance, from + s);
    n++;
  }
  if (n < 3 || chance === 0) return;
  const v = chance / n;
  const real = Math.max(0, bends / n - 6 * v);
  const step = Math.min(1 / 3, (2 * v) / (real + 6 * v));
  for (let s = 0; s < slots; s++) {
    const left = at(row, Math.max(0, s - 1));
    const right = at(row, Math.min(slots - 1, s + 1));
    // Closed slots stay closed, and open ones beside them learn nothing from them.
    if (at(row, s) === 0 || left === 0 || right === 0) continue;
    profile[from + s] = at(row, s) + step * (left - 2 * at(row, s) + right);
  }
}

/** A weekday that the history does not reach yet is taken for the mean of the others. */
function fillUnseenWeekdays(profile: Float64Array, rowsOf: Float64Array, slots: number): void {
  const seen = [...rowsOf.keys()].filter((day) => at(rowsOf, day) > 0);
  if (seen.length === 0 || seen.length === 7) return;
  for (let day = 0; day < 7; day++) {
    if (at(rowsOf, day) > 0) continue;
    for (let s = 0; s < slots; s++) {
      const sum = seen.reduce((total, other) => total + at(profile, other * slots + s), 0);
      profile[day * slots + s] = sum / seen.length;
    }
  }
}
