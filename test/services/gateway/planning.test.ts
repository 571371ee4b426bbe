// The planner's routes: file to requirement over HTTP, as the pages ask.
import t from 'tap';
import { addDays } from '../../../services/domain/planning/local-slots.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { exportedCsv, startPlanning } from '../staffing-forecast/planner.ts';
import { actAs } from './start-gateway.ts';

const { bus, service, archive } = await startPlanning(t);
const directory = await startService(t, 'directory', { FLOORCAST_NATS_URL: bus.url });
const gateway = await startService(t, 'gateway', {
  FLOORCAST_NATS_URL: bus.url,
  DIRECTORY_GRPC: directory.address,
  EVENT_ARCHIVE_GRPC: archive.address,
  STAFFING_FORECAST_GRPC: service.address,
});
const door = `http://${gateway.address}`;
const planner = await actAs(door, 'main', 'planner', 'ann');
const agent = await actAs(door, 'main', 'agent', 'joe');
const today = new Date().toISOString().slice(0, 10);

async function call(method: string, path: string, body?: object | string, cookie = planner) {
  const raw = typeof body === 'string';
  const type = raw ? 'text/csv' : 'application/json';
  return await fetch(`${door}/v1/planning/${path}`, {
    method,
    headers: { cookie, origin: door, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
}

t.test('from a file to agents, as JSON and as a table', async (t) => {
  const csv = exportedCsv({ from: addDays(today, -42), weeks: 6, seed: 5 });
  const dry = await call('POST', 'imports?site=hq&dryRun=true&fileName=week.csv', csv);
  t.equal(dry.status, 200);
  t.match(await dry.json(), { separator: ';', slotMinutes: 30, errors: [], importId: '' });
  await call('POST', 'imports?site=hq&dryRun=false&fileName=week.csv', csv);
  t.match(await (await call('GET', 'queues')).json(), {
    queues: [{ queue: 'hq/sales', archive: null, imported: { slotMinutes: 30 } }],
  });

  const asked = await call('POST', 'forecasts', { site: 'hq', days: 14 });
  const { forecastId } = (await asked.json()) as { forecastId: string };
  const one = `forecasts/${forecastId}`;
  await until(async () => {
    const { state } = (await (await call('GET', one)).json()) as { state: string };
    return state === 'draft';
  });
  const day = addDays(today, 1);
  const override = {
    ...{ queue: 'hq/sales', from: day, to: addDays(day, 1), reason: 'mailing' },
    change: { percent: 10 },
  };
  const laid = await call('POST', `${one}/overrides`, override);
  t.match(await laid.json(), { override: { change: { percent: 10 }, author: 'ann' } });

  const table = await call('GET', `${one}/requirement?slot=1440&format=csv`);
  t.match(table.headers.get('content-type'), /text\/csv/);
  const lines = (await table.text()).trim().split('\r\n');
  t.equal(lines.length, 15, 'a header and fourteen days');
  t.match(lines[0], /queue,start,lengthS,calls,ahtS,erlangs,agents,rostered/);

  const question = { queue: 'hq/sales', from: day, volumePercent: 10, patienceS: null };
  const answer = await call('POST', `${one}/what-if`, question);
  t.match(await answer.json(), { slots: Array, total: { agents: Number }, zone: 'UTC' });
  const seen = { commandId: 'p1', seenPosition: 1 };
  const lost = await call('POST', `${one}/publish`, seen);
  t.equal(lost.status, 409);
  t.match(await lost.json(), { detail: /was changed meanwhile by ann/ });
  t.equal((await call('POST', `${one}/publish`, {})).status, 200);
});

t.test('who is no planner is refused, and a crooked question names its field', async (t) => {
  t.equal((await call('GET', 'queues', undefined, agent)).status, 403);
  t.equal((await call('GET', 'forecasts/none')).status, 404);
  const wrong = await call('GET', 'history?queue=hq/sales&from=2026-02-30&to=2026-03-01');
  t.equal(wrong.status, 400);
  t.match(await wrong.json(), { detail: /from is "2026-02-30"/ });
});
