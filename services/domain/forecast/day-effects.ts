import { at, type DaySheet, wholeAt } from './day-sheet.ts';
import { medianOf, runningMedians } from './medians.ts';

/** How every day stood against a weekly profile. */
export interface DayEffects {
  /** By row: what a lasting shift has put on the profile, as a ratio of roots. */
  level: Float64Array;
  /** By row: the day's own ratio, level included; `NaN` where the day says nothing. */
  effect: Float64Array;
  /** Standard deviation of effects about the level, from medians of the last rows. */
  scatter: number;
  /** 0 to 1 by row: how far it is trusted. */
  trust: Float64Array;
}

/** Open days that a lasting shift is told from a passing one by. */
const levelDays = 21;
/** Open days that scatter and spread are measured on. */
export const recentDays = 90;
/** Deviations within which a day is taken as it is. */
const dayLimit = 2;
/** Makes a median deviation a normal distribution's standard one. */
export const perMedian = 1.4826;

/**
 * Level, effect and trust of every row before the origin.
 *
 * @param from - roots: rows × slots from the row `first` on; profile: 7 × slots.
 */
export function dayEffects({
  sheet,
  origin,
  first,
  roots,
  profile,
}: {
  sheet: DaySheet;
  origin: number;
  first: number;
  roots: Float64Array;
  profile: Float64Array;
}): DayEffects {
  const { slots, weekday } = sheet;
  const effect = new Float64Array(origin).fill(Number.NaN);
  const open: number[] = [];
  for (let row = first; row < origin; row++) {
    let product = 0;
    let square = 0;
    let known = 0;
    const own = (row - first) * slots;
    const habits = wholeAt(weekday, row) * slots;
    for (let s = 0; s < slots; s++) {
      const root = roots[own + s] as number;
      const habit = profile[habits + s] as number;
      if (habit === 0 || Number.isNaN(root)) continue;
      product += root * habit;
      square += habit * habit;
      known++;
    }
    // Less than one contact expected: an empty day would be no news.
    if (square - 0.25 * known < 1) continue;
    effect[row] = product / square - 1;
    open.push(row);
  }
  const course = levelCourse(open, effect);
  const scatter = recentScatter(open, (k) => at(effect, open[k] as number) - at(course, k));
  const trust = new Float64Array(origin).fill(1);
  open.forEach((row, k) => {
    const off = Math.abs(at(effect, row) - at(course, k));
    trust[row] = Math.min(1, ((dayLimit * scatter) / Math.max(off, 1e-9)) ** 2);
  });
  return { level: overAllRows(open, course, origin), effect, scatter, trust };
}

/**
 * Running median over 21 open days, the nearest full window at both ends. A
 * median of so many moves by chance alone; so much is taken off its square, and
 * what is left is a lasting shift.
 */
function levelCourse(open: readonly number[], effect: Float64Array): Float64Array {
  const course = runningMedians(
    Float64Array.from(open, (row) => at(effect, row)),
    levelDays,
  );
  const scatter = recentScatter(open, (k) => at(effect, open[k] as number) - at(course, k));
  // π/2 for a median, twice the deviation to be sure: 4 · 1.57 σ² / n.
  const chance = (6.3 * scatter * scatter) / Math.max(1, Math.min(levelDays, open.length));
  return course.map((level) => level * Math.max(0, 1 - chance / Math.max(level * level, 1e-12)));
}

function recentScatter(open: readonly number[], off: (k: number) => number): number {
  const n = Math.min(recentDays, open.length);
  const values = new Float64Array(n);
  for (let j = 0; j < n; j++) values[j] = Math.abs(off(open.length - n + j));
  return n === 0 ? 0.1 : perMedian * medianOf(values, n) + 1e-9;
}

/** Days that say nothing stand between their neighbours. */
function overAllRows(open: readonly number[], course: Float64Array, rows: number): Float64Array {
  const out = new Float64Array(rows);
  let k = 0;
  for (let row = 0; row < rows; row++) {
    while (k < open.length - 1 && (open[k + 1] as number) <= row) k++;
    const [a, b] = [open[k] ?? 0, open[k + 1] ?? open[k] ?? 0];
    const [from, to] = [course[k] ?? 0, course[k + 1] ?? course[k] ?? 0];
    const share = b > a ? Math.max(0, Math.min(1, (row - a) / (b - a))) : 0;
    out[row] = from + share * (to - from);
  }
  return out;
}

/** What a day's roots are times the profile, wild effects brought in. */
export function dayScale(
  { level, effect, scatter }: Pick<DayEffects, 'level' | 'effect' | 'scatter'>,
  row: number,
): number {
  return 1 + at(level, row) + (ownEffect({ level, effect, scatter }, row) ?? 0);
}

/** A day's effect beside the level, wild ones brought in; undefined where it says nothing. */
export function ownEffect(
  { level, effect, scatter }: Pick<DayEffects, 'level' | 'effect' | 'scatter'>,
  row: number,
): number | undefined {
  const own = at(effect, row) - at(level, row);
  if (Number.isNaN(own)) return undefined;
  const limit = dayLimit * scatter;
  return Math.max(-limit, Math.min(limit, own));
}
