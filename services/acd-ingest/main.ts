// acd-ingest: what switches tell becomes facts in the log, once each and on disk.
import { join } from 'node:path';
import { makeMetrics, sayAlive, serveAdmin } from '../lib/admin.ts';
import { connectNats, ensureStreams } from '../lib/nats.ts';
import { ended, run } from '../lib/run.ts';
import { makeAdapterStates } from './adapter-states.ts';
import { readConfig } from './config.ts';
import { openDoors } from './doors/open.ts';
import { makeLiveness } from './liveness.ts';
import { measure, publishSeconds, readinessOf } from './metrics.ts';
import { makeParking } from './parking.ts';
import { makePublisher } from './publish.ts';
import { makePushed } from './pushed.ts';
import { remember } from './remembered.ts';
import { runAdapters } from './running-adapters.ts';
import { makeSequences } from './sequences.ts';
import { followSources, listSources } from './source-list.ts';
import { keepSequences, watchSilences } from './watch.ts';

await run('acd-ingest', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const { httpAddress, grpcAddress, adminAddress, folder } = config;
  const now = () => Date.now();
  const list = listSources(config);
  const sources = list.current;

  const nats = await connectNats(config.natsUrl, 'acd-ingest');
  defer(() => nats.close());
  await ensureStreams(nats, { factsBytes: config.streamBytes, replicas: 1 });
  const known = await remember(nats, config, { log, now, signal });
  defer(() => known.close());

  const metrics = makeMetrics('acd-ingest');
  const observe = publishSeconds(metrics);
  const publisher = makePublisher({ nats, known, limits: config, log, now, observe });
  defer(() => publisher.close());

  const parking = makeParking(nats, log, now);
  const states = makeAdapterStates(join(folder, 'sources'));
  const sequences = makeSequences(states.read('sequences'));
  const liveness = makeLiveness(now);
  const pushed = makePushed({ sources, publisher, liveness, sequences, now });
  const adapters = runAdapters({ publisher, parking, states, folder, log, now });
  measure(metrics, { publisher, known, parking, pushed, liveness, sequences });
  defer(() => adapters.stop());
  defer(keepSequences(sequences, states));
  watchSilences({ sources, liveness, publisher }, signal);

  defer(await openDoors(config, { pushed, log, now }));
  await adapters.become(sources());
  defer(followSources(list, adapters.become, log));
  const admin = await serveAdmin(adminAddress, { metrics, readiness: readinessOf(publisher) });
  defer(admin.close);
  sayAlive(nats, 'acd-ingest', signal);
  log.info({ sources: sources().length, http: httpAddress, grpc: grpcAddress }, 'open');
  await ended(signal);
});
