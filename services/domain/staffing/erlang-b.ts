import { DomainError } from '../domain-error.ts';
import { partOfAnAgentOdds } from './fractional-agents.ts';

/** Beyond this a double has lost the value: figures are 0, the logarithm goes on. */
const overflow = 1e300;
/** A further term no longer changes the sum. */
const negligible = 1e-18;

/**
 * Erlang B: the share of contacts that find every agent busy and are turned away,
 *   B(N, A) = (A^N/N!) / (sum k = 0..N of A^k/k!),
 * for agents that may be fractional: 1/B = A * integral of e^(-Au) (1+u)^N du.
 * Below the smallest normal double it is 0.
 *
 * @param erlangs - offered load A, above 0.
 * @param agents - N, 0 or more.
 * @see A. K. Erlang, 1917; Jagerman, "Some properties of the Erlang loss function", 1974.
 */
export function blocking(erlangs: number, agents: number): number {
  return normal(1 / (1 + freeOdds(erlangs, agents)));
}

/** log10 of the blocking, also where a double can no longer hold the blocking itself. */
export function blockingLog10(erlangs: number, agents: number): number {
  const odds = freeOdds(erlangs, agents);
  return -(odds < overflow ? Math.log1p(odds) : freeOddsLn(erlangs, agents)) / Math.LN10;
}

/**
 * The odds that a contact finds an agent free in the loss system, E = 1/B - 1:
 *   E = N/A + N(N-1)/A^2 + N(N-1)(N-2)/A^3 + ...
 * Positive terms only, hence no cancellation at any load; all three Erlang
 * models start from it. About 9 * sqrt(A) terms count. Infinity where a double
 * overflows.
 */
export function freeOdds(erlangs: number, agents: number): number {
  const whole = Math.floor(agents);
  let term = 1;
  let sum = 0;
  for (let k = 0; k < whole; k += 1) {
    term *= (agents - k) / erlangs;
    sum += term;
    if (term < negligible * sum) return sum;
    if (sum > overflow) return Number.POSITIVE_INFINITY;
  }
  if (whole === agents) return sum;
  // What is left of a fractional number of agents.
  return sum + term * partOfAnAgentOdds(erlangs, agents - whole);
}

/** Natural logarithm of `freeOdds`; the sum is scaled down whenever it grows large. */
export function freeOddsLn(erlangs: number, agents: number): number {
  const scale = 2 ** -512;
  const whole = Math.floor(agents);
  let [term, sum, scaled] = [1, 0, 0];
  for (let k = 0; k < whole; k += 1) {
    term *= (agents - k) / erlangs;
    sum += term;
    if (term < negligible * sum) return Math.log(sum) + scaled * 512 * Math.LN2;
    if (sum > 1 / scale) [term, sum, scaled] = [term * scale, sum * scale, scaled + 1];
  }
  if (whole !== agents) sum += term * partOfAnAgentOdds(erlangs, agents - whole);
  return Math.log(sum) + scaled * 512 * Math.LN2;
}

/**
 * The largest load at which a number of agents blocks no more than a share:
 * Newton's method on ln E as a function of ln A, whose slope is
 * -(N - A(1 - B))/(1 - B); kept inside a bracket.
 *
 * @returns erlangs; 0 agents carry nothing.
 */
export function largestErlangs(agents: number, maxBlocking: number): number {
  if (!(maxBlocking > 0 && maxBlocking < 1)) {
    throw new DomainError('invalid', `blocking ${maxBlocking} is not between 0 and 1`);
  }
  if (agents === 0) return 0;
  const wanted = Math.log1p(-maxBlocking) - Math.log(maxBlocking);
  // E >= N/A, and E falls as A grows: the answer is above neither bound.
  let [low, high] = [0, (agents * maxBlocking) / (1 - maxBlocking) + agents + 1];
  while (lnOdds(high, agents) > wanted) [low, high] = [high, high * 2];
  let erlangs = low > 0 ? low : high / 2;
  for (let round = 0; round < 200; round += 1) {
    const excess = lnOdds(erlangs, agents) - wanted;
    if (excess > 0) low = erlangs;
    else high = erlangs;
    // 1 - B = E/(1 + E), without subtracting.
    const carried = 1 / (1 + 1 / freeOdds(erlangs, agents));
    const slope = Math.max(agents / carried - erlangs, 1e-3);
    const next = erlangs * Math.exp(excess / slope);
    const step = next > low && next < high ? next : low > 0 ? Math.sqrt(low * high) : high / 1024;
    if (Math.abs(step - erlangs) <= 2 ** -53 * erlangs) return step;
    erlangs = step;
  }
  return erlangs;
}

/** A value below the smallest normal double has lost digits and counts as 0. */
export function normal(value: number): number {
  return value < 2.2250738585072014e-308 ? 0 : value;
}

function lnOdds(erlangs: number, agents: number): number {
  const odds = freeOdds(erlangs, agents);
  return odds < overflow ? Math.log(odds) : freeOddsLn(erlangs, agents);
}
