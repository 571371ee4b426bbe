import { DomainError } from '../domain/domain-error.ts';
import { splitAddress } from '../lib/admin.ts';
import { type Env, text, wholeNumber } from '../lib/config.ts';

/** What the environment sets for the gateway. */
export interface Config {
  natsUrl: string;
  /** The door for browsers: loopback only until people sign in. */
  httpAddress: string;
  adminAddress: string;
  /** Where the services behind it answer. */
  directory: string;
  queueMetrics: string;
  agentStatus: string;
  eventArchive: string;
  staffingForecast: string;
  shiftScheduling: string;
  scorecards: string;
  /** The folder of the built pages. */
  pages: string;
  /** Screens served at once; more are refused with 503. */
  maxScreens: number;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    httpAddress: loopback(text(env, 'GATEWAY_HTTP', '127.0.0.1:7100')),
    adminAddress: text(env, 'GATEWAY_ADMIN', '127.0.0.1:7200'),
    directory: text(env, 'DIRECTORY_GRPC', '127.0.0.1:7121'),
    queueMetrics: text(env, 'QUEUE_METRICS_GRPC', '127.0.0.1:7141'),
    agentStatus: text(env, 'AGENT_STATUS_GRPC', '127.0.0.1:7131'),
    eventArchive: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    staffingForecast: text(env, 'STAFFING_FORECAST_GRPC', '127.0.0.1:7161'),
    shiftScheduling: text(env, 'SHIFT_SCHEDULING_GRPC', '127.0.0.1:7171'),
    scorecards: text(env, 'SCORECARDS_GRPC', '127.0.0.1:7181'),
    pages: text(env, 'FLOORCAST_PAGES', 'wallboard/dist'),
    maxScreens: wholeNumber(env, 'GATEWAY_MAX_SCREENS', {
      fallback: 5_000,
      min: 1,
      max: 100_000,
    }),
  };
}

function loopback(address: string): string {
  const [host] = splitAddress(address);
  if (host === '127.0.0.1' || host === 'localhost' || host === '[::1]') return address;
  throw new DomainError(
    'invalid',
    `GATEWAY_HTTP is "${address}", but until people sign in the gateway listens on 127.0.0.1 only`,
  );
}
