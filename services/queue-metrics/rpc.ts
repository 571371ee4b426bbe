import type { ServerWritableStream } from '@grpc/grpc-js';
import type {
  ListIntervalsRequest,
  ListIntervalsResponse,
  QueueMetricsServiceServer,
  WatchQueuesRequest,
  WatchQueuesResponse,
} from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import type { LiveQueues } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { DomainError } from '../domain/domain-error.ts';
import { intervalLength, queueIntervals } from '../domain/queue/intervals.ts';
import { type Context, sameTenant } from '../lib/context.ts';
import { serverStream, unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { toWireInterval } from './convert.ts';
import type { Live } from './publish.ts';
import type { Tenants } from './tenants.ts';

/** What the answers are made from. */
export interface QueueMetricsDeps {
  tenants: Tenants;
  live: Live;
  log: Log;
}

/** Messages waiting for one reader; beyond it the reader is too slow and starts anew. */
const maxWaiting = 256;

/** Intervals in one answer. */
const maxIntervals = 50_000;

/** The service's door: translates and checks who asks; the fold computes. */
export function queueMetricsRpc(deps: QueueMetricsDeps): QueueMetricsServiceServer {
  const { live, log } = deps;
  return {
    getQueues: unary(log, ({ tenant, site }, context) => {
      sameTenant(context, tenant);
      return { live: ofSite(live.whole(tenant), site) };
    }),
    watchQueues: serverStream(log, (call, context, signal) => watch(live, call, context, signal)),
    listIntervals: unary(log, (request, context) => {
      sameTenant(context, request.tenant);
      return listIntervals(deps, request);
    }),
  };
}

async function watch(
  live: Live,
  call: ServerWritableStream<WatchQueuesRequest, WatchQueuesResponse>,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const { tenant, site } = call.request;
  sameTenant(context, tenant);
  const ended = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => ended.resolve(), { once: true });
  // The whole and the watching begin in one turn of the loop: no change falls between.
  call.write({ live: ofSite(live.whole(tenant), site) });
  const stop = live.watch(tenant, (message) => {
    call.write({ live: ofSite(message, site) });
    if (call.writableLength <= maxWaiting) return;
    ended.reject(new DomainError('unavailable', 'the reader is too slow: watch again'));
  });
  try {
    await ended.promise;
  } finally {
    stop();
  }
}

function ofSite(live: LiveQueues, site: string): LiveQueues {
  if (!site) return live;
  return {
    ...live,
    queues: live.queues.filter((queue) => queue.site === site),
    sources: live.sources.filter((source) => source.site === site),
  };
}

function listIntervals(
  { tenants }: QueueMetricsDeps,
  { tenant, site, queue, from, to, lengthS }: ListIntervalsRequest,
): ListIntervalsResponse {
  const length = intervalLength(lengthS);
  if (!from || !to || from >= to) {
    throw new DomainError('invalid', 'from and to must be given, from before to');
  }
  const span = { fromMs: from.getTime(), toMs: to.getTime() };
  const found = [...(tenants.get(tenant)?.queues.queues.values() ?? [])]
    .filter((state) => (!site || state.site === site) && (!queue || state.queue === queue))
    .sort((a, b) => (`${a.site}/${a.queue}` < `${b.site}/${b.queue}` ? -1 : 1))
    .flatMap((state) =>
      queueIntervals(state, span, length).map((interval) => toWireInterval(state, interval)),
    );
  if (found.length > maxIntervals) {
    throw new DomainError(
      'invalid',
      `${found.length} intervals are more than ${maxIntervals}: ask for less time or one site`,
    );
  }
  return { intervals: found };
}
