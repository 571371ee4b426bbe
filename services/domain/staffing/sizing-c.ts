import { freeOdds } from './erlang-b.ts';

/** Goals on the wait; absent ones by their widest value. */
export interface WaitLimits {
  /** 0: none. */
  serviceLevel: number;
  withinS: number;
  /** Infinity: none. */
  asaS: number;
  /** 1: none. */
  pWait: number;
}

/** Closer than this to a limit, the judge decides. */
const close = 1e-11;
/** Below this load Erlang B from 1 agent on is sooner done than the backward sum. */
const smallErlangs = 40;

/**
 * The smallest number of agents whose Erlang C wait keeps all limits.
 *
 * With g = (N-A)/N * E (E = 1/B - 1 of Erlang B) the figures are
 *   C = 1/(1 + g),   1 - SL = C e^(-(N-A)T/h),   ASA = C h/(N-A),
 * so that each limit bounds 1 + g from below and one multiplication and
 * addition, E(N+1) = (N+1)/A * (1 + E(N)), tells the next N: no division, no
 * exponential, no object per agent. E starts by its backward sum of about
 * 9 sqrt(A) terms at the first N above A, where the answer is a few sqrt(A) away.
 *
 * @param from - no answer below this.
 * @param judge - settles what is too close for twelve digits: do so many agents keep the limits?
 */
export function agentsForWaitC(
  erlangs: number,
  ahtS: number,
  limits: WaitLimits,
  from: number,
  judge: (erlangs: number, agents: number) => boolean,
): number {
  const { serviceLevel, withinS, asaS, pWait } = limits;
  const perErlang = 1 / erlangs;
  let agents = Math.floor(erlangs) + 1;
  if (from > agents) agents = from;
  let odds = oddsAt(erlangs, agents, perErlang);
  const fade = withinS > 0 ? Math.exp(-withinS / ahtS) : 1;
  const sure = 1 + close + (serviceLevel > 0 ? 1e-13 / (1 - serviceLevel) : 0);
  const perLate = serviceLevel > 0 ? 1 / (1 - serviceLevel) / sure : 0;
  let late = perLate === 0 ? 0 : perLate * Math.exp((-(agents - erlangs) * withinS) / ahtS);
  const wait = 1 / pWait / sure;
  const mean = ahtS / asaS / sure;
  for (;;) {
    const spare = agents - erlangs;
    // N (1 + g) against N times each bound.
    const grown = agents + spare * odds;
    if (grown >= late * agents && grown >= wait * agents && grown * spare >= mean * agents) {
      const reached = grown / (agents * sure * sure);
      if (reached >= late && reached >= wait && reached * spare >= mean) return agents;
      if (judge(erlangs, agents)) return agents;
    }
    agents += 1;
    odds = (1 + odds) * agents * perErlang;
    late *= fade;
  }
}

/** A service level and nothing else, with what is the same for all loads said once. */
export interface LevelC {
  /** e^(-T/h): what one more agent takes from the share still waiting at T. */
  fade: number;
  /** T/h. */
  rate: number;
  /** 1/(1 - SL). */
  needed: number;
}

/** 1/k: a product waits for less than a quotient. */
const inverse = Float64Array.from({ length: 2 * smallErlangs + 2 }, (_, k) => 1 / k);

/**
 * `agentsForWaitC` for a service level alone at a small load, the case of most
 * queues and slots. With p(k) = A^k/k! and E(N) = (p(0) + ... + p(N-1))/p(N) a
 * step is one product and one sum that do not wait for each other; nothing is
 * compared before N > A, where alone the goal can be met.
 *
 * @returns 0 where the load is not small or the answer too close to tell.
 */
export function agentsForLevelC(erlangs: number, { fade, rate, needed }: LevelC): number {
  if (erlangs >= smallErlangs) return 0;
  const first = Math.floor(erlangs) + 1;
  let sum = 1;
  let power = erlangs;
  for (let k = 2; k <= first; k += 1) {
    sum += power;
    power *= erlangs * (inverse[k] as number);
  }
  const sure = 1 + close + 1e-13 * needed;
  let late = (needed / sure) * Math.exp((erlangs - first) * rate);
  for (let agents = first; agents < 2 * smallErlangs; agents += 1) {
    // 1 + g = 1 + (N-A)/N * E against the bound, times N p(N).
    const spare = (agents - erlangs) * sum;
    const bound = late * agents * power;
    const grown = agents * power + spare;
    if (grown >= bound) return grown >= bound * sure * sure ? agents : 0;
    sum += power;
    power *= erlangs * (inverse[agents + 1] as number);
    late *= fade;
  }
  return 0;
}

function oddsAt(erlangs: number, agents: number, perErlang: number): number {
  if (erlangs > smallErlangs) return freeOdds(erlangs, agents);
  let odds = 0;
  for (let n = 1; n <= agents; n += 1) odds = (1 + odds) * n * perErlang;
  return odds;
}
