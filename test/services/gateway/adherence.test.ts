// Adherence over HTTP: who may see whom, acts, and days as a table.
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import type { Setting } from '../../../services/domain/settings/settings.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { agentFact } from '../../domain/agent/story.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { startSchedule } from '../agent-status/adherence/stub-schedule.ts';
import { actAs } from './start-gateway.ts';

const minute = 60_000;
const bus = await startNats(t);
const schedule = await startSchedule(t);
const nowMs = Date.now();
const today = new Date(nowMs).toISOString().slice(0, 10);

async function set(setting: Setting): Promise<void> {
  const made = { commandId: crypto.randomUUID(), author: 'test', decidedAtMs: nowMs };
  const bytes = encodeDecision({ ...made, tenant: 'main', setting });
  await jetstream(bus.nats).publish(subjects.setting('main', setting.kind, setting.id), bytes);
}

const value = { team: '', site: 'hq', skills: {} };
const identity = { source: 'pbx', agent: 'anna', person: 'anna' };
await set({
  kind: 'site',
  id: 'hq',
  effectiveFromMs: 0,
  value: { name: { en: 'HQ', zh: '' }, timeZone: 'UTC', privacy: 'none', callerDigits: 0 },
});
await set({ kind: 'person', id: 'anna', effectiveFromMs: 0, value });
await set({ kind: 'person', id: 'bo', effectiveFromMs: 0, value });
await set({ kind: 'sourceIdentity', id: 'pbx/anna', effectiveFromMs: 0, value: identity });

// Anna was to work the last minutes, and has been on a break for all of them.
const fromMs = Math.max(nowMs - 20 * minute, Date.parse(`${today}T00:00:00Z`));
const work = { kind: 'work', fromMs, toMs: nowMs + 60 * minute, paid: true } as const;
const activity = { ...work, group: '', note: '' };
schedule.publish([
  {
    ...{ shiftId: 'a', person: 'anna', day: today, templateId: '', origin: 'planner' },
    ...{ fromMs, toMs: activity.toMs, activities: [activity], pinned: false },
  },
]);
const facts = [agentFact('anna', fromMs - minute, 'chose', { queues: { sales: 'tea' } })];
const batch = encodeBatch({ tenant: 'main', sentAtMs: nowMs, facts });
await jetstream(bus.nats).publish(subjects.facts('main', 0), batch);

const env = { FLOORCAST_NATS_URL: bus.url };
const directory = await startService(t, 'directory', env);
const agents = await startService(t, 'agent-status', {
  ...env,
  SHIFT_SCHEDULING_GRPC: `127.0.0.1:${schedule.port}`,
});
const gateway = await startService(t, 'gateway', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  AGENT_STATUS_GRPC: agents.address,
});
const door = `http://${gateway.address}`;
const supervisor = await actAs(door, 'main', 'supervisor', 'sup');
const anna = await actAs(door, 'main', 'agent', 'anna');
const bo = await actAs(door, 'main', 'agent', 'bo');

async function call(cookie: string, path: string, body?: object) {
  return await fetch(`${door}/v1/adherence/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, origin: door, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

interface Now {
  people: { person: string; now: { status: number; cause: number } | null }[];
}

const own = 4;
const out = 5;

t.test('a supervisor sees everybody, an agent only himself, a wall nobody', async (t) => {
  const seen = await until(async () => {
    const told = (await (await call(supervisor, 'now?site=hq')).json()) as Now;
    return told.people.some(({ now }) => now?.status === out) ? told : null;
  });
  t.match(seen.people, [
    { person: 'anna', now: { status: out, cause: own, why: /./ }, today: { adherence: 0 } },
    { person: 'bo', today: { scheduledMs: null, adherence: null } },
  ]);
  const mine = (await (await call(bo, 'now?site=hq')).json()) as Now;
  t.same(
    mine.people.map(({ person }) => person),
    ['bo'],
  );
  t.equal((await call(bo, 'day?site=hq&person=anna')).status, 403);
  const wall = await actAs(door, 'main', 'wall', '');
  t.equal((await call(wall, 'now?site=hq')).status, 403);
});

t.test('a stretch is contested by who worked it and decided by the supervisor', async (t) => {
  const stretch = { from: new Date(fromMs).toISOString(), to: new Date(nowMs).toISOString() };
  const contested = { ...stretch, claimed: 2, words: 'the client froze' };
  const wrong = await call(bo, 'acts?site=hq', {
    act: { contested: { ...contested, person: 'anna' } },
  });
  t.equal(wrong.status, 403);
  const when = await call(anna, 'acts?site=hq', {
    act: { contested: { ...contested, from: 'noon' } },
  });
  t.match(await when.json(), { detail: /act.contested.from is "noon"/ });
  const done = await call(anna, 'acts?site=hq', { act: { contested } });
  const { id } = (await done.json()) as { id: string };
  const decided = { contestId: id, accepted: true, cause: 2, reason: 'it did' };
  t.equal((await call(anna, 'acts?site=hq', { act: { contestDecided: decided } })).status, 403);
  const verdict = await call(supervisor, 'acts?site=hq', { act: { contestDecided: decided } });
  t.equal(verdict.status, 200);
  const twice = await call(supervisor, 'acts?site=hq', { act: { contestDecided: decided } });
  t.equal(twice.status, 409);
  const day = await (await call(anna, 'day?site=hq')).json();
  t.match(day, {
    contests: [{ state: 'accepted', cause: 2, reason: 'it did' }],
    sums: { out: { systemMs: nowMs - fromMs } },
    seenFrom: 'live',
  });
});

t.test('days are told as JSON and as a table', async (t) => {
  const span = `days?site=hq&from=${today}&to=${today}`;
  const json = await (await call(supervisor, span)).json();
  t.match(json, { days: [{ person: 'anna', day: today, version: 0 }], totals: [{}, {}] });
  const table = await call(supervisor, `${span}&format=csv`);
  t.match(table.headers.get('content-type'), /text\/csv/);
  const [head = '', row = ''] = (await table.text()).trim().split('\r\n');
  t.match(head, /sums\.out\.ownMs/);
  t.match(row, /^anna,/);
});
