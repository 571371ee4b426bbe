import t from 'tap';
import {
  type RequirementRules,
  requirement,
} from '../../../services/domain/staffing/requirement.ts';
import { requirementRow } from '../../../services/domain/staffing/requirement-row.ts';
import { toRatio } from '../../../services/domain/staffing/rostered.ts';

// 100 calls in 30 minutes, 180 s, 80/20, 30 %: Call Centre Helper's worked example.
const rules: RequirementRules = {
  model: 'erlang-c',
  ahtS: 180,
  patienceS: 120,
  goals: { serviceLevel: 0.8, withinS: 20, occupancy: 0.9 },
  shrinkage: [
    { kind: 'vacation', share: toRatio('0.2') },
    { kind: 'break', share: toRatio('10/100') },
  ],
};
const volume = { calls: 100, slotS: 1800 };

t.test('a slot opens to every step, from volume to heads', async (t) => {
  const { steps, ...slot } = requirement(volume, rules);
  t.match(slot, { erlangs: 10, agents: 14, rostered: 20, binding: 'serviceLevel' });
  t.same(steps, [
    { step: 'volume', calls: 100, slotS: 1800, callsPerHour: 200 },
    { step: 'load', erlangs: 10, callsPerHour: 200, ahtS: 180 },
    { step: 'model', model: 'erlang-c', patienceS: 120 },
    {
      step: 'goal',
      goal: 'serviceLevel',
      limit: 0.8,
      agents: 14,
      binding: true,
      withinS: 20,
      rule: 'missed',
    },
    {
      step: 'goal',
      goal: 'occupancy',
      limit: 0.9,
      agents: 12,
      binding: false,
      withinS: null,
      rule: null,
    },
    { step: 'base', agents: 14, binding: 'serviceLevel' },
    { step: 'shrinkage', kind: 'vacation', share: 0.2 },
    { step: 'shrinkage', kind: 'break', share: 0.1 },
    { step: 'total-shrinkage', share: 0.3, numerator: '300', denominator: '1000', sum: 'additive' },
    { step: 'rostered', exact: 20, agents: 20 },
  ]);
});

t.test('one agent less would miss the goal, and the models stand side by side', async (t) => {
  const { oneLess, oneMore, figures, byModel } = requirement(volume, rules);
  t.equal(oneLess?.agents, 13);
  t.equal(oneLess?.figures.serviceLevel?.toFixed(6), '0.795595', 'published: 0.7955948');
  t.equal(figures.serviceLevel?.toFixed(6), '0.888350', 'published: 0.88835');
  t.ok((oneMore.figures.serviceLevel ?? 0) > (figures.serviceLevel ?? 1));
  t.same(
    byModel.map(({ model, choice }) => [model, choice?.agents]),
    [
      ['erlang-c', 14],
      ['erlang-a', 12],
    ],
  );
});

t.test('a model that lacks an input says so instead of a figure', async (t) => {
  const { byModel } = requirement(volume, { ...rules, patienceS: null });
  t.match(byModel[1], { model: 'erlang-a', choice: null, reason: /needs patienceS/ });
});

t.test('a load reckoned elsewhere, a closed slot, a bad volume', async (t) => {
  t.match(requirement({ erlangs: 10 }, rules), { agents: 14, rostered: 20 });
  const open = { ...rules, goals: { ...rules.goals, minimumAgents: 3 } };
  t.match(requirement({ calls: 0, slotS: 900 }, open), { agents: 0, rostered: 0, oneLess: null });
  t.match(requirement({ calls: 0.1, slotS: 900 }, open), { agents: 3, binding: 'minimumAgents' });
  t.throws(() => requirement({ calls: -1, slotS: 900 }, rules), { message: /calls -1/ });
});

t.test('a row of slots says the same as each slot alone, with AHT by slot', async (t) => {
  const calls = Float64Array.from({ length: 60 }, (_, slot) => (slot * slot) / 5);
  const ahtS = Float64Array.from({ length: 60 }, (_, slot) => 120 + slot);
  for (const model of ['erlang-c', 'erlang-a'] as const) {
    const row = requirementRow({ calls, slotS: 900 }, { ...rules, model, ahtS });
    const each = [...calls].map((count, slot) =>
      requirement({ calls: count, slotS: 900 }, { ...rules, model, ahtS: ahtS[slot] ?? 0 }),
    );
    t.same(
      [...row.agents],
      each.map(({ agents }) => agents),
    );
    t.same(
      [...row.rostered],
      each.map(({ rostered }) => rostered),
    );
  }
});
