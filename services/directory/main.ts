import { DirectoryServiceService } from '../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { makeMetrics, sayAlive, serveAdmin } from '../lib/admin.ts';
import { addDecisionsPosition } from '../lib/gauges.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { openBook } from './book.ts';
import { readConfig } from './config.ts';
import { followDecisions } from './consume.ts';
import { decider } from './decide.ts';
import { openPeople } from './people.ts';
import { directoryRpc } from './rpc.ts';

// directory: decisions about tenants, queues and people in, what holds now out.
await run('directory', async ({ log, signal, defer }) => {
  const { natsUrl, grpcAddress, adminAddress } = readConfig(process.env);
  const nats = await connectNats(natsUrl, 'directory');
  defer(() => nats.drain());

  const book = openBook();
  const following = followDecisions(nats, book, { signal, log });
  const people = await openPeople(nats);
  const decide = decider(nats, book);

  const metrics = makeMetrics('directory');
  addDecisionsPosition(metrics, following.position);
  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  const admin = await serveAdmin(adminAddress, { metrics, readiness });
  defer(admin.close);

  const { server, setReady } = makeServer(['floorcast.directory.v1.DirectoryService']);
  const now = () => Date.now();
  server.addService(DirectoryServiceService, directoryRpc({ book, decide, people, log, now }));
  await following.caughtUp;
  await listen(server, grpcAddress);
  defer(() => server.forceShutdown());

  ready = true;
  setReady(true);
  sayAlive(nats, 'directory', signal);
  log.info({ grpcAddress, tenants: book.tenants().length }, 'ready');
  await following.done;
});
