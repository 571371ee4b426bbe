// How far a series scatters around its forecasts, learned from forecasts made in
// its past: more than Poisson, and more the further ahead.
import type { CountSpread } from './count-distribution.ts';
import type { Backtest } from './forecast.ts';
import { type ForecastErrors, leadGroups, readErrors } from './forecast-errors.ts';
import { type DeviateBand, learnBands, learnDayBand } from './learned-deviates.ts';
import { informs, meanSquare, mostSquare, relativeVariance } from './relative-variance.ts';

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
  /** The same of whole days' totals. */
  dayBands: DeviateBand[];
  /** Times the relative variance on a special day: few like it were ever seen. */
  specialFactor: number;
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
/** Special days are off so much more until some were seen, and how many count as much as that. */
const special = { prior: 2, priorDays: 4, most: 10 };

/** Learns the scatter from forecasts made in the past of the same series. */
export function learnDispersion(backtest: Backtest): Dispersion {
  const seen = readErrors(backtest, 'ordinary');
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
  const shape = { leads, slotShape };
  return {
    ...shape,
    bands: learnBands(seen, spreadsOf(seen, shape)),
    dayBands: learnDayBand(dayTotals(seen, shape)),
    specialFactor: specialFactor(readErrors(backtest, 'special'), overall, slotShape),
    daysSeen: seen.days,
  };
}

/** What is expected of a slot, and where it stands. */
export interface PlacedMean {
  mean: number;
  /** 1 = the first day. */
  daysAhead: number;
  slot: number;
  /** Times the relative variance of an ordinary day; 1 unless it is given. */
  factor?: number;
}

/** Mean and variance of one slot's contacts. */
export function spreadOf(
  { leads, slotShape }: Pick<Dispersion, 'leads' | 'slotShape'>,
  { mean, daysAhead, slot, factor = 1 }: PlacedMean,
): CountSpread {
  const { relativeVariance } = leadOf(leads, daysAhead);
  const c = factor * relativeVariance * (slotShape[slot] ?? 1);
  return { mean, variance: mean + c * mean * mean };
}

/**
 * Mean and variance of a whole day's contacts. Its slots are off together, so the
 * variance is not the slots' sum: with F = Σf it is F + c_day · F² + c_slot · Σf².
 *
 * @param course - expected contacts by slot; 0 = closed.
 * @param factor - times the relative variance of an ordinary day.
 */
export function daySpread(
  course: ArrayLike<number>,
  { leads, slotShape }: Pick<Dispersion, 'leads' | 'slotShape'>,
  daysAhead: number,
  factor = 1,
): CountSpread {
  const { dayVariance, relativeVariance } = leadOf(leads, daysAhead);
  let [mean, squares] = [0, 0];
  for (let slot = 0; slot < course.length; slot++) {
    const f = course[slot] as number;
    if (!(f > 0)) continue;
    mean += f;
    squares += f * f * (slotShape[slot] ?? 1);
  }
  const slotVariance = relativeVariance - dayVariance;
  return { mean, variance: mean + factor * (dayVariance * mean * mean + slotVariance * squares) };
}

/** The relative variances that hold so many days ahead. */
function leadOf(leads: readonly LeadDispersion[], daysAhead: number): LeadDispersion {
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

function specialFactor(errors: ForecastErrors, overall: number, shape: Float64Array): number {
  if (errors.days === 0 || !(overall > 0)) return special.prior;
  const own = relativeVariance(errors, () => true, shape) / overall;
  const within = Math.max(1, Math.min(special.most, own));
  return shrunk(within, errors.days, special.prior, special.priorDays);
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

/** What was claimed of each day's total in the backtest, beside what came. */
function dayTotals(
  { forecast, actual, slot, group, day }: ForecastErrors,
  dispersion: Pick<Dispersion, 'leads' | 'slotShape'>,
): { spread: CountSpread; actual: number }[] {
  const totals: { spread: CountSpread; actual: number }[] = [];
  const course = new Float64Array(dispersion.slotShape.length);
  for (let i = 0; i < forecast.length; ) {
    const [own, daysAhead] = [day[i], leadGroups[group[i] as number] as number];
    course.fill(0);
    let came = 0;
    for (; i < forecast.length && day[i] === own; i++) {
      course[slot[i] as number] = forecast[i] as number;
      came += actual[i] as number;
    }
    totals.push({ spread: daySpread(course, dispersion, daysAhead), actual: came });
  }
  return totals;
}
