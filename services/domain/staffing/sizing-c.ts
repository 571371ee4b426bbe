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
 */
export function agentsForWaitC(
  erlangs: number,
  ahtS: number,
  limits: WaitLimits,
  from: number,
): number {
  const { serviceLevel, withinS, asaS, pWait } = limits;
  const perErlang = 1 / erlangs;
  let agents = Math.floor(erlangs) + 1;
  if (from > agents) agents = from;
  let odds = oddsAt(erlangs, agents, perErlang);
  const fade = withinS > 0 ? Math.exp(-withinS / ahtS) : 1;
  const needed = serviceLevel > 0 ? 1 / (1 - serviceLevel) : 0;
  let late = needed === 0 ? 0 : needed * Math.exp((-(agents - erlangs) * withinS) / ahtS);
  const wait = 1 / pWait;
  const mean = ahtS / asaS;
  for (;;) {
    const spare = agents - erlangs;
    const free = spare * odds;
    // 1 + g against each bound, times N.
    const grown = agents + free;
    if (grown >= late * agents && grown >= wait * agents && grown * spare >= mean * agents) break;
    agents += 1;
    odds = (1 + odds) * agents * perErlang;
    late *= fade;
  }
  return agents;
}

function oddsAt(erlangs: number, agents: number, perErlang: number): number {
  if (erlangs > smallErlangs) return freeOdds(erlangs, agents);
  let odds = 0;
  for (let n = 1; n <= agents; n += 1) odds = (1 + odds) * n * perErlang;
  return odds;
}
