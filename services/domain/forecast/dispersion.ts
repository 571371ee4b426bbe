// How far a series scatters around its forecasts, learned from forecasts made in
// its past: more than Poisson, and more the further ahead.
import type { CountSpread } from './count-distribution.ts';
import type { Backtest } from './forecast.ts';
import { type ForecastErrors, leadGroups, readErrors } from './forecast-errors.ts';
import { type DeviateBand, learnBands } from './learned-deviates.ts';

/**
 * How contacts scatter around a forecast f: variance = f + c · f², where c is the
 * squared coefficient of variation of the rate, in two parts: what a whole day is
 * off, and what each slot is off beside.
 *
 * @see Jongbloed and Koole, "Managing uncertainty in call centres using Poisson
 *   mixtures", Appl. Stoch. Models 17, 2001; day and slot parts as in Avramidis,
 *   Deslauriers and L'Ecuyer, "Modeling daily arrivals to a telephone call center",
 *   Management Science 50, 2004.
 */
export interface Dispersion {
  /** By days ahead, ascending; the last holds for all beyond. */
  leads: LeadDispersion[];
  /** Times the relative variance of an ordinary slot, for each slot of the day. */
  slotShape: Float64Array;
  /** How outcomes really fell, by the size of the forecast, ascending. */
  bands: DeviateBand[];
  /** Days of backtest behind it; 0 = nothing but the prior. */
  daysSeen: number;
}

/** Relative variance of the rate so many days ahead. */
export interface LeadDispersion {
  /** From this many days ahead, 1 = the first day of the forecast. */
  fromDay: number;
  /** c of a slot: all of it. */
  relativeVariance: number;
  /** The part that a whole day shares; at most all of it. */
  dayVariance: number;
}

/**
 * Before anything is seen a rate is taken to be off by 20 %: between the 7 % of a
 * large bank and the 30 % of a small one (Brown et al., JASA 100, 2005).
 */
const priorVariance = 0.04;
/** Weight of the prior, and of all days ahead for one group of them, in days seen. */
const priorDays = 2;
const groupDays = 2;
const slotDays = 15;
/** A squared deviate counts as at most this much, so that one outage widens no month. */
const mostSquare = 9;
/** E min(Z², 9) of a normal Z. */
const meanSquare = 0.995;

/** Learns the scatter from forecasts made in the past of the same series. */
export function learnDispersion(backtest: Backtest): Dispersion {
  const seen = readErrors(backtest);
  const flat = new Float64Array(backtest.slotsPerDay).fill(1);
  const all = relativeVariance(seen, () => true, flat);
  const overall = shrunk(all, seen.days, priorVariance, priorDays);
  const roughly = leadGroups.map((_, group) => groupVariance(seen, group, overall, flat));
  const slotShape = learnSlotShape(seen, roughly, backtest.slotsPerDay);
  const totals = ascending(
    leadGroups.map((_, group) => groupVariance(seen, group, overall, slotShape)),
    leadGroups.map((_, group) => (seen.daysOfGroup[group] ?? 0) + groupDays),
  );
  if ((seen.daysOfGroup[3] ?? 0) === 0) extrapolate(totals);
  const share = dayShare(seen, overall);
  const leads = leadGroups.map((fromDay, group) => {
    const total = totals[group] as number;
    return { fromDay, relativeVariance: total, dayVariance: total * share };
  });
  const spreads = spreadsOf(seen, { leads, slotShape });
  return { leads, slotShape, bands: learnBands(seen, spreads), daysSeen: seen.days };
}

/** Mean and variance of one slot's contacts, so many days ahead (1 = the first day). */
export function spreadOf(
  { leads, slotShape }: Pick<Dispersion, 'leads' | 'slotShape'>,
  { mean, daysAhead, slot }: { mean: number; daysAhead: number; slot: number },
): CountSpread {
  const { relativeVariance } = leadOf(leads, daysAhead);
  const c = relativeVariance * (slotShape[slot] ?? 1);
  return { mean, variance: mean + c * mean * mean };
}

/** The relative variances that hold so many days ahead. */
export function leadOf(leads: readonly LeadDispersion[], daysAhead: number): LeadDispersion {
  let found = leads[0] as LeadDispersion;
  for (const lead of leads) if (lead.fromDay <= daysAhead) found = lead;
  return found;
}

function groupVariance(
  errors: ForecastErrors,
  group: number,
  overall: number,
  shape: Float64Array,
): number {
  const days = errors.daysOfGroup[group] ?? 0;
  if (days === 0) return overall;
  const own = relativeVariance(errors, (i) => errors.group[i] === group, shape);
  return shrunk(own, days, overall, groupDays);
}

/**
 * The c at which squared deviates (y - f)² / (f + c · shape · f²), each at most 9,
 * have the mean of a normal's: a scale estimate that outliers hardly move (Huber's
 * proposal 2). Slots weigh by how much of their variance is c's. By bisection.
 */
