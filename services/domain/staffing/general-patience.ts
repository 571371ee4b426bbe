import { DomainError } from '../domain-error.ts';
import { freeOdds, freeOddsLn } from './erlang-b.ts';
import {
  integralsBetween,
  type MeasuredWait,
  measuredWait,
  patienceAt,
  scaleOf,
} from './measured-wait.ts';
import type { PatienceHazard } from './patience-fit.ts';
import { type Neighbour, startingAgents } from './sizing.ts';
import type { StaffingFigures } from './staffed-queue.ts';
import { defaultShortAbandonS, noFigures, type StaffedQueue } from './staffed-queue.ts';
import { missedGoal, type StaffingGoals } from './staffing-goals.ts';

/** One queue whose customers hang up by a measured hazard. */
export interface MeasuredQueue extends Omit<StaffedQueue, 'ahtS' | 'patienceS'> {
  ahtS: number;
  patience: PatienceHazard;
}

/** More agents than this are no centre that a walk would size. */
const mostAgents = 100_000;

/**
 * M/M/N+G: Erlang A for patience of any shape. With V the wait offered,
 * G(x) = P(patience <= x), E = 1/B - 1 of Erlang B, mu = 1/h:
 *   P(V = 0) = (E h/N)/D,   density of V = e^phi(x)/D,
 *   phi(x) = lambda * integral to x of (1 - G) - N mu x,   D = E h/N + integral of e^phi
 *   P(abandon) = integral of e^phi G / D
 *   mean wait = integral of e^phi(x) (integral to x of (1 - G)) / D
 *   P(answered within T) = P(V = 0) + integral to T of e^phi (1 - G) / D
 * Every figure is a sum of positive integrals, by Gauss-Legendre panels. Equal
 * to Erlang A where the hazard is constant. Abandonment depends mostly on the
 * hazard near 0, so a mean patience alone can be far off.
 *
 * @throws DomainError invalid, naming the value; unstable where too few hang up.
 * @see Baccelli and Hebuterne, 1981; Zeltyn and Mandelbaum, "Call centers with
 *   impatient customers: many-server asymptotics of the M/M/n+G queue", 2005.
 */
export function generalPatience(queue: MeasuredQueue): StaffingFigures {
  const { figures, beyond } = solve(queue);
  return { ...figures, waitP90S: waitP90(beyond, figures.pWait ?? 0) };
}

/** All figures but the quantile of the wait, which takes most of the time. */
export function generalPatienceForGoals(queue: MeasuredQueue): StaffingFigures {
  return solve(queue).figures;
}

/**
 * The smallest number of agents that meets all goals under a measured patience.
 *
 * @param near - a similar queue's load and answer, where to begin; `null`: none.
 * @throws DomainError invalid when no number up to 100,000 does.
 */
