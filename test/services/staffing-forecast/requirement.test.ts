// Each kind of work from its rules to agents and their explanation. Expected figures: exact
// differential equations (fixtures/staffing/reference_transient.json), arithmetic by hand, and
// models that must agree where one is the other's special case.
import { readFileSync } from 'node:fs';
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import type { StaffingRules } from '../../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { DomainError } from '../../../services/domain/domain-error.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { addDays } from '../../../services/domain/planning/local-slots.ts';
import { requiredAgents } from '../../../services/domain/staffing/sizing.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { until } from '../../helpers/until.ts';
import { teller } from '../event-archive/centre.ts';
import { by, drafted, importFile, startPlanning } from './planner.ts';

const { client, bus } = await startPlanning(t);
const tenant = 'main';
const ann = by('ann');
const id = () => crypto.randomUUID();
const today = new Date().toISOString().slice(0, 10);
const first = addDays(today, 1);
const slotS = 1800;
const names = ['long', 'patient', 'chat', 'mail', 'again', 'shrunk'] as const;
type Name = (typeof names)[number];
const goals = { serviceLevel: 0.8, withinS: 20, rule: 'missed', minimumAgents: 1 };

/** A slot amid none: nothing shall be carried over. */
const alone = { carriedLoad: 'off', ahtS: 300 };

/** Two days of half hours; nothing but what is said. */
const twoDays = (said: Record<number, number>) =>
  Array.from({ length: 96 }, (_, slot) => said[slot] ?? 0);

let forecastId = '';

/** 200 calls, a minute apart: each 4th hangs up after 60 s, the others are answered after 20 s. */
function callsOfYesterday(): Fact[] {
  const startMs = Date.parse(`${today}T00:00:00Z`) - 86_400_000;
  const calls = Array.from({ length: 200 }, (_, n) => {
    const offeredAtMs = startMs + n * 60_000;
    const call = { uniqueId: `p${n}`, queue: 'patient', offeredAtMs };
    const tell = teller({ site: 'hq', source: 'pbx-1' }, call);
    const waitMs = n % 4 === 0 ? 60_000 : 20_000;
    const end = { waitMs, ...(n % 4 === 0 ? hungUp : answered) };
    return [tell(offeredAtMs, { kind: 'offered' }), tell(offeredAtMs + waitMs, end)];
  });
  return calls.flat().sort((a, b) => a.atMs - b.atMs);
}

const hungUp = { kind: 'abandoned' } as const;
const answered = { kind: 'answered', agent: 'agent-1' } as const;

t.test('two days are forecast, to be overridden', async (t) => {
  const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts: callsOfYesterday() });
  await jetstream(bus.nats).publish(subjects.backfill(tenant), bytes);
  const lines = ['Start;Queue;Offered;AHT'];
  for (let day = -28; day < 0; day += 1) {
    for (let slot = 0; slot < 48; slot += 1) {
      const at = `${addDays(today, day)} ${clock(slot)}`;
      for (const name of names) lines.push(`${at};${name};12;300`);
    }
  }
  const read = await importFile(client, {}, { text: lines.join('\n'), who: ann });
  t.same(read?.errors, []);
  const asked = { tenant, commandId: id(), site: 'hq', queues: [], from: '', days: 2 };
  const draft = { ...asked, slotMinutes: 30, name: 'two days' };
  forecastId = (await ask(client, client.draftForecast, draft, ann)).forecastId;
  t.match(await drafted(client, forecastId), { state: 'draft', from: first, slotMinutes: 30 });
  await until(async () => {
    const patience = { tenant, queue: 'hq/patient', from: '', to: '' };
    return (await ask(client, client.getPatience, patience, ann)).contacts === 200;
  });
});

function clock(slot: number): string {
  return `${String((slot % 48) >> 1).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`;
}

/** Says what comes, and by what it is staffed. */
async function plan(name: Name, values: number[], rules: Partial<StaffingRules>): Promise<void> {
  const queue = `hq/${name}`;
  const override = {
    ...{ overrideId: '', queue, from: first, to: addDays(first, 2), target: 'calls' },
    ...{ change: { $case: 'values' as const, value: { values } }, reason: 'test', author: '' },
    overriddenAt: undefined,
  };
  const laid = { tenant, commandId: id(), forecastId, override, seenPosition: undefined };
  await ask(client, client.overrideForecast, laid, ann);
  await decide(name, rules);
}

