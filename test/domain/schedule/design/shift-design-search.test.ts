// Minimum shift design against all designs of small problems, and against published optima.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import type { DesignedShift } from '../../../../services/domain/schedule/design/shift-design-cost.ts';
import { readShiftDesign } from '../../../../services/domain/schedule/design/shift-design-file.ts';
import type { ShiftDesignProblem } from '../../../../services/domain/schedule/design/shift-design-problem.ts';
import {
  type ShiftDesignNews,
  searchShiftDesign,
} from '../../../../services/domain/schedule/design/shift-design-search.ts';
import { seededRandom } from '../../../../services/domain/schedule/roster/seeded-random.ts';
import { linearSolver } from '../../../../services/lib/linear-solver.ts';
import { cheapestDesign, type DesignRow, designCost } from './design-checker.ts';

const solver = await linearSolver();
const series = process.env.FLOORCAST_SHIFT_DESIGN ?? resolve('../shared/roster/shift-design');

t.test('small problems: the cheapest of all designs, and no bound above it', async (t) => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const problem = smallProblem(seed);
    const shifts = [480, 960].flatMap((length) =>
      [0, 480].map((start) => [start, length] as const),
    );
    const best = cheapestDesign(demandOf(problem), shifts, 2);
    const { found, told } = searched(problem);
    t.same(designCost(demandOf(problem), rowsOf(problem, found.shifts)).cost, found.cost);
    t.equal(found.cost, best, `seed ${seed}: cost`);
    t.equal(found.bound, best, `seed ${seed}: proven`);
    for (const news of told) if (news.kind === 'bound') t.ok(news.bound <= best, `seed ${seed}`);
  }
});

// Optima: Di Gaspero et al., "The minimum shift design problem", Annals of OR 2007, sets 1 and 2;
// weights as in the data files.
for (const [name, optimum] of [['RandomExample5', 480]] as const) {
  const file = join(series, `${name}.dzn`);
  const skip = existsSync(file) ? false : 'the published instances are not beside this repository';
  t.test(`${name}: the published optimum is found and proven`, { skip }, async (t) => {
    const problem = readShiftDesign(readFileSync(file, 'utf8'));
    const { found } = searched(problem);
    t.equal(designCost(demandOf(problem), rowsOf(problem, found.shifts)).cost, optimum);
    t.equal(found.bound, optimum);
  });
}

t.test('a search by rounds repeats itself', async (t) => {
  const problem = { ...smallProblem(3), days: 2, required: [2, 1, 0, 2, 2, 1] };
  t.same(searched(problem).told, searched(problem).told);
});

t.test('a data file is read whatever its spaces and comments; faults are named', async (t) => {
  const text = `% a comment
    interval = 60; days = 1; demand=[${Array(24).fill(1).join(', ')}];
    shiftTypes = 1; minStart = [6]; maxStart = [8,]; minLength = [7]; maxLength = [9];
    weightOverCover = 1; weightUnderCover = 2; weightShiftInstances = 30; dutyTypes = 5;`;
  t.match(readShiftDesign(text), {
    slotMin: 60,
    kinds: [{ earliestStart: 6, latestStart: 8, minLength: 7, maxLength: 9 }],
    underCost: 2,
  });
  const refusals: [string, string, RegExp][] = [
    ['days = 1', 'days = one', /"one" in "days" is not a number/],
    ['interval = 60', 'gap = 60', /no single number "interval"/],
    ['minStart = [6]', 'minStart = [6, 7]', /"minStart" has 2 values for 1 types/],
    ['shiftTypes', 'shift types', /is no assignment/],
  ];
  for (const [from, to, message] of refusals) {
    t.throws(() => readShiftDesign(text.replace(from, to)), { fault: 'invalid', message });
  }
});

t.test('a problem that is none is refused with its value', async (t) => {
  const problem = smallProblem(1);
  const refusals: [Partial<ShiftDesignProblem>, RegExp][] = [
    [{ slotMin: 7 }, /7 minutes does not divide the day/],
    [{ required: [1] }, /1 values of demand for 6 slots/],
    [{ required: [1, -1, 0, 0, 0, 0] }, /demand -1 of slot 1/],
    [{ kinds: [] }, /no kind of shift/],
    [{ overCost: -2 }, /overCost is -2/],
  ];
  for (const [change, message] of refusals) {
    const changed = { ...problem, ...change };
    t.throws(() => searched(changed), { fault: 'invalid', message });
  }
});

function searched(problem: ShiftDesignProblem) {
  const told: ShiftDesignNews[] = [];
  const found = searchShiftDesign(problem, {
    solver,
    role: 'prove',
    seed: 1,
    rounds: 30,
    secondsLeft: () => Number.POSITIVE_INFINITY,
    tell: (news) => told.push(news),
  });
  return { found, told };
}

/** Three slots a day, up to two people wanted, so that the optimum never takes more than two. */
function smallProblem(seed: number): ShiftDesignProblem {
  const random = seededRandom(seed);
  const days = 1 + (seed % 2);
  return {
    slotMin: 480,
    days,
    required: Array.from({ length: days * 3 }, () => random.below(3)),
    kinds: [{ earliestStart: 0, latestStart: 1, minLength: 1, maxLength: 2 }],
    overCost: 1 + random.below(3),
    underCost: 1 + random.below(5),
    templateCost: random.below(900),
  };
}

function demandOf({ slotMin, days, required, ...costs }: ShiftDesignProblem) {
  return { slotMin, days, wanted: required, ...costs };
}

function rowsOf({ slotMin }: ShiftDesignProblem, shifts: readonly DesignedShift[]): DesignRow[] {
  return shifts.flatMap(({ start, length, counts }) =>
    counts.map((count, day): DesignRow => [start * slotMin, length * slotMin, day, count]),
  );
}
