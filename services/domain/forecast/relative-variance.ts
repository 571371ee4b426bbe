import type { ForecastErrors } from './forecast-errors.ts';

/** A squared deviate counts as at most this much, so that one outage widens no month. */
export const mostSquare = 9;
/** E min(Z², 9) of a normal Z. */
export const meanSquare = 0.995;

/**
 * The c at which squared deviates (y - f)² / (f + c · shape · f²), each at most 9,
 * have the mean of a normal's: a scale estimate that outliers hardly move (Huber's
 * proposal 2). Slots weigh by how much of their variance is c's. By bisection.
 *
 * @param counts - whether an outcome is looked at.
 * @param shape - times c, by slot of the day.
 */
export function relativeVariance(
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
export function informs(forecast: number): number {
  return (0.02 * forecast) / (1 + 0.02 * forecast);
}
