import { at } from './day-sheet.ts';

/** Rounds of the iteration from nothing, and from patterns of nearly the same rows. */
const rounds = { fresh: 5, onwards: 2 };

/**
 * Leading right singular vectors of weighted rows, orthonormal, by iterating a
 * subspace: two products with the matrix a round, never its square. Singular values
 * that matter are well apart after a few rounds.
 *
 * @param rows - rows × width.
 * @param weights - how much each row counts.
 * @param earlier - patterns of nearly the same rows to go on from.
 */
export function leadingPatterns(
  rows: Float64Array,
  weights: Float64Array,
  count: number,
  earlier?: readonly Float64Array[],
): Float64Array[] {
  const width = weights.length === 0 ? 0 : rows.length / weights.length;
  const goesOn = earlier?.length === count;
  let basis = goesOn ? earlier.map((pattern) => pattern.slice()) : cosines(count, width);
  orthonormalise(basis);
  for (let round = 0; round < (goesOn ? rounds.onwards : rounds.fresh); round++) {
    basis = basis.map((pattern) => product(rows, weights, pattern));
    orthonormalise(basis);
  }
  return basis;
}

/** Any start that is not orthogonal to the answer: cosines of rising frequency. */
function cosines(count: number, width: number): Float64Array[] {
  return Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: width }, (__, s) => {
      return Math.cos((Math.PI * j * (s + 0.5)) / width) + 0.01 * (s % (j + 2));
    }),
  );
}

/** Rows' sum, each times its weight and its score. */
function product(rows: Float64Array, weights: Float64Array, pattern: Float64Array): Float64Array {
  const width = pattern.length;
  const next = new Float64Array(width);
  for (let k = 0, from = 0; k < weights.length; k++, from += width) {
    let score = 0;
    for (let s = 0; s < width; s++) score += (rows[from + s] as number) * (pattern[s] as number);
    const weight = (weights[k] as number) * score;
    for (let s = 0; s < width; s++) {
      next[s] = (next[s] as number) + weight * (rows[from + s] as number);
    }
  }
  return next;
}

function orthonormalise(basis: readonly Float64Array[]): void {
  basis.forEach((own, j) => {
    for (const other of basis.slice(0, j)) {
      const along = dot(own, other);
      for (let s = 0; s < own.length; s++) own[s] = at(own, s) - along * at(other, s);
    }
    const length = Math.sqrt(dot(own, own));
    for (let s = 0; s < own.length; s++) own[s] = length > 1e-9 ? at(own, s) / length : 0;
  });
}

/** Scalar product of two of equal length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
