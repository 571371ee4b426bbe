import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from './ports.ts';

/** A real acd-ingest process of the test's own. Ended with the test. */
export interface TestIngest {
  /** Its data folder. */
  folder: string;
  url: string;
  grpc: string;
  admin: string;
  /** Everything it wrote to its log. */
  said: () => string;
  kill: () => Promise<void>;
  /** Starts it again with the same folder and ports. */
  restart: () => Promise<void>;
  /** An orderly end, as by Ctrl-C. */
  stop: () => Promise<void>;
  /** Replaces the sources file and asks to read it again. */
  reread: (sources: readonly object[]) => Promise<void>;
  /** The value of one metric, without its labels. */
  metric: (name: string) => Promise<number>;
}

/** Starts acd-ingest with these sources; resolves when its doors are open. */
export async function startIngest(
  t: Test,
  natsUrl: string,
  sources: readonly object[],
  env: Record<string, string> = {},
): Promise<TestIngest> {
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-ingest-'));
  const file = join(folder, 'sources.json');
  await writeFile(file, JSON.stringify({ sources }));
  const [http, grpc, admin] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    FLOORCAST_NATS_URL: natsUrl,
    FLOORCAST_DATA: folder,
    FLOORCAST_SOURCES: file,
    ACD_INGEST_HTTP: `127.0.0.1:${http}`,
    ACD_INGEST_GRPC: `127.0.0.1:${grpc}`,
    ACD_INGEST_ADMIN: `127.0.0.1:${admin}`,
    ...env,
  };
  let said = '';
  const spawnIt = () =>
    spawnIngest(settings, (text) => {
      said += text;
    });
  let child = await spawnIt();
  t.teardown(async () => {
    await ended(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return {
    folder,
    url: `http://127.0.0.1:${http}`,
    grpc: `127.0.0.1:${grpc}`,
    admin: `http://127.0.0.1:${admin}`,
    said: () => said,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGINT'),
    restart: async () => {
      child = await spawnIt();
    },
    reread: async (next) => {
      await writeFile(file, JSON.stringify({ sources: next }));
      child.kill('SIGHUP');
    },
    metric: async (name) => {
      const text = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name}{`));
      return Number(line?.split(' ').at(-1));
    },
  };
}

function spawnIngest(env: Record<string, string>, heard: (text: string) => void) {
  const child = spawn(process.execPath, ['services/acd-ingest/main.ts'], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise<ChildProcess>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (data: Buffer) => {
      text += data;
      heard(String(data));
      if (text.includes('"msg":"open"')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`acd-ingest ended with ${code}: ${text}`)));
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
