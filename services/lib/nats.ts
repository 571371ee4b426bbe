import {
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { streams } from './subjects.ts';

const dayNs = 24 * 3600 * 1e9;

/** Bounds of the streams on disk. */
export interface StreamLimits {
  /** FACTS and BACKFILL refuse new facts beyond this: producers are told 503. */
  factsBytes: number;
  /** Copies of each stream: 1 on one server, 3 in a cluster. */
  replicas: number;
}

/** Connects and keeps reconnecting for ever; the first connect fails with one sentence. */
export async function connectNats(url: string, name: string): Promise<NatsConnection> {
  try {
    return await connect({
      servers: url.split(','),
      name,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 100,
      pingInterval: 2_000,
      maxPingOut: 2,
    });
  } catch (error) {
    throw new DomainError(
      'unavailable',
      `cannot reach NATS at ${url}: ${(error as Error).message}`,
    );
  }
}

/** Creates the streams that are missing; existing ones are left as they are. */
export async function ensureStreams(nats: NatsConnection, limits: StreamLimits): Promise<void> {
  const manager = await jetstreamManager(nats);
  const bounded = { max_bytes: limits.factsBytes, discard: DiscardPolicy.New };
  await ensure(manager, limits, { ...streams.facts, ...bounded });
  await ensure(manager, limits, { ...streams.backfill, ...bounded });
  await ensure(manager, limits, { ...streams.decisions });
  await ensure(manager, limits, {
    ...streams.parked,
    max_age: 7 * dayNs,
    max_bytes: 256 * 1024 * 1024,
    discard: DiscardPolicy.Old,
  });
}

type Stream = Pick<Partial<StreamConfig>, 'max_age' | 'max_bytes' | 'discard'> & {
  name: string;
  subjects: readonly string[];
};

async function ensure(
  manager: JetStreamManager,
  { replicas }: StreamLimits,
  { name, subjects, ...rest }: Stream,
): Promise<void> {
  const known = await manager.streams.info(name).catch(() => null);
  if (known) return;
  const adding = manager.streams.add({
    name,
    subjects: [...subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    num_replicas: replicas,
    duplicate_window: 120 * 1e9,
    ...rest,
  });
  await adding.catch((error: Error) => {
    const bytes = rest.max_bytes ? ` of up to ${rest.max_bytes} bytes` : '';
    const sentence = `cannot create the stream ${name}${bytes}: ${error.message}`;
    throw new DomainError('unavailable', sentence);
  });
}
