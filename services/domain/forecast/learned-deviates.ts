// Where outcomes really fell in the distributions that were claimed for them.
import { type CountSpread, countScore } from './count-distribution.ts';
import type { ForecastErrors } from './forecast-errors.ts';
import { normalQuantile, normalShare } from './normal-quantile.ts';

/** Forecasts of one size, and where outcomes fell in their distributions. */
export interface DeviateBand {
  /** Forecasts from this mean up, to the next band's. */
  fromMean: number;
  /**
   * Standard normal deviates at {@link learnedLevels} as they came out in the past;
   * equal to the normal's own where the negative binomial was right.
   */
  deviates: Float64Array;
}

/** The levels whose deviates are learned. */
const learnedLevels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;
const knots = learnedLevels.map(normalQuantile);
/** Days at which what was seen counts as much as the normal. */
const deviateDays = 6;
/** The same of one band against all sizes together. */
const bandDays = 20;
/** Outcomes scored, evenly over all: more would tell no more. */
const mostScores = 6_000;
/** Quiet slots, ordinary ones and peaks each learn for themselves, a third each. */
const bandCount = 3;

/**
 * What the negative binomial called 10 % may have come out as 7 %: the deviates that
 * past outcomes really had at each level, drawn to the normal's while few days were
 * seen. By thirds of the forecasts' size, since nights are off in other ways than
 * noons. Conformal in spirit (Romano, Patterson and Candès, NeurIPS 2019), by
 * recalibration (Kuleshov, Fenner and Ermon, ICML 2018).
 */
export function learnBands(
  errors: ForecastErrors,
  spreadOf: (i: number) => CountSpread,
): DeviateBand[] {
  const scored = scores(errors, spreadOf);
  const size = scored.length / bandCount;
  const all = deviatesOf(scored, { towards: knots, days: errors.days, weight: deviateDays });
  return Array.from({ length: bandCount }, (_, band) => {
    const from = Math.floor(band * size);
    const own = scored.slice(from, Math.floor((band + 1) * size));
    return {
      fromMean: band === 0 ? 0 : (own[0]?.mean ?? Number.POSITIVE_INFINITY),
      deviates: deviatesOf(own, { towards: all, days: errors.days, weight: bandDays }),
    };
  });
}

/**
 * The same of whole days' totals, all sizes in one.
 *
 * @param totals - forecast and outcome of each day of the backtest, with what was claimed.
 */
export function learnDayBand(
  totals: readonly { spread: CountSpread; actual: number }[],
): DeviateBand[] {
  const scored = totals.map(({ spread, actual }, i) => {
    return { score: countScore(spread, actual, evenlyWithin(i)) };
  });
  const days = totals.length;
  return [
    { fromMean: 0, deviates: deviatesOf(scored, { towards: knots, days, weight: bandDays }) },
  ];
}

/**
 * The level at which the negative binomial is asked so that the answer comes true
 * at `level`: learned deviates, straight lines between them, and beyond the
 * outermost in proportion.
 *
 * @param mean - the forecast it is about.
 */
export function learnedLevel(bands: readonly DeviateBand[], mean: number, level: number): number {
  const deviates = bandOf(bands, mean);
  const wanted = normalQuantile(level);
  const last = knots.length - 1;
  const [first, final] = [knots[0] as number, knots[last] as number];
  if (wanted <= first) return normalShare((wanted * (deviates[0] as number)) / first);
  if (wanted >= final) return normalShare((wanted * (deviates[last] as number)) / final);
  const right = knots.findIndex((knot) => knot >= wanted);
  const [a, b] = [knots[right - 1] as number, knots[right] as number];
  const [from, to] = [deviates[right - 1] as number, deviates[right] as number];
  return normalShare(from + ((to - from) * (wanted - a)) / (b - a));
}

function bandOf(bands: readonly DeviateBand[], mean: number): ArrayLike<number> {
  let found: ArrayLike<number> = knots;
  for (const { fromMean, deviates } of bands) if (mean >= fromMean) found = deviates;
  return found;
}

/** Outcomes as deviates, in ascending order of their forecasts. */
function scores(
  { forecast, actual }: ForecastErrors,
  spreadOf: (i: number) => CountSpread,
): { mean: number; score: number }[] {
  const scored: { mean: number; score: number }[] = [];
  const stride = Math.ceil(forecast.length / mostScores);
  for (let i = 0; i < forecast.length; i += stride) {
    const score = countScore(spreadOf(i), actual[i] as number, evenlyWithin(i));
    scored.push({ mean: forecast[i] as number, score });
  }
  return scored.sort((a, b) => a.mean - b.mean);
}

/** The golden ratio spreads evenly over lumps of equal counts, and every time alike. */
function evenlyWithin(i: number): number {
  return (i * 0.6180339887498949) % 1;
}

function deviatesOf(
  scored: readonly { score: number }[],
  { towards, days, weight }: { towards: ArrayLike<number>; days: number; weight: number },
): Float64Array {
  const sorted = Float64Array.from(scored, ({ score }) => score).sort();
  return Float64Array.from(learnedLevels, (level, k) => {
    const before = towards[k] as number;
    if (sorted.length === 0) return before;
    const own = sorted[Math.round(level * (sorted.length - 1))] as number;
    return (own * days + before * weight) / (days + weight);
  });
}
