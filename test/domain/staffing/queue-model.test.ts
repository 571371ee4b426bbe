// Every kind of queue by one face: sizes are what trying every number of agents finds.
import fc from 'fast-check';
import t from 'tap';
import { chatFigures } from '../../../services/domain/staffing/concurrency.ts';
import { generalPatience } from '../../../services/domain/staffing/general-patience.ts';
import { stretched } from '../../../services/domain/staffing/patience-fit.ts';
import {
  chatModel,
  erlangModel,
  measuredModel,
  type QueueModel,
  redialling,
  type SlotLoad,
} from '../../../services/domain/staffing/queue-model.ts';
import { redialBalance, settledOffered } from '../../../services/domain/staffing/redials.ts';
import {
  missedGoal,
  type StaffingGoals,
} from '../../../services/domain/staffing/staffing-goals.ts';

const goals: StaffingGoals = { serviceLevel: 0.8, withinS: 20, abandonment: 0.05 };
const hazard = { fromS: [0, 5, 60], hazardPerS: [0.02, 0.004, 0.006] };
const models: Record<string, QueueModel> = {
  A: erlangModel('erlang-a', 120, goals),
  measured: measuredModel(hazard, goals),
  chat: chatModel({ handleS: [240, 330, 450], patienceS: 150 }, goals),
};

/** The answer of who tries 1, 2, 3 ... agents. */
function tried(model: QueueModel, load: SlotLoad): number {
  for (let agents = 1; ; agents += 1) {
    if (missedGoal(model.figures(load, agents), agents, goals) === null) return agents;
  }
}

t.test(
  'each model finds what trying finds, from any start, with redials and without',
  async (t) => {
    for (const [name, model] of Object.entries(models)) {
      for (const share of [0, 0.3, 0.8]) {
        const one = redialling(model, share, goals);
        const load = fc.double({ min: 0.2, max: 30, noNaN: true });
        fc.assert(
          fc.property(load, fc.double({ min: 0.2, max: 30, noNaN: true }), (erlangs, other) => {
            const queue = { erlangs, ahtS: 240 };
            const near = { erlangs: other, agents: Math.ceil(other + 1) };
            const found = tried(one, queue);
            return one.required(queue, null) === found && one.required(queue, near) === found;
          }),
          { numRuns: name === 'chat' ? 8 : 15 },
        );
        t.pass(`${name}, ${share} call again`);
      }
    }
  },
);

t.test(
  'redials: half of the lost call again, and the figures are those of the balance',
  async (t) => {
    const plain = erlangModel('erlang-a', 60, goals);
    const again = redialling(plain, 0.5, goals);
    const load = { erlangs: 20, ahtS: 240 };
    const met = again.met(load, 18);
    const lost = plain.figures(met, 18).pAbandon ?? 0;
    t.ok(lost > 0.1, `${lost} lost`);
    t.ok(Math.abs(met.erlangs - (20 + 0.5 * lost * met.erlangs)) < 1e-9, `${met.erlangs} erlang`);
    t.same(again.figures(load, 18), plain.figures(met, 18));
    t.same(redialling(plain, 0, goals), plain, 'without redials nothing changes');
  },
);

t.test('the quick balance is the lowest of all, and stops where there is none', async () => {
  const day = fc.record({
    freshPerHour: fc.integer({ min: 5, max: 400 }),
    share: fc.double({ min: 0, max: 0.95, noNaN: true }),
    agents: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(day, ({ freshPerHour, share, agents }) => {
      const { lost } = erlangModel('erlang-a', 120, goals);
      const lostAt = (perHour: number) => lost({ erlangs: perHour / 20, ahtS: 180 }, agents);
      const exact = redialBalance({ freshPerHour, share }, lostAt).reached?.offeredPerHour ?? 0;
      const quick = settledOffered({ freshPerHour, share }, lostAt);
      return Math.abs(quick - exact) < 1e-8 * exact;
    }),
    { numRuns: 25 },
  );
  // Nobody is lost up to 150 calls, nine of ten beyond 160: the good day is found.
  const steep = (perHour: number) => Math.min(0.9, Math.max(0, (perHour - 150) / 10));
  if (settledOffered({ freshPerHour: 100, share: 0.9 }, steep) !== 100) throw new Error('not 100');
  const forEver = settledOffered({ freshPerHour: 100, share: 1 }, () => 1);
  if (forEver !== Number.POSITIVE_INFINITY) throw new Error(`${forEver} for ever`);
});

t.test('figures are those of the models underneath; nobody there answers nobody', async (t) => {
  const load = { erlangs: 10, ahtS: 240 };
  const measured = { ...load, agents: 12, patience: hazard, withinS: 20 };
  t.same(models['measured']?.figures(load, 12), generalPatience({ ...measured, rule: undefined }));
  const chat = { chatsPerHour: 150, handleS: [240, 330, 450], patienceS: 150 };
  t.same(models['chat']?.figures(load, 6), chatFigures(chat, 6, 20));
  for (const model of Object.values(models)) t.equal(model.figures(load, 0).serviceLevel, 0);
});

t.test('a shape stretched to twice the patience is half the hazard, later', async (t) => {
  t.same(stretched(hazard, 2), { fromS: [0, 10, 120], hazardPerS: [0.01, 0.002, 0.003] });
});
