import type { NatsConnection } from '@nats-io/transport-node';
import { subjects, tenantOf } from '../lib/subjects.ts';

/** Beyond so many, further tenants are reached through the directory only. */
const maxHeard = 500;

/**
 * Tenants whose live figures were heard. A switch that was connected a moment
 * ago has a tenant before anybody has written a word about it in the directory.
 */
export function listenTenants(nats: NatsConnection): () => string[] {
  const heard = new Set<string>();
  nats.subscribe(subjects.liveQueuesAll(), {
    callback: (error, message) => {
      if (!error && heard.size < maxHeard) heard.add(tenantOf(message.subject));
    },
  });
  return () => [...heard];
}
