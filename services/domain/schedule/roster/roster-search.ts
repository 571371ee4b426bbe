import { type Column, columnOf } from './column.ts';
import { type ColumnMaster, columnMaster } from './column-master.ts';
import { dive } from './dive.ts';
import { guidedRoster, isWhole } from './guided-roster.ts';
import { leastCost, type PersonModel, priceCells, type RosterModel } from './roster-model.ts';
import type { Line, Roster } from './roster-problem.ts';
import {
  accept,
  acceptCompleted,
  cutoffOf,
  hearNews,
  isOver,
  raiseBound,
  type SearchOptions,
  type SearchResult,
  type SearchState,
  searchState,
  usePrices,
} from './search-state.ts';

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
  if (options.role === 'lead') {
    raiseBound(search, leastCost(model.problem));
    if (!isOver(search)) solveRoot(search);
  }
  while (!isOver(search)) improveOnce(search);
  return { roster: search.roster, cost: search.cost, bound: search.bound };
}

/** Rounds of pricing the root may take before it is settled for what it has. */
const rootRounds = 1_000;
const rootGap = 2e-4;
/** Part of the budget that the root may take. */
const rootShare = 0.45;
/** Part of the budget after which the dive from the root ends. */
const diveShare = 0.75;
const manyRows = 200;
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
    isEnough: () => budget.used() > rootShare,
    inspire: (duals) => inspiredLines(search, duals),
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
      rounds: model.rows.length > manyRows ? 4 : 12,
      gap: 2e-4,
      pace: 0.1,
      random: search.random,
      isEnough: () => budget.used() > diveShare,
    });
    pool.keep(master.columns);
    if (chosen) acceptCompleted(search, everybody, chosen, 'dive');
  }
  master.dispose();
}

/** Rounds of the root after which the prices so far are told to whoever searches beside it. */
const tellRounds = 8;

/** A roster at the prices of a round: it may be better, and its lines fit together. */
function inspiredLines(search: SearchState, duals: Float64Array): Column[] {
  const { model, options, random } = search;
  search.rounds += 1;
  if (search.rounds % tellRounds === 0) {
    options.tell({ kind: 'prices', duals: duals.slice(), lines: [] });
  }
  hearNews(search);
  const { budget } = options;
  const lines = guidedRoster(model, search.roster, { duals, budget, random });
  if (!isWhole(lines)) return [];
  const roster: Roster = lines;
  accept(search, roster, 'prices');
  return roster.map((line, person) => columnOf(model, person, line));
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

/** Work after which a neighbourhood is given up. */
const mostWork = 15_000;

/** Both methods find what the other does not; many rows make a simplex method slow. */
function simplexChance(rows: number): number {
  return rows > manyRows ? 0.1 : 0.85;
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
    isEnough: () => budget.spent() - before > mostWork,
  });
  pool.keep(master.columns);
  const isBetter = chosen !== null && acceptCompleted(search, free, chosen, `${kind} ${size}`);
  if (!search.duals) adoptPrices(search, master);
  master.dispose();
  search.choose.learn({ kind, work: budget.spent() - before, isBetter });
  log?.(`${kind} ${size}${isBetter ? ` -> ${search.cost}` : ''}`);
}

/** Before the root is solved, the prices of the last neighbourhood are better than none. */
function adoptPrices({ model, cellPrices }: SearchState, master: ColumnMaster): void {
  priceCells(model, master.duals, cellPrices);
}
