import {
  agentsForOccupancy,
  type Neighbour,
  patientLimits,
  smallestAgents,
  startingAgents,
  waitLimits,
} from './sizing.ts';
import { agentsForPatientWait, seriesLimit } from './sizing-a.ts';
import { agentsForLevelC, agentsForWaitC } from './sizing-c.ts';
import type { StaffingModel } from './staffed-queue.ts';
import { staffingFigures } from './staffing-figures.ts';
import { checkGoals, missedGoal, type StaffingGoals } from './staffing-goals.ts';

/** One value for all slots, or one for each. */
export type PerSlot = number | Float64Array;

/** Many slots of one queue. */
export interface LoadRow {
  /** NaN where the load is unknown. */
  erlangs: Float64Array;
  ahtS: PerSlot;
  patienceS: PerSlot | null;
}

/**
 * `requiredAgents` for many slots, without figures: a month of quarter hours in
 * a few milliseconds. A load of exactly 0 is a closed slot and needs nobody,
 * whatever the minimum; an unknown load (NaN) stays unknown.
 */
export function requiredAgentsRow(
  model: StaffingModel,
  row: LoadRow,
  goals: StaffingGoals,
): Float64Array {
  checkGoals(model, goals, 1);
  const { erlangs, ahtS, patienceS } = row;
  const agents = new Float64Array(erlangs.length);
  const size = sizer(model, goals);
  // A neighbouring slot is the best start: the same goals at another load.
  let near: Neighbour | null = null;
  for (let slot = 0; slot < erlangs.length; slot += 1) {
    const load = erlangs[slot] ?? Number.NaN;
    if (!(load > 0)) {
      agents[slot] = load === 0 ? 0 : Number.NaN;
      continue;
    }
    const found = size(load, at(ahtS, slot), patienceS === null ? null : at(patienceS, slot), near);
    if (model !== 'erlang-c') near = { erlangs: load, agents: found };
    agents[slot] = found;
  }
  return agents;
}

type Size = (
  erlangs: number,
  ahtS: number,
  patienceS: number | null,
  near: Neighbour | null,
) => number;

function sizer(model: StaffingModel, goals: StaffingGoals): Size {
  const plain: Size = (erlangs, ahtS, patienceS, near) =>
    smallestAgents(model, { erlangs, ahtS, patienceS }, goals, near);
  const { serviceLevel, asaS, pWait, rule } = goals;
  const onWait = serviceLevel !== undefined || asaS !== undefined || pWait !== undefined;
  if (model === 'erlang-c' && onWait) return sizerC(goals);
  if (model === 'erlang-a' && (rule === undefined || rule === 'missed'))
    return sizerA(goals, plain);
  return plain;
}

/** The quick way of `smallestAgents` with everything said once for the row. */
function sizerC(goals: StaffingGoals): Size {
  const least = Math.ceil(goals.minimumAgents ?? 0);
  const limits = waitLimits(goals);
  const queue = { erlangs: 0, agents: 0, ahtS: 0, patienceS: null };
  const judge = (erlangs: number, agents: number) => {
    const figures = staffingFigures('erlang-c', {
      ...queue,
      erlangs,
      agents,
      withinS: goals.withinS ?? null,
    });
    return missedGoal(figures, agents, goals) === null;
  };
  const alone = limits.asaS === Number.POSITIVE_INFINITY && limits.pWait === 1;
  const quick = alone && goals.occupancy === undefined && least <= 1;
  const level = { fade: 1, rate: 0, needed: 1 / (1 - limits.serviceLevel) };
  return (erlangs, ahtS) => {
    if (ahtS !== queue.ahtS) {
      queue.ahtS = ahtS;
      level.rate = limits.withinS / ahtS;
      level.fade = Math.exp(-level.rate);
    }
    const agents = quick ? agentsForLevelC(erlangs, level) : 0;
    if (agents > 0) return agents;
    const cap = goals.occupancy === undefined ? 0 : agentsForOccupancy(erlangs, goals.occupancy);
    return agentsForWaitC(erlangs, ahtS, limits, Math.max(cap, least), judge);
  };
}

function sizerA(goals: StaffingGoals, plain: Size): Size {
  const least = Math.ceil(goals.minimumAgents ?? 0);
  const limits = patientLimits(goals, 1);
  const mean = goals.asaS ?? Number.POSITIVE_INFINITY;
  const queue = { ahtS: 1, patienceS: 1 };
  let load = 0;
  const judge = (agents: number) => {
    const figures = staffingFigures('erlang-a', {
      erlangs: load,
      agents,
      withinS: goals.withinS ?? null,
      rule: goals.rule,
      ...queue,
    });
    return missedGoal(figures, agents, goals) === null;
  };
  return (erlangs, ahtS, patienceS, near) => {
    const patience = patienceS ?? Number.NaN;
    if (!(erlangs * (patience / ahtS) < seriesLimit)) return plain(erlangs, ahtS, patienceS, near);
    queue.ahtS = ahtS;
    queue.patienceS = patience;
    limits.abandonment = Math.min(goals.abandonment ?? 1, mean / patience);
    load = erlangs;
    const guess = startingAgents(erlangs, near);
    return Math.max(least, agentsForPatientWait(erlangs, queue, limits, guess, judge));
  };
}

function at(values: PerSlot, slot: number): number {
  return typeof values === 'number' ? values : (values[slot] ?? Number.NaN);
}
