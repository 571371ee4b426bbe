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

t.test('a search is told as a stream of steps, and what it found is taken', async (t) => {
  const begun = await act({ draftBegun: { name: 'Search', from, days: 7, slotMinutes: 30 } });
  const { draftId } = begun.json.act.draftBegun;
  const start = `${from}T06:00:00Z`;
  const slots = Array.from({ length: 16 }, (_, slot) => {
    const at = new Date(Date.parse(start) + slot * 1_800_000).toISOString();
    return { group: 'sales', start: at, required: 1 };
  });
  await act({ requirementDecided: { draftId, slots } });
  const path = '/v1/schedule/optimise?site=hq';
  const { text } = await ask('POST', path, { draftId, work: 20, seed: 1 });
  const steps = [...text.matchAll(/^data: (.*)$/gm)].map(([, step = '{}']) => JSON.parse(step));
  t.equal(steps[0]?.state, 'started');
  const last = steps.at(-1);
  t.match(last, { state: 'done', score: { hard: 0, underMinutes: 0 } });
  const of = `/v1/schedule/optimise/${last.searchId}`;
  t.equal((await ask('POST', `${of}/stop`, {})).status, 200, 'what is over is over');
  const taken = await ask('POST', `${of}/take?site=hq`, { days: [from] });
  t.match(taken, { status: 200, json: { changes: 1 } });
  const shown = await ask('GET', `/v1/schedule/shifts?site=hq&draft=${draftId}&shiftsOnly=true`);
  t.match(shown.json.shifts, [{ person: 'p1', day: from, templateId: 'early' }]);
  const none = await ask('POST', path, { draftId: 'none', work: 20 });
  t.match(none.text, /event: refusal\ndata: .*not-found.*none/);
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
