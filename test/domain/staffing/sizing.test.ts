import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import {
  rosteredAgents,
  toRatio,
  totalShrinkage,
} from '../../../services/domain/staffing/rostered.ts';
import { requiredAgents, smallestAgents } from '../../../services/domain/staffing/sizing.ts';
import { requiredAgentsRow } from '../../../services/domain/staffing/sizing-row.ts';
import type { StaffingModel } from '../../../services/domain/staffing/staffed-queue.ts';
import {
  goalFigures,
  staffingFigures,
} from '../../../services/domain/staffing/staffing-figures.ts';
import {
  missedGoal,
  type StaffingGoals,
} from '../../../services/domain/staffing/staffing-goals.ts';

// 60-digit rows and published figures; sources in test/fixtures/staffing/README.md.
const fixture = (name: string) =>
  JSON.parse(readFileSync(`test/fixtures/staffing/${name}`, 'utf8'));
const models: Record<string, StaffingModel> = { B: 'erlang-b', C: 'erlang-c', A: 'erlang-a' };

t.test('the reference sizings, one by one and in a row', async (t) => {
  const rows = fixture('reference_grid.json').rows.filter(({ model }: { model: string }) =>
    model.endsWith('_required'),
  );
  t.equal(rows.length, 92);
  for (const { model, inputs, out } of rows) {
    const named = models[model[0]] ?? 'erlang-b';
    const { erlangs, aht_s: ahtS = null, patience_s: patienceS = null } = inputs;
    const goals: StaffingGoals = {
      serviceLevel: inputs.service_level ?? inputs.service_level_answered_of_offered,
      withinS: inputs.target_s,
      asaS: inputs.max_asa_s,
      pWait: inputs.max_p_wait,
      occupancy: inputs.max_occupancy,
      blocking: inputs.max_blocking,
      abandonment: inputs.max_abandon,
    };
    const told = `${model} ${JSON.stringify(inputs)}`;
    t.equal(requiredAgents(named, { erlangs, ahtS, patienceS }, goals).agents, out.agents, told);
    const row = { erlangs: Float64Array.of(erlangs * 1.2, erlangs), ahtS: ahtS ?? 1, patienceS };
    t.equal(requiredAgentsRow(named, row, goals)[1], out.agents, `${told} in a row`);
  }
});

t.test('published sizings, and those in which a peer is wrong', async (t) => {
  let wrongPeers = 0;
  for (const row of fixture('vectors.json')) {
    const model = models[row.model[0]];
    if (!row.model.endsWith('_required') || !model) continue;
    const inSource = /max_blocking=([\d.]+)/.exec(row.source)?.[1];
    const goals: StaffingGoals =
      model === 'erlang-b'
        ? { blocking: row.max_blocking ?? Number(inSource) }
        : row.max_p_wait
          ? { pWait: row.max_p_wait }
          : { serviceLevel: 0.8, withinS: row.target_s };
    const load = { erlangs: row.erlangs, ahtS: row.aht_s, patienceS: row.patience_s };
    const { agents } = requiredAgents(model, load, goals);
    t.equal(agents, row.exact.agents_required, `${row.source} ${JSON.stringify(goals)}`);
    if (row.agrees === false) {
      wrongPeers += 1;
      t.not(agents, row.published.agents_required);
    }
  }
  t.ok(wrongPeers >= 13, `${wrongPeers} failing cases of peers`);
});

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
const seconds = fc.double({ min: 0.01, max: 500, noNaN: true });
const anyGoals = fc.record({
  serviceLevel: maybe(share),
  withinS: fc.oneof(fc.constantFrom(0, 20), seconds),
  asaS: maybe(seconds),
  pWait: maybe(share),
  occupancy: maybe(fc.integer({ min: 1, max: 20 }).map((n) => n / 20)),
  minimumAgents: maybe(fc.integer({ min: 0, max: 40 })),
  blocking: share,
  abandonment: maybe(share),
  rule: fc.constantFrom(
    undefined,
    'missed' as const,
    'ignored' as const,
    'met-if-early' as const,
    'ignored-if-early' as const,
    'ignored-if-short' as const,
  ),
});

