import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { AbandonRule } from '../../../services/domain/queue/service-level.ts';
import { waitsBeyond } from '../../../services/domain/staffing/erlang-a.ts';
import { largestErlangs } from '../../../services/domain/staffing/erlang-b.ts';
import type {
  StaffedQueue,
  StaffingModel,
} from '../../../services/domain/staffing/staffed-queue.ts';
import {
  staffingFigures,
  staffingFiguresLog10,
} from '../../../services/domain/staffing/staffing-figures.ts';

// 60-digit rows and published figures; sources in test/fixtures/staffing/README.md.
type Numbers = Record<string, number>;
interface GridRow {
  model: string;
  inputs: Numbers;
  out: Numbers;
}
const fixture = (name: string) =>
  JSON.parse(readFileSync(`test/fixtures/staffing/${name}`, 'utf8'));
const grid: GridRow[] = fixture('reference_grid.json').rows;
const models: Record<string, StaffingModel> = { B: 'erlang-b', C: 'erlang-c', A: 'erlang-a' };
const nameOf: Record<string, string> = {
  blocking: 'blocking',
  p_wait: 'pWait',
  occupancy: 'occupancy',
  service_level: 'serviceLevel',
  asa_s: 'asaS',
  avg_wait_all_s: 'asaS',
  asa_answered_s: 'asaAnsweredS',
  lq: 'queueLength',
  wait_p90_s: 'waitP90S',
  p_abandon: 'pAbandon',
};
const ruleOf: Record<string, AbandonRule> = {
  sl_answered_of_offered: 'missed',
  sl_answered_of_answered: 'ignored',
  sl_excl_short_abandons: 'ignored-if-early',
  sl_incl_short_abandons: 'met-if-early',
};
const tolerance = 1e-12;

function queueOf({ inputs, out, model }: GridRow): StaffedQueue {
  return {
    erlangs: inputs.erlangs ?? Number.NaN,
    agents: out.agents ?? inputs.agents ?? Number.NaN,
    ahtS: inputs.aht_s ?? null,
    // The reference's sizings without a target of their own were told at 20 s.
    withinS: inputs.target_s ?? (model.endsWith('_required') ? 20 : null),
    patienceS: inputs.patience_s ?? null,
  };
}

/** The figure of ours that a name of the reference means. */
function ours(model: StaffingModel, queue: StaffedQueue, name: string): number | null {
  const plain = name.replace(/_log10$/, '');
  const log = plain !== name;
  if (name === 'blocking_one_less') {
    return staffingFigures(model, { ...queue, agents: queue.agents - 1 }).blocking;
  }
  const rule = ruleOf[plain];
  if (rule) return staffingFigures(model, { ...queue, rule }).serviceLevel;
  const beyond = waitsBeyondOf(queue, plain, log);
  if (beyond !== undefined) return beyond;
  const figures = (log ? staffingFiguresLog10 : staffingFigures)(model, queue);
  return figures[nameOf[plain] as keyof typeof figures];
}

function waitsBeyondOf(queue: StaffedQueue, name: string, log: boolean): number | undefined {
  if (!['p_wait_gt_T', 'p_virtual_wait_gt_T', 'p_abandon_within_T'].includes(name))
    return undefined;
  const waits = waitsBeyond(queue, queue.withinS ?? 0);
  if (name === 'p_abandon_within_T') return waits.abandonedWithin;
  if (name === 'p_wait_gt_T') return log ? waits.waitLog10 : waits.wait;
  return log ? waits.offeredLog10 : waits.offered;
}

function relativeError(got: number | null, want: number): number {
  if (got === null) return Number.POSITIVE_INFINITY;
  return want === 0 ? Math.abs(got) : Math.abs(got - want) / Math.abs(want);
}

t.test('every figure of every reference row within 1e-12', async (t) => {
  let compared = 0;
  for (const row of grid) {
    if (row.model === 'B_max_load') continue;
    const named = models[row.model[0] ?? ''];
    const fractional = row.model === 'BC_fractional';
    for (const [name, want] of Object.entries(row.out)) {
      if (name === 'agents') continue;
      const model = fractional && name === 'p_wait' ? 'erlang-c' : named;
      if (!model) throw new Error(row.model);
      const queue = queueOf(row);
      const got = ours(model, queue, name);
      const error = relativeError(got, want);
      if (!(error <= tolerance)) {
        t.fail(`${row.model} ${JSON.stringify(row.inputs)} ${name}: ${got}, not ${want}`);
      }
      if (name.endsWith('_log10')) {
        t.equal(ours(model, queue, name.replace('_log10', '')), 0, 'beyond a double it is 0');
      }
      compared += 1;
    }
  }
  t.equal(compared, 1_394);
});

