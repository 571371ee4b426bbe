// How the errors of one day's forecast hang together from slot to slot.

/** One day: what was forecast before it began, and what came. */
export interface DayCourse {
  forecast: Float64Array;
  /** `NaN` = not known. */
  actual: Float64Array;
}

/**
 * Relative variances of the rate around a forecast f, beside Poisson noise:
 * Cov(y_s, y_t) = f_s f_t · (day + fading · keeps^|s-t| + slot·[s = t]) + f_s·[s = t].
 */
export interface RateErrors {
  /** What a whole day is off. */
  day: number;
  /** What stretches of hours are off. */
  fading: number;
  /** Share of the stretch's error that is left a slot later. */
  keeps: number;
  /** What each slot is off for itself. */
  slot: number;
}

/** An ordinary centre, until its own days are seen: half of 10 % squared each. */
const prior: RateErrors = { day: 0.005, fading: 0.003, keeps: 0.8, slot: 0.002 };
const priorDays = 4;
/** Errors beyond so many standard deviations are taken as so many: an outage is no rate. */
const mostDeviations = 3;

/**
 * Fits the four figures by moments: for every lag the products of errors over the
 * products of forecasts (Poisson noise of two slots is independent and falls out),
 * then day and fading part by least squares for each of a few speeds of fading.
 */
export function learnRateErrors(past: readonly DayCourse[]): RateErrors {
  const lags = lagMoments(past);
  const most = lags.products.length - 1;
  if (past.length === 0 || most < 2) return prior;
  let best = { day: 0, fading: 0, keeps: prior.keeps, misfit: Number.POSITIVE_INFINITY };
  for (const keeps of [0.5, 0.65, 0.8, 0.88, 0.94, 0.97]) {
    const fit = fitParts(lags, keeps);
    if (fit.misfit < best.misfit) best = { ...fit, keeps };
  }
  const total = lags.possible[0] ? (lags.products[0] as number) / lags.possible[0] : 0;
  const slot = Math.max(0, total - best.day - best.fading);
  const blend = (own: number, before: number) =>
    (own * past.length + before * priorDays) / (past.length + priorDays);
  return {
    day: blend(best.day, prior.day),
    fading: blend(best.fading, prior.fading),
    keeps: best.keeps,
    slot: blend(slot, prior.slot),
  };
}

/** An error no larger than three standard deviations, day's and slot's together. */
export function keptError(actual: number, forecast: number, relativeVariance: number): number {
  const error = actual - forecast;
  const most = mostDeviations * Math.sqrt(forecast + relativeVariance * forecast * forecast);
  return Math.max(-most, Math.min(most, error));
}

interface LagMoments {
  /** Sums of e_s · e_(s+lag), Poisson noise taken off at lag 0. */
  products: Float64Array;
  /** Sums of f_s · f_(s+lag). */
  possible: Float64Array;
}

function lagMoments(past: readonly DayCourse[]): LagMoments {
  const slots = past[0]?.forecast.length ?? 0;
  const products = new Float64Array(slots);
  const possible = new Float64Array(slots);
  const rough = roughVariance(past);
  for (const { forecast, actual } of past) {
    const known: number[] = [];
    const errors = new Float64Array(slots);
    for (let s = 0; s < slots; s++) {
      const [f, y] = [forecast[s] as number, actual[s] as number];
      if (!(f > 0) || Number.isNaN(y)) continue;
      known.push(s);
      errors[s] = keptError(y, f, rough);
    }
    for (let a = 0; a < known.length; a++) {
      const s = known[a] as number;
      const [e, f] = [errors[s] as number, forecast[s] as number];
      products[0] = (products[0] as number) + e * e - f;
      possible[0] = (possible[0] as number) + f * f;
      for (let b = a + 1; b < known.length; b++) {
        const u = known[b] as number;
        products[u - s] = (products[u - s] as number) + e * (errors[u] as number);
        possible[u - s] = (possible[u - s] as number) + f * (forecast[u] as number);
      }
    }
  }
  return { products, possible };
}

/** Median of squared relative errors over a squared normal's median, Poisson noise taken off. */
function roughVariance(past: readonly DayCourse[]): number {
  const squares: number[] = [];
  for (const { forecast, actual } of past) {
    for (let s = 0; s < forecast.length; s++) {
      const [f, y] = [forecast[s] as number, actual[s] as number];
      if (f < 1 || Number.isNaN(y)) continue;
      squares.push(((y - f) / f) ** 2 / 0.455 - 1 / f);
    }
  }
  squares.sort((a, b) => a - b);
  return Math.max(0.001, squares[Math.floor(squares.length / 2)] ?? 0.02);
}

function fitParts({ products, possible }: LagMoments, keeps: number) {
  let [w, wx, wxx, wy, wxy, wyy] = [0, 0, 0, 0, 0, 0];
  for (let lag = 1; lag < products.length; lag++) {
    const weight = possible[lag] as number;
    if (!(weight > 0)) continue;
    const y = (products[lag] as number) / weight;
    const x = keeps ** lag;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * y;
    wxy += weight * x * y;
    wyy += weight * y * y;
  }
  const spread = w * wxx - wx * wx;
  let fading = spread > 0 ? (w * wxy - wx * wy) / spread : 0;
  let day = w > 0 ? (wy - fading * wx) / w : 0;
  if (fading < 0) [fading, day] = [0, w > 0 ? Math.max(0, wy / w) : 0];
  if (day < 0) [day, fading] = [0, wxx > 0 ? Math.max(0, wxy / wxx) : 0];
  const misfit =
    wyy - 2 * (day * wy + fading * wxy) + day * day * w + 2 * day * fading * wx + fading ** 2 * wxx;
  return { day, fading, misfit };
}
