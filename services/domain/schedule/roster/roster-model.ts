import { DomainError } from '../../domain-error.ts';
import type { LinePrices } from './line-pricing.ts';
import { type PersonLines, personLines } from './person-lines.ts';
import { pricesOf } from './person-prices.ts';
import { conflictSentence, type RosterConflict, rosterConflicts } from './roster-conflict.ts';
import { type Line, off, type RosterProblem } from './roster-problem.ts';

/** A problem made ready for the search: rules compiled, wishes as prices, cover as rows. */
export interface RosterModel {
  problem: RosterProblem;
  shifts: number;
  cells: number;
  people: readonly PersonModel[];
  rows: readonly CoverRow[];
  /** Rows of each cell: from `rowStart[c]` up to `rowStart[c + 1]` of `rowOfCell`. */
  rowStart: Int32Array;
  rowOfCell: Int32Array;
  /** Cost that no roster avoids or that is counted relative to: see `lineCost`. */
  constant: number;
}

/** One person made ready: what may be worked, and what it costs. */
export interface PersonModel {
  lines: PersonLines;
  /** Wishes as prices, relative to working nothing; infinite where the person may not. */
  prices: LinePrices;
}

/** How many are wanted on some cells together: see `RosterCover`. */
export interface CoverRow {
  cells: readonly number[];
  required: number;
  underWeight: number;
  overWeight: number;
}

/**
 * Compiles the rules of every person and the wishes into prices.
 *
 * @param lines - what everybody may work, where that is known already.
 * @throws DomainError when a person's rules permit no line at all, or are too many to count.
 */
export function rosterModel(
  problem: RosterProblem,
  lines: readonly PersonLines[] = personLines(problem),
): RosterModel {
  const { days, shifts, people, cover } = problem;
  let constant = 0;
  const models = people.map((person, at) => {
    const { prices, base } = pricesOf(problem, person);
    constant += base;
    const model = { lines: lines[at] as PersonLines, prices };
    if (model.lines.cheapest(prices).line) return model;
    const alone = { ...problem, people: [person] };
    const [conflict] = rosterConflicts(alone) as [RosterConflict];
    throw new DomainError('invalid', conflictSentence(alone, conflict));
  });
  const { rowStart, rowOfCell } = rowsByCell(days * shifts.length, cover);
  return {
    problem,
    shifts: shifts.length,
    cells: days * shifts.length,
    people: models,
    rows: cover,
    rowStart,
    rowOfCell,
    constant,
  };
}

/** Cost of a line's wishes, to be added to `constant`. */
export function lineCost({ problem, shifts }: RosterModel, { prices }: PersonModel, line: Line) {
  let cost = 0;
  for (let day = 0; day < problem.days; day += 1) {
    const shift = line[day] as number;
    cost += (shift === off ? prices.off[day] : prices.cell[day * shifts + shift]) as number;
  }
  return cost;
}

function rowsByCell(cells: number, cover: readonly CoverRow[]) {
  const rowStart = new Int32Array(cells + 1);
  for (const row of cover)
    for (const cell of row.cells) rowStart[cell + 1] = (rowStart[cell + 1] as number) + 1;
  for (let cell = 0; cell < cells; cell += 1)
    rowStart[cell + 1] = (rowStart[cell + 1] as number) + (rowStart[cell] as number);
  const rowOfCell = new Int32Array(rowStart[cells] as number);
  const next = rowStart.slice();
  for (const [index, row] of cover.entries()) {
    for (const cell of row.cells) {
      const at = next[cell] as number;
      rowOfCell[at] = index;
      next[cell] = at + 1;
    }
  }
  return { rowStart, rowOfCell };
}

/** Sum of the prices of a cell's rows, for every cell. */
export function priceCells(
  { cells, rowStart, rowOfCell }: RosterModel,
  duals: Float64Array,
  into: Float64Array,
): void {
  for (let cell = 0; cell < cells; cell += 1) {
    let sum = 0;
    for (let at = rowStart[cell] as number; at < (rowStart[cell + 1] as number); at += 1) {
      sum += duals[rowOfCell[at] as number] as number;
    }
    into[cell] = sum;
  }
}

/** Room for the prices of one line. */
export function emptyPrices({ cells, problem }: RosterModel): LinePrices {
  return { cell: new Float64Array(cells), off: new Float64Array(problem.days) };
}

/** What no roster can cost less than, whatever it is: 0 where no weight is a reward. */
export function leastCost({ people, cover }: RosterProblem): number {
  const isReward = (weight: number) => weight < 0;
  const rewards =
    people.some(({ wishes }) => wishes.some(({ weight }) => isReward(weight))) ||
    cover.some(({ underWeight, overWeight }) => isReward(underWeight) || isReward(overWeight));
  return rewards ? Number.NEGATIVE_INFINITY : 0;
}

/** What all costs of a problem are whole multiples of; 0 when a weight is no whole number. */
export function costStep({ people, cover }: RosterProblem): number {
  const weights = [
    ...people.flatMap(({ wishes }) => wishes.map(({ weight }) => weight)),
    ...cover.flatMap(({ underWeight, overWeight }) => [underWeight, overWeight]),
  ];
  if (!weights.every(Number.isInteger)) return 0;
  return weights.reduce(divisor, 0);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
