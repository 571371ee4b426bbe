/** Columns to add to a model: compressed, column by column. */
export interface LinearColumns {
  cost: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
  /** Where each column's entries begin; one more than columns. */
  starts: readonly number[];
  rows: readonly number[];
  values: readonly number[];
}

/** What a solve found. */
export interface LinearSolution {
  /** `limit`: stopped early; the values are the best found, if any. */
  status: 'optimal' | 'infeasible' | 'limit';
  /** Whether `columns` holds a solution that keeps all rows. */
  feasible: boolean;
  objective: number;
  /** No whole solution costs less, proven; of a whole solve only, else `-Infinity`. */
  bound: number;
  /** Value of each column. */
  columns: Float64Array;
  /** Price of each row; of a linear solve only. */
  duals: Float64Array;
  /** Work done: simplex iterations. */
  steps: number;
}

/** How long a solve may go on; absent = as long as it takes. */
export interface LinearLimits {
  /** Wall-clock limit. */
  seconds?: number;
  /** Limit that a repeated run keeps exactly: simplex iterations, or nodes of a tree. */
  steps?: number;
}

/** What a whole solve tells while it goes on. */
export interface LinearNews {
  bound: number;
  /** A better solution, if that is the news. */
  better?: { objective: number; columns: Float64Array };
}

/** One linear model that is kept, changed and solved again, minimising. */
export interface LinearModel {
  addColumns(columns: LinearColumns): void;
  setUpper(column: number, upper: number): void;
  setUppers(columns: readonly number[], uppers: readonly number[]): void;
  /**
   * Solves with all columns continuous. Simplex goes on from the last basis: `primal` is quick
   * after columns were added, `dual` after bounds were changed.
   */
  solve(how: 'primal' | 'dual' | 'interior', limits?: LinearLimits): LinearSolution;
  /** Solves with the named columns whole, from `start` if given; gives up above `cutoff`. */
  solveWhole(
    whole: readonly number[],
    options: LinearLimits & {
      start?: Float64Array;
      cutoff?: number;
      /** Told each better solution and bound; it must not use the model. */
      tell?: (news: LinearNews) => void;
    },
  ): LinearSolution;
  /** Frees the solver's memory; the model must not be used again. */
  dispose(): void;
}

/** Makes models; how they are solved is not the domain's matter. */
export interface LinearSolver {
  model(rows: { lower: readonly number[]; upper: readonly number[] }): LinearModel;
}
