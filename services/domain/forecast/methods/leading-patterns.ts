import { at } from '../day-sheet.ts';

/** Rounds of the iteration; singular values that matter are well apart by then. */
const rounds = 5;

/**
 * Leading right singular vectors of weighted rows, orthonormal, by iterating a
 * subspace: two products with the matrix a round, never its square.
 *
 * @param rows - one array of equal length a row.
 * @param weights - how much each row counts.
 */
export function leadingPatterns(
  rows: readonly Float64Array[],
  weights: readonly number[],
  count: number,
): Float64Array[] {
  const width = rows[0]?.length ?? 0;
  // Any start that is not orthogonal to the answer: cosines of rising frequency.
  let basis = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: width }, (__, s) => {
      return Math.cos((Math.PI * j * (s + 0.5)) / width) + 0.01 * (s % (j + 2));
    }),
  );
  orthonormalise(basis);
  for (let round = 0; round < rounds; round++) {
    basis = basis.map((pattern) => {
      const next = new Float64Array(width);
      rows.forEach((row, k) => {
        const weight = (weights[k] as number) * dot(row, pattern);
        for (let s = 0; s < width; s++) next[s] = (next[s] as number) + weight * (row[s] as number);
      });
      return next;
    });
    orthonormalise(basis);
  }
  return basis;
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
