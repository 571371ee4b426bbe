import { DomainError } from '../domain/domain-error.ts';
import { type Env, text, wholeNumber } from '../lib/config.ts';

/** Everything queue-metrics can be told from outside. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** Shortest time between two live messages of a tenant. */
  beatMs: number;
  snapshotEveryMs: number;
  /** Partitions of the log that are folded here; null = all. */
  partitions: number[] | null;
}

/** The environment as a checked configuration; every default works on a laptop. */
export function readConfig(env: Env): Config {
  const snapshots = { fallback: 30_000, min: 1_000, max: 600_000 };
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'QUEUE_METRICS_GRPC', '127.0.0.1:7141'),
    adminAddress: text(env, 'QUEUE_METRICS_ADMIN', '127.0.0.1:7241'),
    beatMs: wholeNumber(env, 'QUEUE_METRICS_BEAT_MS', { fallback: 50, min: 10, max: 1_000 }),
    snapshotEveryMs: wholeNumber(env, 'QUEUE_METRICS_SNAPSHOT_MS', snapshots),
    partitions: partitionsOf(text(env, 'QUEUE_METRICS_PARTITIONS', 'all')),
  };
}

function partitionsOf(given: string): number[] | null {
  if (given === 'all') return null;
  const partitions = given.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  if (partitions.every((one) => Number.isInteger(one) && one >= 0 && one < 1_024)) {
    return [...new Set(partitions)].sort((a, b) => a - b);
  }
  throw new DomainError(
    'invalid',
    `QUEUE_METRICS_PARTITIONS is "${given}", but must be "all" or numbers from 0 to 1023 like "0,1"`,
  );
}
