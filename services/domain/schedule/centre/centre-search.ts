import { type SeededRandom, seededRandom } from '../roster/seeded-random.ts';
import { type CentreDual, centreDual } from './centre-dual.ts';
import { type CentreLine, copyLine, emptyLine } from './centre-line.ts';
import type { CentreModel } from './centre-model.ts';
import { type DualAscent, dualAscent } from './dual-ascent.ts';
import { settleRound, smoothRound } from './smooth-round.ts';
import { type WorkingRoster, workingRoster } from './working-roster.ts';

/** What a search tells while it goes on, and takes from another that goes on beside it. */
export type CentreNews =
  | { kind: 'lines'; lines: readonly CentreLine[]; cost: number }
  /** No roster costs less. */
  | { kind: 'bound'; bound: number };

/** How long a search may go on: by the clock, or by counted work, which repeats exactly. */
export interface CentreBudget {
  /** Counts work done: one for a person's week looked through. */
  spend(work: number): void;
  /** Share of the budget that is left, from 1 down to 0; 0 also when a stop was asked for. */
  left(): number;
}

/** How a search is to go about it. */
export interface CentreSearchOptions {
  budget: CentreBudget;
  seed: number;
  /** Lines to continue from; they must keep the hard rules. */
  start: readonly CentreLine[] | null;
  /** The lead proves a bound beside its search; a helper only searches. */
  role: 'lead' | 'helper';
  tell: (news: CentreNews) => void;
  /** What others told since the last time. */
  hear: () => readonly CentreNews[];
}

/** The best lines found, their cost, and what is proven (`-Infinity` = nothing). */
export interface CentreSearchResult {
  lines: readonly CentreLine[];
  cost: number;
  bound: number;
}

/** A gap below this is as good as none. */
const enough = 1e-5;
/** Sweeps of the first round; later ones take a share of what is left, the last one all. */
const firstSweeps = 50;
const firstMost = 0.25;
const roundShare = 0.2;
const lastShare = 0.15;
/** A longer round gains nothing more. */
const maxSweeps = 3_000;
/** Steps of a bound in a row before the search goes on. */
const dualSteps = 60;
/** Share of the budget after which the lead only improves its bound now and then. */
const longestAscent = 0.4;

/**
 * Searches for a cheap roster until the budget is spent or the roster is proven to be best.
 *
 * Rounds of growing length: smoothed prices spread people over the shifts, then each takes the best
 * line as things are. A Lagrangian relaxation, climbed from the prices that the first round ends
 * with, gives the bound. (Rounds that began from the relaxation's own prices ended worse.)
 */
export function centreSearch(model: CentreModel, options: CentreSearchOptions): CentreSearchResult {
  const search = newSearch(model, options);
  if (options.start) startFrom(search, options.start);
  for (let round = 0; !isOver(search); round += 1) {
    listen(search);
    runRound(search, round);
    if (options.role === 'lead') ascend(search);
  }
  const { best, cost, bound } = search;
  return { lines: best, cost, bound };
}

interface Search {
  model: CentreModel;
  options: CentreSearchOptions;
  random: SeededRandom;
  dual: CentreDual;
  roster: WorkingRoster;
  prices: Float64Array;
  ascent: DualAscent | null;
  best: readonly CentreLine[];
  cost: number;
  bound: number;
  /** Share of the budget that one sweep takes, as last seen. */
  sweepShare: number;
}

function newSearch(model: CentreModel, options: CentreSearchOptions): Search {
  const { required, under } = model.costs;
  return {
    model,
    options,
    random: seededRandom(options.seed),
    dual: centreDual(model),
    roster: workingRoster(model),
    // A fifth of what a missing agent costs, where one is wanted.
    prices: under.map((cost, at) => ((required[at] ?? 0) > 0 ? 0.2 * cost : 0)),
    ascent: null,
    best: model.people.map(() => emptyLine(model)),
    cost: Number.POSITIVE_INFINITY,
    bound: Number.NEGATIVE_INFINITY,
    sweepShare: 0,
  };
}

function startFrom(search: Search, start: readonly CentreLine[]): void {
  const { roster, random, model } = search;
  roster.takeOver(start);
  keepBetter(search);
  settleRound(model, roster, { random, swept: () => sweptOnce(search) });
  keepBetter(search);
}

function runRound(search: Search, round: number): void {
  const { model, roster, dual, random, prices, options } = search;
  const { left } = options.budget;
  const share = left() < lastShare ? 0.95 : roundShare;
  const affordable = search.sweepShare > 0 ? (share * left()) / search.sweepShare : firstSweeps;
  const sweeps =
    round === 0 ? firstSweeps : Math.max(2, Math.min(maxSweeps, Math.floor(affordable)));
  const before = left();
  let done = 0;
  smoothRound(model, roster, {
    dual,
    prices,
    random,
    sweeps,
    steepness: [0.04, 0.6],
    swept: () => {
      done += 1;
      // Whoever waits is to see something soon; a first round that takes too long is cut short.
      if (done % 5 === 1) keepBetter(search);
      if (round === 0 && left() < 1 - firstMost) return false;
      return sweptOnce(search);
    },
  });
  if (done > 0) search.sweepShare = Math.max(0, before - left()) / done;
  settleRound(model, roster, { random, swept: () => sweptOnce(search) });
  keepBetter(search);
}

/** Counts a sweep; `false` when the search must end. */
function sweptOnce(search: Search): boolean {
  const { options, model } = search;
  options.budget.spend((model.people.length * model.days) / 7);
  return options.budget.left() > 0;
}

function keepBetter(search: Search): void {
  const { roster, options } = search;
  const cost = roster.cost();
  if (cost >= search.cost - 1e-6) return;
  search.cost = cost;
  search.best.forEach((line, person) => {
    copyLine(roster.lines[person] as CentreLine, line);
  });
  options.tell({ kind: 'lines', lines: search.best, cost });
}

/** Climbs the bound from the best prices known. */
function ascend(search: Search): void {
  const { dual, options, model } = search;
  search.ascent ??= dualAscent(dual, search.prices);
  const { ascent } = search;
  const from = options.budget.left();
  for (let step = 0; !ascent.isOver() && !isOver(search); step += 1) {
    if (step >= dualSteps && from - options.budget.left() > longestAscent * from) break;
    if (step >= 30 * dualSteps) break;
    ascent.step(search.cost);
    options.budget.spend((model.people.length * model.days) / 7);
    if (ascent.bound() > search.bound) {
      search.bound = ascent.bound();
      if (step % 10 === 9) options.tell({ kind: 'bound', bound: search.bound });
    }
  }
  if (search.bound > Number.NEGATIVE_INFINITY) options.tell({ kind: 'bound', bound: search.bound });
}

function listen(search: Search): void {
  for (const news of search.options.hear()) {
    if (news.kind === 'bound') search.bound = Math.max(search.bound, news.bound);
    else if (news.cost < search.cost - 1e-6) {
      search.roster.takeOver(news.lines);
      search.cost = news.cost;
      search.best.forEach((line, person) => {
        copyLine(news.lines[person] as CentreLine, line);
      });
    }
  }
}

function isOver({ options, cost, bound }: Search): boolean {
  if (options.budget.left() <= 0) return true;
  return cost < Number.POSITIVE_INFINITY && cost - bound <= enough * Math.abs(cost);
}
