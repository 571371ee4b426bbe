import { DomainError } from '../domain-error.ts';
import { agentsForPatientWait, seriesLimit } from './sizing-a.ts';
import { agentsForLargeQueue, fluidAgents } from './sizing-a-large.ts';
import { agentsForWaitC } from './sizing-c.ts';
import { maxAgents, type StaffingFigures, type StaffingModel } from './staffed-queue.ts';
import { goalFigures, staffingFigures } from './staffing-figures.ts';
import {
  checkGoals,
  type GoalName,
  guard,
  missedGoal,
  type StaffingGoals,
} from './staffing-goals.ts';

/** What is to be staffed. */
export interface StaffingLoad {
  erlangs: number;
  ahtS: number | null;
  patienceS: number | null;
}

/** The answer of a sizing. */
export interface RequiredAgents {
  agents: number;
  /** The goal that one agent less would miss; `null` with 0 agents. */
  binding: GoalName | null;
  figures: StaffingFigures;
}

/**
 * The smallest whole number of agents that meets all goals.
 *
 * Each figure is monotone in N, so the goals are met from some N on and a search
 * from any start ends at what trying every N finds. For Erlang A: with one agent
 * more the offered wait V falls in likelihood-ratio order (its density gains the
 * falling factor e^(-t/h), its mass at 0 grows relative to it by Erlang B), and
 * every figure is the mean of a falling function of V under weights that keep
 * that order: service level under all five rules, waits, abandonment. The start
 * is the square-root rule N = A + beta sqrt(A).
 *
 * @throws DomainError invalid, naming the goal or input that cannot be.
 */
export function requiredAgents(
  model: StaffingModel,
  load: StaffingLoad,
  goals: StaffingGoals,
): RequiredAgents {
  checkGoals(model, goals, load.ahtS);
  const at = figuresAt(model, load, goals);
  // Refuses what no queue can have, before any search.
  at(0);
  const agents = smallestAgents(model, load, goals, null);
  const binding = agents === 0 ? null : missedGoal(at(agents - 1), agents - 1, goals);
  return { agents, binding, figures: at(agents) };
}

/**
 * The same answer without figures, for many queues in a row. Goals and load
 * are taken as checked.
 *
 * @param near - a similar queue's load and answer, the same goals; `null` when there is none.
 */
export function smallestAgents(
  model: StaffingModel,
  load: StaffingLoad,
  goals: StaffingGoals,
  near: Neighbour | null,
): number {
  const { erlangs, ahtS, patienceS } = load;
  const least = Math.ceil(goals.minimumAgents ?? 0);
  if (erlangs === 0) return least;
  const at = figuresAt(model, load, goals, goalFigures);
  const meets = (agents: number) => missedGoal(at(agents), agents, goals) === null;
  const guess = Math.max(least, startingAgents(erlangs, near));
  switch (model) {
    case 'erlang-b':
      return search(meets, guess, least);
    case 'erlang-c': {
      const { serviceLevel, asaS, pWait, occupancy } = goals;
      const cap = occupancy === undefined ? 0 : agentsForOccupancy(erlangs, occupancy);
      const from = Math.max(least, cap);
      if (serviceLevel === undefined && asaS === undefined && pWait === undefined) return from;
      return agentsForWaitC(erlangs, ahtS ?? 1, waitLimits(goals), from, (_, n) => meets(n));
    }
    case 'erlang-a': {
      const queue = { ahtS: ahtS ?? Number.NaN, patienceS: patienceS ?? Number.NaN };
      const quick = goals.rule === undefined || goals.rule === 'missed';
      if (!quick) return search(meets, guess, least);
      const limits = patientLimits(goals, queue.patienceS);
      const begin = near === null ? fluidAgents(erlangs, queue.patienceS, limits) : guess;
      const small = erlangs * (queue.patienceS / queue.ahtS) < seriesLimit;
      return small
        ? Math.max(least, agentsForPatientWait(erlangs, queue, limits, guess, meets))
        : Math.max(least, agentsForLargeQueue(erlangs, queue, limits, begin, meets));
    }
  }
}

/** ceil(A / occupancy), where a quotient one unit in the last place too high is not rounded up. */
export function agentsForOccupancy(erlangs: number, occupancy: number): number {
  const agents = Math.ceil(erlangs / occupancy);
  const keeps = (n: number) => n > 0 && erlangs / n <= occupancy * (1 + guard);
  if (keeps(agents - 1)) return agents - 1;
  return keeps(agents) ? agents : agents + 1;
}

/** A sizing already done: the best start for the next of a row. */
export interface Neighbour {
  erlangs: number;
  agents: number;
}

/**
 * Where to start: by the square-root rule N = A + beta sqrt(A) with a neighbour's
 * beta; far below the load, where callers hang up in proportion, by its ratio N/A.
 */
export function startingAgents(erlangs: number, near: Neighbour | null): number {
  if (near === null) return Math.round(erlangs + Math.sqrt(erlangs) / 2);
  const beta = (near.agents - near.erlangs) / Math.sqrt(near.erlangs);
  return beta < -2
    ? Math.round((erlangs * near.agents) / near.erlangs)
    : Math.max(1, Math.round(erlangs + beta * Math.sqrt(erlangs)));
}

/** Gallops away from the guess until the answer lies between, then halves. */
function search(meets: (agents: number) => boolean, guess: number, least: number): number {
  let high = Math.max(guess, least);
  let low = least - 1;
  for (let stride = 1; !meets(high); stride *= 2) {
    low = high;
    high += stride;
    if (high > 2 * maxAgents)
      throw new DomainError('invalid', 'no number of agents meets the goals');
  }
  for (let stride = 1; low < high - 1; stride *= 2) {
    const tried = Math.max(high - stride, low + 1);
    if (!meets(tried)) {
      low = tried;
      break;
    }
    high = tried;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (meets(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function figuresAt(
  model: StaffingModel,
  load: StaffingLoad,
  goals: StaffingGoals,
  figures = staffingFigures,
) {
  const { withinS, rule, shortAbandonS } = goals;
  return (agents: number): StaffingFigures =>
    figures(model, { ...load, agents, withinS: withinS ?? null, rule, shortAbandonS });
}

/** The goals as Erlang C's walk asks them; a goal that is not set limits nothing. */
export function waitLimits({ serviceLevel, withinS, asaS, pWait }: StaffingGoals) {
  return {
    serviceLevel: serviceLevel ?? 0,
    withinS: withinS ?? 0,
    asaS: asaS ?? Number.POSITIVE_INFINITY,
    pWait: pWait ?? 1,
  };
}

/** The goals as Erlang A's walk asks them: its mean wait is patience times abandonment. */
export function patientLimits(goals: StaffingGoals, patienceS: number) {
  return {
    serviceLevel: goals.serviceLevel ?? 0,
    withinS: goals.withinS ?? 0,
    abandonment: Math.min(
      goals.abandonment ?? 1,
      (goals.asaS ?? Number.POSITIVE_INFINITY) / patienceS,
    ),
    pWait: goals.pWait ?? 1,
    occupancy: goals.occupancy ?? 1,
  };
}
