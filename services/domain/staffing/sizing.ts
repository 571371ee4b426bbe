import { DomainError } from '../domain-error.ts';
import { agentsForPatientWait, seriesLimit } from './sizing-a.ts';
import { agentsForWaitC } from './sizing-c.ts';
import { maxAgents, type StaffingFigures, type StaffingModel } from './staffed-queue.ts';
import { staffingFigures } from './staffing-figures.ts';
import { checkGoals, type GoalName, missedGoal, type StaffingGoals } from './staffing-goals.ts';

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
  const agents = smallestAgents(model, load, goals, Number.NaN);
  const binding = agents === 0 ? null : missedGoal(at(agents - 1), agents - 1, goals);
  return { agents, binding, figures: at(agents) };
}

/**
 * The same answer without figures, for many queues in a row. Goals and load
 * are taken as checked.
 *
 * @param beta - (N - A)/sqrt(A) of a similar queue's answer; NaN when there is none.
 */
export function smallestAgents(
  model: StaffingModel,
  load: StaffingLoad,
  goals: StaffingGoals,
  beta: number,
): number {
  const { erlangs, ahtS, patienceS } = load;
  const least = Math.ceil(goals.minimumAgents ?? 0);
  if (erlangs === 0) return least;
  const at = figuresAt(model, load, goals);
  const meets = (agents: number) => missedGoal(at(agents), agents, goals) === null;
  const root = Math.sqrt(erlangs);
  const guess = Math.max(least, Math.round(erlangs + (Number.isNaN(beta) ? 0.5 : beta) * root));
  switch (model) {
    case 'erlang-b':
      return search(meets, guess, least);
    case 'erlang-c': {
      const from = Math.max(least, Math.ceil((erlangs / (goals.occupancy ?? 1)) * (1 - 1e-15)));
      const limits = waitLimits(goals);
      const walked = agentsForWaitC(erlangs, ahtS ?? 1, limits, from);
      return search(meets, walked, least);
    }
    case 'erlang-a': {
      const queue = { ahtS: ahtS ?? Number.NaN, patienceS: patienceS ?? Number.NaN };
      const quick = goals.rule === undefined || goals.rule === 'missed';
      const small = erlangs * (queue.patienceS / queue.ahtS) < seriesLimit;
      if (!quick || !small) return search(meets, guess, least);
      const limits = patientLimits(goals, queue.patienceS);
      return Math.max(least, agentsForPatientWait(erlangs, queue, limits, guess, meets));
    }
  }
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

function figuresAt(model: StaffingModel, load: StaffingLoad, goals: StaffingGoals) {
  const { withinS, rule, shortAbandonS } = goals;
  return (agents: number): StaffingFigures =>
    staffingFigures(model, { ...load, agents, withinS: withinS ?? null, rule, shortAbandonS });
}

function waitLimits({ serviceLevel, withinS, asaS, pWait }: StaffingGoals) {
  return {
    serviceLevel: serviceLevel ?? 0,
    withinS: withinS ?? 0,
    asaS: asaS ?? Number.POSITIVE_INFINITY,
    pWait: pWait ?? 1,
  };
}

function patientLimits(goals: StaffingGoals, patienceS: number) {
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
