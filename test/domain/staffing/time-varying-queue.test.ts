// Load and queues that change through the day. Reference: fixtures/staffing/reference_transient.json
// (exact differential equations) and the sine of Eick, Massey & Whitt 1993 in vectors.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { carriedLoad, offeredLoad } from '../../../services/domain/staffing/offered-load.ts';
import { requiredAgents } from '../../../services/domain/staffing/sizing.ts';
import { staffingFigures } from '../../../services/domain/staffing/staffing-figures.ts';
import { varyingQueue } from '../../../services/domain/staffing/time-varying-queue.ts';

interface Day {
  rule: 'SIPP' | 'lag_SIPP' | 'MOL';
  aht_s: number;
  patience_s: number;
  calls_per_half_hour: number[];
  agents: number[];
  intervals: ({
    p_delay: number;
    mean_queue: number;
    mean_busy: number;
    p_abandon: number;
  } | null)[];
}
const fixtures = join(import.meta.dirname, '../../fixtures/staffing');
const days: Day[] = JSON.parse(readFileSync(join(fixtures, 'reference_transient.json'), 'utf8'));
const goals = { serviceLevel: 0.8, withinS: 20 };

t.test('modified offered load follows the sine of the infinite-server queue', async (t) => {
  // m(t) = a/μ + b/(μ² + ω²)(μ sin ωt − ω cos ωt), λ = 100 + 20 sin t, μ = 1 an hour.
  const slotS = 3.6;
  const steps = 13_000;
  const hour = (i: number) => ((i + 0.5) * slotS) / 3600;
  const calls = Array.from(
    { length: steps },
    (_, i) => ((100 + 20 * Math.sin(hour(i))) * slotS) / 3600,
  );
  const { end } = offeredLoad({ slotS, calls, ahtS: calls.map(() => 3600) }, 90);
  for (const [at, erlangs] of [
    [1, 103.01168678939757],
    [2, 113.25444263372825],
    [6, 87.60414215150708],
    [12, 86.19573123267072],
  ] as const) {
    t.ok(Math.abs((end[at * 1000 - 1] ?? 0) - erlangs) < 2e-5, `m(${at})`);
  }
});

t.test('the load of a slot, sized by Erlang A, is the staffing of the reference', async (t) => {
  for (const day of days.filter(({ rule }) => rule === 'MOL')) {
    const calls = day.calls_per_half_hour;
    const { mean } = offeredLoad({ slotS: 1800, calls, ahtS: calls.map(() => day.aht_s) });
    const load = (erlangs: number) => ({ erlangs, ahtS: day.aht_s, patienceS: day.patience_s });
    const agents = Array.from(
      mean,
      (erlangs) => requiredAgents('erlang-a', load(erlangs), goals).agents,
    );
    const open = calls.findIndex((count) => count > 0);
    t.same(agents.slice(open), day.agents.slice(open), `handling ${day.aht_s} s`);
  }
});

t.test('a day with changing agents is what the differential equations say', async (t) => {
  for (const day of days) {
    const { aht_s: ahtS, patience_s: patienceS, calls_per_half_hour: calls, agents } = day;
    const slots = varyingQueue({ slotS: 1800, calls, agents, ahtS, patienceS, withinS: 20 });
    let worst = 0;
    slots.forEach((slot, i) => {
      const exact = day.intervals[i];
      if (!exact) return;
      worst = Math.max(
        worst,
        Math.abs(slot.pWait - exact.p_delay),
        Math.abs(slot.queueLength - exact.mean_queue),
        Math.abs(slot.busy - exact.mean_busy),
        exact.p_abandon === null ? 0 : Math.abs((slot.pAbandon ?? 0) - exact.p_abandon),
      );
    });
    t.ok(worst < 3e-5, `${day.rule}, handling ${ahtS} s: ${worst}`);
  }
});

t.test('left alone long enough it is Erlang A, service level included', async (t) => {
  const queue = { ahtS: 60, patienceS: 120, withinS: 20 };
  const [, late] = varyingQueue({
    ...queue,
    slotS: 36_000,
    calls: [28_800, 28_800],
    agents: [50, 50],
  });
  const exact = staffingFigures('erlang-a', { ...queue, erlangs: 48, agents: 50 });
  for (const name of ['pWait', 'queueLength', 'pAbandon', 'serviceLevel'] as const) {
    t.ok(Math.abs((late?.[name] ?? 0) / (exact[name] ?? 1) - 1) < 1e-9, name);
  }
});

t.test(
  'with 20-minute handling, staffing by each slot alone swings; by the load in hand it holds',
  async (t) => {
    const swing = (rule: string) => {
      const day = days.find((one) => one.rule === rule && one.aht_s === 1200);
      const waits = (day?.intervals ?? []).slice(16, 40).map((interval) => interval?.p_delay ?? 0);
      return Math.max(...waits) - Math.min(...waits);
    };
    t.ok(swing('MOL') < swing('SIPP') / 2, `${swing('MOL')} against ${swing('SIPP')}`);
  },
);

t.test('what no day can have is refused by name', async (t) => {
  const day = { slotS: 1800, calls: [10], agents: [2], ahtS: 300, patienceS: 120, withinS: 20 };
  t.throws(() => varyingQueue({ ...day, agents: [2.5] }), { message: /agents 2.5 of slot 0/ });
  t.throws(() => varyingQueue({ ...day, calls: [-1] }), { message: /calls -1 of slot 0/ });
  t.throws(() => varyingQueue({ ...day, calls: [1e9] }), { message: /too large/ });
  t.throws(() => offeredLoad({ slotS: 1800, calls: [1, 2], ahtS: [60, 0] }), {
    message: /ahtS 0 of slot 1/,
  });
});

t.test('what is carried over, and how much of the load it moves', async (t) => {
  // 12 calls of 30 min in a slot of 30: 12 erlang; 1 - 1/e of it is in hand in the slot.
  const { own, carried, moved } = carriedLoad({
    slotS: 1800,
    calls: [0, 12, 0, 0],
    ahtS: [Number.NaN, 1800, Number.NaN, Number.NaN],
  });
  t.same([...own], [0, 12, 0, 0]);
  const kept = 12 * (1 - Math.exp(-1));
  const inHand = [0, 12 - kept, kept * (1 - Math.exp(-1)), (kept * (1 - Math.exp(-1))) / Math.E];
  for (const [slot, erlangs] of inHand.entries()) {
    t.ok(Math.abs((carried[slot] ?? -1) - erlangs) < 1e-12, `slot ${slot}: ${carried[slot]}`);
  }
  const away = kept + (inHand[2] ?? 0) + (inHand[3] ?? 0);
  t.ok(Math.abs(moved - away / 24) < 1e-12, `${moved} moved`);
  const even = carriedLoad({ slotS: 900, calls: [9, 9, 9], ahtS: [600, 600, 600] });
  t.same([...even.carried], [6, 6, 6], 'a row begins as if its first load had lasted');
  t.equal(even.moved, 0);
  const gap = carriedLoad({ slotS: 900, calls: [9, Number.NaN, 3], ahtS: [600, 600, 600] });
  t.same([...gap.carried], [6, Number.NaN, 2], 'and so it goes on after what is not known');
});
