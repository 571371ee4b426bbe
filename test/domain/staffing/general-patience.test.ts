// Patience of any shape. Against Erlang A where the hazard is constant, and against sums
// worked out on a fine grid where it is not (Zeltyn & Mandelbaum 2005, the same integrals).
import fc from 'fast-check';
import t from 'tap';
import { abandonRules } from '../../../services/domain/queue/service-level.ts';
import {
  generalPatience,
  type MeasuredQueue,
  requiredAgentsGeneral,
} from '../../../services/domain/staffing/general-patience.ts';
import { requiredAgents } from '../../../services/domain/staffing/sizing.ts';
import { staffingFigures } from '../../../services/domain/staffing/staffing-figures.ts';

const figures = [
  'pWait',
  'serviceLevel',
  'asaS',
  'asaAnsweredS',
  'occupancy',
  'queueLength',
  'waitP90S',
  'pAbandon',
] as const;

t.test('a constant hazard is Erlang A, in every figure and rule', async (t) => {
  const load = fc.record({
    erlangs: fc.double({ min: 0.05, max: 800, noNaN: true }),
    spare: fc.double({ min: -3, max: 4, noNaN: true }),
    ahtS: fc.integer({ min: 20, max: 2000 }),
    patienceS: fc.integer({ min: 5, max: 3000 }),
    rule: fc.constantFrom(...abandonRules),
  });
  let worst = 0;
  fc.assert(
    fc.property(load, ({ erlangs, spare, ahtS, patienceS, rule }) => {
      const agents = Math.max(1, Math.round(erlangs + spare * Math.sqrt(erlangs)));
      const queue = { erlangs, agents, ahtS, withinS: 20, rule };
      const hazard = 1 / patienceS;
      const patience = { fromS: [0, 7, 40, 300], hazardPerS: [hazard, hazard, hazard, hazard] };
      const [exact, ours] = [
        staffingFigures('erlang-a', { ...queue, patienceS }),
        generalPatience({ ...queue, patience }),
      ];
      for (const name of figures) {
        const [a, b] = [exact[name] ?? 0, ours[name] ?? 0];
        if (a > 1e-12) worst = Math.max(worst, Math.abs(b / a - 1));
      }
    }),
    { numRuns: 150, seed: 20 },
  );
  t.ok(worst < 1e-9, `worst relative difference ${worst}`);
});

// Many hang up at once and at an announcement after 30 s, few between.
const announced = { fromS: [0, 2, 28, 32], hazardPerS: [0.02, 0.001, 0.05, 0.002], atOnce: 0.03 };
const queue: MeasuredQueue = {
  erlangs: 20,
  agents: 19,
  ahtS: 180,
  withinS: 40,
  patience: announced,
};

t.test('a hazard with peaks gives what a fine grid gives', async (t) => {
  const exact = onGrid(queue);
  const ours = generalPatience(queue);
  for (const name of ['pWait', 'pAbandon', 'asaS', 'asaAnsweredS', 'serviceLevel'] as const) {
    const [a, b] = [exact[name], ours[name] ?? 0];
    t.ok(Math.abs(b / a - 1) < 1e-6, `${name}: ${b} against ${a}`);
  }
  t.ok(Math.abs((ours.queueLength ?? 0) - (20 / 180) * (ours.asaS ?? 0)) < 1e-12, 'Little');
});

t.test('flow is kept: those not lost are what the agents carry', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (agents) => {
      const { pAbandon, occupancy } = generalPatience({ ...queue, agents });
      const carried = 20 * (1 - (pAbandon ?? 0));
      return Math.abs((occupancy ?? 0) * agents - carried) < 1e-9;
    }),
  );
});

t.test('each agent more hastens every answer, and the number found is the smallest', async (t) => {
  const { agents: _, withinS: __, ...load } = queue;
  for (const goals of [
    { serviceLevel: 0.8, withinS: 20 },
    { abandonment: 0.03, occupancy: 0.9 },
    { asaS: 10, minimumAgents: 30 },
  ]) {
    const { agents } = requiredAgentsGeneral(load, goals);
    const met = Array.from({ length: 60 }, (_, i) => {
      const at = generalPatience({ ...load, agents: i + 1, withinS: 20 });
      return (
        (at.serviceLevel ?? 0) >= (goals.serviceLevel ?? 0) &&
        (at.pAbandon ?? 1) <= (goals.abandonment ?? 1) &&
        (at.occupancy ?? 2) <= (goals.occupancy ?? 2) &&
        (at.asaS ?? 1e9) <= (goals.asaS ?? 1e9) &&
        i + 1 >= (goals.minimumAgents ?? 0)
      );
    });
    t.equal(agents, met.indexOf(true) + 1, JSON.stringify(goals));
  }
  const goals = { serviceLevel: 0.8, withinS: 20 };
  const asked = { erlangs: 100, ahtS: 240, patience: { fromS: [0], hazardPerS: [1 / 120] } };
  const byA = requiredAgents('erlang-a', { erlangs: 100, ahtS: 240, patienceS: 120 }, goals);
  t.equal(requiredAgentsGeneral(asked, goals).agents, byA.agents);
});

t.test('what cannot be is refused by name', async (t) => {
  const patient = { fromS: [0, 60], hazardPerS: [0.01, 0] };
  t.throws(() => generalPatience({ ...queue, agents: 9, patience: patient }), {
    message: /9 agents are too few/,
  });
  t.ok((generalPatience({ ...queue, agents: 12, patience: patient }).pAbandon ?? 0) > 0.4);
  t.throws(() => generalPatience({ ...queue, agents: 0 }), { message: /agents 0/ });
  t.throws(() => generalPatience({ ...queue, patience: { fromS: [1], hazardPerS: [1] } }), {
    message: /fromS 1 at place 0/,
  });
});

/** The integrals of Zeltyn and Mandelbaum by small steps; no part of the code under test. */
function onGrid({ erlangs, agents, ahtS, withinS, patience }: MeasuredQueue) {
  const { fromS, hazardPerS, atOnce = 0 } = patience;
  let freeWeight = 1;
  let term = 1;
  for (let k = agents - 1; k > 0; k -= 1) {
    term *= k / erlangs;
    freeWeight += term;
  }
  // E of the paper over lambda: sum of (A^j/j!) / (A^(N-1)/(N-1)!) over j < N, times h/A.
  const free = freeWeight * (ahtS / erlangs);
  const step = 0.002;
  let [kept, waited] = [1 - atOnce, 0];
  let piece = 0;
  const sum = { all: free, lost: 0, served: free, early: free, wait: 0, servedWait: 0 };
  for (let x = step / 2; x < 4000; x += step) {
    if (x > (fromS[piece + 1] ?? Number.POSITIVE_INFINITY)) piece += 1;
    const half = Math.exp((-(hazardPerS[piece] ?? 0) * step) / 2);
    kept *= half;
    waited += (kept * step) / 2;
    const density = step * Math.exp((erlangs / ahtS) * waited - (agents / ahtS) * x);
    sum.all += density;
    sum.lost += density * (1 - kept);
    sum.served += density * kept;
    if (x < (withinS ?? 0)) sum.early += density * kept;
    sum.wait += density * waited;
    sum.servedWait += density * kept * x;
    waited += (kept * step) / 2;
    kept *= half;
  }
  return {
    pWait: 1 - free / sum.all,
    pAbandon: sum.lost / sum.all,
    asaS: sum.wait / sum.all,
    asaAnsweredS: sum.servedWait / sum.served,
    serviceLevel: sum.early / sum.all,
  };
}