async function decide(name: Name, rules: Partial<StaffingRules>): Promise<void> {
  const queue = `hq/${name}`;
  const { current } = await ask(client, client.listRules, { tenant, queue }, ann);
  if (!current?.rules) throw new Error('no rules');
  const fresh = { ...current.rules, goals, ahtSource: 'fixed', effectiveFrom: today, ...rules };
  const asked = { tenant, commandId: id(), queue, rules: fresh, seenPosition: undefined };
  await ask(client, client.decideRules, asked, ann);
}

async function required(name: Name, model = '') {
  const asked = { tenant, forecastId, queues: [`hq/${name}`], slotMinutes: 0, from: '', to: '' };
  return (await ask(client, client.getRequirement, { ...asked, model }, ann)).slots;
}

async function why(name: Name, slot: number) {
  const start = `${addDays(first, slot >= 48 ? 1 : 0)}T${clock(slot)}`;
  const asked = { tenant, forecastId, queue: `hq/${name}`, start, model: '' };
  return await ask(client, client.explainRequirement, asked, ann);
}

async function refusal(asked: Promise<unknown>): Promise<DomainError> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DomainError) return error;
  throw new Error(`no refusal, but ${error}`);
}

interface Reference {
  rule: string;
  aht_s: number;
  patience_s: number;
  calls_per_half_hour: number[];
  agents: number[];
}

t.test('calls of twenty minutes: the reference day, carried over and not', async (t) => {
  const days: Reference[] = JSON.parse(
    readFileSync('test/fixtures/staffing/reference_transient.json', 'utf8'),
  );
  const of = (rule: string) => days.find((day) => day.rule === rule && day.aht_s === 1200);
  const [carried, single] = [of('MOL'), of('SIPP')];
  if (!carried || !single) throw new Error('no reference');
  const calls = carried.calls_per_half_hour;
  const rules = { model: 'erlang-a', patienceS: carried.patience_s, ahtS: 1200 };
  await plan('long', [...calls, ...twoDays({}).slice(48)], rules);
  const slots = await required('long');
  const called = calls.flatMap((count, slot) => (count > 0 ? slot : []));
  t.same(
    called.map((slot) => slots[slot]?.agents),
    called.map((slot) => carried.agents[slot]),
    'each agent of the modified offered load',
  );
  t.ok(called.every((slot) => slots[slot]?.ownErlangs !== undefined));
  // 2.6923 calls in the last half hour and what the evening left, 1.2 slots of e-fold each.
  const night = slots[48];
  t.ok((night?.agents ?? 0) > 0 && night?.calls === 0, `${night?.agents} end what is in hand`);
  t.equal(slots[60]?.agents, 0, 'and by morning nobody');
  const { steps, neighbours } = await why('long', 15);
  t.same(
    steps.map(({ step }) => step),
    ['volume', 'aht', 'load', 'carried', 'model', 'goal', 'base', 'rostered'],
  );
  const step = steps.find((one) => one.step === 'carried');
  t.ok(Math.abs((step?.value ?? 0) - (slots[15]?.erlangs ?? 0)) < 1e-12);
  t.ok((step?.inputs['change'] ?? 0) < 0, 'the morning’s first calls last into the next slots');
  t.match(step?.detail, /are carried into later slots/);
  t.match(
    neighbours.map(({ meets }) => meets),
    [false, false, true, true, true],
  );

  await decide('long', { ...rules, carriedLoad: 'off' });
  const off = await required('long');
  t.same(
    called.map((slot) => off[slot]?.agents),
    called.map((slot) => single.agents[slot]),
    'switched off each slot stands alone',
  );
  t.equal(off[48]?.agents, 0);
  t.equal(off[15]?.ownErlangs, undefined);
});

