import type { CentreDual } from './centre-dual.ts';

/** Prices that rise towards the best bound, step by step. */
export interface DualAscent {
  /** One step; the bound at its prices. @param upper - cost of the best roster known. */
  step(upper: number): number;
  /** The best bound so far and its prices. */
  bound(): number;
  prices(): Float64Array;
  /** Nothing more is to be gained. */
  isOver(): boolean;
}

/** Steps without a better bound before steps become shorter. */
const patience = 40;

/**
 * Subgradient ascent with deflected directions (Camerini, Fratta and Maffioli, 1975) and steps after
 * Polyak: as long as the difference to the best roster asks for, shorter where nothing was gained.
 */
export function dualAscent(dual: CentreDual, start: Float64Array): DualAscent {
  const size = start.length;
  const prices = start.slice();
  const best = start.slice();
  const direction = new Float64Array(size);
  let bound = Number.NEGATIVE_INFINITY;
  let scale = 1;
  let idle = 0;
  return {
    bound: () => bound,
    prices: () => best,
    isOver: () => scale < 1e-3,
    step(upper) {
      const { bound: value, excess } = dual.at(prices);
      if (value > bound + 1e-9 * Math.abs(value)) {
        if (value > bound + 1e-5 * Math.abs(value)) idle = 0;
        bound = value;
        best.set(prices);
      } else idle += 1;
      if (idle >= patience) {
        idle = 0;
        scale *= 0.6;
        prices.set(best);
        direction.fill(0);
      }
      let across = 0;
      let norm = 0;
      for (let at = 0; at < size; at += 1) {
        across += (direction[at] as number) * (excess[at] as number);
        norm += (direction[at] as number) ** 2;
      }
      const keep = across < 0 && norm > 0 ? (-1.5 * across) / norm : 0;
      let length = 0;
      for (let at = 0; at < size; at += 1) {
        const next = (excess[at] as number) + keep * (direction[at] as number);
        direction[at] = next;
        length += next * next;
      }
      if (length === 0) scale = 0;
      const stride = (scale * Math.max(upper - value, 1e-6 * Math.abs(value))) / length;
      for (let at = 0; at < size; at += 1) {
        const moved = (prices[at] as number) + stride * (direction[at] as number);
        const { least, most } = dual;
        prices[at] = Math.max(least[at] as number, Math.min(most[at] as number, moved));
      }
      return value;
    },
  };
}
