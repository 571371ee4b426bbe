import t from 'tap';
import {
  type RestOfDayPlan,
  recommendActions,
} from '../../../services/domain/forecast/intraday-actions.ts';

const plan = (change: Partial<RestOfDayPlan>): RestOfDayPlan => ({
  slotMinutes: 30,
  fromSlot: 24,
  contacts: [50, 50, 50, 50],
  required: [10, 10, 10, 10],
  scheduled: [10, 10, 10, 10],
  ...change,
});

t.test(
  'nothing to do where as many are there as are needed, or no schedule is known',
  async (t) => {
    t.same(recommendActions(plan({})), []);
    t.same(recommendActions(plan({ scheduled: null })), []);
  },
);

t.test('breaks move out of the shortage before anybody is called', async (t) => {
  const actions = recommendActions(plan({ scheduled: [8, 13, 10, 10], breaks: [2, 0, 0, 0] }));
  t.match(actions, [
    { kind: 'move-breaks', fromSlot: 24, toSlot: 25, movedToSlot: 25, agents: 2 },
    { kind: 'release-agents', fromSlot: 25, toSlot: 26, agents: 1 },
  ]);
});

t.test('a break moves two hours at most, and never into the past', async (t) => {
  const scheduled = [10, 10, 10, 10, 10, 8];
  const required = scheduled.map(() => 10);
  const far = plan({
    required,
    scheduled: [12, ...scheduled.slice(1)],
    breaks: [0, 0, 0, 0, 0, 2],
  });
  const kinds = recommendActions(far).map(({ kind }) => kind);
  t.notOk(kinds.includes('move-breaks'), 'two and a half hours');
  const now = recommendActions(plan({ scheduled: [8, 10, 10, 10], breaks: [2, 0, 0, 0] }));
  t.match(now, [{ kind: 'add-agents' }], 'only the past would have had room');
});

t.test('the reserve is called first, the rest is overtime, with what it does', async (t) => {
  const serviceLevel = (_: number, agents: number) => Math.min(1, agents / 12.5);
  const actions = recommendActions(plan({ scheduled: [10, 7, 7, 10], reserves: 2, serviceLevel }));
  t.match(actions, [
    { kind: 'add-agents', means: 'reserve', agents: 2, agentHours: 2, fromSlot: 25, toSlot: 27 },
    { kind: 'add-agents', means: 'overtime', agents: 1, agentHours: 1, fromSlot: 25, toSlot: 27 },
  ]);
  t.same(actions[0]?.effect, { before: 7 / 12.5, after: 9 / 12.5 });
  t.same(actions[0]?.reason, { required: 10, scheduled: 7 });
});

t.test(
  'leave is offered for an hour or more, and only what a high day would not miss',
  async (t) => {
    const requiredHigh = [12, 12, 12, 12];
    const actions = recommendActions(plan({ scheduled: [14, 15, 14, 11], requiredHigh }));
    t.match(actions, [
      { kind: 'watch', agents: 1, fromSlot: 27, toSlot: 28 },
      { kind: 'offer-leave', agents: 2, agentHours: 3, fromSlot: 24, toSlot: 27 },
    ]);
  },
);

t.test('what saves most contacts stands first', async (t) => {
  const serviceLevel = (_: number, agents: number) => Math.min(1, agents / 10);
  const contacts = [10, 10, 10, 500];
  const actions = recommendActions(plan({ contacts, scheduled: [5, 10, 10, 9], serviceLevel }));
  t.same(
    actions.map(({ fromSlot }) => fromSlot),
    [27, 24],
    'fifty callers of the busy slot before five of the quiet one',
  );
});
