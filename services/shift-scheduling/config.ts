import { type Env, text, wholeNumber } from '../lib/config.ts';

/** What the environment sets for scheduling. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** Where names are asked for. */
  directory: string;
  /** Where requirement is asked for. */
  staffingForecast: string;
  /** Threads of one search. */
  threads: number;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'SHIFT_SCHEDULING_GRPC', '127.0.0.1:7171'),
    adminAddress: text(env, 'SHIFT_SCHEDULING_ADMIN', '127.0.0.1:7271'),
    directory: text(env, 'DIRECTORY_GRPC', '127.0.0.1:7121'),
    staffingForecast: text(env, 'STAFFING_FORECAST_GRPC', '127.0.0.1:7161'),
    threads: wholeNumber(env, 'SHIFT_SCHEDULING_THREADS', { fallback: 2, min: 1, max: 64 }),
  };
}