t.test('the largest load for a blocking', async (t) => {
  for (const { inputs, out } of grid.filter(({ model }) => model === 'B_max_load')) {
    const got = largestErlangs(inputs.agents ?? 0, inputs.max_blocking ?? 0);
    t.ok(relativeError(got, out.erlangs ?? 0) <= tolerance, JSON.stringify(inputs));
  }
  t.ok(relativeError(largestErlangs(1, 0.5), 1) < 1e-15, 'B(1, 1) = 1/2');
  // 1/B - 1 = 1/A with one agent.
  t.ok(relativeError(largestErlangs(1, 1 - 2 ** -40), 2 ** 40 - 1) < 1e-12, 'almost all blocked');
  t.ok(relativeError(largestErlangs(1, 1e-12), 1e-12 / (1 - 1e-12)) < 1e-12, 'almost none');
});

t.test('published figures, where the publication is right', async (t) => {
  let compared = 0;
  for (const row of fixture('vectors.json')) {
    const model = models[row.model];
    if (!model || row.inputs) continue;
    const queue: StaffedQueue = {
      erlangs: row.erlangs,
      agents: row.agents,
      ahtS: row.aht_s,
      withinS: row.target_s,
      patienceS: row.patience_s,
    };
    for (const [name, want] of Object.entries<number>(row.exact)) {
      if (!nameOf[name] && !ruleOf[name]) continue;
      // Without a target the row says nothing of the service level.
      if (row.target_s === null && /service_level|^sl_/.test(name)) continue;
      const got = ours(model, queue, name);
      t.ok(relativeError(got, want) <= tolerance, `${row.source} ${name}: ${got}, not ${want}`);
      compared += 1;
    }
  }
  t.ok(compared > 110, `${compared} figures`);
});

t.test('50 agents, 48 erlangs: four rules, four service levels', async (t) => {
  const queue = { erlangs: 48, agents: 50, ahtS: 60, withinS: 10, patienceS: 120 };
  const level = (rule: AbandonRule) =>
    staffingFigures('erlang-a', { ...queue, rule }).serviceLevel ?? Number.NaN;
  const [missed, ignored, early] = [level('missed'), level('ignored'), level('ignored-if-early')];
  t.ok(missed < early && early < ignored && ignored < 1);
  t.ok(level('met-if-early') > missed);
  // A limit of the short abandon at the target is the rule of the early ones.
  const short = { ...queue, rule: 'ignored-if-short' as const, shortAbandonS: 10 };
  t.ok(relativeError(staffingFigures('erlang-a', short).serviceLevel, early) < 1e-14);
  const none = { ...short, shortAbandonS: 0 };
  t.ok(relativeError(staffingFigures('erlang-a', none).serviceLevel, missed) < 1e-14);
});

const queues = fc.record({
  erlangs: fc.double({ min: 0.01, max: 300, noNaN: true }),
  agents: fc.integer({ min: 1, max: 330 }),
  ahtS: fc.double({ min: 5, max: 3_000, noNaN: true }),
  withinS: fc.double({ min: 0, max: 600, noNaN: true }),
  patienceS: fc.double({ min: 0.5, max: 20_000, noNaN: true }),
});
const rules = fc.constantFrom<AbandonRule>(
  'met-if-early',
  'ignored',
  'missed',
  'ignored-if-early',
  'ignored-if-short',
);
/** Rounding may turn equal figures either way. */
const noMore = (a: number | null, b: number | null) => (a ?? 0) <= (b ?? 0) * (1 + 1e-12) + 1e-300;

t.test('one agent more is never worse, under every model and rule', async () => {
  fc.assert(
    fc.property(queues, rules, (queue, rule) => {
      const [now, more] = [queue, { ...queue, agents: queue.agents + 1 }].map((q) =>
        staffingFigures('erlang-a', { ...q, rule }),
      );
      const [b, bMore] = [0, 1].map((plus) =>
        staffingFigures('erlang-b', { ...queue, agents: queue.agents + plus }),
      );
      return (
        noMore(now?.serviceLevel ?? 1, more?.serviceLevel ?? 0) &&
        noMore(more?.pWait ?? 1, now?.pWait ?? 0) &&
        noMore(more?.pAbandon ?? 1, now?.pAbandon ?? 0) &&
        noMore(more?.asaS ?? 1, now?.asaS ?? 0) &&
        noMore(more?.asaAnsweredS ?? 1, now?.asaAnsweredS ?? 0) &&
        noMore(more?.waitP90S ?? 1, now?.waitP90S ?? 0) &&
        noMore(more?.occupancy ?? 1, now?.occupancy ?? 0) &&
        noMore(bMore?.blocking ?? 1, b?.blocking ?? 0) &&
        noMore(bMore?.occupancy ?? 1, b?.occupancy ?? 0)
      );
    }),
    { numRuns: 400 },
  );
});

t.test('Little: the mean queue is the arrival rate times the mean wait', async () => {
  fc.assert(
    fc.property(queues, (queue) => {
      const perS = queue.erlangs / queue.ahtS;
      return (['erlang-c', 'erlang-a'] as const).every((model) => {
        const { asaS, queueLength } = staffingFigures(model, queue);
        if (asaS === null || queueLength === null) return asaS === queueLength;
        return relativeError(queueLength, perS * asaS) < 1e-12 || asaS < 1e-290;
      });
    }),
  );
});