/** The goals that a model knows; at least one. */
function known(model: StaffingModel, goals: StaffingGoals): StaffingGoals {
  const { blocking, abandonment, rule, occupancy, minimumAgents, ...onWait } = goals;
  if (model === 'erlang-b') return { blocking, occupancy, minimumAgents };
  const both = { ...onWait, pWait: onWait.pWait ?? blocking, occupancy, minimumAgents };
  return model === 'erlang-c' ? both : { ...both, abandonment, rule };
}

t.test('any mix of goals: what trying every number of agents finds', async () => {
  fc.assert(
    fc.property(
      fc.constantFrom<StaffingModel>('erlang-b', 'erlang-c', 'erlang-a'),
      fc.oneof(fc.double({ min: 0.001, max: 90, noNaN: true }), fc.integer({ min: 1, max: 60 })),
      fc.double({ min: 10, max: 2_000, noNaN: true }),
      fc.double({ min: 1, max: 5_000, noNaN: true }),
      anyGoals,
      (model, erlangs, ahtS, patienceS, mix) => {
        const goals = known(model, mix);
        const load = { erlangs, ahtS, patienceS };
        let tried = 0;
        const missed = () => {
          const queue = {
            ...load,
            agents: tried,
            withinS: goals.withinS ?? null,
            rule: goals.rule,
          };
          return missedGoal(staffingFigures(model, queue), tried, goals);
        };
        let binding = missed();
        for (let last = binding; last !== null; last = missed()) {
          binding = last;
          tried += 1;
        }
        const found = requiredAgents(model, load, goals);
        const row = { erlangs: Float64Array.of(erlangs * 0.7, erlangs), ahtS, patienceS };
        return (
          found.agents === tried &&
          found.binding === binding &&
          requiredAgentsRow(model, row, goals)[1] === tried
        );
      },
    ),
    { numRuns: 1_500 },
  );
});

