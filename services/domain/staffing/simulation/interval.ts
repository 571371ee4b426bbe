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
 * The same for a mean that cannot be negative and whose repetitions lean to the
 * right, as waits do: the interval is corrected for their skewness. The plain one
 * held a true Erlang C wait 90 times of 100 instead of 95, missing it from below.
 *
 * @see Willink, "A confidence interval and test for the mean of an asymmetric
 *   distribution", Communications in Statistics 34 (2005); Hall, JRSS B 54 (1992).
 */
export function meanEstimate(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  { confidence }: Certainty,
): Estimate {
  const { ratio, deviation, skewness, runs } = ratioSpread(above, below);
  if (ratio === null) return unknown;
  const t = studentQuantile(confidence, runs - 1);
  const a = skewness / (6 * Math.sqrt(runs));
  const corrected = (x: number) =>
    Math.abs(a) < 1e-6 ? x : (Math.cbrt(1 + 6 * a * (x - a)) - 1) / (2 * a);
  return {
    value: ratio,
    low: Math.max(0, Math.min(ratio, ratio - corrected(t) * deviation)),
    high: Math.max(ratio, ratio - corrected(-t) * deviation),
  };
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

/** A ratio of sums, and how its error is spread. */
export interface RatioSpread {
  ratio: number | null;
  /** Standard deviation of the error. */
  deviation: number;
  /** Of the repetitions' residuals. */
  skewness: number;
  runs: number;
  /** The sum below. */
  counted: number;
}

/** The ratio of sums over the repetitions, with the spread of its residuals. */
export function ratioSpread(above: ArrayLike<number>, below: ArrayLike<number>): RatioSpread {
  const runs = below.length;
  let met = 0;
  let counted = 0;
  for (let run = 0; run < runs; run += 1) {
    met += above[run] as number;
    counted += below[run] as number;
  }
  if (counted === 0) return { ratio: null, deviation: 0, skewness: 0, runs, counted };
  const ratio = met / counted;
  let squares = 0;
  let cubes = 0;
  for (let run = 0; run < runs; run += 1) {
    const residual = (above[run] as number) - ratio * (below[run] as number);
    squares += residual ** 2;
    cubes += residual ** 3;
  }
  const variance = squares / (runs - 1);
  const third = runs > 2 ? (cubes * runs) / ((runs - 1) * (runs - 2)) : 0;
  return {
    ratio,
    deviation: Math.sqrt(runs * variance) / counted,
    skewness: variance > 0 ? third / variance ** 1.5 : 0,
    runs,
    counted,
  };
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
