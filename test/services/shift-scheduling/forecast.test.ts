// From a published forecast to shifts: the requirement slot by slot, and one level of the whole day.
import type { ServiceError } from '@grpc/grpc-js';
import t from 'tap';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { toMetadata } from '../../../services/lib/context.ts';
import { ask, fromStatus } from '../../../services/lib/grpc.ts';
import { startService } from '../../helpers/service.ts';
import { drafted, importFile, startPlanning } from '../staffing-forecast/planner.ts';
import { act, by, connect, decided, employee, read, refusal, site, tenant } from './scheduler.ts';

const { client: staffing, bus, service: forecasting } = await startPlanning(t);
const scheduling = await startService(t, 'shift-scheduling', {
  FLOORCAST_NATS_URL: bus.url,
  DIRECTORY_GRPC: '127.0.0.1:1',
  STAFFING_FORECAST_GRPC: forecasting.address,
});
const client = connect(t, scheduling);
const ann = by('ann');
const today = new Date().toISOString().slice(0, 10);
const day = laterDay(today, 1);
const [open, close] = [16, 28];
/** Contacts of each half hour from 08:00 to 14:00; each takes five minutes. */
const calls = Array.from({ length: 48 }, (_, slot) =>
  slot >= open && slot < close ? 10 + 3 * Math.min(slot - open, close - 1 - slot) : 0,
);
let forecastId = '';

/** Share answered within 20 s by Erlang's second formula, summed as written. */
function erlangC(contacts: number, agents: number): number {
  const load = (contacts * 300) / 1_800;
  if (agents <= load) return 0;
  let [term, sum] = [1, 1];
  for (let n = 1; n < agents; n += 1) {
    term *= load / n;
    sum += term;
  }
  const last = (term * load) / agents / (1 - load / agents);
  const waits = last / (sum + last);
  return 1 - waits * Math.exp((-(agents - load) * 20) / 300);
}

function needed(contacts: number): number {
  let agents = contacts > 0 ? 1 : 0;
  while (contacts > 0 && erlangC(contacts, agents) < 0.8) agents += 1;
  return agents;
}

t.test('a draft that follows a published forecast asks for what Erlang says', async (t) => {
  const lines = ['Start;Queue;Offered;AHT'];
  for (let back = -14; back < 0; back += 1) {
    for (let slot = 0; slot < 48; slot += 1) {
      const clock = `${String(slot >> 1).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`;
      lines.push(`${laterDay(today, back)} ${clock};sales;12;300`);
    }
  }
  await importFile(staffing, {}, { text: lines.join('\n'), who: ann });
  const id = () => crypto.randomUUID();
  const asked = { tenant, commandId: id(), site, queues: [], from: '', days: 1, slotMinutes: 30 };
  const draft = { ...asked, name: 'a day' };
  ({ forecastId } = await ask(staffing, staffing.draftForecast, draft, ann));
  await drafted(staffing, forecastId);
  const queue = `${site}/sales`;
  const override = {
    ...{ overrideId: '', queue, from: day, to: laterDay(day, 1), target: 'calls', author: '' },
    ...{ change: { $case: 'values' as const, value: { values: calls } }, reason: 'test' },
    overriddenAt: undefined,
  };
  const of = { tenant, forecastId, seenPosition: undefined };
  const laid = { ...of, commandId: id(), override };
  await ask(staffing, staffing.overrideForecast, laid, ann);
  const { current } = await ask(staffing, staffing.listRules, { tenant, queue }, ann);
  if (!current?.rules) throw new Error('no rules');
  const goals = { serviceLevel: 0.8, withinS: 20, rule: 'missed', minimumAgents: 1 };
  const own = { model: 'erlang-c', carriedLoad: 'off', ahtSource: 'fixed', ahtS: 300 };
  const rules = { ...current.rules, ...own, goals, effectiveFrom: today };
  const decide = { tenant, commandId: id(), queue, rules, seenPosition: undefined };
  await ask(staffing, staffing.decideRules, decide, ann);
  await ask(staffing, staffing.publishForecast, { ...of, commandId: id() }, ann);

  const draftId = await draftOf('requirement');
  const shown = await read(client, { draftId, from: day, days: 1 });
  t.same(
    shown.curves.map(({ required }) => required ?? 0),
    calls.map(needed),
  );
  t.ok(shown.requiredAsOf, 'and when it was worked out');
  const late = await refusal(draftOf('far', { from: laterDay(day, 90), forecastId: 'none' }));
  t.match(late, { fault: 'not-found', message: /none/ });
});