t.test(
  'patience as measured: where its shape is exponential, each agent of Erlang A',
  async (t) => {
    const measured = { ...alone, model: 'measured-patience', ahtS: 240 };
    await plan('again', twoDays({ 20: 100 }), measured);
    const unknown = (await required('again'))[20];
    t.match(unknown, { agents: undefined, problem: /no patience was measured/ });

    await plan('patient', twoDays({ 20: 100, 21: 160 }), measured);
    const slots = await required('patient');
    for (const [slot, calls] of [
      [20, 100],
      [21, 160],
    ] as const) {
      // Fifty hang-ups are one piece of hazard: 50 of (50 x 60 + 150 x 20) s, a mean of 120 s.
      const load = { erlangs: (calls * 240) / slotS, ahtS: 240, patienceS: 120 };
      const byA = requiredAgents('erlang-a', load, { serviceLevel: 0.8, withinS: 20 });
      t.equal(slots[slot]?.agents, byA.agents);
      const [found, exact] = [slots[slot]?.figures, byA.figures];
      t.ok(Math.abs((found?.serviceLevel ?? 0) - (exact.serviceLevel ?? 1)) < 1e-10);
      t.ok(Math.abs((found?.waitP90S ?? 0) - (exact.waitP90S ?? 1)) < 1e-6, 'and its ninth tenth');
    }
    const { steps, models, neighbours } = await why('patient', 21);
    t.match(
      steps.find(({ step }) => step === 'model'),
      {
        words: { model: 'measured-patience' },
        inputs: { pieces: 1, patienceS: 120 },
      },
    );
    t.same(
      models.map(({ model }) => model),
      ['erlang-c', 'erlang-a', 'measured-patience', 'simulation'],
    );
    t.equal(models[1]?.agents, models[2]?.agents, 'side by side');
    t.equal(neighbours[1]?.meets, false);
    t.equal(neighbours[2]?.meets, true);
  },
);

t.test('redials: who is lost calls again, and history’s redials are taken out first', async (t) => {
  const patienceS = 60;
  const loss = { ...goals, serviceLevel: undefined, withinS: undefined, abandonment: 0.1 };
  const rules = { ...alone, model: 'erlang-a', ahtS: 240, patienceS, goals: loss };
  await plan('again', twoDays({ 20: 100, 22: 3 }), { ...rules, redialShare: 0.5 });
  const one = (await required('again'))[20];
  const [redials = 0, lost = 0] = [one?.redials, one?.figures?.pAbandon];
  // What comes back is half of the lost of all that is offered: a balance, to the last digits.
  t.ok(Math.abs(redials - 0.5 * lost * (100 + redials)) < 1e-9, `${redials} redials`);
  t.ok(Math.abs((one?.erlangs ?? 0) - ((100 + redials) * 240) / slotS) < 1e-9);
  t.ok(lost <= 0.1 && redials > 2);
  const { steps, neighbours } = await why('again', 20);
  const step = steps.find((each) => each.step === 'redials');
  t.ok(Math.abs((step?.value ?? 0) - 100 - redials) < 1e-9);
  t.match(step?.inputs, { share: 0.5, lostBefore: 0, fresh: 100, balances: 1 });
  t.match(
    neighbours.map(({ meets }) => meets),
    [false, false, true, true, true],
  );

  await plan('patient', twoDays({ 20: 100 }), { ...rules, redialShare: 0.5 });
  // A quarter of yesterday's calls hung up, so an eighth of the calls seen were redials.
  const known = await why('patient', 20);
  const fresh = known.steps.find((each) => each.step === 'redials')?.inputs;
  t.equal(fresh?.['lostBefore'], 0.25);
  t.ok(Math.abs((fresh?.['fresh'] ?? 0) - 87.5) < 1e-9);
  const byC = { ...rules, model: 'erlang-c', goals, redialShare: 0.5 };
  t.match(await refusal(decide('again', byC)), {
    message: /redialShare is 0.5, but by erlang-c nobody is lost/,
  });
});

t.test('chats: one at once is Erlang C, several take fewer agents, and say how', async (t) => {
  const calls = twoDays({ 18: 60, 20: 90 });
  await plan('chat', calls, { ...alone, model: 'chat', chatHandleS: [300] });
  const one = await required('chat');
  for (const slot of [18, 20]) {
    const load = { erlangs: ((calls[slot] ?? 0) * 300) / slotS, ahtS: 300, patienceS: null };
    const byC = requiredAgents('erlang-c', load, { serviceLevel: 0.8, withinS: 20 });
    t.equal(one[slot]?.agents, byC.agents);
    const found = one[slot]?.figures?.serviceLevel ?? 0;
    t.ok(Math.abs(found - (byC.figures.serviceLevel ?? 1)) < 1e-9);
  }
  await decide('chat', { ...alone, model: 'chat', chatHandleS: [300, 400, 510] });
  const three = await required('chat');
  t.ok((three[20]?.agents ?? 99) < (one[20]?.agents ?? 0) / 1.5, `${three[20]?.agents} agents`);
  t.ok((three[20]?.figures?.serviceLevel ?? 0) >= 0.8);
  const { steps, neighbours, models } = await why('chat', 20);
  t.match(
    steps.find(({ step }) => step === 'aht'),
    { value: 510, words: { source: 'chat' } },
  );
  t.match(steps.find(({ step }) => step === 'model')?.inputs, { chats: 3 });
  t.match(
    neighbours.map(({ meets }) => meets),
    [false, false, true, true, true],
  );
  t.same(models, [], 'models of one at once say nothing of chats');
  const bad = decide('chat', { ...alone, model: 'chat', chatHandleS: [300, 700] });
  t.match(await refusal(bad), { message: /2 chats of 700 s ends fewer than with 1 of 300 s/ });
});

