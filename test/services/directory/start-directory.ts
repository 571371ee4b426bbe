import { credentials } from '@grpc/grpc-js';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Test } from 'tap';
import {
  DirectoryServiceClient,
  DirectoryServiceService,
} from '../../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { openBook } from '../../../services/directory/book.ts';
import { followDecisions } from '../../../services/directory/consume.ts';
import { decider } from '../../../services/directory/decide.ts';
import { openPeople } from '../../../services/directory/people.ts';
import { directoryRpc } from '../../../services/directory/rpc.ts';
import { listen, makeServer } from '../../../services/lib/grpc.ts';
import { makeLog } from '../../../services/lib/log.ts';

/** The real directory on a free port, over a test's own NATS. Stopped with the test. */
export async function startDirectory(t: Test, nats: NatsConnection) {
  const ending = new AbortController();
  const log = makeLog('directory', 'silent');
  const book = openBook();
  const following = followDecisions(nats, book, { signal: ending.signal, log });
  const people = await openPeople(nats);
  const { server } = makeServer([]);
  const decide = decider(nats, book);
  server.addService(
    DirectoryServiceService,
    directoryRpc({ book, decide, people, log, now: () => Date.now() }),
  );
  await following.caughtUp;
  const address = `127.0.0.1:${await listen(server, '127.0.0.1:0')}`;
  const client = new DirectoryServiceClient(address, credentials.createInsecure());
  t.teardown(async () => {
    client.close();
    server.forceShutdown();
    ending.abort();
    await following.done;
  });
  return { address, client, decide, book };
}
