import { recountLegs } from '../domain/queue/queue-state.ts';
import { sayAlive } from '../lib/admin.ts';
import { keepSnapshots, lastSnapshot } from '../lib/fold-snapshots.ts';
import { watchLag } from '../lib/lag.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { keepBalance } from './balance.ts';
import { readConfig } from './config.ts';
import { foldFacts } from './consume.ts';
import { queueMetricsMetrics } from './metrics.ts';
import { readNow } from './now.ts';
import { publishLive } from './publish.ts';
import { openDoors } from './serve.ts';
import { readTenants, type Tenants, tenantsVersion, writeTenants } from './tenants.ts';

// queue-metrics: facts in, who is waiting and how well we answer out.
await run('queue-metrics', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const { grpcAddress, partitions, beatMs, snapshotEveryMs: everyMs } = config;
  const nats = await connectNats(config.natsUrl, 'queue-metrics');
  defer(() => nats.drain());
  const stream = streams.facts.name;
  const name = `queue-metrics.${partitions?.join('-') ?? 'all'}`;
  const fold = { name, foldVersion: tenantsVersion, stream };
  const { snapshots, last } = await lastSnapshot(nats, fold, log);
  const from = last?.position ?? 0;
  let at = from;
  const position = () => at;
  const tenants: Tenants = last ? readTenants(last.state) : new Map();
  const balance = keepBalance(tenants, { signal, log });
  const metrics = queueMetricsMetrics(tenants, balance);
  const settingsOf = (tenant: string) => settings.of(tenant);
  const now = readNow({ tenants, settingsOf, clock: Date.now });
  const send = (tenant: string, message: Uint8Array) => {
    nats.publish(subjects.liveQueues(tenant), message);
    metrics.messages.inc();
  };
  const out = { position, send, check: balance.check, epoch: crypto.randomUUID() };
  const live = publishLive({ tenants, now, ...out, beatMs, signal });
  const settings = followSettings(nats, { signal, log }, (tenant) => {
    const of = tenants.get(tenant);
    if (of) recountLegs(of.queues, settingsOf(tenant));
    live.touchAll(tenant);
  });
  await settings.caughtUp;
  const folded = (facts: number, sequence: number) => {
    at = sequence;
    metrics.facts.inc(facts);
  };
  const handle = foldFacts({ tenants, settingsOf, touched: live.touch, folded });
  const filter = partitions?.map((one) => subjects.factsOf(one)) ?? subjects.factsOf();
  const following = follow(nats, { stream, subjects: filter, fromSequence: from + 1 }, handle, {
    signal,
    log,
  });
  const lag = watchLag(nats, stream, following.position, signal);
  const open = await openDoors({ config, metrics, following, lag, tenants, live, log, defer });
  await following.caughtUp;
  live.begin();
  const write = () => writeTenants(tenants);
  const kept = { position, write, from, everyMs, signal, log };
  defer(keepSnapshots(snapshots, kept).writeNow);
  await open();
  sayAlive(nats, 'queue-metrics', signal);
  log.info({ grpcAddress, tenants: tenants.size, replayedFrom: from }, 'ready');
  await Promise.all([following.done, settings.following.done]);
});
