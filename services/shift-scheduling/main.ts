import { ShiftSchedulingServiceService } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { timeZoneAt } from '../domain/settings/settings.ts';
import { sayAlive, serveAdmin } from '../lib/admin.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { actingSource } from './acting.ts';
import { openBook } from './book.ts';
import { openChanges } from './changes.ts';
import { readConfig } from './config.ts';
import { followSchedules } from './consume.ts';
import { decider } from './decide.ts';
import { schedulingMetrics } from './metrics.ts';
import { openNames } from './names.ts';
import { openPush } from './push.ts';
import { openRequirements } from './requirements.ts';
import { schedulingRpc } from './rpc.ts';
import { openSearches } from './searches.ts';
import { openSecrets } from './secrets.ts';
import { openStore } from './store.ts';

// shift-scheduling: acts on schedules in, who works when and why out.
await run('shift-scheduling', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const now = () => Date.now();
  const nats = await connectNats(config.natsUrl, 'shift-scheduling');
  defer(() => nats.drain());

  const book = openBook();
  const [store, secrets] = [await openStore(nats), await openSecrets(nats)];
  const changes = openChanges(nats, log);
  const following = followSchedules(nats, { book, store, changes, signal, log });
  const { of: settingsOf, ...settings } = followSettings(nats, { signal, log });
  const zoneOf = (tenant: string, site: string) => timeZoneAt(settingsOf(tenant), site, now());
  const requirements = openRequirements(config.staffingForecast, book);
  const [names, push] = [openNames(config.directory, now), await openPush(nats, log)];
  const searches = openSearches({ threads: config.threads, now, log });
  for (const each of [requirements, names, push, searches]) defer(each.close);
  const acting = actingSource({ zoneOf, now, secrets, requirements });
  const decide = decider({ nats, book, store, acting });

  const metrics = schedulingMetrics({ following, book, searches });
  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  defer((await serveAdmin(config.adminAddress, { metrics, readiness })).close);

  await Promise.all([following.caughtUp, settings.caughtUp]);
  changes.begin();
  changes.onChange((_, change) => push.tell(change, acting.ground(change)));
  const { server, setReady } = makeServer(['floorcast.schedule.v1.ShiftSchedulingService']);
  const looked = { book, store, acting, names, searches, settingsOf, log };
  const rpc = schedulingRpc({ ...looked, decide, secrets, push });
  server.addService(ShiftSchedulingServiceService, rpc);
  await listen(server, config.grpcAddress);
  defer(() => server.forceShutdown());
  ready = true;
  setReady(true);
  sayAlive(nats, 'shift-scheduling', signal);
  log.info({ grpcAddress: config.grpcAddress, tenants: book.tenants().length }, 'ready');
  await Promise.race([following.done, settings.following.done]);
});
