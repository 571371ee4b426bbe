import type { NatsConnection } from '@nats-io/transport-node';
import { LiveAgents } from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { LiveQueues } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { DomainError } from '../domain/domain-error.ts';
import { ask } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { subjects } from '../lib/subjects.ts';
import {
  changeAgents,
  changeQueues,
  type Floor,
  replaceAgents,
  replaceQueues,
  type Touched,
} from './floor.ts';
import { followLive, type LiveFeed } from './live-feed.ts';
import { ownContext, type Services } from './services.ts';

/** Where a floor is fed from. */
export interface FloorSource {
  tenant: string;
  nats: NatsConnection;
  services: Services;
  /** Runs a change of the floor and sees that it goes out. */
  touch: (change: (touched: Touched) => void) => void;
}

/** The live queues and the live agents of one tenant, into its floor. */
export function feedFloor(
  floor: Floor,
  { tenant, nats, services, touch }: FloorSource,
  running: { signal: AbortSignal; log: Log },
): { queues: LiveFeed; agents: LiveFeed } {
  const context = ownContext(tenant);
  const asked = { tenant, site: '' };
  const queues = followLive(
    nats,
    {
      subject: subjects.liveQueues(tenant),
      decode: LiveQueues.decode,
      snapshot: async () => {
        const client = services.queues;
        const { live } = await ask(client, client.getQueues, asked, { context });
        return live ?? silent('queue-metrics');
      },
      whole: (live) => touch((touched) => replaceQueues(floor, live, touched)),
      change: (live) => touch((touched) => changeQueues(floor, live, touched)),
    },
    running,
  );
  const agents = followLive(
    nats,
    {
      subject: subjects.liveAgents(tenant),
      decode: LiveAgents.decode,
      snapshot: async () => {
        const client = services.agents;
        const { live } = await ask(client, client.getAgents, asked, { context });
        return live ?? silent('agent-status');
      },
      whole: (live) => touch((touched) => replaceAgents(floor, live, touched)),
      change: (live) => touch((touched) => changeAgents(floor, live, touched)),
    },
    running,
  );
  return { queues, agents };
}

function silent(service: string): never {
  throw new DomainError('unavailable', `${service} answered without figures`);
}
