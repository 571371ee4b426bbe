import { makeMetrics, sayAlive, serveAdmin } from '../lib/admin.ts';
import { connectNats } from '../lib/nats.ts';
import { ended, run } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { listenAlive } from './alive.ts';
import { readConfig } from './config.ts';
import { openGateway } from './gateway.ts';
import { listenSchedules } from './heard-schedules.ts';
import { listenTenants } from './heard-tenants.ts';
import { makeMeters } from './meters.ts';
import { openPages } from './pages.ts';
import { openServices } from './services.ts';
import { openWalls } from './walls.ts';

// gateway: live figures, history and pages out to browsers; their wishes in.
await run('gateway', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const now = () => Date.now();
  const nats = await connectNats(config.natsUrl, 'gateway');
  defer(() => nats.drain());

  const settings = followSettings(nats, { signal, log }, (tenant) => walls.renewed(tenant));
  const alive = listenAlive(nats, now);
  const heardTenants = listenTenants(nats);
  const heardSchedules = listenSchedules(nats);
  const services = openServices(config);
  defer(services.close);

  const metrics = makeMetrics('gateway');
  const meters = makeMeters(metrics);
  const pages = openPages(config.pages);
  const walls = openWalls({
    nats,
    services,
    alive,
    settings: settings.of,
    pageVersion: pages.version,
    ...meters,
    now,
    log,
  });
  meters.watch(walls);
  defer(walls.close);

  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  const admin = await serveAdmin(config.adminAddress, { metrics, readiness });
  defer(admin.close);

  await settings.caughtUp;
  // Known tenants are followed before their first screen asks, and their peaks watched.
  for (const tenant of settings.tenants()) walls.of(tenant);
  const deps = { services, settings, walls, alive, heardTenants, heardSchedules, now, log };
  const gateway = await openGateway(config, deps);
  defer(gateway.close);
  ready = true;
  sayAlive(nats, 'gateway', signal);
  log.info({ wall: gateway.url }, 'ready');
  await Promise.race([ended(signal), settings.following.done]);
});