async function draftOf(name: string, more: object = {}): Promise<string> {
  const about = { name, from: day, days: 1, slotMinutes: 30, forecastId, ...more };
  return decided(await act(client, ann, ['draftBegun', about]), 'draftBegun').draftId;
}

t.test('one level of the whole day takes fewer paid minutes for the same level', async (t) => {
  await hoursFromAnyHalfHour();
  const draftId = await draftOf('a day');
  const slots = await searched(draftId, false);
  // Goes on from what is there: it takes away whom the level of the day does not need.
  const whole = await searched(draftId, true);
  t.ok(slots.level >= 0.8, `slot by slot ${slots.level}`);
  t.ok(whole.level >= 0.8, `whole day ${whole.level}`);
  t.ok(whole.paid < slots.paid, `${whole.paid} paid minutes, slot by slot ${slots.paid}`);
  t.comment(`whole day ${whole.paid} min at ${whole.level}; by slot ${slots.paid}, ${slots.level}`);
});

t.test('a draft that follows no forecast has no loads to share out', async (t) => {
  const draftId = await draftOf('by hand', { forecastId: '' });
  const why = await refusal(search(draftId, true));
  t.match(why, { fault: 'invalid', message: /follows none/ });
});

async function hoursFromAnyHalfHour(): Promise<void> {
  const set = (value: object) =>
    act(client, ann, [
      'setupDecided',
      { effectiveFrom: '2020-01-01', removed: false, value: value as never },
    ]);
  const starts = Array.from({ length: close - open - 1 }, (_, n) => open + n);
  const templates = starts.map((slot) => {
    const value = {
      ...{ templateId: `t${slot}`, nameEn: `t${slot}`, nameZh: '', startMinute: slot * 30 },
      ...{ spanMinutes: 60, family: 1, weekdays: [], groups: [], breaks: [], minWorkMinutes: 30 },
    };
    return set({ $case: 'template', value });
  });
  const contract = {
    ...{ contractId: 'full', nameEn: 'Full time', nameZh: '全职', templateIds: [] },
    ...{ minWeekMinutes: 0, maxWeekMinutes: 2_400, leaveMinutes: {} },
  };
  await Promise.all([...templates, set({ $case: 'contract', value: contract })]);
  const people = Array.from({ length: 40 }, (_, n) => employee(`p${n}`));
  await Promise.all(people.map((value) => set({ $case: 'employee', value })));
}

async function search(draftId: string, wholeDay: boolean): Promise<string> {
  const asked = { tenant, site, draftId, seconds: 0, seed: 7, work: 100, wholeDay };
  const none = { people: [], days: [], stability: 0 };
  let searchId = '';
  try {
    const call = client.optimise({ ...asked, ...none }, toMetadata(ann.context));
    for await (const step of call as AsyncIterable<{ searchId: string }>) searchId = step.searchId;
  } catch (error) {
    throw fromStatus(error as ServiceError);
  }
  return searchId;
}

async function searched(draftId: string, wholeDay: boolean) {
  const searchId = await search(draftId, wholeDay);
  const take = { tenant, site, searchId, commandId: searchId, people: [], days: [] };
  await ask(client, client.takeOptimised, take, ann);
  const { curves, score } = await read(client, { draftId, from: day, days: 1 });
  const inTime = calls.reduce(
    (sum, contacts, slot) =>
      sum + (contacts && contacts * erlangC(contacts, curves[slot]?.scheduled ?? 0)),
    0,
  );
  const all = calls.reduce((sum, contacts) => sum + contacts, 0);
  return { level: inTime / all, paid: score?.paidMinutes ?? 0 };
}
