import t from 'tap';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { actAs } from './start-gateway.ts';

const { url: natsUrl } = await startNats(t);
const env = { FLOORCAST_NATS_URL: natsUrl, DIRECTORY_GRPC: '127.0.0.1:1' };
const service = await startService(t, 'shift-scheduling', env);
const gateway = await startService(t, 'gateway', {
  ...env,
  SHIFT_SCHEDULING_GRPC: service.address,
});
const door = `http://${gateway.address}`;
const planner = await actAs(door, 'main', 'planner', 'ann');
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 7);

async function ask(method: string, path: string, body?: unknown, cookie = planner) {
  const headers = { cookie, origin: door, 'content-type': 'application/json' };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await fetch(`${door}${path}`, init);
  const text = await response.text();
  const json = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, json, text };
}

const act = (act: object, more: object = {}) =>
  ask('POST', '/v1/schedule/acts?site=hq', { act, ...more });
const set = (value: object) => act({ setupDecided: { effectiveFrom: '2020-01-01', value } });

t.test('a planner sets up, drafts and publishes over REST', async (t) => {
  const template = { templateId: 'early', nameEn: 'Early', startMinute: 360, spanMinutes: 480 };
  t.equal((await set({ template: { ...template, family: 1 } })).status, 200);
  await set({ contract: { contractId: 'full', nameEn: 'Full', maxWeekMinutes: 2_400 } });
  const groups = [{ group: 'sales', priority: 1, efficiency: 1 }];
  await set({ employee: { person: 'p1', contractId: 'full', groups, since: '2020-01-01' } });
  const setup = await ask('GET', '/v1/schedule/setup?site=hq');
  t.match(setup.json, { templates: [{ templateId: 'early', family: 1 }], noticeDays: 2 });

  const begun = await act({ draftBegun: { name: 'Week', from, days: 7, slotMinutes: 30 } });
  const { draftId } = begun.json.act.draftBegun;
  const [start, end] = [`${from}T06:00:00Z`, `${from}T14:00:00Z`];
  const activities = [{ kind: 1, from: start, to: end, paid: true, group: '', note: '' }];
  const shift = { shiftId: 's1', person: 'p1', day: from, templateId: 'early', origin: 2 };
  const edits = [{ shiftId: 's1', after: { ...shift, from: start, to: end, activities } }];
  t.equal((await act({ draftEdited: { draftId, edits } })).status, 200);
  const published = await act({ draftPublished: { draftId } });
  t.equal(published.json.act.draftPublished.version, 1);
  const shown = await ask('GET', `/v1/schedule/shifts?site=hq&from=${from}&days=7`);
  t.match(shown.json.shifts, [
    {
      shiftId: 's1',
      from: new Date(start).toISOString(),
      paidMinutes: 480,
      activities: [{ kind: 1 }],
    },
  ]);
  const csv = await ask('GET', `/v1/schedule/shifts?site=hq&from=${from}&days=7&format=csv`);
  t.match(csv.text, new RegExp(`p1,,${from},06:00,14:00,early,,480`));
});

t.test(
  'refusals keep their sentence: a strange act, a day for an instant, no such draft',
  async (t) => {
    t.equal((await act({ conquer: {} })).status, 400);
    const swapped = await act({ offerMade: { kind: 'overtime', from, to: from, places: 1 } });
    t.match(swapped, { status: 400, json: { title: 'invalid' } });
    t.match(await act({ draftDiscarded: { draftId: 'none' } }), {
      status: 404,
      json: { detail: /none/ },
    });
    const agent = await actAs(door, 'main', 'agent', 'p1');
    t.equal((await ask('GET', '/v1/schedule/setup?site=hq', undefined, agent)).status, 403);
  },
);

t.test('kinds of rules come for forms; OpenAPI names every route', async (t) => {
  const { json } = await ask('GET', '/v1/schedule/rule-kinds');
  t.ok(json.kinds.length > 25);
  t.match(
    json.kinds.find(({ kind }: { kind: string }) => kind === 'rest-between-shifts'),
    { name: { zh: /./ }, numbers: [{ name: 'min', label: { en: /./ } }] },
  );
  const api = await ask('GET', '/api/json');
  for (const path of ['acts', 'shifts', 'optimise', 'imports', 'my', 'live']) {
    t.ok(api.json.paths[`/v1/schedule/${path}`], path);
  }
});

t.test('a page that listens hears of a change, and whether it is about its person', async (t) => {
  const leaving = new AbortController();
  const agent = await actAs(door, 'main', 'agent', 'p1');
  const stream = await fetch(`${door}/v1/schedule/live?site=hq`, {
    headers: { cookie: agent },
    signal: leaving.signal,
  });
  let heard = '';
  const reading = (async () => {
    for await (const piece of stream.body ?? []) heard += Buffer.from(piece);
  })().catch(() => undefined);
  await until(() => heard.includes(': here'));
  const edits = [{ shiftId: 's1' }];
  t.equal((await act({ scheduleChanged: { edits, reason: 'ill' } })).status, 200);
  await until(() => heard.includes('"version":2'));
  t.match(heard, /"mine":true/);
  t.notMatch(heard, /"people"/, 'an agent hears nobody named');
  leaving.abort();
  await reading;
});
