import { normalQuantile } from '../../forecast/normal-quantile.ts';
import type { Estimate } from './model.ts';

/** Nothing to divide. */
export const unknown: Estimate = { value: null, low: null, high: null };

/** How an interval is made. */
export interface Certainty {
  /** Of the interval, two-sided. */
  confidence: number;
  /**
   * Independent looks that a share of exactly 0 or 1 rests on: there the spread
   * between repetitions is 0 and tells nothing.
   */
  looks?: number;
}

/**
 * Sum over sum, one pair a repetition, with Student's interval from the spread
 * of the residuals: the classical ratio estimator. A ratio of sums, not a mean
 * of ratios, which would weigh a quiet day like a busy one.
 *
 * @see Law, "Simulation Modeling and Analysis", 5th ed., section 9.4.
 */
export function ratioEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  { confidence }: Certainty,
): Estimate {
  const { ratio, deviation, runs } = ratioSpread(above, below);
  if (ratio === null) return unknown;
  const half = studentQuantile(confidence, runs - 1) * deviation;
  return { value: ratio, low: ratio - half, high: ratio + half };
}

/**
 * The same for a share: Wilson's interval with the number of contacts that
 * would, independent, spread as much as the repetitions do. It keeps to 0 ... 1
 * and is honest near the ends, where contacts miss in clusters.
 *
 * @see Korn, Graubard, "Confidence intervals for proportions with small expected
 *   number of positive counts", Survey Methodology 24 (1998); with Wilson's form.
 */
export function shareEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  { confidence, looks = 1 }: Certainty,
): Estimate {
  const { ratio, deviation, runs, counted } = ratioSpread(above, below);
  if (ratio === null) return unknown;
  const effective =
    deviation > 0 ? Math.min(counted, (ratio * (1 - ratio)) / deviation ** 2) : looks;
  const n = Math.max(effective, 1);
  const t = studentQuantile(confidence, runs - 1);
  const centre = (ratio + (t * t) / (2 * n)) / (1 + (t * t) / n);
  const half =
    (t * Math.sqrt((ratio * (1 - ratio)) / n + (t * t) / (4 * n * n))) / (1 + (t * t) / n);
  return {
    value: ratio,
    low: Math.min(ratio, Math.max(0, centre - half)),
    high: Math.max(ratio, Math.min(1, centre + half)),
  };
}

/** The ratio of sums, and the standard deviation of its error. */
export function ratioSpread(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
): { ratio: number | null; deviation: number; runs: number; counted: number } {
  const runs = below.length;
  let met = 0;
  let counted = 0;
  for (let run = 0; run < runs; run += 1) {
    met += above[run] as number;
    counted += below[run] as number;
  }
  if (counted === 0) return { ratio: null, deviation: 0, runs, counted };
  const ratio = met / counted;
  let squares = 0;
  for (let run = 0; run < runs; run += 1) {
    squares += ((above[run] as number) - ratio * (below[run] as number)) ** 2;
  }
  const deviation = Math.sqrt((squares * runs) / (runs - 1)) / counted;
  return { ratio, deviation, runs, counted };
}

/**
 * Student's t that `confidence` of the distribution lies within, two-sided.
 *
 * @see Hill, "Algorithm 396: Student's t-quantiles", CACM 13 (1970); six digits.
 */
export function studentQuantile(confidence: number, freedom: number): number {
  const tails = 1 - confidence;
  if (freedom === 1) return 1 / Math.tan((tails * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2);
  const n = freedom;
  const a = 1 / (n - 0.5);
  const b = 48 / (a * a);
  let c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  let y = (d * tails) ** (2 / n);
  if (y > 0.05 + a) {
    const x = normalQuantile(tails / 2);
    y = x * x;
    if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    return Math.sqrt(n * Math.expm1(a * y * y));
  }
  const tail = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4);
  y = ((tail * y - 1) * (n + 1)) / (n + 2) + 1 / y;
  return Math.sqrt(n * y);
}
