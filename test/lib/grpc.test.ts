// What a caller is told when the other side refuses, is silent, or is not there.
import { credentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import t, { type Test } from 'tap';
import {
  QueueMetricsServiceClient,
  QueueMetricsServiceService,
} from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import { ask, listen, makeServer, unary } from '../../services/lib/grpc.ts';
import { makeLog } from '../../services/lib/log.ts';

const context = { tenant: 'acme', person: 'p1', roles: ['supervisor' as const] };
const request = { tenant: 'acme', site: 'hq' };
const log = makeLog('test', 'silent');

t.test('a refusal keeps its sentence', async (t) => {
  const client = await serve(t, () => {
    throw new DomainError('unavailable', 'the log of decisions is being read');
  });
  await t.rejects(ask(client, client.getQueues, request, { context }), {
    fault: 'unavailable',
    message: 'the log of decisions is being read',
  });
});

t.test('silence and absence are said by name, not in the words of the transport', async (t) => {
  const client = await serve(t, () => new Promise(() => undefined));
  await t.rejects(ask(client, client.getQueues, request, { context, withinMs: 100 }), {
    fault: 'unavailable',
    message: 'QueueMetricsService did not answer in time; try again',
  });
  // A port of the discard protocol, on which nothing of ours ever listens.
  const nobody = clientOf(t, '127.0.0.1:9');
  await t.rejects(ask(nobody, nobody.getQueues, request, { context }), {
    fault: 'unavailable',
    message: 'QueueMetricsService cannot be reached; try again',
  });
});

async function serve(t: Test, answer: () => Promise<never>) {
  const { server } = makeServer([]);
  const only = { getQueues: unary(log, answer) } as unknown as UntypedServiceImplementation;
  server.addService(QueueMetricsServiceService, only);
  t.teardown(() => server.forceShutdown());
  return clientOf(t, `127.0.0.1:${await listen(server, '127.0.0.1:0')}`);
}

function clientOf(t: Test, address: string) {
  const client = new QueueMetricsServiceClient(address, credentials.createInsecure());
  t.teardown(() => client.close());
  return client;
}
