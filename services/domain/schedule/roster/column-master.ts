import type { LinearModel, LinearSolver } from '../linear-model.ts';
import { keyOfLine } from './line-key.ts';
import type { LinePrices } from './line-pricing.ts';
import {
  emptyPrices,
  lineCost,
  type PersonModel,
  priceCells,
  type RosterModel,
} from './roster-model.ts';
import { type Line, off, type Roster } from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';

/** One permitted line of one person, with what its wishes cost. */
export interface Column {
  person: number;
  line: Line;
  cost: number;
}

export interface RelaxOptions {
  /** Above this nothing is of use. */
  cutoff: number;
  /** Most rounds of pricing. */
  rounds: number;
  /** Told each better bound as soon as it is proven. */
  onBound?: (bound: number) => void;
}

/** What the linear relaxation over all permitted lines says. */
export interface Relaxation {
  /** Value of the columns so far: an upper limit of the relaxation, not a bound. */
  value: number;
  /** Proven: no roster within the restrictions costs less. Infinite when there is none. */
  bound: number;
  /** Share of each column in the solution. */
  shares: Float64Array;
}

/**
 * Restricted master problem of column generation: which line for whom, some people free, the
 * others' lines settled. Cells of free people can be settled too, and released again.
 */
export interface ColumnMaster {
  readonly free: readonly number[];
  readonly columns: readonly Column[];
  /** Adds lines; those known already are passed over. */
  add(columns: readonly Column[]): void;
  /** Settles a cell: this shift, or off, and nothing else. */
  settle(person: number, day: number, shift: number): void;
  isSettled(person: number, day: number): boolean;
  /** Releases all settled cells. */
  release(): void;
  /** Prices new lines until the relaxation is solved, proven to exceed `cutoff`, or `rounds` are over. */
  relax(options: RelaxOptions): Relaxation;
  /** Whether a column keeps what is settled. */
  isOpen(column: number): boolean;
  /** Cost of one open column a person, by place in `columns`. */
  costOf(chosen: readonly number[]): number;
  /** Prices of the cover rows at the best bound. */
  readonly duals: Float64Array;
  solveWhole(options: { seconds: number; nodes: number; cutoff: number }): number[] | null;
  dispose(): void;
}

export interface MasterOptions {
  solver: LinearSolver;
  budget: SearchBudget;
  free: readonly number[];
  /** Lines of the others; may be `null` when all are free. */
  roster: Roster | null;
  /** Prices of the cover rows to begin with. */
  duals?: Float64Array | undefined;
  /** Whether a cell of a free person is settled as in `roster` from the beginning. */
  isSettled?: ((person: number, day: number) => boolean) | undefined;
}