t.test('mail is worked off by its deadline, in working time', async (t) => {
  const deferred = { withinMinutes: 150, weekdays: [], fromMinute: 480, toMinute: 1080 };
  const mail = { model: 'deferred', ahtS: 600, deferred };
  const free = { ...goals, serviceLevel: undefined, withinS: undefined, minimumAgents: 0 };
  // 12 x 600 s are 4 agent-slots, within five: one agent in the four after that of arrival.
  // 27 come at 03:00: 9 agent-slots over 08:00 to 10:30.
  await plan('mail', twoDays({ 24: 12, 54: 27 }), { ...mail, goals: free });
  const slots = await required('mail');
  t.same(
    slots.flatMap(({ agents = 0 }, slot) => (agents > 0 ? [[slot, agents]] : [])),
    [
      ...[25, 26, 27, 28].map((slot) => [slot, 1]),
      ...[2, 2, 2, 2, 1].map((agents, n) => [48 + 16 + n, agents]),
    ],
  );
  t.ok(Math.abs((slots[25]?.waitingHours ?? 0) - 1.5) < 1e-9, 'three agent-slots are left');
  t.ok(Math.abs((slots[54]?.waitingHours ?? 0) - 4.5) < 1e-9, 'the night’s wait until morning');
  t.equal(slots[68]?.figures?.occupancy, 1);
  const { steps, neighbours, models } = await why('mail', 48 + 17);
  t.match(steps.find(({ step }) => step === 'deadline')?.inputs, { withinMinutes: 150 });
  t.ok(Math.abs((steps.find(({ step }) => step === 'level')?.value ?? 0) - 1.8) < 1e-9);
  t.same([neighbours, models], [[], []], 'a deadline knows no goal of its own for a slot');

  await decide('mail', { ...mail, goals: { ...free, occupancy: 0.8 } });
  // Four hours of five busy: 5 agent-slots, in the same four slots.
  const busy = (await required('mail')).slice(25, 29).map(({ agents }) => agents);
  t.same(busy, [2, 1, 1, 1]);
  t.match(await refusal(decide('mail', mail)), { message: /goals.serviceLevel is 0.8, but def/ });
  t.match(await refusal(decide('mail', { ...mail, goals: free, deferred: undefined })), {
    message: /deferred is missing/,
  });
  t.match(await refusal(required('chat', 'deferred')), { message: /within what time work must/ });
});

t.test('shrinkage by kind and by time, in exact ratios', async (t) => {
  const always = { weekdays: [], fromMinute: 0, toMinute: 0 };
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
  const shrinkage = [
    { kind: 'breaks', share: '0.1', ...always },
    { kind: 'meeting', share: '20/100', weekdays: [weekday], fromMinute: 600, toMinute: 660 },
  ];
  const least = { ...goals, minimumAgents: 21 };
  await plan('shrunk', twoDays({ 18: 5, 20: 5, 21: 5, 22: 5, 68: 5 }), {
    ...{ ...alone, model: 'erlang-c', ahtS: 60, goals: least, shrinkage },
  });
  const slots = await required('shrunk');
  // 21 / (1 - 3/10) is 30 and not 31; 21 / (1 - 1/10) = 23.3.
  t.same(
    [18, 20, 21, 22, 68].map((slot) => slots[slot]?.rostered),
    [24, 30, 30, 24, 24],
  );
  const { steps } = await why('shrunk', 20);
  const kinds = steps.filter(({ step }) => step === 'shrinkage');
  t.match(kinds, [
    { words: { kind: 'breaks', weekdays: '' }, inputs: { numerator: 1, denominator: 10 } },
    { words: { kind: 'meeting', weekdays: `${weekday}` }, inputs: { fromMinute: 600 } },
  ]);
  const { inputs, value } = steps.at(-1) ?? {};
  t.equal(value, 30);
  t.equal((inputs?.['numerator'] ?? 0) / (inputs?.['denominator'] ?? 1), 0.3);
});
