import type { AbandonRule } from '../queue/service-level.ts';
import type { Estimate, Patience } from './simulation/model.ts';
import { simulate } from './simulation/simulate.ts';
import { staffed, steadyModel } from './skill-sample.ts';
import { noFigures, type StaffingFigures } from './staffed-queue.ts';

/** One steady queue with its own agents. */
export interface QueueToSimulate {
  /** Offered load. */
  erlangs: number;
  ahtS: number;
  agents: number;
  patience: Patience;
  /** Nobody can wait: who finds every agent busy is turned away. */
  turnedAway?: boolean;
  /** `null`: no service level. */
  withinS: number | null;
  rule: AbandonRule;
}

/** Its figures with the ends of their 95 % intervals; `null` as in the models beside it. */
export interface QueueSimulation {
  figures: StaffingFigures;
  low: StaffingFigures;
  high: StaffingFigures;
  replications: number;
}

const replications = 20;
/** Of one repetition, the warm-up included; more where ten handling times take more. */
const contacts = 20_000;
/** So large a load takes a second; the models are exact there to any eye. */
const mostErlangs = 2_000;

/**
 * What the simulator makes of a load that Erlang's models are asked for too:
 * exponential handling times, Poisson arrivals, the patience given.
 *
 * @returns `null` where there is nothing to simulate: no load or no agents, a load
 *   beyond 2,000 erlang, or callers who wait for ever for too few agents.
 */
export function simulateQueue(of: QueueToSimulate, seed: number): QueueSimulation | null {
  const { erlangs, ahtS, agents, patience, turnedAway = false, withinS, rule } = of;
  if (!(erlangs > 0 && erlangs <= mostErlangs && ahtS > 0 && agents >= 1)) return null;
  if (patience.kind === 'none' && !turnedAway && agents <= erlangs) return null;
  const callsPerHour = (erlangs / ahtS) * 3_600;
  const queue = {
    ...{ queue: 'queue', callsPerHour, patience, rule, goals: {} },
    handleTime: { kind: 'exponential', meanS: ahtS },
    withinS: withinS ?? 0,
  } as const;
  const group = { group: 'agents', cost: 1, skills: [{ queue: 'queue' }] };
  const steady = staffed(steadyModel({ queues: [queue], groups: [group] }, contacts), [agents]);
  const model = turnedAway ? { ...steady, waitingPlaces: 0 } : steady;
  const found = simulate(model, { seed, replications });
  const [result] = found.queues;
  const occupancy = found.groups[0]?.occupancy ?? nothing;
  if (!result || result.waitS.value === null) return null;
  const all = (result.offered.value ?? 0) + (result.blocked.value ?? 0);
  const perS = erlangs / ahtS;
  const estimates: Record<keyof StaffingFigures, Estimate> = {
    blocking: turnedAway ? scaled(result.blocked, 1 / all) : nothing,
    pWait: turnedAway ? nothing : result.pWait,
    serviceLevel: withinS === null || turnedAway ? nothing : result.serviceLevel,
    asaS: turnedAway ? nothing : result.waitS,
    asaAnsweredS: turnedAway ? nothing : result.asaS,
    occupancy,
    // Little's law: those who wait at once are those who come in the mean wait.
    queueLength: turnedAway ? nothing : scaled(result.waitS, perS),
    waitP90S: turnedAway ? nothing : result.waitP90S,
    pAbandon: patience.kind === 'none' ? nothing : result.abandonment,
  };
  return {
    figures: ends(estimates, 'value'),
    low: ends(estimates, 'low'),
    high: ends(estimates, 'high'),
    replications,
  };
}

const nothing: Estimate = { value: null, low: null, high: null };

function scaled({ value, low, high }: Estimate, by: number): Estimate {
  const times = (one: number | null) => (one === null ? null : one * by);
  return { value: times(value), low: times(low), high: times(high) };
}

function ends(
  estimates: Record<keyof StaffingFigures, Estimate>,
  end: keyof Estimate,
): StaffingFigures {
  const told = Object.entries(estimates).map(([name, estimate]) => [name, estimate[end]]);
  return { ...noFigures, ...Object.fromEntries(told) };
}
