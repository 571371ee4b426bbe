import { HistoryServiceService } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { makeMetrics, sayAlive, serveAdmin } from '../lib/admin.ts';
import { openClickHouse } from '../lib/clickhouse.ts';
import { migrate } from '../lib/clickhouse-migrations.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { openArchive } from './archive.ts';
import { readConfig } from './config.ts';
import { archiveMetrics, archiveReadiness } from './metrics.ts';
import { setRetention } from './retention.ts';
import { historyRpc } from './rpc.ts';
import { followDirectory } from './settings.ts';

// event-archive: facts in, history in ClickHouse out. The one owner of the data folder.
await run('event-archive', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const now = () => Date.now();
  const nats = await connectNats(config.natsUrl, 'event-archive');
  defer(() => nats.drain());

  const clickhouse = await openClickHouse(config.history);
  defer(() => clickhouse.close());
  const { migrations: folder, cluster, agentDays } = config;
  const applied = await migrate(clickhouse, { folder, cluster });
  await setRetention(clickhouse, { agentDays, cluster });

  const directory = followDirectory(nats, { agentDays, signal, log, now });
  await directory.caughtUp;
  const settingsOf = directory.of;
  const archive = await openArchive({ nats, clickhouse, settingsOf, agentDays, log, signal, now });
  directory.tell(archive.folds);

  const metrics = makeMetrics('event-archive');
  archiveMetrics(metrics, { archive, clickhouse, nats });
  const readiness = archiveReadiness(archive);
  const admin = await serveAdmin(config.adminAddress, { metrics, readiness });
  defer(admin.close);

  const { server, setReady } = makeServer(['floorcast.history.v1.HistoryService']);
  const { erase } = archive;
  const rpc = historyRpc({ clickhouse, settingsOf, erase, log, now });
  server.addService(HistoryServiceService, rpc);
  await listen(server, config.grpcAddress);
  defer(() => server.forceShutdown());

  setReady(true);
  sayAlive(nats, 'event-archive', signal);
  log.info({ grpc: config.grpcAddress, applied }, 'ready');
  await archive.done;
});
