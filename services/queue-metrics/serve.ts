import type { NatsConnection } from '@nats-io/transport-node';
import { QueueMetricsServiceService } from '../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { recountLegs } from '../domain/queue/queue-state.ts';
import { serveAdmin } from '../lib/admin.ts';
import type { FoldMetrics } from '../lib/fold-metrics.ts';
import { keepSnapshots, lastSnapshot } from '../lib/fold-snapshots.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { watchLag } from '../lib/lag.ts';
import { readinessOf } from '../lib/readiness.ts';
import type { Running } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { type Following, follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { keepBalance } from './balance.ts';
import type { Config } from './config.ts';
import { foldFacts } from './consume.ts';
import { queueMetricsMetrics } from './metrics.ts';
import { readNow } from './now.ts';
import { type Live, type LiveDeps, publishLive } from './publish.ts';
import { queueMetricsRpc } from './rpc.ts';
import { readTenants, type Tenants, tenantsVersion, writeTenants } from './tenants.ts';

/** What the service stands on. */
export interface ServeDeps extends Running {
  nats: NatsConnection;
  config: Config;
}

const stream = streams.facts.name;

/** Reads the past, then serves: resolves when the figures are of now and the doors are open. */
export async function serve(deps: ServeDeps): Promise<{ done: Promise<unknown> }> {
  const { nats, config, log, signal, defer } = deps;
  const name = `queue-metrics.${config.partitions?.join('-') ?? 'all'}`;
  const fold = { name, foldVersion: tenantsVersion, stream };
  const { snapshots, last } = await lastSnapshot(nats, fold, log);
  const from = last?.position ?? 0;
  const tenants: Tenants = last ? readTenants(last.state) : new Map();
  const balance = keepBalance(tenants, { signal, log });
  const metrics = queueMetricsMetrics(tenants, balance);
  const { check } = balance;
  const { following, decisions, live, position } = await begin(deps, {
    tenants,
    from,
    metrics,
    check,
  });

  // Operators see at once why it is not ready; callers come in when the log is read.
  const lag = watchLag(nats, stream, following.position, signal);
  metrics.following(following, lag);
  const door = { metrics: metrics.registry, readiness: readinessOf(following, lag) };
  defer((await serveAdmin(config.adminAddress, door)).close);
  await following.caughtUp;

  live.begin();
  const write = () => writeTenants(tenants);
  const kept = { position, write, from, everyMs: config.snapshotEveryMs, signal, log };
  defer(keepSnapshots(snapshots, kept).writeNow);
  const { server, setReady } = makeServer(['floorcast.queue.v1.QueueMetricsService']);
  server.addService(QueueMetricsServiceService, queueMetricsRpc({ tenants, live, log }));
  const { grpcAddress } = config;
  await listen(server, grpcAddress);
  defer(() => server.forceShutdown());
  setReady(true);
  log.info({ grpcAddress, tenants: tenants.size, replayedFrom: from }, 'ready');
  return { done: Promise.all([following.done, decisions.done]) };
}

interface Beginning {
  tenants: Tenants;
  /** Position of the snapshot the tenants are from. */
  from: number;
  metrics: FoldMetrics;
  check: LiveDeps['check'];
}

interface Begun {
  following: Following;
  decisions: Following;
  live: Live;
  position: () => number;
}

/** Decisions first, then facts: folded into the tenants' queues and out on the beat. */
async function begin(
  { nats, config, log, signal }: ServeDeps,
  { tenants, from, metrics, check }: Beginning,
): Promise<Begun> {
  let at = from;
  const position = () => at;
  const settingsOf = (tenant: string) => settings.of(tenant);
  const now = readNow({ tenants, settingsOf, clock: Date.now });
  const send = (tenant: string, message: Uint8Array) => {
    nats.publish(subjects.liveQueues(tenant), message);
    metrics.messages.inc();
  };
  const { beatMs, partitions } = config;
  const live = publishLive({ tenants, now, position, send, check, beatMs, signal });
  // Thousands of decisions are read at a start: all legs are counted once after them.
  let reading = true;
  const settings = followSettings(nats, { signal, log }, (tenant, { kind }) => {
    if (reading || (kind !== 'queue' && kind !== 'site')) return;
    const of = tenants.get(tenant);
    if (of) recountLegs(of.queues, settingsOf(tenant));
    live.touchAll(tenant);
  });
  await settings.caughtUp;
  reading = false;
  for (const [tenant, { queues }] of tenants) recountLegs(queues, settingsOf(tenant));

  const folded = (facts: number, sequence: number) => {
    at = sequence;
    metrics.facts.inc(facts);
  };
  const { touch: touched, beginAnew: forgotten } = live;
  const handle = foldFacts({ tenants, settingsOf, touched, forgotten, folded });
  const filter = partitions?.map((one) => subjects.factsOf(one)) ?? subjects.factsOf();
  const source = { stream, subjects: filter, fromSequence: from + 1 };
  const following = follow(nats, source, handle, { signal, log });
  return { following, decisions: settings.following, live, position };
}
