// The interior-point method against the simplex method of HiGHS on drawn choices of lines.
import fc from 'fast-check';
import t from 'tap';
import type { ChoiceProblem } from '../../../../services/domain/schedule/roster/choice-point.ts';
import { solveChoice } from '../../../../services/domain/schedule/roster/interior-point.ts';
import { simplexProgram } from '../../../../services/domain/schedule/roster/line-program.ts';
import { seededRandom } from '../../../../services/domain/schedule/roster/seeded-random.ts';
import { linearSolver } from '../../../../services/lib/linear-solver.ts';

const solver = await linearSolver();

function drawn(seed: number, { people, rows }: { people: number; rows: number }): ChoiceProblem {
  const random = seededRandom(seed);
  const lines = people * (2 + random.below(8));
  const columns = Array.from({ length: lines }, (_, at) => {
    const its = [...Array(rows).keys()].filter(() => random.next() < 0.4);
    const values = its.map(() => 1 + random.below(2));
    return { person: at % people, cost: random.below(10), rows: its, values };
  });
  const each = (most: number) => Float64Array.from({ length: rows }, () => random.below(most));
  return {
    people,
    columns,
    required: each(people + 1),
    underWeights: each(100).map((weight) => weight + 1),
    overWeights: each(5).map((weight) => weight + 1),
  };
}

t.test('value, prices and shares are those of the optimum', async (t) => {
  const sizes = { people: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 1, max: 12 }) };
  fc.assert(
    fc.property(fc.integer(), fc.record(sizes), (seed, size) => {
      const problem = drawn(seed, size);
      const { required, underWeights, overWeights, people, columns } = problem;
      const rows = [...required].map((wanted, row) => ({
        cells: [],
        required: wanted,
        underWeight: underWeights[row] ?? 0,
        overWeight: overWeights[row] ?? 0,
      }));
      const simplex = simplexProgram(solver, { rows, required, people });
      simplex.add(
        columns,
        columns.map(() => true),
      );
      const best = simplex.solve({ seconds: 10, gap: 0 }).value;
      simplex.dispose();
      const duals = new Float64Array(required.length);
      const found = solveChoice(problem, { duals, gap: 1e-6 });
      const slack = 1e-4 * (1 + Math.abs(best));
      if (Math.abs(found.value - best) > slack) throw new Error(`${found.value} of ${best}`);
      // Prices are feasible, so what they are worth is a bound.
      let worth = found.choices.reduce((sum, choice) => sum + choice, 0);
      for (const [row, dual] of found.duals.entries()) {
        worth += dual * (required[row] ?? 0);
        if (dual > (underWeights[row] ?? 0) || -dual > (overWeights[row] ?? 0)) throw new Error();
      }
      if (worth > best + slack || worth < best - slack) throw new Error(`${worth} of ${best}`);
      const sums = new Float64Array(people);
      for (const [at, { person }] of columns.entries())
        sums[person] = (sums[person] ?? 0) + (found.shares[at] ?? 0);
      if (sums.some((sum) => Math.abs(sum - 1) > 1e-6)) throw new Error(`shares ${sums}`);
    }),
    { seed: 5, numRuns: 60 },
  );
  t.pass();
});
