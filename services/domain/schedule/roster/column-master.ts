import type { LinearSolver } from '../linear-model.ts';
import { type Column, columnOf, linePrice } from './column.ts';
import { coverEntries, type Remainder, remainderOf } from './cover-shares.ts';
import { keyOfLine } from './line-key.ts';
import { interiorProgram, type LineProgram, simplexProgram } from './line-program.ts';
import { type OpenCells, openCells } from './open-cells.ts';
import { emptyPrices, priceCells, type RosterModel } from './roster-model.ts';
import type { Line, Roster } from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';

/** How far a relaxation goes. */
export interface RelaxOptions {
  /** Above this nothing is of use. */
  cutoff: number;
  /** Most rounds of pricing. */
  rounds: number;
  /** Value and bound may be so far apart, as a part of the value. */
  gap: number;
  /** Told each better bound as soon as it is proven. */
  onBound?: ((bound: number) => void) | undefined;
  /** More lines that may be of use, at the prices of each round. */
  inspire?: ((duals: Float64Array) => readonly Column[]) | undefined;
  /** Ends the rounds: enough was spent on them. */
  isEnough?: (() => boolean) | undefined;
}

/** What the linear relaxation over all permitted lines says. */
export interface Relaxation {
  /** Whether the linear model was solved to its end, or the budget was spent before. */
  isSolved: boolean;
  /** Value of the columns so far: an upper limit of the relaxation, not a bound. */
  value: number;
  /** Proven: no roster within what is settled costs less. Infinite when there is none. */
  bound: number;
  /** Share of each column in the solution. */
  shares: Float64Array;
}

/**
 * Restricted master problem of column generation: which line for whom. Some people are free, the
 * others' lines stay; lines of free people can be settled too, and released again.
 */
export interface ColumnMaster {
  readonly free: readonly number[];
  readonly columns: readonly Column[];
  /** Prices of the cover rows at the best bound. */
  readonly duals: Float64Array;
  /** Adds lines of free people; those known already are passed over. */
  add(columns: readonly Column[]): void;
  /** Settles a person's line. */
  settle(person: number, line: Line): void;
  isSettled(person: number): boolean;
  /** Releases these people's lines, as far as they were settled since the beginning. */
  release(people: readonly number[]): void;
  /** Prices new lines until the relaxation is solved, or proven to exceed the cutoff. */
  relax(options: RelaxOptions): Relaxation;
  dispose(): void;
}

/** What a master problem is of, and what it works with. */
export interface MasterOptions {
  solver: LinearSolver;
  budget: SearchBudget;
  free: readonly number[];
  /** `interior` is quicker for many people, `simplex` tends to whole lines; same optimum. */
  method: 'interior' | 'simplex';
  /** Lines of the others; may be `null` when all are free. */
  roster: Roster | null;
  /** Prices of the cover rows to begin with. */
  duals?: Float64Array | undefined;
  /** Whether a cell of a free person is settled as in `roster` from the beginning. */
  isSettled?: ((person: number, day: number) => boolean) | undefined;
}

/** A master problem without any line yet: each free person needs at least one before `relax`. */
export function columnMaster(model: RosterModel, options: MasterOptions): ColumnMaster {
  const master = masterState(model, options);
  const { free, columns, open, placeOf, duals } = master;
  const cellsOf = (person: number) => open[placeOf[person] as number] as OpenCells;
  return {
    free,
    columns,
    duals,
    add: (added) => addColumns(master, added),
    settle(person, line) {
      cellsOf(person).settle(line);
      const key = keyOfLine(line);
      setOpen(master, (one) => one.person !== person || keyOfLine(one.line) === key, false);
    },
    isSettled: (person) => cellsOf(person).isSettled(),
    release(people) {
      for (const person of people) cellsOf(person).release();
      const released = new Set(people);
      const stays = ({ person, line }: Column) =>
        !released.has(person) || !cellsOf(person).suits(line);
      setOpen(master, stays, true);
    },
    relax: (relaxing) => relax(master, relaxing),
    dispose: () => master.lp.dispose(),
  };
}

interface MasterState {
  model: RosterModel;
  budget: SearchBudget;
  free: readonly number[];
  /** Place of each person among the free, -1 for others. */
  placeOf: Int32Array;
  open: OpenCells[];
  remainder: Remainder;
  lp: LineProgram;
  columns: Column[];
  isOpen: boolean[];
  /** Lines known, per free person. */
  known: Set<string>[];
  /** Prices of the rows at the best bound, and of the cells at prices being tried. */
  duals: Float64Array;
  cellDuals: Float64Array;
}

function masterState(model: RosterModel, options: MasterOptions): MasterState {
  const { free, roster, budget } = options;
  const { rows } = model;
  const placeOf = new Int32Array(model.people.length).fill(-1);
  for (const [at, person] of free.entries()) placeOf[person] = at;
  const remainder = remainderOf(model, options);
  const shape = { rows, required: remainder.required, people: free.length };
  const isInterior = options.method === 'interior' && rows.length <= interiorRows;
  const settledAs = (person: number) => (day: number) =>
    options.isSettled?.(person, day) ? (roster?.[person]?.[day] ?? null) : null;
  return {
    model,
    budget,
    free,
    placeOf,
    open: free.map((person) => openCells(model, person, settledAs(person))),
    remainder,
    lp: isInterior ? interiorProgram(shape) : simplexProgram(options.solver, shape),
    columns: [],
    isOpen: [],
    known: free.map(() => new Set<string>()),
    duals: options.duals?.slice() ?? new Float64Array(rows.length),
    cellDuals: new Float64Array(model.cells),
  };
}

