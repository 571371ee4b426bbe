import { StaffingServiceService } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { timeZoneAt } from '../domain/settings/settings.ts';
import { sayAlive, serveAdmin } from '../lib/admin.ts';
import { calendarDays } from '../lib/calendars.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { openBook } from './book.ts';
import { readConfig } from './config.ts';
import { followPlanning } from './consume.ts';
import { decider } from './decide.ts';
import { openDrafting, resumeDrafts } from './drafting.ts';
import { planningMetrics } from './metrics.ts';
import { openNeighbours } from './neighbours.ts';
import { openPatience } from './patience.ts';
import { openPool } from './planning-pool.ts';
import { staffingRpc } from './rpc.ts';
import { openStore } from './store.ts';

// staffing-forecast: decisions of planning in, forecasts and what they ask for out.
await run('staffing-forecast', async ({ log, signal, defer }) => {
  const { natsUrl, grpcAddress, adminAddress, threads, ...others } = readConfig(process.env);
  const now = () => Date.now();
  const nats = await connectNats(natsUrl, 'staffing-forecast');
  defer(() => nats.drain());

  const book = openBook();
  const following = followPlanning(nats, book, { signal, log });
  const settings = followSettings(nats, { signal, log });
  const zoneOf = (tenant: string, site: string) => timeZoneAt(settings.of(tenant), site, now());
  const { archive, schedules, close } = openNeighbours(others, { now, log });
  defer(close);
  const [store, decide] = [await openStore(nats), decider(nats, book)];
  const pool = openPool(threads);
  defer(pool.close);

  const patience = openPatience({ archive, zoneOf, now });
  const read = { archive, book, store, settingsOf: settings.of, zoneOf, now, decide, log, signal };
  const calculate = { compute: pool.compute, calendars: calendarDays, threads };
  const drafting = openDrafting({ ...read, ...calculate });

  const metrics = planningMetrics({ following, book });
  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  defer((await serveAdmin(adminAddress, { metrics, readiness })).close);

  await Promise.all([following.caughtUp, settings.caughtUp]);
  resumeDrafts(book, drafting);
  const { server, setReady } = makeServer(['floorcast.staffing.v1.StaffingService']);
  const asked = { ...read, drafting, patience, pool, schedules };
  server.addService(StaffingServiceService, staffingRpc(asked));
  await listen(server, grpcAddress);
  defer(() => server.forceShutdown());
  ready = true;
  setReady(true);
  sayAlive(nats, 'staffing-forecast', signal);
  log.info({ grpcAddress, tenants: book.tenants().length }, 'ready');
  await Promise.race([following.done, settings.following.done]);
});
