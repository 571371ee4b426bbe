// Work with deadlines. Small cases by hand; for the rest what must hold of any answer:
// every deadline is met, and no staffing with a lower peak could meet them.
import fc from 'fast-check';
import t from 'tap';
import {
  type DeferredWork,
  deferredStaffing,
} from '../../../services/domain/staffing/deferred-work.ts';

const near = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] ?? 0)) < 1e-9);

t.test('mail of the night due by noon is spread evenly, and beside what is free', async (t) => {
  const mail = [{ work: 'mail', fromSlot: 0, dueSlot: 3, agentSlots: 8 }];
  const most = [9, 9, 9, 9];
  t.ok(near(deferredStaffing(mail, { spare: [0, 0, 0, 0], most }).agents, [2, 2, 2, 2]));
  const beside = deferredStaffing(mail, { spare: [3, 0, 0, 1], most });
  t.ok(near(beside.agents, [1, 1, 1, 1]), `${beside.agents}`);
  t.ok(near(deferredStaffing(mail, { spare: [4, 0, 4, 0], most }).agents, [0, 0, 0, 0]));
});

t.test('the densest span binds and says why; the rest goes around it', async (t) => {
  const { agents, binding, done } = deferredStaffing(
    [
      { work: 'orders', fromSlot: 1, dueSlot: 2, agentSlots: 10 },
      { work: 'mail', fromSlot: 0, dueSlot: 4, agentSlots: 6 },
    ],
    { spare: [0, 0, 0, 0, 0], most: [9, 9, 9, 9, 9] },
  );
  t.ok(near(agents, [2, 5, 5, 2, 2]), `${agents}`);
  t.same(binding, [
    { fromSlot: 1, dueSlot: 2, agents: 5, works: ['orders'] },
    { fromSlot: 0, dueSlot: 4, agents: 2, works: ['mail'] },
  ]);
  t.same(done[1], [{ work: 'orders', agentSlots: 5 }]);
});

t.test('a closed slot takes nothing, the open ones fill up to their most', async (t) => {
  const mail = [{ work: 'mail', fromSlot: 0, dueSlot: 3, agentSlots: 9 }];
  const { agents } = deferredStaffing(mail, { spare: [0, 0, 0, 0], most: [0, 1, 9, 9] });
  t.ok(near(agents, [0, 1, 4, 4]), `${agents}`);
});

t.test('whole agents meet the deadlines with as few as round up', async (t) => {
  const mail = [{ work: 'mail', fromSlot: 0, dueSlot: 3, agentSlots: 6 }];
  const { agents, wholeAgents } = deferredStaffing(mail, {
    spare: [0, 0, 0, 0],
    most: [9, 9, 9, 9],
  });
  t.ok(near(agents, [1.5, 1.5, 1.5, 1.5]));
  t.same(wholeAgents, [2, 2, 1, 1]);
});

t.test('every deadline is met, and no lower peak would do', async () => {
  const slots = 8;
  const work = fc
    .record({ fromSlot: fc.nat(slots - 1), length: fc.nat(slots - 1), agentSlots: fc.nat(30) })
    .map(
      ({ fromSlot, length, agentSlots }): Omit<DeferredWork, 'work'> => ({
        fromSlot,
        dueSlot: Math.min(slots - 1, fromSlot + length),
        agentSlots: agentSlots / 3,
      }),
    );
  const day = fc.record({
    works: fc.array(work, { minLength: 1, maxLength: 7 }),
    spare: fc.array(fc.nat(3), { minLength: slots, maxLength: slots }),
    most: fc.array(fc.integer({ min: 20, max: 60 }), { minLength: slots, maxLength: slots }),
  });
  fc.assert(
    fc.property(day, ({ works: unnamed, spare, most }) => {
      const works = unnamed.map((one, i) => ({ ...one, work: `w${i}` }));
      const total = works.reduce((sum, { agentSlots }) => sum + agentSlots, 0);
      if (total > 60) return true;
      const { agents, wholeAgents, done } = deferredStaffing(works, { spare, most });
      const finished = done.flat().reduce((sum, { agentSlots }) => sum + agentSlots, 0);
      if (Math.abs(finished - total) > 1e-7) return false;
      // Whole agents too: they leave nothing that has to be added.
      const enough = wholeAgents.map((count, i) => count + (spare[i] ?? 0));
      const rest = deferredStaffing(works, { spare: enough, most });
      if (Math.max(...rest.agents) > 1e-7) return false;
      const peak = Math.max(...agents);
      if (peak < 0.01) return true;
      const lower = most.map(() => peak - 0.005);
      try {
        deferredStaffing(works, { spare, most: lower });
        return false;
      } catch {
        return true;
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});

t.test('a day that cannot hold its work names the span and the work', async (t) => {
  const works = [
    { work: 'mail', fromSlot: 0, dueSlot: 1, agentSlots: 3 },
    { work: 'orders', fromSlot: 1, dueSlot: 1, agentSlots: 4 },
  ];
  const plan = { spare: [0, 1, 0], most: [2, 2, 2] };
  t.throws(() => deferredStaffing(works, plan), {
    message: /slots 0 to 1 hold 5 agent-slots, but mail, orders need 7/,
  });
  const backward = [{ work: 'mail', fromSlot: 2, dueSlot: 1, agentSlots: 1 }];
  t.throws(() => deferredStaffing(backward, plan), { message: /"mail" from slot 2 to 1/ });
});