function addColumns(master: MasterState, added: readonly Column[]): void {
  const { placeOf, known, open, lp, columns, isOpen } = master;
  const fresh = added.filter(({ person, line }) => {
    const lines = known[placeOf[person] as number];
    const key = keyOfLine(line);
    if (!lines || lines.has(key)) return false;
    lines.add(key);
    return true;
  });
  if (fresh.length === 0) return;
  const opens = fresh.map(
    ({ person, line }) => open[placeOf[person] as number]?.suits(line) === true,
  );
  lp.add(
    fresh.map((column) => choiceOf(master, column)),
    opens,
  );
  columns.push(...fresh);
  isOpen.push(...opens);
}

function choiceOf({ model, placeOf }: MasterState, { person, line, cost }: Column) {
  return { person: placeOf[person] as number, cost, ...coverEntries(model, line) };
}

/** Opens or closes the columns that do not stay as they are. */
function setOpen(master: MasterState, stays: (column: Column) => boolean, to: boolean): void {
  const { columns, isOpen, lp } = master;
  const changed: number[] = [];
  for (const [index, column] of columns.entries()) {
    if (isOpen[index] === to || stays(column)) continue;
    isOpen[index] = to;
    changed.push(index);
  }
  lp.setOpen(changed, to);
}

/** More rows than that are too many to factorise. */
const interiorRows = 700;

/** Work that a call costs whatever it finds. */
const callWork = 10;
/** A relaxation this close to its bound is solved. */
const solvedGap = 1e-6;
/** How close a value comes to the optimum of the columns, as a part of its distance to the bound. */
const looseness = 0.1;

function relax(master: MasterState, options: RelaxOptions): Relaxation {
  const { cutoff, rounds, onBound } = options;
  const { lp, budget, remainder } = master;
  let bound = Number.NEGATIVE_INFINITY;
  let gap = Number.POSITIVE_INFINITY;
  const solve = () => {
    const found = lp.solve({ seconds: budget.secondsLeft(), gap });
    budget.spend(found.work);
    return found;
  };
  budget.spend(callWork);
  let solved = solve();
  let value = solved.value + remainder.cost;
  for (
    let round = 0;
    round < rounds && solved.status === 'optimal' && !budget.isSpent();
    round += 1
  ) {
    const found = newColumns(master, { ...solved, bound });
    if (found.bound > bound) {
      bound = found.bound;
      onBound?.(bound);
    }
    const isClose = value - bound < Math.max(solvedGap, options.gap * Math.abs(value));
    if (isClose || bound > cutoff || found.columns.length === 0) break;
    if (options.isEnough?.()) break;
    gap = Math.max(solvedGap, looseness * (value - bound));
    addColumns(master, found.columns);
    if (options.inspire) addColumns(master, options.inspire(solved.duals));
    solved = solve();
    value = solved.value + remainder.cost;
  }
  const isSolved = solved.status === 'optimal' && !budget.isSpent();
  return { isSolved, value, bound, shares: solved.shares };
}

/** Share of the best prices so far in those that are tried first (Wentges smoothing). */
const smoothing = 0.5;
const leastGain = 1e-7;

/** Lines that improve the relaxation: first at smoothed prices, then at its own. */
function newColumns(
  master: MasterState,
  { duals: own, choices, bound }: { duals: Float64Array; choices: Float64Array; bound: number },
): { columns: Column[]; bound: number } {
  const { model, placeOf, known, cellDuals } = master;
  let best = bound;
  for (const weight of [smoothing, 0]) {
    const tried = mixedDuals(master, own, weight);
    const priced = priceLines(master, tried);
    if (priced.bound > best) {
      best = priced.bound;
      master.duals.set(tried);
    }
    if (priced.bound === Number.POSITIVE_INFINITY) break;
    priceCells(model, own, cellDuals);
    const columns = priced.columns.filter((column) => {
      const place = placeOf[column.person] as number;
      if (known[place]?.has(keyOfLine(column.line))) return false;
      const choice = choices[place] as number;
      return linePrice(column, cellDuals) - choice < -leastGain;
    });
    if (columns.length > 0) return { columns, bound: best };
  }
  return { columns: [], bound: best };
}

/** Prices between the best and the relaxation's own, within what under- and over-cover cost. */
function mixedDuals({ model, duals }: MasterState, own: Float64Array, weight: number) {
  return Float64Array.from(own, (dual, row) => {
    const { underWeight, overWeight } = model.rows[row] as RosterModel['rows'][number];
    const mixed = weight * (duals[row] as number) + (1 - weight) * dual;
    return Math.min(underWeight, Math.max(-overWeight, mixed));
  });
}

/** Every free person's cheapest line at some prices of the rows, and the bound they prove. */
function priceLines(master: MasterState, duals: Float64Array) {
  const { model, free, open, remainder, budget, cellDuals } = master;
  const columns: Column[] = [];
  let bound = remainder.cost;
  for (const [row, dual] of duals.entries()) bound += dual * (remainder.required[row] as number);
  priceCells(model, duals, cellDuals);
  const prices = emptyPrices(model);
  for (const [at, person] of free.entries()) {
    const cells = open[at] as OpenCells;
    const { cell, off } = cells.prices;
    for (let index = 0; index < model.cells; index += 1) {
      prices.cell[index] = (cell[index] as number) - (cellDuals[index] as number);
    }
    prices.off.set(off);
    const cheapest = cells.cheapest(prices);
    bound += cheapest.bound;
    if (cheapest.line) columns.push(columnOf(model, person, cheapest.line));
  }
  budget.spend(free.length);
  return { columns, bound };
}
