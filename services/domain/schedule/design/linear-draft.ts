import type { LinearModel, LinearSolver } from '../linear-model.ts';

/** A column as it is written down: its price, its limits, and what it adds to which rows. */
export interface DraftColumn {
  cost?: number;
  lower?: number;
  upper?: number;
  /** Row and value, row and value. */
  entries: readonly (readonly [row: number, value: number])[];
}

/** A linear model while it is being written: rows first, then columns. */
export interface LinearDraft {
  /** A new row; its sum must lie between the two. */
  row(lower: number, upper: number): number;
  /** A new column, from 0 up unless limited; its number. */
  column(column: DraftColumn): number;
  readonly rows: number;
  readonly columns: number;
  /** Hands the model to the solver. */
  model(solver: LinearSolver): LinearModel;
}

/** Writes a linear model row by row and column by column. */
export function linearDraft(): LinearDraft {
  const lower: number[] = [];
  const upper: number[] = [];
  const columns: DraftColumn[] = [];
  return {
    row(least, most) {
      upper.push(most);
      return lower.push(least) - 1;
    },
    column(column) {
      return columns.push(column) - 1;
    },
    get rows() {
      return lower.length;
    },
    get columns() {
      return columns.length;
    },
    model(solver) {
      const model = solver.model({ lower, upper });
      const starts = [0];
      const rows: number[] = [];
      const values: number[] = [];
      for (const { entries } of columns) {
        for (const [row, value] of entries) {
          rows.push(row);
          values.push(value);
        }
        starts.push(rows.length);
      }
      model.addColumns({
        cost: columns.map(({ cost = 0 }) => cost),
        lower: columns.map((column) => column.lower ?? 0),
        upper: columns.map((column) => column.upper ?? Number.POSITIVE_INFINITY),
        starts,
        rows,
        values,
      });
      return model;
    },
  };
}
