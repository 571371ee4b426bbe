import { rootCount } from './count-root.ts';
import { at, type DaySheet } from './day-sheet.ts';

/** How high each day before an origin stood against its weekday's profile. */
export interface DayLevels {
  /** Log of counted over expected, by row; `NaN` where the day says nothing. */
  log: Float64Array;
  /** How much each row says: the inverse of its variance. */
  weight: Float64Array;
}

/** What a day's rate varies by beside chance, as a variance of its log. */
const rateVariance = 0.01;

/** Reads the level of every day before an origin against a profile. */
export function dayLevels(sheet: DaySheet, origin: number, profile: Float64Array): DayLevels {
  const { slots, ordinary, weekday } = sheet;
  const log = new Float64Array(origin).fill(Number.NaN);
  const weight = new Float64Array(origin);
  const habit = profile.map(rootCount);
  for (let row = 0; row < origin; row++) {
    let counted = 0;
    let expected = 0;
    for (let s = 0, i = row * slots, p = at(weekday, row) * slots; s < slots; s++, i++, p++) {
      const y = at(ordinary, i);
      if (Number.isNaN(y)) continue;
      counted += y;
      expected += at(habit, p);
    }
    if (expected < 1) continue;
    log[row] = Math.log((counted + 0.5) / (expected + 0.5));
    weight[row] = 1 / (1 / expected + rateVariance);
  }
  return { log, weight };
}

/** The course of the level up to an origin. */
export interface LevelCourse {
  /** Log level before each row was seen; one more than rows: the last is the level at the origin. */
  before: Float64Array;
  /** What each row stood off it, wild days cut to three deviations; `NaN` where unknown. */
  off: Float64Array;
  /** 0 to 1: how far each row was kept. */
  trust: Float64Array;
  /** Correlation of a day's deviation with the day's before, 0 to 0.9. */
  persistence: number;
}

/**
 * Follows the level with exponential weights. A day beyond three typical
 * deviations moves it only as far as three would: an outage does not become the
 * level, a lasting shift does within days.
 */
export function followLevel(levels: DayLevels, halfLifeDays: number): LevelCourse {
  const rows = levels.log.length;
  const before = new Float64Array(rows + 1);
  const off = new Float64Array(rows).fill(Number.NaN);
  const trust = new Float64Array(rows).fill(1);
  const decay = 0.5 ** (1 / halfLifeDays);
  let sum = 0;
  let weights = 0;
  let spread = typicalStep(levels);
  let product = 0;
  let square = 1e-9;
  let last = Number.NaN;
  for (let row = 0; row < rows; row++) {
    const level = weights > 0 ? sum / weights : 0;
    before[row] = level;
    sum *= decay;
    weights *= decay;
    const log = at(levels.log, row);
    if (Number.isNaN(log)) continue;
    const weight = at(levels.weight, row);
    const raw = weights > 0 ? log - level : 0;
    const limit = 3 * spread;
    const step = weights > 0 ? Math.max(-limit, Math.min(limit, raw)) : 0;
    off[row] = step;
    trust[row] = Math.abs(raw) > limit ? limit / Math.abs(raw) : 1;
    spread += 0.03 * (1.25 * Math.abs(step) - spread);
    if (!Number.isNaN(last)) product = 0.99 * product + step * last;
    square = 0.99 * square + step * step;
    last = step;
    sum += weight * (weights > 0 ? level + step : log);
    weights += weight;
  }
  before[rows] = weights > 0 ? sum / weights : 0;
  const persistence = Math.max(0, Math.min(0.9, product / (square * 1.1)));
  return { before, off, trust, persistence };
}

/** Median of the steps from day to day, as a deviation; at least 3 %. */
function typicalStep({ log }: DayLevels): number {
  const steps: number[] = [];
  let last = Number.NaN;
  for (const value of log) {
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(last)) steps.push(Math.abs(value - last));
    last = value;
  }
  steps.sort((a, b) => a - b);
  // 1.48 makes a median deviation a standard one; a step holds two days' chance.
  return Math.max(0.03, ((steps[steps.length >> 1] ?? 0.1) * 1.48) / Math.SQRT2);
}

/** The level of every row seen from both sides, but never past the origin. */
export function smoothLevel(
  levels: DayLevels,
  course: LevelCourse,
  halfLifeDays: number,
): Float64Array {
  const rows = levels.log.length;
  const decay = 0.5 ** (1 / halfLifeDays);
  const sums = new Float64Array(rows);
  const weights = new Float64Array(rows);
  for (const backwards of [false, true]) {
    let sum = 0;
    let weight = 0;
    for (let k = 0; k < rows; k++) {
      const row = backwards ? rows - 1 - k : k;
      sum *= decay;
      weight *= decay;
      const off = at(course.off, row);
      const known = !Number.isNaN(off);
      const value = known ? at(course.before, row) + off : 0;
      // The row itself counts once, on the way forward.
      if (known && !backwards) {
        sum += at(levels.weight, row) * value;
        weight += at(levels.weight, row);
      }
      sums[row] = at(sums, row) + sum;
      weights[row] = at(weights, row) + weight;
      if (known && backwards) {
        sum += at(levels.weight, row) * value;
        weight += at(levels.weight, row);
      }
    }
  }
  return Float64Array.from(sums, (sum, row) => (at(weights, row) > 0 ? sum / at(weights, row) : 0));
}
