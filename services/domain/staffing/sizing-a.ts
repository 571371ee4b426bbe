import { freeOdds } from './erlang-b.ts';

/** Goals of Erlang A that the quick series can judge; absent ones by their widest value. */
export interface PatientLimits {
  /** Answered within the target, of all offered. 0: none. */
  serviceLevel: number;
  withinS: number;
  /** 1: none. A limit on the mean wait is one on abandonment: wait = p P(abandon). */
  abandonment: number;
  pWait: number;
  occupancy: number;
}

/** Above this the series is long, and integration (`erlangA`) as quick. */
export const seriesLimit = 400;

/**
 * By how much N agents exceed the closest of the limits (below 0: miss it),
 * by the series of Palm's integrals. With F(x, z) = 1 + G(x, z),
 *   G(x, z) = z/(x+1) + z^2/((x+1)(x+2)) + ...,   z = y e^(-T/p),  D = E + F(x, y),
 *   P(W > 0) = F(x, y)/D,   P(abandon) = (1 + (1 - N/A) G(x, y))/D
 *   P(answered within T) = (E + N/A (G(x, y) - e^phi(T) G(x, z)))/D
 * About twelve digits: enough to choose N, unless the excess is tiny.
 *
 * @param odds - E of Erlang B for these agents.
 */
export function excessOverLimits(
  erlangs: number,
  agents: number,
  odds: number,
  queue: { ahtS: number; patienceS: number },
  limits: PatientLimits,
): number {
  const perAht = queue.patienceS / queue.ahtS;
  const x = agents * perAht;
  const y = erlangs * perAht;
  const gy = series(x, y);
  const total = odds + 1 + gy;
  const load = agents / erlangs;
  const lost = (1 + (1 - load) * gy) / total;
  let excess = limits.abandonment - lost;
  if (limits.pWait < 1) excess = Math.min(excess, limits.pWait - (1 + gy) / total);
  if (limits.occupancy < 1) excess = Math.min(excess, limits.occupancy - (1 - lost) / load);
  if (limits.serviceLevel > 0) {
    const tau = limits.withinS / queue.patienceS;
    const z = y * Math.exp(-tau);
    const late = Math.exp(y - z - x * tau) * series(x, z);
    const level = (odds + load * (gy - late)) / total;
    excess = Math.min(excess, level - limits.serviceLevel);
  }
  return excess;
}

/**
 * The smallest N that keeps all limits, walking from a guess.
 *
 * @param guess - where a similar queue ended, for example A + beta sqrt(A).
 * @param judge - settles what is too close for the series: does N keep the limits?
 */
export function agentsForPatientWait(
  erlangs: number,
  queue: { ahtS: number; patienceS: number },
  limits: PatientLimits,
  guess: number,
  judge: (agents: number) => boolean,
): number {
  if (askNobody(limits) && judge(0)) return 0;
  let agents = Math.max(1, guess);
  let odds = freeOdds(erlangs, agents);
  const meets = () => {
    const excess = excessOverLimits(erlangs, agents, odds, queue, limits);
    return excess > close ? true : excess < -close ? false : judge(agents);
  };
  if (!meets()) {
    do {
      agents += 1;
      odds = (1 + odds) * (agents / erlangs);
    } while (!meets());
    return agents;
  }
  while (agents > 1) {
    odds = freeOdds(erlangs, agents - 1);
    agents -= 1;
    if (!meets()) return agents + 1;
  }
  return agents;
}

const close = 1e-10;
const enough = 1e-13;

function series(x: number, z: number): number {
  let term = z / (x + 1);
  let sum = term;
  for (let j = x + 2; term > enough * sum || z > j; j += 1) {
    term *= z / j;
    sum += term;
  }
  return sum;
}

/** Do limits let everybody hang up at once? */
export function askNobody({ serviceLevel, abandonment, pWait }: PatientLimits): boolean {
  return serviceLevel <= 0 && abandonment >= 1 && pWait >= 1;
}
