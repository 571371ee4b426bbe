import { type Env, text } from '../lib/config.ts';

/** What the environment sets for the directory. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'DIRECTORY_GRPC', '127.0.0.1:7121'),
    adminAddress: text(env, 'DIRECTORY_ADMIN', '127.0.0.1:7221'),
  };
}
