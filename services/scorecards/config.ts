import { type Env, text } from '../lib/config.ts';

/** What the environment sets for scorecards. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** Where names are asked for. */
  directory: string;
  /** Where contacts are asked for. */
  eventArchive: string;
  /** Where adherence is asked for. */
  agentStatus: string;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'SCORECARDS_GRPC', '127.0.0.1:7181'),
    adminAddress: text(env, 'SCORECARDS_ADMIN', '127.0.0.1:7281'),
    directory: text(env, 'DIRECTORY_GRPC', '127.0.0.1:7121'),
    eventArchive: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    agentStatus: text(env, 'AGENT_STATUS_GRPC', '127.0.0.1:7131'),
  };
}
