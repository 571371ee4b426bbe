/**
 * Median of the first n values, which are put into another order (Hoare's
 * selection: linear time). `NaN` of none.
 */
export function medianOf(values: Float64Array, n: number): number {
  if (n === 0) return Number.NaN;
  const upper = nth(values, n, n >> 1);
  if (n % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n >> 1; i++) if ((values[i] as number) > lower) lower = values[i] as number;
  return (lower + upper) / 2;
}

/** The value that k others do not exceed; afterwards these stand before it. */
function nth(values: Float64Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const kept = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = kept;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k] as number;
}

/**
 * Medians of a window that slides over values, the nearest full one at both ends.
 *
 * @param width - of the window, odd; the values' own number where they are fewer.
 */
export function runningMedians(values: Float64Array, width: number): Float64Array {
  const n = values.length;
  const size = Math.min(width, n);
  const sorted = values.slice(0, size).sort();
  const middle = () => ((sorted[(size - 1) >> 1] as number) + (sorted[size >> 1] as number)) / 2;
  const out = new Float64Array(n);
  let from = 0;
  for (let k = 0; k < n; k++) {
    const wanted = Math.max(0, Math.min(k - (width >> 1), n - size));
    for (; from < wanted; from++) {
      replace(sorted, values[from] as number, values[from + size] as number);
    }
    out[k] = middle();
  }
  return out;
}

/** Puts one value in another's place and keeps the order. */
function replace(sorted: Float64Array, old: number, value: number): void {
  let i = sorted.indexOf(old);
  for (; i + 1 < sorted.length && (sorted[i + 1] as number) < value; i++) {
    sorted[i] = sorted[i + 1] as number;
  }
  for (; i > 0 && (sorted[i - 1] as number) > value; i--) sorted[i] = sorted[i - 1] as number;
  sorted[i] = value;
}
