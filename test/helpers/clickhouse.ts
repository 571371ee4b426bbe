import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from './ports.ts';

/** A folder for an embedded history, removed with the test. */
export async function historyFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-history-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A ClickHouse server over HTTP, in a process of its own. Stopped with the test. */
export interface TestClickHouse {
  url: string;
  /** kill -9, as a crash would. */
  kill: () => Promise<void>;
  /** Starts it again on the same port and data. */
  restart: () => Promise<void>;
}

/** Starts a server that speaks the ClickHouse HTTP protocol on a free port. */
export async function startClickHouse(t: Test): Promise<TestClickHouse> {
  const folder = await historyFolder(t);
  const port = await freePort();
  let server = await spawnServer(folder, port);
  t.teardown(() => killed(server));
  return {
    url: `http://127.0.0.1:${port}`,
    kill: () => killed(server),
    restart: async () => {
      server = await spawnServer(folder, port);
    },
  };
}

function spawnServer(folder: string, port: number): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'clickhouse-http.ts');
  const server = spawn(process.execPath, [script, folder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the test's ClickHouse ended with ${code}`)));
    server.stdout?.once('data', () => resolve(server));
  });
}

function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGKILL');
  });
}
