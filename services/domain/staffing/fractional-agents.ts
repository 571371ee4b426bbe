const step = 1 / 64;
const reach = 4;

/**
 * E(f, A) = 1/B(f, A) - 1 for a part of one agent, 0 < f < 1:
 *   1/B(f, A) = A * integral of e^(-Au) (1+u)^f du, hence with t = Au
 *   E(f, A) = integral from 0 to infinity of e^(-t) ((1 + t/A)^f - 1) dt.
 * A positive integrand, summed by the trapezoidal rule after t = exp(s - e^(-s)),
 * which makes it fall doubly exponentially on both sides.
 *
 * @see Jagerman, 1974 (continuous agents); Takahasi and Mori, 1974 (the substitution).
 */
export function partOfAnAgentOdds(erlangs: number, part: number): number {
  let sum = 0;
  for (let s = -reach; s <= reach; s += step) {
    const t = Math.exp(s - Math.exp(-s));
    sum += Math.exp(-t) * t * (1 + Math.exp(-s)) * Math.expm1(part * Math.log1p(t / erlangs));
  }
  return sum * step;
}
