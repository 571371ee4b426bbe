import { emptyPrices, type PersonModel, priceCells, type RosterModel } from './roster-model.ts';
import { type Line, off, type Roster } from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What people are given lines by. */
export interface GuideOptions {
  /** Prices of the cover rows that show what later people will want; `null` = none are known. */
  duals: Float64Array | null;
  budget: SearchBudget;
  random: SeededRandom;
}

/** Share of the prices in what a cell is worth; the rest is what it is worth right now. */
const foresight = 0.5;

/**
 * Gives each person in turn the line that suits the cover left by the others best: once with an
 * eye on the prices, if there are any, and once without.
 *
 * @param roster - everybody's line before; `null` for somebody who has none yet.
 * @returns the lines after; `null` where none was found.
 */
export function guidedRoster(
  model: RosterModel,
  roster: readonly (Line | null)[],
  { duals, budget, random }: GuideOptions,
): (Line | null)[] {
  const lines = roster.slice();
  const present = new Int32Array(model.rows.length);
  for (const line of lines) if (line) count(model, present, line, 1);
  const order = lines.map((_, at) => at);
  const passes = duals ? [foresight, 0] : [0];
  for (const weight of passes) {
    for (const person of random.shuffle(order)) {
      const before = lines[person];
      if (before) count(model, present, before, -1);
      const line = suitingLine(model, person, worths(model, present, { duals, weight }));
      if (line) lines[person] = line;
      const now = lines[person];
      if (now) count(model, present, now, 1);
    }
    budget.spend(order.length);
  }
  return lines;
}

/** Whether everybody has a line. */
export function isWhole(lines: readonly (Line | null)[]): lines is Roster {
  return !lines.includes(null);
}

function suitingLine(model: RosterModel, person: number, rows: Float64Array): Line | null {
  const { prices: wishes, lines } = model.people[person] as PersonModel;
  const prices = emptyPrices(model);
  priceCells(model, rows, prices.cell);
  for (let cell = 0; cell < model.cells; cell += 1)
    prices.cell[cell] = (prices.cell[cell] as number) + (wishes.cell[cell] as number);
  prices.off.set(wishes.off);
  return lines.cheapest(prices).line;
}

/** What one more person costs in each cover row. */
function worths(
  { rows }: RosterModel,
  present: Int32Array,
  { duals, weight }: { duals: Float64Array | null; weight: number },
): Float64Array {
  return Float64Array.from(rows, ({ required, underWeight, overWeight }, row) => {
    const now = (present[row] as number) < required ? -underWeight : overWeight;
    return (1 - weight) * now - weight * ((duals?.[row] as number | undefined) ?? 0);
  });
}

function count(model: RosterModel, present: Int32Array, line: Line, by: number): void {
  const { shifts, rowStart, rowOfCell } = model;
  for (let day = 0; day < line.length; day += 1) {
    const shift = line[day] as number;
    if (shift === off) continue;
    const cell = day * shifts + shift;
    for (let at = rowStart[cell] as number; at < (rowStart[cell + 1] as number); at += 1) {
      const row = rowOfCell[at] as number;
      present[row] = (present[row] as number) + by;
    }
  }
}
