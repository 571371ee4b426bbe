/** A symmetric positive definite matrix that is summed up, factorised (Cholesky) and solved. */
export interface DenseFactor {
  clear(): void;
  /** Adds `weight` × a column × its transpose, the column given by its entries. */
  addSparse(rows: readonly number[], values: readonly number[], weight: number): void;
  /** The same for a whole column. */
  addDense(column: Float64Array, weight: number): void;
  addDiagonal(row: number, value: number): void;
  /** @returns whether the matrix is positive definite as far as numbers can tell. */
  factorise(): boolean;
  /** Solves for one right side; after `factorise`. */
  solve(right: Float64Array): Float64Array;
}

/** Rows that are worked on together: what is read once serves four times. */
const tile = 4;

/** The zero matrix of so many rows. */
export function denseFactor(size: number): DenseFactor {
  const width = Math.ceil(size / tile) * tile;
  /** Row by row; only the lower triangle counts. Rows beyond the size are those of a unit. */
  const cells = new Float64Array(width * width);
  return {
    clear() {
      cells.fill(0);
      for (let row = size; row < width; row += 1) cells[row * width + row] = 1;
    },
    addSparse(rows, values, weight) {
      for (let i = 0; i < rows.length; i += 1) {
        const by = weight * (values[i] as number);
        const row = rows[i] as number;
        for (let j = 0; j < rows.length; j += 1) {
          const other = rows[j] as number;
          if (other > row) continue;
          const at = row * width + other;
          cells[at] = (cells[at] as number) + by * (values[j] as number);
        }
      }
    },
    addDense(column, weight) {
      for (let row = 0; row < size; row += 1) {
        const by = weight * (column[row] as number);
        if (by === 0) continue;
        const base = row * width;
        for (let j = 0; j <= row; j += 1)
          cells[base + j] = (cells[base + j] as number) + by * (column[j] as number);
      }
    },
    addDiagonal(row, value) {
      const at = row * width + row;
      cells[at] = (cells[at] as number) + value;
    },
    factorise: () => factorise(cells, width),
    solve: (right) => solve(cells, width, right),
  };
}

function factorise(cells: Float64Array, width: number): boolean {
  for (let i = 0; i < width; i += tile) {
    for (let j = 0; j < i; j += 2) eliminateTile(cells, width, i, j);
    if (!factoriseTile(cells, width, i)) return false;
  }
  return true;
}

/** Four rows from `i` on by the two columns `j` and `j + 1`. */
function eliminateTile(cells: Float64Array, width: number, i: number, j: number): void {
  const [r0, r1, r2, r3] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width];
  const c0 = j * width;
  const c1 = c0 + width;
  let a0 = cells[r0 + j] as number;
  let a1 = cells[r1 + j] as number;
  let a2 = cells[r2 + j] as number;
  let a3 = cells[r3 + j] as number;
  let b0 = cells[r0 + j + 1] as number;
  let b1 = cells[r1 + j + 1] as number;
  let b2 = cells[r2 + j + 1] as number;
  let b3 = cells[r3 + j + 1] as number;
  for (let k = 0; k < j; k += 1) {
    const u = cells[c0 + k] as number;
    const v = cells[c1 + k] as number;
    const x0 = cells[r0 + k] as number;
    const x1 = cells[r1 + k] as number;
    const x2 = cells[r2 + k] as number;
    const x3 = cells[r3 + k] as number;
    a0 -= x0 * u;
    b0 -= x0 * v;
    a1 -= x1 * u;
    b1 -= x1 * v;
    a2 -= x2 * u;
    b2 -= x2 * v;
    a3 -= x3 * u;
    b3 -= x3 * v;
  }
  const first = 1 / (cells[c0 + j] as number);
  const between = cells[c1 + j] as number;
  const second = 1 / (cells[c1 + j + 1] as number);
  cells[r0 + j] = a0 *= first;
  cells[r1 + j] = a1 *= first;
  cells[r2 + j] = a2 *= first;
  cells[r3 + j] = a3 *= first;
  cells[r0 + j + 1] = (b0 - a0 * between) * second;
  cells[r1 + j + 1] = (b1 - a1 * between) * second;
  cells[r2 + j + 1] = (b2 - a2 * between) * second;
  cells[r3 + j + 1] = (b3 - a3 * between) * second;
}

/** A pivot this small beside its diagonal is no pivot any more. */
const leastPivot = 1e-13;

/** The tile on the diagonal. */
function factoriseTile(cells: Float64Array, width: number, i: number): boolean {
  for (let row = i; row < i + tile; row += 1) {
    const base = row * width;
    for (let j = i; j <= row; j += 1) {
      const other = j * width;
      let left = cells[base + j] as number;
      for (let k = 0; k < j; k += 1)
        left -= (cells[base + k] as number) * (cells[other + k] as number);
      if (j < row) {
        cells[base + j] = left / (cells[other + j] as number);
        continue;
      }
      const diagonal = cells[base + j] as number;
      if (!(diagonal > 0)) return false;
      cells[base + j] = Math.sqrt(Math.max(left, leastPivot * diagonal));
    }
  }
  return true;
}

function solve(cells: Float64Array, width: number, right: Float64Array): Float64Array {
  const found = right.slice();
  for (let i = 0; i < found.length; i += 1) {
    const base = i * width;
    let left = found[i] as number;
    for (let k = 0; k < i; k += 1) left -= (cells[base + k] as number) * (found[k] as number);
    found[i] = left / (cells[base + i] as number);
  }
  for (let i = found.length - 1; i >= 0; i -= 1) {
    const base = i * width;
    const value = (found[i] as number) / (cells[base + i] as number);
    found[i] = value;
    for (let k = 0; k < i; k += 1)
      found[k] = (found[k] as number) - value * (cells[base + k] as number);
  }
  return found;
}
