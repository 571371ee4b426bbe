// The search against all rosters of small instances, and against itself.
import fc from 'fast-check';
import t from 'tap';
import { DomainError } from '../../../../services/domain/domain-error.ts';
import {
  readCurtoisQu,
  writeCurtoisQu,
} from '../../../../services/domain/schedule/roster/curtois-qu.ts';
import { rosterConflicts } from '../../../../services/domain/schedule/roster/roster-conflict.ts';
import { rosterCost } from '../../../../services/domain/schedule/roster/roster-cost.ts';
import { rosterModel } from '../../../../services/domain/schedule/roster/roster-model.ts';
import type {
  Roster,
  RosterProblem,
} from '../../../../services/domain/schedule/roster/roster-problem.ts';
import { rosterSearch } from '../../../../services/domain/schedule/roster/roster-search.ts';
import type { SearchNews } from '../../../../services/domain/schedule/roster/search-state.ts';
import { linearSolver } from '../../../../services/lib/linear-solver.ts';
import { cheapestCost, tinyInstance } from './brute-force.ts';
import { generatedInstance } from './generated-instance.ts';
import { checkRoster, parseInstance } from './roster-checker.ts';

const solver = await linearSolver();

interface Asked {
  work: number;
  seed?: number;
  start?: Roster | null;
  role?: 'lead' | 'helper';
  hear?: () => readonly SearchNews[];
}

function searched(problem: RosterProblem, { work, seed = 1, start = null, role, hear }: Asked) {
  const told: SearchNews[] = [];
  let spent = 0;
  const result = rosterSearch(rosterModel(problem), {
    solver,
    seed,
    start,
    role: role ?? 'lead',
    budget: {
      spend: (done) => {
        spent += done;
      },
      spent: () => spent,
      isSpent: () => spent >= work,
      used: () => spent / work,
      secondsLeft: () => 60,
    },
    tell: (news) => told.push(news),
    hear: hear ?? (() => []),
  });
  return { ...result, told, spent };
}

t.test('small instances: the best of all rosters, and no bound above it', async (t) => {
  let feasible = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const text = tinyInstance(seed, seed % 3 === 0 ? { people: 3, days: 5 } : {});
    const best = cheapestCost(parseInstance(text));
    const problem = readCurtoisQu(text);
    if (best === null) {
      t.throws(() => rosterModel(problem), DomainError, `seed ${seed}: nobody can work so`);
      continue;
    }
    feasible += 1;
    const { cost, bound, roster, told } = searched(problem, { work: 1_500 });
    t.equal(cost, best, `seed ${seed}: cost`);
    t.same(checkRoster(text, writeCurtoisQu(problem, roster)), { broken: [], cost: best });
    t.ok(bound <= best, `seed ${seed}: bound ${bound} of ${best}`);
    for (const news of told) if (news.kind === 'bound') t.ok(news.bound <= best);
  }
  t.ok(feasible >= 15, `${feasible} instances have a roster`);
});

const text = generatedInstance({ weeks: 2, people: 14, shifts: 4, lengths: [480, 600], seed: 3 });
const problem = readCurtoisQu(text);

t.test('the same seed and work give the same roster', async (t) => {
  const first = searched(problem, { work: 6_000, seed: 4 });
  const again = searched(problem, { work: 6_000, seed: 4 });
  t.same(again.roster, first.roster);
  t.equal(again.spent, first.spent);
  t.same(checkRoster(text, writeCurtoisQu(problem, first.roster)).broken, []);
  t.equal(rosterCost(problem, first.roster).total, first.cost);
});

t.test('a stopped search holds a roster that may be worked, and goes on from it', async (t) => {
  const stopped = searched(problem, { work: 1 });
  t.same(checkRoster(text, writeCurtoisQu(problem, stopped.roster)).broken, []);
  const further = searched(problem, { work: 20_000, start: stopped.roster });
  t.ok(further.cost < stopped.cost, `${stopped.cost} then ${further.cost}`);
  const nothing = searched(problem, { work: 1, start: further.roster });
  t.equal(nothing.cost, further.cost, 'what was given is never made worse');
  t.same(checkRoster(text, writeCurtoisQu(problem, further.roster)).broken, []);
});

t.test('every roster told keeps the rules, and costs what is said', async (t) => {
  const { told, cost, bound } = searched(problem, { work: 20_000 });
  const costs: number[] = [];
  for (const news of told) {
    if (news.kind !== 'roster') continue;
    const checked = checkRoster(text, writeCurtoisQu(problem, news.roster));
    t.same(checked, { broken: [], cost: news.cost });
    costs.push(news.cost);
  }
  t.same(
    costs,
    [...costs].sort((a, b) => b - a),
    'each is better than the one before',
  );
  t.equal(costs.at(-1), cost);
  t.ok(bound <= cost && bound > 0.9 * cost, `bound ${bound} of ${cost}`);
});

t.test('a helper takes over what the lead found', async (t) => {
  const { told, cost } = searched(problem, { work: 20_000 });
  const alone = searched(problem, { work: 3_000, role: 'helper', seed: 2 });
  t.equal(alone.bound, Number.NEGATIVE_INFINITY, 'a helper proves nothing itself');
  const news = [...told];
  const helped = searched(problem, {
    work: 3_000,
    role: 'helper',
    seed: 2,
    hear: () => news.splice(0),
  });
  t.ok(helped.cost <= cost);
  t.ok(helped.bound > 0);
});

t.test(
  'whatever the seed and the work: rules kept, cost as counted, no bound above it',
  async (t) => {
    const asked = {
      seed: fc.integer({ min: 31, max: 5_000 }),
      work: fc.integer({ min: 1, max: 400 }),
    };
    let searches = 0;
    fc.assert(
      fc.property(fc.record(asked), ({ seed, work }) => {
        const tiny = tinyInstance(seed, { people: 3, days: 7 });
        const small = readCurtoisQu(tiny);
        if (rosterConflicts(small).length > 0) return;
        searches += 1;
        const { roster, cost, bound } = searched(small, { work, seed });
        const checked = checkRoster(tiny, writeCurtoisQu(small, roster));
        if (checked.broken.length > 0) throw new Error(checked.broken.join());
        if (checked.cost !== cost || bound > cost) throw new Error(`${cost}, bound ${bound}`);
      }),
      { seed: 3, numRuns: 40 },
    );
    t.ok(searches > 10, `${searches} searches`);
  },
);

t.test('impossible rules name the person', async (t) => {
  const impossible = text.replace(/^P3,([^,]*),(\d+),(\d+)/m, 'P3,$1,$2,99999');
  t.throws(() => rosterModel(readCurtoisQu(impossible)), { message: /"P3"/, fault: 'invalid' });
});

t.test('the problem is left as it was', async (t) => {
  t.same(readCurtoisQu(text), problem);
});