export function columnMaster(model: RosterModel, options: MasterOptions): ColumnMaster {
  const { budget, free } = options;
  const { days } = model.problem;
  const { shifts, rows } = model;
  const place = new Map(free.map((person, at) => [person, at]));
  const open = free.map((person) => copyOf(model.people[person] as PersonModel));
  const settled = free.map(() => new Uint8Array(days));
  const required = stillRequired(model, options);
  const base = settledCost(model, options);
  const wanted = [...required, ...free.map(() => 1)];
  const lp = options.solver.model({ lower: wanted, upper: wanted });
  addCoverColumns(lp, model);
  const slacks = rows.length * 2;
  const columns: Column[] = [];
  const isOpen: boolean[] = [];
  const known = free.map(() => new Set<string>());
  const prices = emptyPrices(model);
  const best = options.duals?.slice() ?? new Float64Array(rows.length);
  const tried = new Float64Array(rows.length);
  const cellDual = new Float64Array(model.cells);
  let bound = Number.NEGATIVE_INFINITY;
  settleFirst();

  function settleFirst(): void {
    if (!options.isSettled || !options.roster) return;
    for (const [at, person] of free.entries()) {
      for (let day = 0; day < days; day += 1) {
        if (!options.isSettled(person, day)) continue;
        closeOthers(at, day, options.roster[person]?.[day] as number);
      }
    }
  }

  function closeOthers(at: number, day: number, shift: number): void {
    const { cell, off: offPrice } = open[at] as LinePrices;
    for (let other = 0; other < shifts; other += 1) {
      if (other !== shift) cell[day * shifts + other] = Number.POSITIVE_INFINITY;
    }
    if (shift !== off) offPrice[day] = Number.POSITIVE_INFINITY;
    (settled[at] as Uint8Array)[day] = 1;
  }

  function add(added: readonly Column[]): void {
    const fresh = added.filter(({ person, line }) => {
      const at = place.get(person);
      const key = keyOfLine(line);
      if (at === undefined || known[at]?.has(key)) return false;
      known[at]?.add(key);
      return true;
    });
    const entries = fresh.map((column) =>
      rowsOf(model, column.line, rows.length + (place.get(column.person) as number)),
    );
    const starts = [0];
    for (const { rows: its } of entries) starts.push((starts.at(-1) as number) + its.length);
    const opens = fresh.map(keepsSettled);
    lp.addColumns({
      cost: fresh.map(({ cost }) => cost),
      lower: fresh.map(() => 0),
      upper: opens.map((is) => (is ? Number.POSITIVE_INFINITY : 0)),
      starts,
      rows: entries.flatMap((entry) => entry.rows),
      values: entries.flatMap((entry) => entry.values),
    });
    columns.push(...fresh);
    isOpen.push(...opens);
  }

  function keepsSettled({ person, line }: Column): boolean {
    const at = place.get(person) as number;
    const { cell, off: offPrice } = open[at] as LinePrices;
    const mask = settled[at] as Uint8Array;
    for (let day = 0; day < days; day += 1) {
      if (mask[day] === 0) continue;
      const shift = line[day] as number;
      const price = (shift === off ? offPrice[day] : cell[day * shifts + shift]) as number;
      if (price === Number.POSITIVE_INFINITY) return false;
    }
    return true;
  }

  /** Prices every free person's cheapest line at some duals. */
  function price(duals: Float64Array) {
    const found: Column[] = [];
    let value = base;
    for (let row = 0; row < rows.length; row += 1)
      value += (duals[row] as number) * (required[row] as number);
    priceCells(model, duals, cellDual);
    for (const [at, person] of free.entries()) {
      const { cell, off: offPrice } = open[at] as LinePrices;
      for (let c = 0; c < model.cells; c += 1)
        prices.cell[c] = (cell[c] as number) - (cellDual[c] as number);
      prices.off.set(offPrice);
      const { pricer } = model.people[person] as PersonModel;
      const cheapest = pricer.cheapest(prices);
      if (!cheapest) return { found, value: Number.POSITIVE_INFINITY };
      value += cheapest.price;
      const { line } = cheapest;
      found.push({
        person,
        line,
        cost: lineCost(model, model.people[person] as PersonModel, line),
      });
    }
    budget.spend(free.length);
    return { found, value };
  }

  function reducedCost({ person, line, cost }: Column, duals: Float64Array): number {
    let reduced = cost - (duals[rows.length + (place.get(person) as number)] as number);
    for (let day = 0; day < days; day += 1) {
      const shift = line[day] as number;
      if (shift !== off) reduced -= cellDual[day * shifts + shift] as number;
    }
    return reduced;
  }

  function relax({ cutoff, rounds, onBound }: RelaxOptions): Relaxation {
    bound = Number.NEGATIVE_INFINITY;
    let solved = lp.solve('dual', { seconds: budget.secondsLeft() });
    budget.spend(solved.steps);
    for (let round = 0; round < rounds && !budget.isSpent(); round += 1) {
      if (solved.status === 'infeasible') break;
      const before = bound;
      const fresh = newColumns(solved.duals);
      if (bound > before) onBound?.(bound);
      if (solved.objective + base - bound < 1e-6 || bound > cutoff || fresh.length === 0) break;
      add(fresh);
      solved = lp.solve('primal', { seconds: budget.secondsLeft() });
      budget.spend(solved.steps);
    }
    const value = solved.feasible ? solved.objective + base : Number.POSITIVE_INFINITY;
    return { value, bound, shares: solved.columns.subarray(slacks) };
  }

  /** Lines that improve the relaxation, first at smoothed prices (Wentges), then at its own. */
  function newColumns(duals: Float64Array): Column[] {
    for (const weight of [0.5, 0]) {
      for (const [row, { underWeight, overWeight }] of rows.entries()) {
        const mixed = weight * (best[row] as number) + (1 - weight) * (duals[row] as number);
        tried[row] = Math.min(underWeight, Math.max(-overWeight, mixed));
      }
      const { found, value } = price(tried);
      if (value > bound) {
        bound = value;
        best.set(tried);
      }
      if (value === Number.POSITIVE_INFINITY) return [];
      priceCells(model, duals.subarray(0, rows.length), cellDual);
      const fresh = found.filter(
        (column) =>
          !known[place.get(column.person) as number]?.has(keyOfLine(column.line)) &&
          reducedCost(column, duals) < -1e-7,
      );
      if (fresh.length > 0) return fresh;
    }
    return [];
  }

  return {
    free,
    columns,
    add,
    duals: best,
    relax,
    isOpen: (column) => isOpen[column] as boolean,
    isSettled: (person, day) => settled[place.get(person) as number]?.[day] === 1,
    settle(person, day, shift) {
      closeOthers(place.get(person) as number, day, shift);
      const closed: number[] = [];
      for (const [index, column] of columns.entries()) {
        if (column.person !== person || !isOpen[index] || column.line[day] === shift) continue;
        isOpen[index] = false;
        closed.push(slacks + index);
      }
      lp.setUppers(
        closed,
        closed.map(() => 0),
      );
    },
    release() {
      for (const [at, person] of free.entries()) {
        const { prices: asked } = model.people[person] as PersonModel;
        open[at]?.cell.set(asked.cell);
        open[at]?.off.set(asked.off);
        settled[at]?.fill(0);
      }
      const opened = isOpen.flatMap((is, index) => (is ? [] : [slacks + index]));
      isOpen.fill(true);
      lp.setUppers(
        opened,
        opened.map(() => Number.POSITIVE_INFINITY),
      );
    },
    costOf(chosen) {
      const present = new Float64Array(rows.length);
      let cost = base;
      for (const index of chosen) {
        const { line, cost: wishes } = columns[index] as Column;
        cost += wishes;
        const { rows: its, values } = rowsOf(model, line, -1);
        for (const [at, row] of its.entries())
          if (row >= 0) present[row] = (present[row] as number) + (values[at] as number);
      }
      for (const [row, { underWeight, overWeight }] of rows.entries()) {
        const missing = (required[row] as number) - (present[row] as number);
        cost += missing > 0 ? missing * underWeight : -missing * overWeight;
      }
      return cost;
    },
    solveWhole({ seconds, nodes, cutoff }) {
      const whole = columns.flatMap((_, index) => (isOpen[index] ? [slacks + index] : []));
      const solved = lp.solveWhole(whole, { seconds, steps: nodes, cutoff: cutoff - base });
      budget.spend(solved.steps);
      if (!solved.feasible) return null;
      const shares = solved.columns.subarray(slacks);
      return free.map((person) => {
        let most = -1;
        for (let index = 0; index < columns.length; index += 1) {
          if (columns[index]?.person !== person || (shares[index] as number) < 0.5) continue;
          most = index;
        }
        return most;
      });
    },
    dispose: () => lp.dispose(),
  };
}

