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

const value = { team: '', site: 'hq', skills: {}, duties: [], objectsTo: [] };
const identity = { source: 'pbx', agent: 'anna', person: 'anna' };
await set({
  kind: 'site',
  id: 'hq',
  effectiveFromMs: 0,
  value: {
    name: { en: 'HQ', zh: '' },
    timeZone: 'UTC',
    privacy: 'none',
    callerDigits: 0,
    posted: [],
    noticeOn: '',
  },
});
await set({ kind: 'person', id: 'anna', effectiveFromMs: 0, value });
await set({ kind: 'person', id: 'bo', effectiveFromMs: 0, value });
// Who decides contests sits elsewhere.
const duty = { ...value, site: 'other', duties: ['appeals' as const] };
await set({ kind: 'person', id: 'second', effectiveFromMs: 0, value: duty });
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
const scores = await startService(t, 'scorecards', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  AGENT_STATUS_GRPC: agents.address,
  EVENT_ARCHIVE_GRPC: '127.0.0.1:1',
});
const gateway = await startService(t, 'gateway', {
  ...env,
  SCORECARDS_GRPC: scores.address,
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

const minuteOf = (ms: number) => Math.floor((ms - Date.parse(`${today}T00:00:00Z`)) / minute);
const month = today.slice(0, 7);
const plain = Temporal.PlainDate.from(today);
const week = `${plain.yearOfWeek}-W${String(plain.weekOfYear).padStart(2, '0')}`;

async function score(cookie: string, what: object) {
  const body = JSON.stringify({ act: what });
  const headers = { cookie, origin: door, 'content-type': 'application/json' };
  const answer = await fetch(`${door}/v1/scores/acts?site=hq`, { method: 'POST', headers, body });
  const json = (await answer.json()) as { act: { appealLodged: { appealId: string } } };
  return { status: answer.status, json };
}

interface Day {
  sums: { out: { systemMs: number } };
}

/** The line of anna's adherence as her card tells it. */
async function adherenceLine(period: string) {
  const asked = await fetch(`${door}/v1/scores/card?site=hq&period=${period}`, {
    headers: { cookie: anna },
  });
  const { card } = (await asked.json()) as {
    card: { lines: { figure: number; trace: { kind: string; value: number; note: string }[] }[] };
  };
  return card.lines[0];
}

t.test('a minute is contested with scores; decided, it counts once, here and there', async (t) => {
  const quality = await actAs(door, 'main', 'quality', 'quinn');
  const second = await actAs(door, 'main', 'supervisor', 'second');
  const points = [
    { figure: 0, points: 0 },
    { figure: 1, points: 100 },
  ];
  const measure = {
    ...{ measureId: 'own', kind: 'own-adherence', aspect: 'quantity', weight: 100, points },
    ...{ curve: 'linear', minSample: 0, numbers: {}, caseMix: false },
  };
  const definition = {
    ...{ definitionId: 'month', nameEn: 'Month', nameZh: '', teams: [], posts: [] },
    ...{ period: 'month', measures: [measure], minQualityWeight: 0, bestWorstPoints: 0 },
    ...{ appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
  };
  for (const period of ['month', 'week']) {
    const of = { ...definition, definitionId: period, period };
    t.equal((await score(quality, { definitionDecided: { definition: of } })).status, 200);
  }
  t.equal((await adherenceLine(month))?.figure, 0, 'the whole time was lost');

  const old = await call(anna, 'acts?site=hq', { act: { contested: { words: 'no' } } });
  t.equal(old.status, 400, 'not here');
  const target = `${today} ${minuteOf(fromMs)}-${minuteOf(nowMs)}`;
  const lodge = { of: 'adherence', target, words: 'the client froze', claimed: 'system' };
  const lodged = await score(anna, { appealLodged: lodge });
  t.equal(lodged.status, 200, JSON.stringify(lodged.json));
  t.equal((await score(anna, { appealLodged: lodge })).status, 409, 'once');
  const open = await until(async () => {
    const { contests } = (await (await call(anna, 'day?site=hq')).json()) as {
      contests: { state: string; decides: string }[];
    };
    return contests[0]?.decides ? contests : null;
  });
  t.match(open, [{ state: 'open', decides: 'second' }], 'who has the duty is asked');
  const appealId = lodged.json.act.appealLodged.appealId;
  const decided = { appealId, outcome: 'accepted', reason: 'it did' };
  t.equal((await score(supervisor, { appealDecided: decided })).status, 403);
  t.equal((await score(second, { appealDecided: decided })).status, 200);
  t.equal((await score(second, { appealDecided: decided })).status, 409, 'once');

  const day = await until(async () => {
    const told = (await (await call(anna, 'day?site=hq')).json()) as Day;
    return told.sums.out.systemMs > 0 ? told : null;
  });
  t.match(day, {
    contests: [{ state: 'accepted', cause: 2, reason: 'it did', decides: 'second' }],
  });
  const excused = (minuteOf(nowMs) - minuteOf(fromMs)) * minute;
  t.ok(Math.abs(day.sums.out.systemMs - excused) < 2 * minute, 'and only these');
  const now = (await (await call(supervisor, 'now?site=hq')).json()) as {
    people: { person: string; today: { ownAdherence: number } }[];
  };
  const shown = now.people.find(({ person }) => person === 'anna')?.today.ownAdherence ?? 0;
  const counted = await adherenceLine(week);
  // The day goes on: seconds lie between the two.
  t.ok(Math.abs((counted?.figure ?? 0) - shown) < 0.02, `${counted?.figure} scored, ${shown} here`);
  const [, settled] = counted?.trace ?? [];
  t.match(settled, { kind: 'correction', value: 0, note: 'counted' });
  // What was gathered before the decision does not have it in: it is given back on the card.
  const remembered = await adherenceLine(month);
  t.match(remembered?.trace[1], { kind: 'correction', value: excused / minute, note: 'accepted' });
  t.ok(Math.abs((remembered?.figure ?? 0) - shown) < 0.08, 'the same, seconds earlier');
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
