// The conditional mean and variance of a day's rest, given its slots so far.
import { type DayCourse, keptError, type RateErrors } from './rate-errors.ts';

/** The rest of the day; slots that are over keep their forecast. */
export interface ConditionedDay {
  mean: Float64Array;
  /** Of the rate, beside Poisson noise, relative to the forecast. */
  relativeVariance: Float64Array;
}

/**
 * With o the slots seen and s one ahead: mean_s = f_s · (1 + k_s' K⁻¹ e) and
 * variance_s = K_ss - k_s' K⁻¹ k_s, e the relative errors so far and K their
 * covariance with Poisson noise 1/f on its diagonal; by Cholesky's factors.
 */
export function conditionRest(
  { forecast, actual }: DayCourse,
  fromSlot: number,
  errors: RateErrors,
): ConditionedDay {
  const { day, fading, keeps, slot } = errors;
  const whole = day + fading + slot;
  const seen: number[] = [];
  for (let s = 0; s < fromSlot; s++) {
    if ((forecast[s] as number) > 0 && !Number.isNaN(actual[s] as number)) seen.push(s);
  }
  const shared = (a: number, b: number) => day + fading * keeps ** Math.abs(a - b);
  const factor = cholesky(seen.length, (i, j) => {
    const [a, b] = [seen[i] as number, seen[j] as number];
    return shared(a, b) + (i === j ? slot + 1 / (forecast[a] as number) : 0);
  });
  const relative = Float64Array.from(seen, (s) => {
    const f = forecast[s] as number;
    return keptError(actual[s] as number, f, whole) / f;
  });
  const known = solveLower(factor, relative);
  const mean = forecast.slice();
  const relativeVariance = new Float64Array(forecast.length).fill(whole);
  for (let s = fromSlot; s < forecast.length; s++) {
    const reach = solveLower(
      factor,
      Float64Array.from(seen, (o) => shared(o, s)),
    );
    const gain = dot(reach, known);
    mean[s] = (forecast[s] as number) * Math.max(0.05, 1 + gain);
    relativeVariance[s] = Math.max(slot, whole - dot(reach, reach));
  }
  return { mean, relativeVariance };
}

/** Rows of the lower triangle L with L·L' = the matrix. */
function cholesky(size: number, entry: (i: number, j: number) => number): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let i = 0; i < size; i++) {
    const row = new Float64Array(i + 1);
    rows.push(row);
    for (let j = 0; j <= i; j++) {
      const other = rows[j] as Float64Array;
      let sum = entry(i, j);
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      row[j] = i === j ? Math.sqrt(Math.max(1e-12, sum)) : sum / (other[j] as number);
    }
  }
  return rows;
}

function solveLower(rows: readonly Float64Array[], right: Float64Array): Float64Array {
  const out = new Float64Array(rows.length);
  rows.forEach((row, i) => {
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (row[k] as number) * (out[k] as number);
    out[i] = sum / (row[i] as number);
  });
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
