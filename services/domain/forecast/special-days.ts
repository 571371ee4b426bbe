import { at, type DaySheet, wholeAt } from './day-sheet.ts';
import type { Footing } from './footing.ts';
import { weekdayCounts } from './robust-fit.ts';

/** What a special day ahead is expected to be, and from how much it was learned. */
export interface SpecialForecast {
  /** Contacts by column of the sheet. */
  slots: Float64Array;
  /** Special days before the origin that it was learned from. */
  seen: number;
}

/** Weight of what is assumed of a holiday before any was seen. */
const priorWeight = 0.2;

/**
 * A holiday, from the holidays seen before: each counts at its own level and
 * the more the liker it is (same name, same place in a run of holidays, a
 * weekday of like volume). Until some were seen it is taken for a rest day.
 *
 * @param ahead - days after the origin.
 * @param ordinary - what the day would be if it followed its weekday.
 */
export function holidayForecast(
  footing: Footing,
  ahead: number,
  ordinary: Float64Array,
): SpecialForecast {
  const { sheet, origin, smooth } = footing;
  const { slots, counted } = sheet;
  const target = origin + ahead;
  const level = Math.exp(footing.level);
  const habits = [0, 1, 2, 3, 4, 5, 6].map((day) => weekdayCounts(footing.fits.long, day, 1));
  const totals = habits.map((habit) => habit.reduce((sum, y) => sum + y, 0));
  const roots = Float64Array.from(restDay(habits, totals, wholeAt(sheet.weekday, target)), (y, s) =>
    Math.sqrt(y > 0 ? y * level : 0.5 * at(ordinary, s)),
  ).map((root) => priorWeight * root);
  const weights = new Float64Array(slots).fill(priorWeight);
  let seen = 0;
  for (const row of sheet.holidays.keys()) {
    if (row >= origin) continue;
    const likeness = alike(sheet, totals, row, target);
    const scale = level / Math.exp(at(smooth, row));
    let known = false;
    for (let s = 0; s < slots; s++) {
      const y = nearMean(counted, row * slots, s, slots);
      if (Number.isNaN(y)) continue;
      known = true;
      roots[s] = at(roots, s) + likeness * Math.sqrt(y * scale);
      weights[s] = at(weights, s) + likeness;
    }
    if (known) seen++;
  }
  const learned = roots.map((root, s) => (root / at(weights, s)) ** 2);
  return { slots: notAbove(learned, ordinary), seen };
}

/** A day that is quieter as a whole is so in each slot: few holidays tell little of single slots. */
function notAbove(learned: Float64Array, ordinary: Float64Array): Float64Array {
  const total = (row: Float64Array) => row.reduce((sum, y) => sum + y, 0);
  if (total(learned) > total(ordinary)) return learned;
  return learned.map((y, s) => Math.min(y, at(ordinary, s)));
}

/** The quietest weekday's habit; all zeros where the queue is closed then. */
function restDay(
  habits: readonly Float64Array[],
  totals: readonly number[],
  own: number,
): Float64Array {
  const quietest = totals.indexOf(Math.min(...totals));
  return habits[totals[own] === 0 ? own : quietest] as Float64Array;
}

/** How much a holiday seen says about one ahead. */
function alike(
  { holidays, weekday }: DaySheet,
  totals: readonly number[],
  row: number,
  target: number,
): number {
  const total = (of: number) => totals[wholeAt(weekday, of)] as number;
  const [a, b] = [total(row), total(target)];
  let likeness = Math.exp(-2 * Math.abs(Math.log((a + 1) / (b + 1))));
  if (holidays.has(row - 1) !== holidays.has(target - 1)) likeness *= 0.15;
  if (holidays.has(row + 1) !== holidays.has(target + 1)) likeness *= 0.15;
  const name = holidays.get(target)?.name;
  if (name && holidays.get(row)?.name === name) likeness *= 4;
  return likeness;
}

/** A slot with a part of its neighbours, as single holidays are thin. */
function nearMean(counted: Float64Array, from: number, s: number, slots: number): number {
  const own = at(counted, from + s);
  if (Number.isNaN(own)) return own;
  let sum = 0;
  let weights = 0;
  for (let d = -2; d <= 2; d++) {
    if (s + d < 0 || s + d >= slots) continue;
    const y = at(counted, from + s + d);
    if (Number.isNaN(y)) continue;
    sum += (3 - Math.abs(d)) * y;
    weights += 3 - Math.abs(d);
  }
  return sum / weights;
}