t.test(
  'fewer hang up than a system without a queue turns away; all leave in some way',
  async () => {
    fc.assert(
      fc.property(queues, (queue) => {
        const a = staffingFigures('erlang-a', queue);
        const { blocking } = staffingFigures('erlang-b', queue);
        const carried = ((a.occupancy ?? 0) * queue.agents) / queue.erlangs;
        const level = (rule: AbandonRule) =>
          staffingFigures('erlang-a', { ...queue, rule }).serviceLevel;
        const { wait, abandonedWithin } = waitsBeyond(queue, queue.withinS);
        return (
          noMore(a.pAbandon, blocking) &&
          Math.abs(carried + (a.pAbandon ?? 0) - 1) < 1e-12 &&
          Math.abs((level('missed') ?? 0) + abandonedWithin + wait - 1) < 1e-12
        );
      }),
    );
  },
);

t.test('Erlang A becomes C with endless patience and B with none', async () => {
  const stable = queues.filter(({ erlangs, agents }) => agents > erlangs * 1.02);
  fc.assert(
    fc.property(stable, (queue) => {
      const c = staffingFigures('erlang-c', queue);
      const b = staffingFigures('erlang-b', queue);
      const near = (a: number | null, want: number | null) =>
        relativeError(a, want ?? 0) < 1e-3 || (want ?? 1) < 1e-200;
      const patient = staffingFigures('erlang-a', { ...queue, patienceS: queue.ahtS * 1e8 });
      const gone = staffingFigures('erlang-a', { ...queue, patienceS: queue.ahtS * 1e-7 });
      return (
        near(patient.pWait, c.pWait) &&
        near(patient.asaS, c.asaS) &&
        near(patient.serviceLevel, c.serviceLevel) &&
        near(gone.pAbandon, b.blocking)
      );
    }),
    { numRuns: 60 },
  );
});

t.test('the 90 % wait where a tenth of the contacts wait: one agent has C = A', async (t) => {
  // ln(10 A) h/(1 - A) with A = 0.1 + d: to the last digits ln(1 + 10 d).
  for (const d of [2 ** -20, 2 ** -30, 2 ** -40]) {
    const erlangs = 0.1 + d;
    const queue = { erlangs, agents: 1, ahtS: 240, withinS: null, patienceS: null };
    // 10 A - 1 exactly: A is 0.1 in a double and a remainder without rounding.
    const over = 10 * (erlangs - 0.1) + 5.551115123125783e-17;
    const want = (Math.log1p(over) * 240) / (1 - erlangs);
    const { waitP90S } = staffingFigures('erlang-c', queue);
    t.ok(relativeError(waitP90S, want) <= tolerance, `${waitP90S}, not ${want}`);
  }
});

t.test('a fractional number of agents lies between its neighbours and meets them', async (t) => {
  const at = (agents: number, erlangs: number) =>
    staffingFigures('erlang-b', { erlangs, agents, ahtS: null, withinS: null, patienceS: null })
      .blocking ?? Number.NaN;
  for (const erlangs of [1e-6, 0.3, 5, 80]) {
    for (const agents of [1, 7, 30]) {
      t.ok(at(agents - 0.5, erlangs) > at(agents, erlangs));
      t.ok(relativeError(at(agents - 1e-13, erlangs), at(agents, erlangs)) < 1e-9);
      // S(N) = 1 + N/A S(N-1) holds for every N.
      const s = (n: number) => 1 / at(n, erlangs);
      t.ok(
        relativeError(s(agents + 0.37), 1 + ((agents + 0.37) / erlangs) * s(agents - 0.63)) < 1e-13,
      );
    }
  }
});

t.test('what cannot be is refused by name, what cannot be said is null', async (t) => {
  const queue = { erlangs: 10, agents: 12, ahtS: 180, withinS: 20, patienceS: 60 };
  const refused = (model: StaffingModel, change: Partial<StaffedQueue>, message: RegExp) =>
    t.throws(() => staffingFigures(model, { ...queue, ...change }), { message });
  refused('erlang-c', { erlangs: Number.NaN }, /erlangs NaN/);
  refused('erlang-c', { agents: -1 }, /agents -1/);
  refused('erlang-b', { agents: 1e9 }, /agents 1000000000 is above/);
  refused('erlang-a', { patienceS: null }, /erlang-a needs patienceS/);
  refused('erlang-a', { patienceS: 0 }, /patienceS 0/);
  refused('erlang-a', { ahtS: null }, /erlang-a needs ahtS/);
  t.match(staffingFigures('erlang-c', { ...queue, agents: 10 }), {
    pWait: 1,
    serviceLevel: 0,
    occupancy: 1,
    asaS: null,
    queueLength: null,
    waitP90S: null,
  });
  t.match(staffingFigures('erlang-c', { ...queue, ahtS: null }), { asaS: null, waitP90S: null });
  t.match(staffingFigures('erlang-a', { ...queue, agents: 0 }), {
    pAbandon: 1,
    asaS: 60,
    asaAnsweredS: null,
    occupancy: null,
  });
  t.equal(staffingFigures('erlang-c', { ...queue, erlangs: 0, agents: 0 }).serviceLevel, null);
});
