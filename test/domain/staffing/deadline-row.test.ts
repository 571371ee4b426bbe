// A row of work with one deadline. By hand, and against the general search over spans.
import fc from 'fast-check';
import t from 'tap';
import {
  type DeadlineWork,
  deadlineStaffing,
} from '../../../services/domain/staffing/deadline-row.ts';
import { deferredStaffing } from '../../../services/domain/staffing/deferred-work.ts';

const row = (arrives: number[], worked: number[], withinSlots: number): DeadlineWork => ({
  ...{ arrives: Float64Array.from(arrives), worked: Uint8Array.from(worked), withinSlots },
});
const near = (a: ArrayLike<number>, b: readonly number[]) =>
  a.length === b.length && b.every((value, i) => Math.abs(value - (a[i] ?? 0)) < 1e-9);

t.test('mail of one slot is spread over the slots that its deadline leaves', async (t) => {
  // 6 come in the first slot, due within four: worked on in the 2nd, 3rd and 4th.
  const { level, agents, done, waiting } = deadlineStaffing(
    row([6, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], 4),
  );
  t.ok(near(level, [0, 2, 2, 2, 0, 0]), `${level}`);
  t.ok(near(agents, [0, 2, 2, 2, 0, 0]), `${agents}`);
  t.ok(near(done, [0, 2, 2, 2, 0, 0]));
  t.ok(near(waiting, [6, 4, 2, 0, 0, 0]));
});

t.test('within one slot there is no time but its own', async (t) => {
  t.ok(near(deadlineStaffing(row([3, 0, 5], [1, 1, 1], 1)).level, [3, 0, 5]));
});

t.test('what comes at night is worked off from the morning on', async (t) => {
  // 8 at night, 1 in each worked slot, all within four worked slots.
  const { level, waiting } = deadlineStaffing(row([4, 4, 1, 1, 1, 1, 0], [0, 0, 1, 1, 1, 1, 1], 4));
  // The night's 8 fill slots 2 to 5, and the ones that can only follow them do.
  t.equal(waiting[1], 8);
  t.ok(near(level.slice(0, 2), [0, 0]));
  t.ok(Math.max(...level) >= 2 && Math.max(...level) < 2.76, `${level}`);
});

t.test('whole agents make up for what rounding left over', async (t) => {
  // 1.5 agents over four slots: 2, 1, 2, 1 and nobody late.
  const { level, agents } = deadlineStaffing(row([6, 0, 0, 0, 0], [1, 1, 1, 1, 1], 5));
  t.ok(near(level, [0, 1.5, 1.5, 1.5, 1.5]), `${level}`);
  t.ok(near(agents, [0, 2, 1, 2, 1]), `${agents}`);
});

t.test('the string is what the search over spans finds, and whole agents are in time', async () => {
  const work = fc.record({
    arrives: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 14 }),
    open: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
    withinSlots: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(work, ({ arrives, open, withinSlots }) => {
      const worked = arrives.map((_, i): number => (i === 0 || open[i] ? 1 : 0));
      const { level, agents, done } = deadlineStaffing(row(arrives, worked, withinSlots));
      // The same as spans of worked slots, with further ones after the row.
      const size = worked.reduce((a, b) => a + b, 0) + withinSlots + 1;
      let place = 0;
      const works = arrives.map((agentSlots, slot) => {
        const last = place + withinSlots - 1;
        const fromSlot = worked[slot] ? Math.min(place + 1, last) : place;
        if (worked[slot]) place += 1;
        return { work: `${slot}`, fromSlot, dueSlot: last, agentSlots };
      });
      const plain = { spare: new Array(size).fill(0), most: new Array(size).fill(1e3) };
      const exact = deferredStaffing(works, plain).agents;
      let k = 0;
      let [finished, path] = [0, 0];
      return arrives.every((_, slot) => {
        if (!worked[slot]) return agents[slot] === 0 && level[slot] === 0;
        const same = Math.abs((level[slot] ?? 0) - (exact[k] ?? 0)) < 1e-7;
        k += 1;
        finished += done[slot] ?? 0;
        path += level[slot] ?? 0;
        // Never behind the string, which keeps the deadlines; never a whole agent ahead of it.
        return same && finished >= path - 1e-7 && finished < path + 1 + 1e-7;
      });
    }),
    { numRuns: 400 },
  );
});

t.test('never fewer than the least while there is work', async (t) => {
  const { agents } = deadlineStaffing({
    ...row([2, 0, 0, 0, 0], [1, 1, 1, 1, 1], 5),
    minimumAgents: 1,
  });
  t.ok(near(agents, [0, 1, 1, 0, 0]), `${agents}`);
});

t.test('what is no plan is refused by name', async (t) => {
  const refused = (work: DeadlineWork, message: RegExp) =>
    t.throws(() => deadlineStaffing(work), { message });
  refused(row([1, -2], [1, 1], 2), /work -2 of slot 1/);
  refused(row([1], [0], 2), /no slot is working time/);
  refused(row([1], [1], 0), /withinSlots 0/);
  refused(row([1, 2], [1], 1), /1 slots of working time for 2/);
});
