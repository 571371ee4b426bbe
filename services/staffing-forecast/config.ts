import { type Env, text, wholeNumber } from '../lib/config.ts';

/** What the environment sets for forecasting. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** Where history is asked for. */
  eventArchive: string;
  /** Where the published schedule is asked for. */
  shiftScheduling: string;
  /** Threads that compute forecasts. */
  threads: number;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'STAFFING_FORECAST_GRPC', '127.0.0.1:7161'),
    adminAddress: text(env, 'STAFFING_FORECAST_ADMIN', '127.0.0.1:7261'),
    eventArchive: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    shiftScheduling: text(env, 'SHIFT_SCHEDULING_GRPC', '127.0.0.1:7171'),
    threads: wholeNumber(env, 'STAFFING_FORECAST_THREADS', { fallback: 2, min: 1, max: 64 }),
  };
}
