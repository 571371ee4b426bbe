import t from 'tap';
import { requiredAgents } from '../../../services/domain/staffing/sizing.ts';
import type { SkillStaffingProblem } from '../../../services/domain/staffing/skill-problem.ts';
import {
  skillStaffing,
  skillStaffingSteps,
} from '../../../services/domain/staffing/skill-staffing.ts';

type Queue = SkillStaffingProblem['queues'][number];

const queue = (name: string, callsPerHour: number, more: Partial<Queue> = {}): Queue => ({
  queue: name,
  callsPerHour,
  handleTime: { kind: 'exponential', meanS: 240 },
  patience: { kind: 'none' },
  withinS: 20,
  rule: 'missed',
  goals: { serviceLevel: 0.8 },
  ...more,
});
const group = (name: string, cost: number, ...queues: string[]) => ({
  group: name,
  cost,
  skills: queues.map((taken) => ({ queue: taken, level: queues.length })),
});

t.test('one queue and one group need what Erlang C and A say', async (t) => {
  const load = { erlangs: 20, ahtS: 240 };
  const goals = { serviceLevel: 0.8, withinS: 20, rule: 'missed' } as const;
  const groups = [group('g', 1, 'a')];
  const patient = skillStaffing(
    { queues: [queue('a', 300)], groups },
    { seed: 1, maxContacts: 4e6 },
  );
  const byC = requiredAgents('erlang-c', { ...load, patienceS: null }, goals).agents;
  t.equal(patient.agents[0]?.agents, byC);
  t.ok(patient.met);

  const hangsUp = queue('a', 300, { patience: { kind: 'exponential', meanS: 120 } });
  const found = skillStaffing({ queues: [hangsUp], groups }, { seed: 1, maxContacts: 4e6 });
  const byA = requiredAgents('erlang-a', { ...load, patienceS: 120 }, goals).agents;
  t.equal(found.agents[0]?.agents, byA);
});

const twoSkills: SkillStaffingProblem = {
  queues: [queue('a', 150), queue('b', 150)],
  groups: [group('A', 1, 'a'), group('B', 1, 'b'), group('AB', 1.1, 'a', 'b')],
};

t.test('a few agents with both skills cost less than two teams apart or one of all', async (t) => {
  const found = skillStaffing(twoSkills, { seed: 2, maxContacts: 5e6 });
  const goals = { serviceLevel: 0.8, withinS: 20 };
  const agentsFor = (erlangs: number) =>
    requiredAgents('erlang-c', { erlangs, ahtS: 240, patienceS: null }, goals).agents;
  const apart = 2 * (agentsFor(10) ?? 0);
  const together = 1.1 * (agentsFor(20) ?? 0);
  t.ok(found.met);
  t.ok(found.cost < apart, `${found.cost} below ${apart} apart`);
  t.ok(found.cost < together + 1e-9, `${found.cost} no more than ${together} together`);
  t.ok(found.cost > found.leastCost && found.leastCost === 20);
  for (const { low, standing } of found.goals) {
    t.equal(standing, 'met');
    t.ok((low ?? 0) >= 0.8, 'the bound, not the estimate, meets the goal');
  }
  t.ok(found.binding);
  for (const { group: name, change, serviceLevel } of found.margins) {
    const sum = serviceLevel.reduce((all, { value }) => all + (value ?? 0), 0);
    t.ok(change * sum > 0, `${change} in ${name} moves the service level by ${sum}`);
  }
  t.same(skillStaffing(twoSkills, { seed: 2, maxContacts: 5e6 }), found, 'the same seed');
});

t.test('a search tells how far it is and can be left', async (t) => {
  const steps = skillStaffingSteps(twoSkills, { seed: 1, maxContacts: 1e6 });
  const first = steps.next();
  if (first.done) throw new Error('no step');
  t.equal(first.value.phase, 'grow');
  t.ok(first.value.simulatedContacts > 0);
  t.equal(steps.return(undefined as never).done, true);
});

t.test('what has no answer is refused in a sentence', async (t) => {
  const refused = (problem: SkillStaffingProblem, message: string) =>
    t.throws(() => skillStaffing(problem, { seed: 1, maxContacts: 1e6 }), { message });
  refused({ ...twoSkills, groups: [group('A', 1, 'a')] }, 'queue "b": no group takes it');
  refused(
    { queues: [queue('a', 300, { goals: {} })], groups: [group('A', 1, 'a')] },
    'no queue has a goal',
  );
  refused(
    { queues: [queue('a', 300)], groups: [{ ...group('A', 1, 'a'), maximumAgents: 15 }] },
    'no staffing within the limits of agents and of work meets every goal',
  );
});