function relativeVariance(
  errors: ForecastErrors,
  counts: (i: number) => boolean,
  shape: Float64Array,
): number {
  const terms = varianceTerms(errors, counts, shape);
  if (terms.n === 0 || surplus(terms, 0) <= 0) return 0;
  let [low, high] = [1e-6, 10];
  for (let i = 0; i < 16; i++) {
    const middle = Math.sqrt(low * high);
    if (surplus(terms, middle) > 0) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** Of the chosen slots: squared errors over forecasts, what c is multiplied with, weights. */
interface VarianceTerms {
  n: number;
  squares: Float64Array;
  extras: Float64Array;
  weights: Float64Array;
}

function varianceTerms(
  { forecast, actual, slot }: ForecastErrors,
  counts: (i: number) => boolean,
  shape: Float64Array,
): VarianceTerms {
  const size = forecast.length;
  const squares = new Float64Array(size);
  const extras = new Float64Array(size);
  const weights = new Float64Array(size);
  let n = 0;
  for (let i = 0; i < size; i++) {
    if (!counts(i)) continue;
    const f = forecast[i] as number;
    const e = (actual[i] as number) - f;
    squares[n] = (e * e) / f;
    extras[n] = (shape[slot[i] as number] as number) * f;
    weights[n++] = informs(f);
  }
  return { n, squares, extras, weights };
}

function surplus({ n, squares, extras, weights }: VarianceTerms, c: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const square = (squares[i] as number) / (1 + c * (extras[i] as number));
    sum += (Math.min(mostSquare, square) - meanSquare) * (weights[i] as number);
  }
  return sum;
}

/** Share of a slot's variance that is not Poisson at an ordinary c: what it tells about c. */
function informs(forecast: number): number {
  return (0.02 * forecast) / (1 + 0.02 * forecast);
}

function shrunk(own: number, days: number, towards: number, weight: number): number {
  return (own * days + towards * weight) / (days + weight);
}

/** Some hours are less certain than others: squared deviates by slot, with both neighbours. */
function learnSlotShape(
  errors: ForecastErrors,
  variances: number[],
  slotsPerDay: number,
): Float64Array {
  const sums = new Float64Array(slotsPerDay);
  const weights = new Float64Array(slotsPerDay);
  for (let i = 0; i < errors.forecast.length; i++) {
    const f = errors.forecast[i] as number;
    const c = variances[errors.group[i] as number] as number;
    const e = (errors.actual[i] as number) - f;
    const square = Math.min(mostSquare, (e * e) / (f * (1 + c * f)));
    const slot = errors.slot[i] as number;
    sums[slot] = (sums[slot] as number) + square * informs(f);
    weights[slot] = (weights[slot] as number) + informs(f);
  }
  return Float64Array.from(sums, (_, slot) => {
    let [sum, weight] = [slotDays * meanSquare * 0.5, slotDays * 0.5];
    for (let near = slot - 1; near <= slot + 1; near++) {
      const part = near === slot ? 1 : 0.5;
      sum += part * (sums[near] ?? 0);
      weight += part * (weights[near] ?? 0);
    }
    return Math.max(0.2, Math.min(5, sum / (weight * meanSquare)));
  });
}

/** Not less certain sooner than later: neighbours that say so are pooled. */
function ascending(values: number[], weights: number[]): number[] {
  const out = [...values];
  for (let pass = 0; pass < out.length; pass++) {
    for (let i = 1; i < out.length; i++) {
      const [a, b] = [out[i - 1] as number, out[i] as number];
      if (b >= a) continue;
      const [wa, wb] = [weights[i - 1] as number, weights[i] as number];
      const pooled = (a * wa + b * wb) / (wa + wb);
      out[i - 1] = pooled;
      out[i] = pooled;
    }
  }
  return out;
}

/** Beyond what was backtested the variance goes on growing as from week to fortnight. */
function extrapolate(totals: number[]): void {
  const [week, fortnight] = [totals[1] as number, totals[2] as number];
  totals[3] = fortnight + Math.max(0, fortnight - week);
}

/**
 * The part of c that a whole day shares: products of different slots' errors of one
 * day over products of their forecasts, since Poisson noise of two slots is independent.
 */
function dayShare(errors: ForecastErrors, overall: number): number {
  let [products, possible] = [0, 0];
  let i = 0;
  while (i < errors.forecast.length) {
    let [e, ee, f, ff] = [0, 0, 0, 0];
    const day = errors.day[i];
    for (; i < errors.forecast.length && errors.day[i] === day; i++) {
      const mean = errors.forecast[i] as number;
      const limit = 3 * Math.sqrt(mean + overall * mean * mean);
      const error = (errors.actual[i] as number) - mean;
      const kept = Math.max(-limit, Math.min(limit, error));
      e += kept;
      ee += kept * kept;
      f += mean;
      ff += mean * mean;
    }
    products += e * e - ee;
    possible += f * f - ff;
  }
  const own = possible > 0 && overall > 0 ? products / possible / overall : 0.5;
  const share = shrunk(Math.max(0, Math.min(1, own)), errors.days, 0.5, groupDays);
  return share;
}

/** The spread of every outcome of the backtest, asked for one by one. */
function spreadsOf(
  { forecast, group, slot }: ForecastErrors,
  dispersion: Pick<Dispersion, 'leads' | 'slotShape'>,
): (i: number) => CountSpread {
  return (i) => {
    const daysAhead = leadGroups[group[i] as number] as number;
    const place = { mean: forecast[i] as number, daysAhead, slot: slot[i] as number };
    return spreadOf(dispersion, place);
  };
}
