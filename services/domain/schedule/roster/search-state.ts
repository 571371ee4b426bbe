import type { LinearSolver } from '../linear-model.ts';
import { columnOf } from './column.ts';
import { firstRoster } from './first-roster.ts';
import { guidedRoster, isWhole } from './guided-roster.ts';
import { linePool } from './line-pool.ts';
import { neighbourhoods } from './neighbourhoods.ts';
import { rosterCost } from './roster-cost.ts';
import { costStep, priceCells, type RosterModel } from './roster-model.ts';
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

/** What a search works with. */
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

/** The best roster so far; the bound is proven, `-Infinity` when there is none. */
export interface SearchResult {
  roster: Roster;
  cost: number;
  bound: number;
}

/** What a search knows and may change. */
export interface SearchState {
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
  /** Rounds of the root so far. */
  rounds: number;
  cellPrices: Float64Array;
}

/** Begins with the roster given, or with a quick one. */
export function searchState(model: RosterModel, options: SearchOptions): SearchState {
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
    rounds: 0,
    cellPrices: new Float64Array(model.cells),
  };
  keepRoster(state, state.roster);
  options.tell({ kind: 'roster', roster: state.roster, cost: state.cost });
  options.log?.(`first roster ${state.cost}`);
  return state;
}

/** Gives those whom a dive left without a line the one that suits best. */
export function acceptCompleted(
  search: SearchState,
  free: readonly number[],
  chosen: readonly (Line | null)[],
  how: string,
): boolean {
  const { model, options, random, roster, duals } = search;
  const next: (Line | null)[] = roster.slice();
  for (const [at, person] of free.entries()) next[person] = chosen[at] ?? null;
  if (isWhole(next)) return accept(search, next, how);
  const { budget } = options;
  const lines = guidedRoster(model, next, { duals, budget, random });
  return isWhole(lines) && accept(search, lines, `${how} cut short`);
}

/** Takes a roster over if it is better. */
export function accept(search: SearchState, roster: Roster, how: string): boolean {
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

/** Takes over what others found. */
export function hearNews(search: SearchState): void {
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

/** Prices that neighbourhoods are chosen by from now on. */
export function usePrices(search: SearchState, duals: Float64Array): void {
  search.duals = duals.slice();
  priceCells(search.model, search.duals, search.cellPrices);
  search.choose.usePrices(search.cellPrices);
}

/** Keeps a proven bound, rounded up where costs come in steps. */
export function raiseBound(search: SearchState, proven: number): void {
  const { step } = search;
  const bound = step > 0 ? Math.ceil(proven / step - 1e-6) * step : proven;
  if (bound <= search.bound) return;
  search.bound = bound;
  search.options.tell({ kind: 'bound', bound });
}

/** What a roster must not exceed to be better. */
export function cutoffOf({ cost, step }: SearchState): number {
  return step > 0 ? cost - step + 1e-6 : cost - 1e-6;
}

/** Whether the budget is spent or the roster proven to be best. */
export function isOver({ options, cost, bound }: SearchState): boolean {
  return options.budget.isSpent() || cost <= bound + 1e-9;
}
