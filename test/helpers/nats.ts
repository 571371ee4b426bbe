import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Test } from 'tap';
import { connectNats, ensureStreams } from '../../services/lib/nats.ts';
import { freePort } from './ports.ts';

/** A real nats-server of the test's own, with the product's streams. Stopped with the test. */
export interface TestNats {
  url: string;
  nats: NatsConnection;
  /** kill -9, as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again on the same port and data. */
  restart: () => Promise<void>;
}

const binary = existsSync('.local/bin/nats-server') ? '.local/bin/nats-server' : 'nats-server';

/** Starts nats-server with JetStream, fsync before every acknowledgement, on a free port. */
export async function startNats(t: Test): Promise<TestNats> {
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-nats-'));
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const config = join(folder, 'nats.conf');
  await writeFile(
    config,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}", sync_interval: always }\n`,
  );
  let server = await spawnServer(config);
  const nats = await connectNats(url, 'test');
  await ensureStreams(nats, { factsBytes: 1024 ** 3, replicas: 1 });
  t.teardown(async () => {
    await nats.close();
    await killed(server);
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url,
    nats,
    kill: () => killed(server),
    restart: async () => {
      server = await spawnServer(config);
    },
  };
}

function spawnServer(config: string): Promise<ChildProcess> {
  const server = spawn(binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
    server.stderr?.on('data', (line: Buffer) => {
      if (String(line).includes('Server is ready')) resolve(server);
    });
  });
}

function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGKILL');
  });
}
