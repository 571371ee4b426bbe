import { at } from './day-sheet.ts';

/**
 * Median of the first n values, which are put into another order (Hoare's
 * selection: linear time). `NaN` of none.
 */
export function medianOf(values: Float64Array, n: number): number {
  if (n === 0) return Number.NaN;
  const upper = nth(values, n, n >> 1);
  if (n % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n >> 1; i++) if (at(values, i) > lower) lower = at(values, i);
  return (lower + upper) / 2;
}

/** The value that k others do not exceed; afterwards these stand before it. */
function nth(values: Float64Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = at(values, (low + high) >> 1);
    let [i, j] = [low, high];
    while (i <= j) {
      while (at(values, i) < pivot) i++;
      while (at(values, j) > pivot) j--;
      if (i > j) break;
      const kept = at(values, i);
      values[i++] = at(values, j);
      values[j--] = kept;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return at(values, k);
}
