import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/domain-error.ts';
import { splitAddress } from '../lib/admin.ts';
import { type Env, optionalText, text, wholeNumber } from '../lib/config.ts';

/** Key and certificate of the doors, as PEM. */
export interface Tls {
  key: Buffer;
  cert: Buffer;
}

/** Everything acd-ingest is told by its environment. */
export interface Config {
  natsUrl: string;
  httpAddress: string;
  grpcAddress: string;
  adminAddress: string;
  /** Null on loopback without TLS; beyond loopback the start is refused instead. */
  tls: Tls | null;
  /** Folder of this service's own files. */
  folder: string;
  sourcesFile: string;
  /** True when the file was named by the environment: then it must exist. */
  sourcesFileNamed: boolean;
  /** Into how many ordered logs the sites of a tenant are spread. */
  partitions: number;
  /** Bytes of FACTS and of BACKFILL on disk, when they have to be created. */
  streamBytes: number;
  /** How long facts are gathered into one message. */
  flushMs: number;
  /** Facts held in memory until they are on disk. */
  maxHeldFacts: number;
  maxHeldBytes: number;
  /** Facts older than this are history and go to BACKFILL. */
  backfillAfterMs: number;
  /** How long ids of published facts are remembered. */
  rememberMs: number;
  /** Ids remembered at most; 13 bytes each, in tables at least a third full. */
  rememberIds: number;
}

const hourMs = 3_600_000;

/** Reads and checks the environment. */
export function readConfig(env: Env): Config {
  const data = text(env, 'FLOORCAST_DATA', '.data');
  const httpAddress = text(env, 'ACD_INGEST_HTTP', '127.0.0.1:7110');
  const grpcAddress = text(env, 'ACD_INGEST_GRPC', '127.0.0.1:7111');
  const tls = readTls(env);
  for (const [name, address] of [
    ['ACD_INGEST_HTTP', httpAddress],
    ['ACD_INGEST_GRPC', grpcAddress],
  ] as const) {
    checkDoor(name, address, tls);
  }
  const named = optionalText(env, 'FLOORCAST_SOURCES');
  return {
    natsUrl: text(env, 'FLOORCAST_NATS_URL', 'nats://127.0.0.1:7222'),
    httpAddress,
    grpcAddress,
    adminAddress: text(env, 'ACD_INGEST_ADMIN', '127.0.0.1:7210'),
    tls,
    folder: join(data, 'acd-ingest'),
    sourcesFile: named ?? join(data, 'sources.json'),
    sourcesFileNamed: named !== null,
    ...readLimits(env),
  };
}

function readLimits(env: Env) {
  const number = (name: string, fallback: number, min: number, max: number) =>
    wholeNumber(env, name, { fallback, min, max });
  return {
    partitions: number('FLOORCAST_PARTITIONS', 1, 1, 64),
    streamBytes: number('FLOORCAST_FACTS_BYTES', 4 * 1024 ** 3, 64 * 1024, 2 ** 45),
    flushMs: number('ACD_INGEST_FLUSH_MS', 5, 0, 100),
    maxHeldFacts: number('ACD_INGEST_HELD_FACTS', 200_000, 1_000, 10_000_000),
    maxHeldBytes: number('ACD_INGEST_HELD_BYTES', 64 * 1024 ** 2, 1024 ** 2, 2 ** 33),
    backfillAfterMs: number('ACD_INGEST_BACKFILL_AFTER_H', 24, 1, 48) * hourMs,
    rememberMs: number('ACD_INGEST_REMEMBER_H', 48, 48, 24 * 14) * hourMs,
    rememberIds: number('ACD_INGEST_REMEMBER_IDS', 16_000_000, 100_000, 400_000_000),
  };
}

function readTls(env: Env): Tls | null {
  const key = optionalText(env, 'ACD_INGEST_TLS_KEY');
  const cert = optionalText(env, 'ACD_INGEST_TLS_CERT');
  if (!key && !cert) return null;
  if (!key || !cert) {
    throw new DomainError(
      'invalid',
      `ACD_INGEST_TLS_KEY and ACD_INGEST_TLS_CERT belong together: ${key ? 'CERT' : 'KEY'} is missing`,
    );
  }
  return { key: pem('ACD_INGEST_TLS_KEY', key), cert: pem('ACD_INGEST_TLS_CERT', cert) };
}

function pem(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new DomainError('invalid', `${name}: cannot read ${path}: ${(error as Error).message}`);
  }
}

/** Tokens in clear on a network would be everybody's tokens. */
function checkDoor(name: string, address: string, tls: Tls | null): void {
  const [host] = splitAddress(address);
  const loopback = host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
  if (loopback || tls) return;
  throw new DomainError(
    'invalid',
    `${name} is ${address}: beyond loopback the door opens only with TLS; ` +
      'set ACD_INGEST_TLS_KEY and ACD_INGEST_TLS_CERT to PEM files, or bind to 127.0.0.1',
  );
}
