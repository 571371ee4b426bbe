import { type Env, text, wholeNumber } from '../lib/config.ts';

/** Everything agent-status can be told from outside. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** Where planned shifts are asked for. */
  shiftScheduling: string;
  /** Where days older than two are asked for. */
  eventArchive: string;
  /** Shortest time between two live messages of a tenant. */
  beatMs: number;
  snapshotEveryMs: number;
}

/** The environment as a checked configuration; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'AGENT_STATUS_GRPC', '127.0.0.1:7131'),
    adminAddress: text(env, 'AGENT_STATUS_ADMIN', '127.0.0.1:7231'),
    shiftScheduling: text(env, 'SHIFT_SCHEDULING_GRPC', '127.0.0.1:7171'),
    eventArchive: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    beatMs: wholeNumber(env, 'AGENT_STATUS_BEAT_MS', { fallback: 50, min: 10, max: 1_000 }),
    snapshotEveryMs: wholeNumber(env, 'AGENT_STATUS_SNAPSHOT_MS', {
      fallback: 30_000,
      min: 1_000,
      max: 600_000,
    }),
  };
}
