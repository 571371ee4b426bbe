// Redials as a balance. Expected figures by hand where the loss is a formula, by Erlang's
// models elsewhere.
import fc from 'fast-check';
import t from 'tap';
import { blocking } from '../../../services/domain/staffing/erlang-b.ts';
import { freshCalls, redialBalance } from '../../../services/domain/staffing/redials.ts';
import { staffingFigures } from '../../../services/domain/staffing/staffing-figures.ts';

t.test('a tenth lost and half of those calling again make 100 calls 105.3', async (t) => {
  const { balances, reached } = redialBalance({ freshPerHour: 100, share: 0.5 }, () => 0.1);
  t.equal(balances.length, 1);
  t.ok(Math.abs((reached?.offeredPerHour ?? 0) - 100 / 0.95) < 1e-9);
  t.ok(Math.abs((reached?.servedInTheEnd ?? 0) - 0.9 / 0.95) < 1e-12);
  t.ok(Math.abs(freshCalls(reached?.offeredPerHour ?? 0, 0.1, 0.5) - 100) < 1e-9, 'and back');
});

t.test('redials nearly without end have no balance', async (t) => {
  t.same(
    redialBalance({ freshPerHour: 100, share: 1 }, () => 1),
    { balances: [], reached: null },
  );
  const overload = (perHour: number) => blocking(perHour / 10, 5);
  t.equal(redialBalance({ freshPerHour: 80, share: 1 }, overload).reached, null, '8 erlangs on 5');
  t.equal(redialBalance({ freshPerHour: 30, share: 0 }, overload).reached?.redialsPerHour, 0);
});

t.test(
  'two days can look alike in fresh calls: both balances are told, and the one between',
  async (t) => {
    // Nobody is lost up to 150 calls, nine of ten beyond 160: y = 100 + 0.9 y lost(y).
    const lostAt = (perHour: number) => Math.min(0.9, Math.max(0, (perHour - 150) / 10));
    const { balances, reached } = redialBalance({ freshPerHour: 100, share: 0.9 }, lostAt);
    t.same(
      balances.map(({ stable }) => stable),
      [true, false, true],
    );
    t.equal(reached?.offeredPerHour, 100);
    t.ok(Math.abs((balances[2]?.offeredPerHour ?? 0) - 100 / (1 - 0.81)) < 1e-9);
  },
);

t.test('whatever Erlang A loses, the balance balances', async () => {
  const day = fc.record({
    freshPerHour: fc.integer({ min: 5, max: 400 }),
    share: fc.double({ min: 0, max: 0.95, noNaN: true }),
    agents: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(day, ({ freshPerHour, share, agents }) => {
      const lostAt = (perHour: number) => {
        const queue = { erlangs: perHour / 20, agents, ahtS: 180, withinS: null, patienceS: 120 };
        return staffingFigures('erlang-a', queue).pAbandon ?? 0;
      };
      const { reached } = redialBalance({ freshPerHour, share }, lostAt);
      if (!reached) return false;
      const { offeredPerHour, lost, redialsPerHour, servedInTheEnd } = reached;
      return (
        Math.abs(redialsPerHour - share * lost * offeredPerHour) < 1e-7 * offeredPerHour &&
        servedInTheEnd <= 1 + 1e-9
      );
    }),
    { numRuns: 12 },
  );
});

t.test('what is no share is refused by name', async (t) => {
  t.throws(() => redialBalance({ freshPerHour: 0, share: 0.5 }, () => 0), {
    message: /freshPerHour 0/,
  });
  t.throws(() => redialBalance({ freshPerHour: 1, share: 1.5 }, () => 0), { message: /1.5/ });
  t.throws(() => redialBalance({ freshPerHour: 1, share: 0.5 }, () => 2), { message: /lost 2/ });
});
