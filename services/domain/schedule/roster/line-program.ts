import type { LinearModel, LinearSolver } from '../linear-model.ts';
import type { ChoiceColumn } from './choice-point.ts';
import { solveChoice } from './interior-point.ts';
import { infeasibleShares, type LineShares, openPart, spread } from './open-part.ts';
import type { CoverRow } from './roster-model.ts';

/** The linear model of a restricted master problem: which lines, in which shares. */
export interface LineProgram {
  add(columns: readonly ChoiceColumn[], opens: readonly boolean[]): void;
  /** Opens or closes columns. */
  setOpen(which: readonly number[], to: boolean): void;
  solve(options: LineProgramOptions): LineShares;
  dispose(): void;
}

/** How far a solve goes. */
export interface LineProgramOptions {
  /** Wall-clock limit. */
  seconds: number;
  /** How far from the optimum the value may be, where the method can end early. */
  gap: number;
}

/** Rows of a program; columns come later. */
export interface LineProgramShape {
  rows: readonly CoverRow[];
  required: Float64Array;
  people: number;
}

/** By a simplex solver that goes on from the last basis: for more rows than can be factorised. */
export function simplexProgram(
  solver: LinearSolver,
  { rows, required, people }: LineProgramShape,
): LineProgram {
  const wanted = [...required, ...new Array<number>(people).fill(1)];
  const lp = solver.model({ lower: wanted, upper: wanted });
  addCoverColumns(lp, rows);
  const firstColumn = rows.length * 2;
  let hasChangedBounds = true;
  return {
    add(added, opens) {
      const starts = [0];
      const at: number[] = [];
      const values: number[] = [];
      for (const column of added) {
        at.push(...column.rows, rows.length + column.person);
        values.push(...column.values, 1);
        starts.push(at.length);
      }
      lp.addColumns({
        cost: added.map(({ cost }) => cost),
        lower: added.map(() => 0),
        upper: opens.map((is) => (is ? Number.POSITIVE_INFINITY : 0)),
        starts,
        rows: at,
        values,
      });
    },
    setOpen(which, to) {
      const indices = which.map((index) => firstColumn + index);
      lp.setUppers(
        indices,
        which.map(() => (to ? Number.POSITIVE_INFINITY : 0)),
      );
      hasChangedBounds = true;
    },
    solve({ seconds }) {
      const found = lp.solve(hasChangedBounds ? 'dual' : 'primal', { seconds });
      hasChangedBounds = false;
      return {
        status: found.feasible ? found.status : 'infeasible',
        value: found.feasible ? found.objective : Number.POSITIVE_INFINITY,
        shares: found.columns.subarray(firstColumn),
        duals: found.duals.subarray(0, rows.length),
        choices: found.duals.subarray(rows.length),
        work: found.steps + 2,
      };
    },
    dispose: () => lp.dispose(),
  };
}

/** One column a row for a person too few, one for a person too many. */
function addCoverColumns(lp: LinearModel, rows: readonly CoverRow[]): void {
  const each = rows.flatMap((row, index) => [
    { cost: row.underWeight, row: index, value: 1 },
    { cost: row.overWeight, row: index, value: -1 },
  ]);
  lp.addColumns({
    cost: each.map(({ cost }) => cost),
    lower: each.map(() => 0),
    upper: each.map(() => Number.POSITIVE_INFINITY),
    starts: [...each.keys(), each.length],
    rows: each.map(({ row }) => row),
    values: each.map(({ value }) => value),
  });
}

/** By an interior-point method that ends early: far fewer rounds of pricing. */
export function interiorProgram({ rows, required, people }: LineProgramShape): LineProgram {
  const columns: ChoiceColumn[] = [];
  const isOpen: boolean[] = [];
  const underWeights = Float64Array.from(rows, ({ underWeight }) => underWeight);
  const overWeights = Float64Array.from(rows, ({ overWeight }) => overWeight);
  let duals = new Float64Array(rows.length);
  return {
    add(added, opens) {
      columns.push(...added);
      isOpen.push(...opens);
    },
    setOpen(which, to) {
      for (const index of which) isOpen[index] = to;
    },
    solve({ gap }) {
      const part = openPart(columns, isOpen, { required, people });
      if (!part) return infeasibleShares(columns.length, rows.length, people);
      const problem = { ...part, underWeights, overWeights };
      const found = solveChoice(problem, { duals, gap });
      duals = Float64Array.from(found.duals);
      const work = Math.ceil((found.steps * rows.length ** 2) / stepsPerWork);
      const sizes = { columns: columns.length, people };
      return { ...found, ...spread(found, part, sizes), status: 'optimal', work };
    },
    dispose: () => undefined,
  };
}

/** Rows squared that make one unit of work. */
const stepsPerWork = 4_000;
