import type { Test } from 'tap';
import { listenAlive } from '../../../services/gateway/alive.ts';
import { openGateway } from '../../../services/gateway/gateway.ts';
import { listenSchedules } from '../../../services/gateway/heard-schedules.ts';
import { listenTenants } from '../../../services/gateway/heard-tenants.ts';
import { makeMeters } from '../../../services/gateway/meters.ts';
import { openServices } from '../../../services/gateway/services.ts';
import { openWalls } from '../../../services/gateway/walls.ts';
import { makeMetrics } from '../../../services/lib/admin.ts';
import { makeLog } from '../../../services/lib/log.ts';
import { followSettings } from '../../../services/lib/settings-feed.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { startNats } from '../../helpers/nats.ts';
import { startDirectory } from '../directory/start-directory.ts';
import { startLiveFigures } from './live-figures.ts';

/** The real gateway and directory over real NATS, with live figures told by hand. */
export async function startGateway(t: Test) {
  const { nats } = await startNats(t);
  const directory = await startDirectory(t, nats);
  const figures = await startLiveFigures(t, nats);
  const ending = new AbortController();
  const log = makeLog('gateway', 'silent');
  const now = () => Date.now();
  const alive = listenAlive(nats, now);
  const config = {
    natsUrl: '',
    httpAddress: '127.0.0.1:0',
    adminAddress: '',
    directory: directory.address,
    queueMetrics: figures.address,
    agentStatus: figures.address,
    eventArchive: figures.address,
    staffingForecast: figures.address,
    shiftScheduling: figures.address,
    scorecards: figures.address,
    pages: 'test/fixtures/no-pages-here',
    maxScreens: 500,
  };
  const services = openServices(config);
  const metrics = makeMetrics('gateway');
  const settings = followSettings(nats, { signal: ending.signal, log }, (tenant) =>
    walls.renewed(tenant),
  );
  const walls = openWalls({
    nats,
    services,
    alive,
    settings: settings.of,
    pageVersion: () => 'v1',
    ...makeMeters(metrics),
    now,
    log,
  });
  await settings.caughtUp;
  const heardTenants = listenTenants(nats);
  const heardSchedules = listenSchedules(nats);
  const deps = { services, settings, walls, alive, heardTenants, heardSchedules, now, log };
  const gateway = await openGateway(config, deps);
  const saying = setInterval(() => nats.publish(subjects.alive('agent-status')), 200);
  nats.publish(subjects.alive('agent-status'));
  t.teardown(async () => {
    clearInterval(saying);
    walls.close();
    await gateway.close();
    services.close();
    ending.abort();
    await settings.following.done;
  });
  return { url: gateway.url, nats, figures, directory, metrics, walls };
}

/** A cookie that acts as somebody. */
export async function actAs(
  url: string,
  tenant: string,
  role: string,
  person = '',
): Promise<string> {
  const response = await fetch(`${url}/v1/acting`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, role, person }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
