import { recentDays } from './day-effects.ts';
import { at, wholeAt } from './day-sheet.ts';
import { leadingPatterns } from './leading-patterns.ts';
import type { RobustFit } from './robust-fit.ts';

/** What the last open days had in common beside profile and day effect. */
export interface DayPatterns {
  /** The last rows that say something, ascending. */
  rows: number[];
  /** By pattern, a root by slot: singular vectors of what profile and day effect leave. */
  shapes: Float64Array[];
  /** By pattern, its score in each of the rows. */
  scores: Float64Array[];
}

/** Patterns of the day kept. */
const mostPatterns = 3;

/**
 * Patterns of a fit's last days, newer and trusted ones counting more.
 *
 * @param earlier - patterns of an earlier origin's fit to go on from.
 * @see Shen and Huang, "Forecasting time series of inhomogeneous Poisson processes
 *   with application to call center workforce management", Ann. Appl. Stat. 2, 2008.
 */
export function dayPatterns(fit: RobustFit, earlier?: DayPatterns): DayPatterns {
  const { sheet, origin, trust, halfLifeDays } = fit;
  const rows = openRows(fit);
  const weights = Float64Array.from(rows, (row) => {
    return 0.5 ** ((origin - 1 - row) / halfLifeDays) * at(trust, row);
  });
  const left = leftOver(fit, rows);
  const count = Math.min(mostPatterns, rows.length, sheet.slots);
  const shapes = leadingPatterns(left, weights, count, earlier?.shapes);
  return { rows, shapes, scores: shapes.map((shape) => scoresOf(left, shape, rows.length)) };
}

function openRows({ origin, first, effect }: RobustFit): number[] {
  const rows: number[] = [];
  for (let row = origin - 1; row >= first && rows.length < recentDays; row--) {
    if (!Number.isNaN(at(effect, row))) rows.push(row);
  }
  return rows.reverse();
}

/** Rows × slots: roots less profile and day effect; 0 where closed or not known. */
function leftOver(
  { sheet, first, roots, profile, effect }: RobustFit,
  rows: readonly number[],
): Float64Array {
  const { slots, weekday } = sheet;
  const left = new Float64Array(rows.length * slots);
  rows.forEach((row, k) => {
    const scale = 1 + at(effect, row);
    const own = (row - first) * slots;
    const habits = wholeAt(weekday, row) * slots;
    for (let s = 0; s < slots; s++) {
      const root = at(roots, own + s);
      const habit = at(profile, habits + s);
      if (habit > 0 && !Number.isNaN(root)) left[k * slots + s] = root - scale * habit;
    }
  });
  return left;
}

function scoresOf(left: Float64Array, shape: Float64Array, rows: number): Float64Array {
  const scores = new Float64Array(rows);
  for (let k = 0, from = 0; k < rows; k++, from += shape.length) {
    let score = 0;
    for (let s = 0; s < shape.length; s++) score += at(left, from + s) * at(shape, s);
    scores[k] = score;
  }
  return scores;
}
