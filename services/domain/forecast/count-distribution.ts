// How contacts of one slot scatter around their forecast: a negative binomial,
// which is a Poisson whose rate is itself uncertain (gamma).
import { normalQuantile } from './normal-quantile.ts';

/** Mean and variance of the contacts of one slot; a variance below the mean is raised to it. */
export interface CountSpread {
  mean: number;
  variance: number;
}

/** Whole numbers, both ends belong to the interval. */
export interface CountBounds {
  low: number;
  high: number;
}

/** From here up the sum over all counts is left for a gamma with the same three moments. */
const summedUpTo = 100;
/** Terms of the longest sum; a spread that needs more is beyond what contacts do. */
const mostTerms = 20_000;

/**
 * The smallest count that is not exceeded with a probability of at least `level`.
 *
 * Negative binomial with r = mean² / (variance - mean): P(0) = (1 + mean/r)^-r,
 * P(k+1) = P(k) · (k + r) / (k + 1) · mean / (mean + r), summed from below: only
 * positive terms, so nothing cancels. Poisson where the variance is the mean.
 * Above a mean of 100 a gamma with the same mean, variance and skewness stands in,
 * by Wilson and Hilferty's cube root (PNAS 17, 1931), right to a count or a
 * thousandth.
 */
export function countQuantile(spread: CountSpread, level: number): number {
  const { mean } = spread;
  if (!(mean > 0) || level <= 0) return 0;
  if (mean > summedUpTo) return gammaQuantile(spread, Math.min(level, 1 - 1e-12));
  const walk = startWalk(spread);
  while (walk.upTo < level && walk.count < mostTerms && walk.share > 0) step(walk);
  return walk.count;
}

/**
 * The interval of whole counts, both ends included, that holds a share of
 * outcomes, with as much below as above it.
 *
 * Counts are lumps: at a mean of 0.3 the interval {0} holds 74 % and {0, 1} holds
 * 96 %, nothing holds 80 %. Of the equal-tailed interval and those one count
 * narrower the one whose probability is nearest to what was asked is given (the
 * wider one when equally near), so that over many slots the claim comes true.
 *
 * @param below - probability to leave below the interval.
 * @param above - probability to leave above it.
 */
export function countBounds(spread: CountSpread, below: number, above: number): CountBounds {
  const { mean } = spread;
  if (!(mean > 0)) return { low: 0, high: 0 };
  if (mean > summedUpTo) {
    return { low: gammaQuantile(spread, below), high: gammaQuantile(spread, 1 - above) };
  }
  const walk = startWalk(spread);
  while (walk.upTo < below && walk.count < mostTerms && walk.share > 0) step(walk);
  const low = { count: walk.count, share: walk.share, before: walk.upTo - walk.share };
  while (walk.upTo < 1 - above && walk.count < mostTerms && walk.share > 0) step(walk);
  const high = { count: walk.count, share: walk.share };
  return nearest(low, high, walk.upTo - low.before, 1 - above - below);
}

/**
 * A count as a standard normal deviate: 0 = in the middle of what was expected,
 * 1.28 = as high as one in ten. Of a lump of equal counts `within` (0 to 1) says
 * where to stand, so that scores of a right distribution are normal.
 *
 * @see Dunn and Smyth, "Randomized quantile residuals", J. Comp. Graph. Stat. 5, 1996.
 */
export function countScore(spread: CountSpread, count: number, within: number): number {
  const { mean } = spread;
  if (mean > summedUpTo) return gammaScore(spread, count - 0.5 + within);
  const walk = startWalk(spread);
  while (walk.count < count && walk.count < mostTerms && walk.share > 0) step(walk);
  if (walk.count < count) return 6;
  const level = walk.upTo - walk.share * (1 - within);
  return Math.max(-6, Math.min(6, normalQuantile(level)));
}

/** Where a sum over counts stands: `count`, its probability, and the sum up to and with it. */
interface Walk {
  count: number;
  share: number;
  upTo: number;
  /** P(k+1) / P(k) = (k · slope + rate) / (k + 1). */
  slope: number;
  rate: number;
}

function startWalk({ mean, variance }: CountSpread): Walk {
  const extra = variance - mean;
  if (extra <= 1e-9 * mean) {
    const share = Math.exp(-mean);
    return { count: 0, share, upTo: share, slope: 0, rate: mean };
  }
  const r = (mean * mean) / extra;
  const share = Math.exp(-r * Math.log1p(mean / r));
  const slope = mean / (mean + r);
  return { count: 0, share, upTo: share, slope, rate: r * slope };
}

function step(walk: Walk): void {
  walk.share *= (walk.count * walk.slope + walk.rate) / (walk.count + 1);
  walk.count += 1;
  walk.upTo += walk.share;
}

function nearest(
  low: { count: number; share: number },
  high: { count: number; share: number },
  held: number,
  wanted: number,
): CountBounds {
  let best = { low: low.count, high: high.count, off: Math.abs(held - wanted) };
  const offer = (cutLow: number, cutHigh: number) => {
    const kept = held - cutLow * low.share - cutHigh * high.share;
    const off = Math.abs(kept - wanted);
    if (low.count + cutLow > high.count - cutHigh || off >= best.off - 1e-12) return;
    best = { low: low.count + cutLow, high: high.count - cutHigh, off };
  };
  offer(0, 1);
  offer(1, 0);
  offer(1, 1);
  return { low: best.low, high: best.high };
}

function gammaQuantile(spread: CountSpread, level: number): number {
  const { deviation, shape } = gammaOf(spread);
  const root = 1 - 1 / (9 * shape) + normalQuantile(level) / (3 * Math.sqrt(shape));
  const scaled = shape * Math.max(0, root) ** 3;
  const value = spread.mean + (deviation * (scaled - shape)) / Math.sqrt(shape);
  return Math.max(0, Math.round(value));
}

function gammaScore(spread: CountSpread, value: number): number {
  const { deviation, shape } = gammaOf(spread);
  const scaled = shape + (Math.sqrt(shape) * (value - spread.mean)) / deviation;
  if (scaled <= 0) return -6;
  const score = 3 * Math.sqrt(shape) * (Math.cbrt(scaled / shape) - 1 + 1 / (9 * shape));
  return Math.max(-6, Math.min(6, score));
}

/** Skewness of the negative binomial: (2 - mean/variance) · deviation / mean. */
function gammaOf({ mean, variance }: CountSpread): { deviation: number; shape: number } {
  const spread = Math.max(variance, mean);
  const deviation = Math.sqrt(spread);
  const skewness = ((2 - mean / spread) * deviation) / mean;
  return { deviation, shape: 4 / (skewness * skewness) };
}
