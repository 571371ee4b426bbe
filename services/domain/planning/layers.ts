import { gridRange, type SlotGrid } from './local-slots.ts';
import type { Override, ScenarioChange } from './planning-decision.ts';
import type { Layer } from './site-plan.ts';

/** One queue of a forecast on its grid; NaN = no such slot, or not known. */
export interface PlannedSeries extends SlotGrid {
  mean: Float64Array;
  low80: Float64Array;
  high80: Float64Array;
  low95: Float64Array;
  high95: Float64Array;
  /** Mean handling time in seconds. */
  ahtS: Float64Array;
}

/** A series with everything laid over it. */
export interface LayeredSeries extends PlannedSeries {
  /** 1 where an override lies. */
  overridden: Uint8Array;
}

/** Lays overrides and scenario changes over one queue, in their order; the series stays as it is. */
export function withLayers(
  series: PlannedSeries,
  queue: string,
  layers: readonly Layer[],
): LayeredSeries {
  const over: LayeredSeries = {
    ...series,
    mean: series.mean.slice(),
    low80: series.low80.slice(),
    high80: series.high80.slice(),
    low95: series.low95.slice(),
    high95: series.high95.slice(),
    ahtS: series.ahtS.slice(),
    overridden: new Uint8Array(series.mean.length),
  };
  for (const layer of layers) {
    if (layer.kind === 'change') layChange(over, layer.change);
    else if (layer.override.queue === queue) layOverride(over, layer.override);
  }
  return over;
}

/** Volume and handling time of every slot changed by percents, in place. */
export function layChange(
  over: PlannedSeries,
  { volumePercent, ahtPercent }: Pick<ScenarioChange, 'volumePercent' | 'ahtPercent'>,
): void {
  const volume = 1 + volumePercent / 100;
  const aht = 1 + ahtPercent / 100;
  for (let i = 0; i < over.mean.length; i += 1) {
    scale(over, i, volume);
    over.ahtS[i] = (over.ahtS[i] ?? Number.NaN) * aht;
  }
}

function layOverride(over: LayeredSeries, override: Override): void {
  const { from, to } = gridRange(over, override);
  over.overridden.fill(1, from, to);
  const { change, target } = override;
  if (target === 'aht') {
    for (let i = from; i < to; i += 1) {
      const before = over.ahtS[i] ?? Number.NaN;
      if ('percent' in change) over.ahtS[i] = before * (1 + change.percent / 100);
      else if ('value' in change) over.ahtS[i] = change.value;
      else over.ahtS[i] = change.values[i - from] ?? before;
    }
    return;
  }
  if ('percent' in change) {
    for (let i = from; i < to; i += 1) scale(over, i, 1 + change.percent / 100);
  } else if ('values' in change) {
    for (let i = from; i < to; i += 1) setMean(over, i, change.values[i - from] ?? 0);
  } else spread(over, { from, to, value: change.value });
}

/** The whole stretch becomes a value, in the proportions of before; evenly where there were none. */
function spread(
  over: LayeredSeries,
  { from, to, value }: { from: number; to: number; value: number },
): void {
  const slots = Array.from({ length: to - from }, (_, n) => from + n).filter(
    (i) => !Number.isNaN(over.mean[i]),
  );
  const before = slots.reduce((sum, i) => sum + (over.mean[i] ?? 0), 0);
  for (const i of slots) {
    if (before > 0) scale(over, i, value / before);
    else setMean(over, i, value / slots.length);
  }
}

/** A mean set by hand keeps the relative width of its intervals. */
function setMean(over: PlannedSeries, i: number, value: number): void {
  const before = over.mean[i] ?? Number.NaN;
  if (Number.isNaN(before)) return;
  if (before > 0) return scale(over, i, value / before);
  // Nothing was expected, so nothing is known of the spread: that of a Poisson count.
  const root = Math.sqrt(value);
  over.mean[i] = value;
  over.low80[i] = Math.max(0, value - 1.2816 * root);
  over.high80[i] = value + 1.2816 * root;
  over.low95[i] = Math.max(0, value - 1.96 * root);
  over.high95[i] = value + 1.96 * root;
}

function scale(over: PlannedSeries, i: number, factor: number): void {
  for (const values of [over.mean, over.low80, over.high80, over.low95, over.high95]) {
    values[i] = (values[i] ?? Number.NaN) * factor;
  }
}

/**
 * The volume at a quantile of a slot's distribution, read off its mean and four
 * limits: linear in the normal score between them, so that 0.9 and 0.975 are
 * the limits themselves.
 */
export function volumeAt(series: PlannedSeries, i: number, quantile: number | null): number {
  const mean = series.mean[i] ?? Number.NaN;
  if (quantile === null || Number.isNaN(mean)) return mean;
  const limits = [series.low95[i], series.low80[i], series.high80[i], series.high95[i]];
  const middle = ((limits[1] ?? mean) + (limits[2] ?? mean)) / 2;
  const points = [
    limits[0] ?? mean,
    limits[1] ?? mean,
    middle,
    limits[2] ?? mean,
    limits[3] ?? mean,
  ];
  const score = normalScore(quantile);
  let k = scores.findIndex((each) => score < each) - 1;
  if (k < 0) k = score < (scores[0] ?? 0) ? 0 : scores.length - 2;
  const [left, right] = [scores[k] ?? 0, scores[k + 1] ?? 1];
  const [low, high] = [points[k] ?? mean, points[k + 1] ?? mean];
  return Math.max(0, low + ((high - low) * (score - left)) / (right - left));
}

/** Normal scores of 0.025, 0.1, 0.5, 0.9 and 0.975. */
const scores = [-1.959964, -1.281552, 0, 1.281552, 1.959964];

/**
 * The normal distribution's quantile, to 4.5e-4 in the score.
 *
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
function normalScore(quantile: number): number {
  const tail = Math.min(quantile, 1 - quantile);
  const t = Math.sqrt(-2 * Math.log(tail));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  const bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const score = t - top / bottom;
  return quantile < 0.5 ? -score : score;
}
