import { at, type DaySheet, wholeAt } from './day-sheet.ts';

/**
 * Weighted sums of roots by weekday and slot, from which a weekly profile is drawn.
 * As rows grow older all weights fade alike, so a profile of a later origin needs
 * only the new rows.
 */
export interface WeeklySums {
  /** 7 × slots each: Σ w·root, Σ w·root² before wild slots were brought in, Σ w, Σ w². */
  roots: Float64Array;
  squares: Float64Array;
  weights: Float64Array;
  shares: Float64Array;
  /** 7 × slots: 1 where any contact was counted. */
  everCounted: Uint8Array;
}

/** A weekly profile by itself. */
export interface DrawnProfile {
  /** 7 × slots: mean root; 0 where the queue is closed. */
  profile: Float64Array;
  /** 7 × slots: mean square of a root less its mean's, so that a mean of counts comes out. */
  variance: Float64Array;
  /** 7 × slots: what a row's variance is times to be the profile's: 1 / rows, if all count alike. */
  rowShare: Float64Array;
}

/** Sums of no row. */
export function noSums(slots: number): WeeklySums {
  const zeros = () => new Float64Array(7 * slots);
  const everCounted = new Uint8Array(7 * slots);
  return { roots: zeros(), squares: zeros(), weights: zeros(), shares: zeros(), everCounted };
}

/** The same sums when every row counts `factor` of what it did. */
export function fadedSums(sums: WeeklySums, factor: number): WeeklySums {
  const faded = (numbers: Float64Array, by: number) => numbers.map((number) => by * number);
  return {
    roots: faded(sums.roots, factor),
    squares: faded(sums.squares, factor),
    weights: faded(sums.weights, factor),
    shares: faded(sums.shares, factor * factor),
    everCounted: sums.everCounted.slice(),
  };
}

/** Rows to be summed, each weighing half after so many days, times its trust. */
export interface SummedRows {
  sheet: DaySheet;
  /** Row of the first day to forecast: the row before it weighs 1. */
  origin: number;
  halfLifeDays: number;
  /** First row that `roots` stands for: rows × slots up to the origin. */
  first: number;
  roots: Float64Array;
  /** 0 to 1 by row of the sheet. */
  trust: Float64Array;
}

/** Adds the rows from `from` to the origin. */
export function addRows(into: WeeklySums, from: number, rows: SummedRows): void {
  const { sheet, origin, halfLifeDays, first, roots, trust } = rows;
  const { slots, weekday, ordinary, roots: seen } = sheet;
  const { roots: sums, squares, weights, shares, everCounted } = into;
  const decay = 0.5 ** (1 / halfLifeDays);
  let age = decay ** (origin - 1 - from);
  for (let row = from; row < origin; row++, age /= decay) {
    const weight = age * at(trust, row);
    const counted = row * slots;
    const own = (row - first) * slots;
    const into = wholeAt(weekday, row) * slots;
    for (let s = 0; s < slots; s++) {
      const root = roots[own + s] as number;
      if (Number.isNaN(root)) continue;
      const p = into + s;
      if ((ordinary[counted + s] as number) > 0) everCounted[p] = 1;
      const raw = seen[counted + s] as number;
      sums[p] = (sums[p] as number) + weight * root;
      squares[p] = (squares[p] as number) + weight * raw * raw;
      weights[p] = (weights[p] as number) + weight;
      shares[p] = (shares[p] as number) + weight * weight;
    }
  }
}

/** Weighted means by weekday and slot, and their variances. */
export function profileOf(sums: WeeklySums): DrawnProfile {
  const size = sums.roots.length;
  const profile = new Float64Array(size);
  const variance = new Float64Array(size);
  const rowShare = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    const weight = at(sums.weights, p);
    if (weight === 0 || wholeAt(sums.everCounted, p) === 0) continue;
    const mean = at(sums.roots, p) / weight;
    const share = at(sums.shares, p) / (weight * weight);
    const biased = Math.max(0, at(sums.squares, p) / weight - mean * mean);
    profile[p] = mean;
    variance[p] = share < 0.9 ? biased / (1 - share) : 0.25;
    rowShare[p] = share;
  }
  return { profile, variance, rowShare };
}
