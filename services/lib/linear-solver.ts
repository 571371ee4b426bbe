import highsModule, { type CallbackData } from 'highs';
import type {
  LinearColumns,
  LinearLimits,
  LinearModel,
  LinearNews,
  LinearSolution,
  LinearSolver,
} from '../domain/schedule/linear-model.ts';

// The package calls its types CommonJS; what Node loads is the module, whose default this is.
const loadHighs = highsModule as unknown as typeof highsModule.default;

type Highs = Awaited<ReturnType<typeof loadHighs>>;
type HighsModel = ReturnType<Highs['createModel']>;

/**
 * HiGHS compiled to WebAssembly, one instance a thread. Solving blocks the thread, so it belongs
 * into a worker.
 */
export async function linearSolver(): Promise<LinearSolver> {
  const highs = await loadHighs();
  return {
    model({ lower, upper }) {
      const model = highs.createModel();
      model.options.set({ output_flag: false, random_seed: 1 });
      const rows = lower.length;
      model.addRows({
        lower: bounds(highs, lower),
        upper: bounds(highs, upper),
        matrix: {
          format: 'csr',
          numRows: rows,
          numCols: 0,
          starts: new Int32Array(rows + 1),
          indices: new Int32Array(0),
          values: new Float64Array(0),
        },
      });
      return keptModel(highs, model, rows);
    },
  };
}

function keptModel(highs: Highs, model: HighsModel, rows: number): LinearModel {
  return {
    addColumns(added: LinearColumns) {
      const count = added.cost.length;
      if (count === 0) return;
      model.addCols({
        cost: Float64Array.from(added.cost),
        lower: bounds(highs, added.lower),
        upper: bounds(highs, added.upper),
        matrix: {
          format: 'csc',
          numRows: rows,
          numCols: count,
          starts: Int32Array.from(added.starts),
          indices: Int32Array.from(added.rows),
          values: Float64Array.from(added.values),
        },
      });
    },
    setUpper(column, upper) {
      model.changeColBounds(column, 0, Math.min(upper, highs.infinity));
    },
    setUppers(which, uppers) {
      if (which.length === 0) return;
      const selection = { kind: 'set', indices: Int32Array.from(which) } as const;
      model.changeColsBounds(selection, new Float64Array(which.length), bounds(highs, uppers));
    },
    solve(how, limits = {}) {
      model.options.set({
        solver: how === 'interior' ? 'ipm' : 'simplex',
        simplex_strategy: how === 'dual' ? dualSimplex : primalSimplex,
        run_crossover: 'off',
        ...limitOptions(limits, 'simplex_iteration_limit'),
      });
      model.zeroAllClocks();
      model.run();
      return solutionOf(highs, model);
    },
    solveWhole(whole, { start, cutoff, tell, ...limits }) {
      const { integer, continuous } = highs.constants.variableType;
      const selection = { kind: 'set', indices: Int32Array.from(whole) } as const;
      model.changeColsIntegrality(
        selection,
        whole.map(() => integer),
      );
      model.options.set({
        solver: 'choose',
        objective_bound: cutoff ?? noLimit,
        ...limitOptions(limits, 'mip_max_nodes'),
      });
      if (start) model.setSolution({ colValue: start });
      model.zeroAllClocks();
      model.run(tell ? telling(highs, tell) : undefined);
      const bound = model.info.get('mip_dual_bound');
      const found = { ...solutionOf(highs, model), bound: Number(bound) };
      model.changeColsIntegrality(
        selection,
        whole.map(() => continuous),
      );
      return found;
    },
    dispose() {
      model.dispose();
    },
  };
}

function telling(highs: Highs, tell: (news: LinearNews) => void) {
  const { mipImprovingSolution, mipLogging } = highs.constants.callbackType;
  return {
    [mipImprovingSolution]({ data }: { data: CallbackData }): undefined {
      const { mip_dual_bound: bound, mip_solution: columns, mip_primal_bound: objective } = data;
      if (columns === undefined || objective === undefined) return;
      tell({ bound: bound ?? Number.NEGATIVE_INFINITY, better: { objective, columns } });
    },
    [mipLogging]({ data }: { data: CallbackData }): undefined {
      tell({ bound: data.mip_dual_bound ?? Number.NEGATIVE_INFINITY });
    },
  };
}

const dualSimplex = 1;
const primalSimplex = 4;

/** HiGHS takes only finite options. */
const noLimit = 1e30;

function limitOptions({ seconds, steps }: LinearLimits, stepsOption: string) {
  return {
    time_limit: seconds ?? noLimit,
    [stepsOption]: steps ?? 2 ** 31 - 1,
  };
}

function solutionOf(highs: Highs, model: HighsModel): LinearSolution {
  const { modelStatus } = highs.constants;
  const reached = model.getModelStatus();
  const { colValue, rowDual } = model.getSolution();
  return {
    status:
      reached === modelStatus.optimal
        ? 'optimal'
        : reached === modelStatus.infeasible
          ? 'infeasible'
          : 'limit',
    feasible: model.info.get('primal_solution_status') === 2,
    objective: model.getObjectiveValue(),
    bound: Number.NEGATIVE_INFINITY,
    columns: colValue,
    duals: rowDual,
    steps: Number(model.info.get('simplex_iteration_count')),
  };
}

function bounds(highs: Highs, values: readonly number[]): Float64Array {
  return Float64Array.from(values, (value) =>
    Math.max(-highs.infinity, Math.min(highs.infinity, value)),
  );
}
