import type { NatsConnection } from '@nats-io/transport-node';
import { AdherenceServiceService } from '../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import { AgentStatusServiceService } from '../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
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
import { type Adherence, startAdherence } from './adherence/start.ts';
import type { Config } from './config.ts';
import { foldFacts } from './consume.ts';
import { type Floors, floorsVersion, readFloors, writeFloors } from './floor.ts';
import { agentStatusMetrics } from './metrics.ts';
import { readNow } from './now.ts';
import { publishLive } from './publish.ts';
import { type AgentStatusDeps, agentStatusRpc } from './rpc.ts';

/** What the service stands on. */
export interface ServeDeps extends Running {
  nats: NatsConnection;
  config: Config;
  /** Our clock. */
  clock: () => number;
}

/** A service under way. */
export interface Serving {
  grpcPort: number;
  adminPort: number;
  /** Looks now whether a day is over. */
  sweepDays: () => Promise<void>;
  /** Resolves at the end; rejects when a following fails. */
  done: Promise<unknown>;
}

const stream = streams.facts.name;

/** Reads the past, then serves: resolves when the figures are of now and the doors are open. */
export async function serve(deps: ServeDeps): Promise<Serving> {
  const { nats, config, log, signal, defer } = deps;
  const fold = { name: 'agent-status.0', foldVersion: floorsVersion, stream };
  const { snapshots, last } = await lastSnapshot(nats, fold, log);
  const from = last?.position ?? 0;
  const floors: Floors = last ? readFloors(last.state) : new Map();
  const metrics = agentStatusMetrics(floors);
  const { following, answering, decisions, adherence } = await begin(deps, {
    floors,
    from,
    metrics,
  });

  const lag = watchLag(nats, stream, following.position, signal);
  metrics.following(following, lag);
  const readiness = readinessOf(following, lag);
  const door = { metrics: metrics.registry, readiness };
  const admin = await serveAdmin(config.adminAddress, door);
  defer(admin.close);
  await following.caughtUp;

  const write = () => writeFloors(floors);
  const { position } = answering;
  const kept = { position, write, from, everyMs: config.snapshotEveryMs, signal, log };
  defer(keepSnapshots(snapshots, kept).writeNow);
  await Promise.all([adherence.following.caughtUp, adherence.appeals.caughtUp]);
  const names = ['AgentStatusService', 'AdherenceService'];
  const { server, setReady } = makeServer(names.map((name) => `floorcast.agent.v1.${name}`));
  server.addService(AgentStatusServiceService, agentStatusRpc(answering));
  server.addService(AdherenceServiceService, adherence.rpc);
  const grpcPort = await listen(server, config.grpcAddress);
  defer(() => server.forceShutdown());
  setReady(true);
  log.info({ grpcPort, tenants: floors.size, replayedFrom: from }, 'ready');
  const { following: decided, appeals } = adherence;
  const done = Promise.all([following.done, decisions.done, decided.done, appeals.done]);
  return { grpcPort, adminPort: admin.port, sweepDays: adherence.sweep, done };
}

/** Decisions first, then facts: folded into the floors and out on the beat. */
async function begin(
  { nats, config, clock, log, signal, defer }: ServeDeps,
  { floors, from, metrics }: { floors: Floors; from: number; metrics: FoldMetrics },
): Promise<{
  following: Following;
  answering: AgentStatusDeps;
  decisions: Following;
  adherence: Adherence;
}> {
  let at = from;
  const position = () => at;
  const settingsOf = (tenant: string) => settings.of(tenant);
  const now = readNow({ floors, settingsOf, clock });
  const send = (tenant: string, message: Uint8Array) => {
    if (nats.isClosed()) return;
    nats.publish(subjects.liveAgents(tenant), message);
    metrics.messages.inc();
  };
  const { beatMs } = config;
  const live = publishLive({ floors, now, settingsOf, position, send, beatMs, signal });
  const settings = followSettings(nats, { signal, log }, live.touchSetting);
  await settings.caughtUp;

  const folded = (facts: number, sequence: number) => {
    at = sequence;
    metrics.facts.inc(facts);
  };
  const { shiftScheduling, eventArchive } = config;
  const doors = { shiftScheduling, eventArchive };
  const adherence = startAdherence({ nats, floors, now, settings, ...doors, signal, log });
  defer(adherence.close);
  const touched = (tenant: string, agentKeys: readonly string[]) => {
    live.touch(tenant, agentKeys);
    adherence.touch(tenant, agentKeys);
  };
  const forgotten = (tenant: string) => {
    live.beginAnew(tenant);
    adherence.forget(tenant);
  };
  const handle = foldFacts({ floors, settingsOf, touched, forgotten, folded });
  const source = { stream, subjects: subjects.factsOf(), fromSequence: from + 1 };
  const following = follow(nats, source, handle, { signal, log });
  const salt = crypto.randomUUID();
  const answering = { floors, live, now, settingsOf, position, salt, log };
  return { following, answering, decisions: settings.following, adherence };
}
