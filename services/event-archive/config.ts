import { join } from 'node:path';
import type { ClickHousePlace } from '../lib/clickhouse.ts';
import { type Env, optionalText, text, wholeNumber } from '../lib/config.ts';

/** What the environment sets for the archive. */
export interface Config {
  natsUrl: string;
  grpcAddress: string;
  adminAddress: string;
  /** A folder (the engine runs in this process) or a server. */
  history: ClickHousePlace;
  /** Name of the ClickHouse cluster whose replicas hold the tables; null = none. */
  cluster: string | null;
  migrations: string;
  /** Days for which rows about single agents and contacts are kept. */
  agentDays: number;
}

/** The environment as checked values; every default works on a laptop. */
export function readConfig(env: Env): Config {
  const url = optionalText(env, 'CLICKHOUSE_URL');
  const data = text(env, 'FLOORCAST_DATA', '.data');
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    grpcAddress: text(env, 'EVENT_ARCHIVE_GRPC', '127.0.0.1:7151'),
    adminAddress: text(env, 'EVENT_ARCHIVE_ADMIN', '127.0.0.1:7251'),
    history: url ? { url } : { folder: join(data, 'clickhouse') },
    cluster: optionalText(env, 'CLICKHOUSE_CLUSTER'),
    migrations: join(import.meta.dirname, '../../deploy/clickhouse/migrations'),
    agentDays: wholeNumber(env, 'ARCHIVE_AGENT_DAYS', { fallback: 90, min: 1, max: 3_650 }),
  };
}