export function requiredAgentsGeneral(
  queue: Omit<MeasuredQueue, 'agents' | 'withinS'>,
  goals: StaffingGoals,
  near: Neighbour | null = null,
): { agents: number; figures: StaffingFigures } {
  const { rule, shortAbandonS, withinS = null } = goals;
  const meets = (agents: number) => {
    const asked = { ...queue, agents, withinS, rule, shortAbandonS };
    return missedGoal(solve(asked).figures, agents, goals) === null;
  };
  const least = Math.max(1, Math.ceil(goals.minimumAgents ?? 0), lightest(queue));
  let high = Math.max(least, startingAgents(queue.erlangs, near));
  let low = least - 1;
  for (let stride = 1; !meets(high); stride *= 2) {
    if (high > mostAgents) {
      throw new DomainError('invalid', `no number of agents up to ${mostAgents} meets the goals`);
    }
    [low, high] = [high, high + stride];
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
  const answer = { ...queue, agents: high, withinS, rule, shortAbandonS };
  return { agents: high, figures: solve(answer).figures };
}

/** Fewer agents than this and the queue of those who never hang up grows for ever. */
function lightest({ erlangs, patience }: Omit<MeasuredQueue, 'agents' | 'withinS'>): number {
  if ((patience.hazardPerS.at(-1) ?? 0) > 0) return 1;
  const last = patienceAt(patience, patience.fromS.at(-1) ?? 0);
  return Math.floor(erlangs * last) + 1;
}

function solve(queue: MeasuredQueue) {
  check(queue);
  const { erlangs, agents, ahtS, withinS, patience } = queue;
  const wait = measuredWait(patience, erlangs / ahtS, agents / ahtS);
  const odds = freeOdds(erlangs, agents);
  const atOnce = Number.isFinite(odds)
    ? odds * (ahtS / agents) * Math.exp(scaleOf(wait))
    : Math.exp(freeOddsLn(erlangs, agents) + scaleOf(wait)) * (ahtS / agents);
  const withinOr0 = withinS ?? 0;
  const early = integralsBetween(wait, 0, withinOr0);
  const late = integralsBetween(wait, withinOr0, Number.POSITIVE_INFINITY);
  const both = (of: keyof typeof early) => early[of] + late[of];
  const total = atOnce + both('all');
  // All agents are free whenever anybody arrives: the rest cannot be weighed against it.
  const share = (part: number) => (total === Number.POSITIVE_INFINITY ? 0 : part / total);
  const answered = atOnce + both('answered');
  const asaS = share(both('waited'));
  const figures: StaffingFigures = {
    ...noFigures,
    pWait: share(both('all')),
    pAbandon: share(both('abandoned')),
    asaS,
    asaAnsweredS: answered === Number.POSITIVE_INFINITY ? 0 : both('answeredWait') / answered,
    occupancy: (erlangs / agents) * (Number.isFinite(total) ? answered / total : 1),
    queueLength: (erlangs / ahtS) * asaS,
    serviceLevel:
      withinS === null
        ? null
        : serviceLevel(queue, wait, { atOnce, total, answered, early: early.answered }),
  };
  const beyond = (atS: number) =>
    share(integralsBetween(wait, atS, Number.POSITIVE_INFINITY).all) * patienceAt(patience, atS);
  return { figures, beyond };
}

interface Masses {
  atOnce: number;
  total: number;
  answered: number;
  early: number;
}

function serviceLevel(
  { rule = 'missed', withinS, shortAbandonS, patience }: MeasuredQueue,
  wait: MeasuredWait,
  { atOnce, total, answered, early }: Masses,
): number {
  if (total === Number.POSITIVE_INFINITY) return 1;
  const met = atOnce + early;
  const abandonedBy = (atS: number) =>
    integralsBetween(wait, 0, atS).abandoned +
    integralsBetween(wait, atS, Number.POSITIVE_INFINITY).all * (1 - patienceAt(patience, atS));
  switch (rule) {
    case 'missed':
      return met / total;
    case 'met-if-early':
      return (met + abandonedBy(withinS ?? 0)) / total;
    case 'ignored':
      return met / answered;
    case 'ignored-if-early':
      return met / (total - abandonedBy(withinS ?? 0));
    case 'ignored-if-short':
      return met / (total - abandonedBy(shortAbandonS ?? defaultShortAbandonS));
  }
}

/** Nine of ten wait no longer: P(W > t) = 1/10, by halving. */
function waitP90(beyond: (atS: number) => number, pWait: number): number {
  if (!(pWait > 0.1) || beyond(0) <= 0.1) return 0;
  let [low, high] = [0, 1];
  while (beyond(high) > 0.1 && high < 1e9) [low, high] = [high, high * 2];
  for (let round = 0; round < 45; round += 1) {
    const middle = (low + high) / 2;
    if (beyond(middle) > 0.1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function check({ erlangs, agents, ahtS, withinS, patience }: MeasuredQueue): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('invalid', sentence);
  };
  const above0 = (value: number) => value > 0 && Number.isFinite(value);
  if (!above0(erlangs)) refuse(`erlangs ${erlangs} are not above 0`);
  if (!above0(agents)) refuse(`agents ${agents} are not above 0`);
  if (!above0(ahtS)) refuse(`ahtS ${ahtS} is not above 0`);
  if (withinS !== null && !(withinS >= 0 && Number.isFinite(withinS))) {
    refuse(`withinS ${withinS} is no time from 0 on`);
  }
  const { hazardPerS } = patience;
  const forEver = (hazardPerS.at(-1) ?? 0) === 0;
  if (forEver && erlangs * patienceAt(patience, patience.fromS.at(-1) ?? 0) >= agents) {
    refuse(`${agents} agents are too few: those who never hang up wait for ever`);
  }
}