function copyOf({ prices }: PersonModel): LinePrices {
  return { cell: prices.cell.slice(), off: prices.off.slice() };
}

/** What the settled people's lines leave of each cover row; may be negative. */
function stillRequired(model: RosterModel, { free, roster }: MasterOptions): Float64Array {
  const required = Float64Array.from(model.rows, (row) => row.required);
  const isFree = new Set(free);
  for (const [person, line] of (roster ?? []).entries()) {
    if (isFree.has(person)) continue;
    const { rows, values } = rowsOf(model, line, -1);
    for (const [at, row] of rows.entries())
      if (row >= 0) required[row] = (required[row] as number) - (values[at] as number);
  }
  return required;
}

function settledCost(model: RosterModel, { free, roster }: MasterOptions): number {
  const isFree = new Set(free);
  let cost = model.constant;
  for (const [person, line] of (roster ?? []).entries()) {
    if (!isFree.has(person)) cost += lineCost(model, model.people[person] as PersonModel, line);
  }
  return cost;
}

/** One column a row for a person too few, one for a person too many. */
function addCoverColumns(lp: LinearModel, { rows }: RosterModel): void {
  const each = rows.flatMap((row, index) => [
    { cost: row.underWeight, row: index, value: 1 },
    { cost: row.overWeight, row: index, value: -1 },
  ]);
  lp.addColumns({
    cost: each.map(({ cost }) => cost),
    lower: each.map(() => 0),
    upper: each.map(() => Number.POSITIVE_INFINITY),
    starts: [...each.keys(), each.length],
    rows: each.map(({ row }) => row),
    values: each.map(({ value }) => value),
  });
}

/** The cover rows a line enters and how often, with its own row of choice. */
function rowsOf({ shifts, rowStart, rowOfCell }: RosterModel, line: Line, own: number) {
  const counts = new Map<number, number>();
  for (const [day, shift] of line.entries()) {
    if (shift === off) continue;
    const cell = day * shifts + shift;
    for (let at = rowStart[cell] as number; at < (rowStart[cell + 1] as number); at += 1) {
      const row = rowOfCell[at] as number;
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
  }
  if (own >= 0) counts.set(own, 1);
  return { rows: [...counts.keys()], values: [...counts.values()] };
}