t.test('large queues under Erlang A: one agent less misses, from any start', async () => {
  const load = fc.record({
    erlangs: fc.double({ min: 0, max: 5, noNaN: true }).map((power) => 10 ** power),
    ahtS: fc.double({ min: 10, max: 2_000, noNaN: true }),
    // Patience times load in handling times: above 400 the sizing integrates.
    waits: fc.double({ min: 2.61, max: 6, noNaN: true }).map((power) => 10 ** power),
  });
  const start = fc.option(fc.double({ min: 0.3, max: 1.7, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(load, anyGoals, start, ({ erlangs, ahtS, waits }, mix, share) => {
      const { rule: _, ...goals } = known('erlang-a', mix);
      const patienceS = (waits * ahtS) / erlangs;
      const queue = { erlangs, ahtS, patienceS };
      const near = share === null ? null : { erlangs: erlangs * share, agents: Math.ceil(erlangs) };
      const found = smallestAgents('erlang-a', queue, goals, near);
      const meets = (agents: number) => {
        const at = { ...queue, agents, withinS: goals.withinS ?? null };
        return missedGoal(goalFigures('erlang-a', at), agents, goals) === null;
      };
      return meets(found) && (found === 0 || !meets(found - 1));
    }),
    { numRuns: 500 },
  );
});

t.test('who may all hang up need nobody', async (t) => {
  for (const patienceS of [48, 4_800]) {
    const load = { erlangs: 2_000, ahtS: 13, patienceS };
    const goals = { asaS: patienceS * 1.5 };
    t.equal(requiredAgents('erlang-a', load, goals).agents, 0);
    t.equal(requiredAgents('erlang-a', { ...load, erlangs: 2 }, goals).agents, 0);
  }
});

t.test('a figure taken as the goal is met by its own number of agents', async (t) => {
  for (const erlangs of [0.1, 1, 8.5, 47.3, 900]) {
    const agents = Math.ceil(erlangs + 1.3 * Math.sqrt(erlangs));
    const load = { erlangs, ahtS: 240, patienceS: 120 };
    for (const model of ['erlang-c', 'erlang-a'] as const) {
      const figures = staffingFigures(model, { ...load, agents, withinS: 20 });
      const { pWait, asaS, serviceLevel, occupancy } = figures;
      const goals: StaffingGoals[] = [
        { pWait: pWait ?? 1 },
        { asaS: asaS ?? 1 },
        { serviceLevel: serviceLevel ?? 1, withinS: 20 },
        { occupancy: occupancy ?? 1 },
      ];
      for (const goal of goals) {
        t.equal(
          requiredAgents(model, load, goal).agents,
          agents,
          `${model} ${JSON.stringify(goal)}`,
        );
      }
    }
  }
  // 2.1/0.15 is 14 agents and 14.000000000000002 in doubles.
  const low = { erlangs: 2.1, ahtS: 100, patienceS: null };
  t.equal(requiredAgents('erlang-c', low, { occupancy: 0.15 }).agents, 14);
  // 8.5/0.85 is 10 agents, though 0.85 is a little less than 85 % in a double.
  const capped = { erlangs: 8.5, ahtS: 100, patienceS: null };
  t.equal(requiredAgents('erlang-c', capped, { occupancy: 0.85 }).agents, 10);
});

t.test('goals that nobody can reach, or that ask nothing, are refused by name', async (t) => {
  const load = { erlangs: 10, ahtS: 100, patienceS: 100 };
  const refused = (model: StaffingModel, goals: StaffingGoals, message: RegExp) =>
    t.throws(() => requiredAgents(model, load, goals), { message });
  refused('erlang-c', {}, /a goal is missing/);
  refused('erlang-c', { serviceLevel: 1, withinS: 20 }, /serviceLevel 1 is not between/);
  refused('erlang-c', { serviceLevel: 0.8 }, /needs withinS/);
  refused('erlang-a', { abandonment: 0 }, /abandonment 0 is not between/);
  refused('erlang-c', { abandonment: 0.1 }, /erlang-c knows no goal abandonment/);
  refused('erlang-b', { pWait: 0.1 }, /erlang-b knows no goal pWait/);
  refused('erlang-c', { occupancy: 1.01 }, /occupancy 1.01/);
  refused('erlang-c', { asaS: Number.NaN }, /asaS NaN/);
});

t.test('closed and unknown slots', async (t) => {
  const row = { erlangs: Float64Array.of(0, Number.NaN, 10), ahtS: 180, patienceS: null };
  const goals = { serviceLevel: 0.8, withinS: 20, minimumAgents: 2 };
  t.same([...requiredAgentsRow('erlang-c', row, goals)], [0, Number.NaN, 14]);
});

t.test('shrinkage is exact: 21 agents at 30 % are 30 heads, not 31', async (t) => {
  t.equal(Math.ceil(21 / (1 - 0.3)), 31, 'what doubles say');
  for (const written of [0.3, '0.3', '30/100', '30 %', '3e-1', '0.15/0.5']) {
    t.equal(rosteredAgents(21, toRatio(written)), 30, String(written));
  }
  t.equal(rosteredAgents(14, toRatio('30/100')), 20, 'Call Centre Helper, worked example');
  t.equal(rosteredAgents(0, toRatio(0.3)), 0);
  t.equal(rosteredAgents(13.05, toRatio(0.1)), 15);
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(999), (agents, permille) => {
      const heads = rosteredAgents(agents, toRatio(permille / 1_000));
      const there = heads * (1_000 - permille);
      return there >= agents * 1_000 && there - (1_000 - permille) < agents * 1_000;
    }),
  );
  for (const bad of [
    '',
    'x',
    '1/0',
    '1/2/3',
    'NaN',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '0x10',
  ]) {
    t.throws(() => toRatio(bad), { message: /is no ratio/ }, String(bad));
  }
  for (const bad of [1, -0.1, 1.5]) {
    t.throws(() => rosteredAgents(10, toRatio(bad)), { message: /is not from 0 to below 1/ });
  }
});

t.test('kinds of shrinkage add up as shares of paid time, or follow one another', async (t) => {
  const kinds = [0.1, 0.05, 0.15].map(toRatio);
  t.equal(rosteredAgents(21, totalShrinkage(kinds)), 30);
  const after = totalShrinkage(kinds, 'one-after-another');
  t.equal(Number(after.numerator) / Number(after.denominator), 1 - 0.9 * 0.95 * 0.85);
});
