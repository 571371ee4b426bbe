import { AgentStatusServiceService } from '../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
import { sayAlive, serveAdmin } from '../lib/admin.ts';
import { keepSnapshots, lastSnapshot } from '../lib/fold-snapshots.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { watchLag } from '../lib/lag.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { followSettings } from '../lib/settings-feed.ts';
import { follow } from '../lib/stream.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { readConfig } from './config.ts';
import { foldFacts } from './consume.ts';
import { floorsVersion, readFloors, writeFloors } from './floor.ts';
import { agentStatusMetrics } from './metrics.ts';
import { readNow } from './now.ts';
import { publishLive } from './publish.ts';
import { readinessOf } from './readiness.ts';
import { agentStatusRpc } from './rpc.ts';

// agent-status: facts in, who is doing what now out.
await run('agent-status', async ({ log, signal, defer }) => {
  const { natsUrl, grpcAddress, adminAddress, beatMs, snapshotEveryMs } = readConfig(process.env);
  const nats = await connectNats(natsUrl, 'agent-status');
  defer(() => nats.drain());

  const stream = streams.facts.name;
  const fold = { name: 'agent-status.0', foldVersion: floorsVersion, stream };
  const { snapshots, last } = await lastSnapshot(nats, fold, log);
  const from = last?.position ?? 0;
  let at = from;
  const position = () => at;
  const floors = last ? readFloors(last.state) : new Map();
  const metrics = agentStatusMetrics(floors);

  const settingsOf = (tenant: string) => settings.of(tenant);
  const now = readNow({ floors, settingsOf, clock: Date.now });
  const epoch = crypto.randomUUID();
  const send = (tenant: string, message: Uint8Array) => {
    nats.publish(subjects.liveAgents(tenant), message);
    metrics.messages.inc();
  };
  const live = publishLive({ floors, now, settingsOf, position, send, epoch, beatMs, signal });
  const settings = followSettings(nats, { signal, log }, live.touchAll);
  await settings.caughtUp;

  const folded = (facts: number, sequence: number) => {
    at = sequence;
    metrics.facts.inc(facts);
  };
  const handle = foldFacts({ floors, settingsOf, touched: live.touch, folded });
  const source = { stream, subjects: subjects.factsOf(), fromSequence: from + 1 };
  const following = follow(nats, source, handle, { signal, log });
  const lag = watchLag(nats, stream, following.position, signal);
  metrics.following(following, lag);

  const { server, setReady } = makeServer(['floorcast.agent.v1.AgentStatusService']);
  const salt = crypto.randomUUID();
  const rpc = agentStatusRpc({ floors, live, now, settingsOf, position, salt, log });
  server.addService(AgentStatusServiceService, rpc);
  const readiness = readinessOf(following, lag);
  const admin = await serveAdmin(adminAddress, { metrics: metrics.registry, readiness });
  defer(admin.close);
  await following.caughtUp;

  const write = () => writeFloors(floors);
  const kept = { position, write, from, everyMs: snapshotEveryMs, signal, log };
  defer(keepSnapshots(snapshots, kept).writeNow);
  await listen(server, grpcAddress);
  defer(() => server.forceShutdown());
  setReady(true);
  sayAlive(nats, 'agent-status', signal);
  log.info({ grpcAddress, tenants: floors.size, replayedFrom: from }, 'ready');
  await Promise.all([following.done, settings.following.done]);
});
