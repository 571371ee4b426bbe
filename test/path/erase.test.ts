// A tenant is erased: every service forgets it at once and after a restart, and nobody else.
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import type { Fact } from '../../services/domain/fact.ts';
import { encodeBatch } from '../../services/lib/facts.ts';
import { subjects } from '../../services/lib/subjects.ts';
import { historyFolder } from '../helpers/clickhouse.ts';
import { startNats } from '../helpers/nats.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { until } from '../helpers/until.ts';
import { signedIn, teller } from '../services/event-archive/centre.ts';
import { actAs } from '../services/gateway/start-gateway.ts';
import { openWallClient, type WallClient } from '../services/gateway/wall-client.ts';

const { url: natsUrl, nats } = await startNats(t);
// Snapshots only at an orderly end: a kill leaves the one from before the erasure.
const env = {
  FLOORCAST_NATS_URL: natsUrl,
  FLOORCAST_DATA: await historyFolder(t),
  QUEUE_METRICS_SNAPSHOT_MS: '600000',
  AGENT_STATUS_SNAPSHOT_MS: '600000',
};
const [directory, queues, agents, archive] = await Promise.all([
  startService(t, 'directory', env),
  startService(t, 'queue-metrics', env),
  startService(t, 'agent-status', env),
  startService(t, 'event-archive', env),
]);
const planning = await startService(t, 'staffing-forecast', {
  ...env,
  EVENT_ARCHIVE_GRPC: archive.address,
});
const scheduling = await startService(t, 'shift-scheduling', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  STAFFING_FORECAST_GRPC: planning.address,
});
const scorecards = await startService(t, 'scorecards', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  EVENT_ARCHIVE_GRPC: archive.address,
  AGENT_STATUS_GRPC: agents.address,
});
const gateway = await startService(t, 'gateway', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  QUEUE_METRICS_GRPC: queues.address,
  AGENT_STATUS_GRPC: agents.address,
  EVENT_ARCHIVE_GRPC: archive.address,
  STAFFING_FORECAST_GRPC: planning.address,
  SHIFT_SCHEDULING_GRPC: scheduling.address,
  SCORECARDS_GRPC: scorecards.address,
});
const door = `http://${gateway.address}`;
const cookies = {
  gone: await actAs(door, 'gone', 'administrator'),
  kept: await actAs(door, 'kept', 'administrator'),
};
type Tenant = keyof typeof cookies;

t.test('an erased tenant is forgotten by every service, and only that one', async (t) => {
  const told = { gone: 3, kept: 2 };
  for (const tenant of ['gone', 'kept'] as const) await tell(tenant, callsOf(told[tenant]));
  const walls = { gone: await walled('gone'), kept: await walled('kept') };
  await walls.gone.until(() => shown(walls.gone) === '3 waiting, 1 agent');
  await walls.kept.until(() => shown(walls.kept) === '2 waiting, 1 agent');
  await until(async () => (await history('gone')) === 3);
  await until(async () => (await history('kept')) === 2);

  // An orderly end writes the snapshots that hold both tenants.
  for (const service of [queues, agents]) await restart(service, 'SIGTERM');
  t.match([queues.log(), agents.log()], [/"replayedFrom":2\b/, /"replayedFrom":2\b/]);

  const refused = await erase('gone', 'kept');
  t.equal(refused.status, 403, 'nobody erases another tenant');
  const erased = await erase('gone', 'gone');
  t.match(await erased.json(), {
    messages: 1,
    facts: 4,
    legs: 3,
    planning: { decisions: 0 },
    schedule: { decisions: 0 },
    scores: { decisions: 0 },
  });
  await walls.gone.until(() => shown(walls.gone) === '0 waiting, 0 agents');
  t.equal(walls.gone.queues.size, 0, 'the wall that is open shows no queue any more');
  t.equal(walls.gone.frames.at(-1)?.frame.totals?.waitingPeak ?? 0, 0, 'nor a peak of before');

  for (const service of [queues, agents]) await restart(service, 'SIGKILL');
  const again = { gone: await walled('gone'), kept: await walled('kept') };
  await again.kept.until(() => shown(again.kept) === '2 waiting, 1 agent');
  await again.gone.until(() => again.gone.frames.some(({ frame }) => frame.totals !== undefined));
  t.equal(shown(again.gone), '0 waiting, 0 agents', 'a snapshot from before brings nobody back');
  t.equal(await history('gone'), 0, 'and no page tells of the tenant');
  t.equal(await history('kept'), 2);

  await tell('gone', callsOf(1, 10));
  await again.gone.until(() => shown(again.gone) === '1 waiting, 1 agent');
  t.pass('what is told from now on counts from zero');
  for (const wall of [...Object.values(walls), ...Object.values(again)]) wall.drop();
});

async function restart(service: TestService, how: NodeJS.Signals): Promise<void> {
  await service.kill(how);
  await service.start();
}

/** Calls that wait, and one agent who is there. */
function callsOf(calls: number, first = 1): Fact[] {
  const offeredAtMs = Date.now();
  const pbx = { site: 'hq', source: 'pbx-1' };
  const waiting = Array.from({ length: calls }, (_, n) => {
    const leg = { uniqueId: `c${first + n}`, queue: 'sales', offeredAtMs };
    return teller(pbx, leg)(offeredAtMs, { kind: 'offered' });
  });
  return [...waiting, signedIn(pbx, 'agent-1', offeredAtMs)];
}

async function tell(tenant: Tenant, facts: Fact[]): Promise<void> {
  const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts });
  await jetstream(nats).publish(subjects.facts(tenant, 0), bytes);
}

function walled(tenant: Tenant): Promise<WallClient> {
  return openWallClient(door, { cookie: cookies[tenant] });
}

/** What the newest frame says of queues and of agents. */
function shown({ queues, frames }: WallClient): string {
  const waiting = [...queues.values()].reduce((sum, row) => sum + row.waiting, 0);
  const signedIn = frames.at(-1)?.frame.totals?.signedIn ?? 0;
  return `${waiting} waiting, ${signedIn} agent${signedIn === 1 ? '' : 's'}`;
}

function erase(tenant: Tenant, as: Tenant): Promise<Response> {
  const headers = { cookie: cookies[as], origin: door };
  return fetch(`${door}/v1/tenants/${tenant}/data?confirm=${tenant}`, {
    method: 'DELETE',
    headers,
  });
}

/** How many offers history tells of. */
async function history(tenant: Tenant): Promise<number> {
  const nowMs = Date.now();
  const [from, to] = [nowMs - 3_600_000, nowMs + 3_600_000].map((ms) => new Date(ms).toISOString());
  const answer = await fetch(`${door}/v1/intervals?from=${from}&to=${to}&length=300`, {
    headers: { cookie: cookies[tenant] },
  });
  const { intervals } = (await answer.json()) as { intervals: { figures: { offered: number } }[] };
  return intervals.reduce((sum, { figures }) => sum + figures.offered, 0);
}
