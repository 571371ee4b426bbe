import type { LinearSolver } from '../linear-model.ts';
import { columnOf } from './column.ts';
import { type ColumnMaster, columnMaster } from './column-master.ts';
import { dive } from './dive.ts';
import { firstRoster } from './first-roster.ts';
import { linePool } from './line-pool.ts';
import { neighbourhoods } from './neighbourhoods.ts';
import { rosterCost } from './roster-cost.ts';
import { costStep, type PersonModel, priceCells, type RosterModel } from './roster-model.ts';
import type { Line, Roster } from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** What a search tells while it goes on, and takes from another that goes on beside it. */
export type SearchNews =
  | { kind: 'roster'; roster: Roster; cost: number }
  /** No roster costs less. */
  | { kind: 'bound'; bound: number }
  /** Prices of the cover rows at the root, with the lines found there. */
  | { kind: 'prices'; duals: Float64Array; lines: readonly (readonly Line[])[] };

export interface SearchOptions {
  solver: LinearSolver;
  budget: SearchBudget;
  seed: number;
  /** A roster to continue from; it must keep the hard rules. */
  start: Roster | null;
  /** The lead solves the relaxation of the whole; a helper searches until it hears of it. */
  role: 'lead' | 'helper';
  tell: (news: SearchNews) => void;
  /** What others told since the last time. */
  hear: () => readonly SearchNews[];
  /** For whoever wants to watch. */
  log?: (text: string) => void;
}

export interface SearchResult {
  roster: Roster;
  cost: number;
  bound: number;
}

/**
 * Searches for a cheap roster until the budget is spent or the roster is proven to be best.
 *
 * Column generation: a linear model chooses among lines, exact dynamic programming finds the
 * lines it lacks; a dive settles line after line; then parts of the roster are freed, by people
 * and by days, and solved again in the same way. Every bound told is proven: it is the value of
 * a Lagrangian relaxation whose parts were all solved exactly.
 */
export function rosterSearch(model: RosterModel, options: SearchOptions): SearchResult {
  const search = searchState(model, options);
  if (options.role === 'lead') solveRoot(search);
  while (!isOver(search)) improveOnce(search);
  return { roster: search.roster, cost: search.cost, bound: search.bound };
}

interface SearchState {
  model: RosterModel;
  options: SearchOptions;
  random: SeededRandom;
  everybody: number[];
  pool: ReturnType<typeof linePool>;
  choose: ReturnType<typeof neighbourhoods>;
  roster: Roster;
  cost: number;
  bound: number;
  /** Costs come in whole multiples of this; 0 when they do not. */
  step: number;
  duals: Float64Array | null;
  cellPrices: Float64Array;
}

function searchState(model: RosterModel, options: SearchOptions): SearchState {
  const { budget, start } = options;
  const random = seededRandom(options.seed);
  const roster = firstRoster(model, { start, budget, random });
  const cost = rosterCost(model.problem, roster).total;
  const startCost = start ? rosterCost(model.problem, start).total : Number.POSITIVE_INFINITY;
  const better = start && startCost <= cost;
  const state: SearchState = {
    model,
    options,
    random,
    everybody: model.people.map((_, at) => at),
    pool: linePool(model.people.length),
    choose: neighbourhoods(model, random),
    roster: better ? start : roster,
    cost: better ? startCost : cost,
    bound: Number.NEGATIVE_INFINITY,
    step: costStep(model.problem),
    duals: null,
    cellPrices: new Float64Array(model.cells),
  };
  keepRoster(state, state.roster);
  options.tell({ kind: 'roster', roster: state.roster, cost: state.cost });
  options.log?.(`first roster ${state.cost}`);
  return state;
}

/** Rounds of pricing the root may take before it is settled for what it has. */
const rootRounds = 1_000;
const rootGap = 2e-4;
const seedLines = 10;

function solveRoot(search: SearchState): void {
  const { model, options, everybody, pool } = search;
  const { solver, budget } = options;
  const master = columnMaster(model, {
    ...{ solver, budget, free: everybody, roster: null, method: 'interior' as const },
  });
  master.add(search.roster.map((line, person) => columnOf(model, person, line)));
  addSeedLines(search, master);
  const relaxed = master.relax({
    cutoff: Number.POSITIVE_INFINITY,
    rounds: rootRounds,
    gap: rootGap,
    onBound: (bound) => raiseBound(search, bound),
  });
  options.log?.(`root ${relaxed.value.toFixed(3)}, bound ${relaxed.bound.toFixed(3)}`);
  pool.keep(master.columns);
  usePrices(search, master.duals);
  options.tell({
    kind: 'prices',
    duals: master.duals.slice(),
    lines: linesByPerson(master),
  });
  if (!isOver(search)) {
    const chosen = dive(master, {
      cutoff: cutoffOf(search),
      rounds: 12,
      gap: 2e-4,
      pace: 0.1,
      random: search.random,
    });
    pool.keep(master.columns);
    if (chosen) accept(search, chosen, 'dive');
  }
  master.dispose();
}

