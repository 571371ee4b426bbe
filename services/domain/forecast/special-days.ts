import { rootCount } from './count-root.ts';
import { at, type DaySheet } from './day-sheet.ts';
import type { Footing } from './footing.ts';

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
  const { sheet, origin, smooth, course, profile } = footing;
  const { slots, counted } = sheet;
  const target = origin + ahead;
  const level = Math.exp(at(course.before, origin));
  const roots = Float64Array.from(restDay(profile, sheet, target, slots), (y, s) =>
    Math.sqrt(y > 0 ? rootCount(y) * level : 0.5 * at(ordinary, s)),
  ).map((root) => priorWeight * root);
  const weights = new Float64Array(slots).fill(priorWeight);
  let seen = 0;
  for (const row of sheet.holidays.keys()) {
    if (row >= origin) continue;
    const likeness = alike(footing, row, target);
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

/** The quietest weekday's profile; all zeros where the queue is closed then. */
function restDay(
  profile: Float64Array,
  sheet: DaySheet,
  target: number,
  slots: number,
): Float64Array {
  const totals = weekdayTotals(profile, slots);
  const quietest = totals.indexOf(Math.min(...totals));
  const own = at(sheet.weekday, target);
  const rest = profile.subarray(quietest * slots, (quietest + 1) * slots);
  return at(totals, own) === 0 ? profile.subarray(own * slots, (own + 1) * slots) : rest;
}

function weekdayTotals(profile: Float64Array, slots: number): Float64Array {
  const totals = new Float64Array(7);
  for (let p = 0; p < profile.length; p++) {
    const day = Math.floor(p / slots);
    totals[day] = at(totals, day) + rootCount(at(profile, p));
  }
  return totals;
}

/** How much a holiday seen says about one ahead. */
function alike({ sheet, profile }: Footing, row: number, target: number): number {
  const { holidays, weekday, slots } = sheet;
  const totals = weekdayTotals(profile, slots);
  const [a, b] = [at(totals, at(weekday, row)), at(totals, at(weekday, target))];
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