/** Lines at random prices, so that the first prices of the rows mean something. */
function addSeedLines({ model, random, everybody }: SearchState, master: ColumnMaster): void {
  const scale = Math.max(1, ...model.rows.map(({ underWeight }) => underWeight));
  for (let round = 0; round < seedLines; round += 1) {
    master.add(
      everybody.flatMap((person) => {
        const { prices, lines } = model.people[person] as PersonModel;
        const cell = prices.cell.map((price) => price - random.next() * scale);
        const { line } = lines.cheapest({ cell, off: prices.off });
        return line ? [columnOf(model, person, line)] : [];
      }),
    );
  }
}

function linesByPerson({ free, columns }: ColumnMaster): Line[][] {
  const lines = free.map((): Line[] => []);
  for (const { person, line } of columns) lines[person]?.push(line);
  return lines;
}

/** Both methods find what the other does not; many rows make a simplex method slow. */
function simplexChance(rows: number): number {
  return rows > 200 ? 0.1 : 0.6;
}

/** Lines a person brings into a neighbourhood from the pool. */
const poolLines = 15;

function improveOnce(search: SearchState): void {
  hearNews(search);
  if (isOver(search)) return;
  const { model, options, pool, roster, cellPrices } = search;
  const { solver, budget, log } = options;
  const { kind, size, free, isSettled } = search.choose.next(search);
  const before = budget.spent();
  const master = columnMaster(model, {
    solver,
    budget,
    free,
    roster,
    isSettled,
    method: search.random.next() < simplexChance(model.rows.length) ? 'simplex' : 'interior',
    duals: search.duals ?? undefined,
  });
  for (const person of free) {
    const line = roster[person] as Line;
    const suits = (other: Line) =>
      !isSettled || other.every((shift, day) => shift === line[day] || !isSettled(person, day));
    master.add([columnOf(model, person, line)]);
    master.add(pool.best(person, { cellPrices, count: poolLines, suits }));
  }
  const chosen = dive(master, {
    cutoff: cutoffOf(search),
    rounds: 20,
    gap: 1e-4,
    pace: 0.15,
    random: search.random,
  });
  pool.keep(master.columns);
  let isBetter = false;
  if (chosen) {
    const next = roster.slice();
    for (const [at, person] of free.entries()) {
      next[person] = chosen[at] as Line;
    }
    isBetter = accept(search, next, `${kind} ${size}`);
  }
  if (!search.duals) adoptPrices(search, master);
  master.dispose();
  search.choose.learn({ kind, work: budget.spent() - before, isBetter });
  log?.(`${kind} ${size}${isBetter ? ` -> ${search.cost}` : ''}`);
}

/** Before the root is solved, the prices of the last neighbourhood are better than none. */
function adoptPrices({ model, cellPrices }: SearchState, master: ColumnMaster): void {
  priceCells(model, master.duals, cellPrices);
}

function accept(search: SearchState, roster: Roster, how: string): boolean {
  const cost = rosterCost(search.model.problem, roster).total;
  if (cost >= search.cost) return false;
  search.roster = roster;
  search.cost = cost;
  keepRoster(search, roster);
  search.options.tell({ kind: 'roster', roster, cost });
  search.options.log?.(`${how}: ${cost}`);
  return true;
}

function keepRoster({ model, pool }: SearchState, roster: Roster): void {
  pool.keep(roster.map((line, person) => columnOf(model, person, line)));
}

function hearNews(search: SearchState): void {
  for (const news of search.options.hear()) {
    if (news.kind === 'roster' && news.cost < search.cost) {
      search.roster = news.roster;
      search.cost = news.cost;
      keepRoster(search, news.roster);
    } else if (news.kind === 'bound' && news.bound > search.bound) {
      search.bound = news.bound;
    } else if (news.kind === 'prices') {
      for (const [person, lines] of news.lines.entries()) {
        search.pool.keep(lines.map((line) => columnOf(search.model, person, line)));
      }
      usePrices(search, news.duals);
    }
  }
}

function usePrices(search: SearchState, duals: Float64Array): void {
  search.duals = duals.slice();
  priceCells(search.model, search.duals, search.cellPrices);
  search.choose.usePrices(search.cellPrices);
}

function raiseBound(search: SearchState, proven: number): void {
  const { step } = search;
  const bound = step > 0 ? Math.ceil(proven / step - 1e-6) * step : proven;
  if (bound <= search.bound) return;
  search.bound = bound;
  search.options.tell({ kind: 'bound', bound });
}

/** What a roster must not exceed to be better. */
function cutoffOf({ cost, step }: SearchState): number {
  return step > 0 ? cost - step + 1e-6 : cost - 1e-6;
}

function isOver({ options, cost, bound }: SearchState): boolean {
  return options.budget.isSpent() || cost <= bound + 1e-9;
}
