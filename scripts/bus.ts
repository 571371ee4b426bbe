// The installation's own nats-server.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { splitAddress } from '../services/lib/admin.ts';
import type { Program } from './child.ts';
import type { Installation } from './installation.ts';

/** Live figures and snapshot chunks stay below 512 kB; batches below this. */
const maxPayloadBytes = 1024 ** 2;

/**
 * nats-server with its streams in the data folder: loopback, and every
 * acknowledged message on disk before its acknowledgement.
 */
export function busProgram(binary: string, listen: string, { data, env, root }: Installation) {
  const folder = join(data, 'nats');
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'nats-server.conf');
  writeFileSync(config, natsConfig(listen, folder));
  const program: Program = {
    name: 'nats-server',
    command: binary,
    args: ['-c', config],
    cwd: root,
    env,
    logFile: join(data, 'logs', 'nats-server.log'),
    isReady: () => answersInfo(listen),
    channel: false,
  };
  return program;
}

function natsConfig(listen: string, folder: string): string {
  return [
    '# Written at every start.',
    `listen: ${JSON.stringify(listen)}`,
    'server_name: floorcast',
    `pid_file: ${JSON.stringify(pidFile(folder))}`,
    `max_payload: ${maxPayloadBytes}`,
    `jetstream { store_dir: ${JSON.stringify(folder)}, sync_interval: always }`,
    '',
  ].join('\n');
}

function pidFile(folder: string): string {
  return join(folder, 'nats-server.pid');
}

/** A server greets with INFO as soon as it takes clients. */
function answersInfo(listen: string): Promise<true | string> {
  const [host, port] = splitAddress(listen);
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 1_000 });
    const answer = (is: true | string) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('data', (text) => answer(String(text).startsWith('INFO') || 'it is no NATS'));
    socket.once('timeout', () => answer('it does not answer'));
    socket.once('error', (error) => answer(error.message));
  });
}

/**
 * Ends a nats-server that outlived a killed start on the same folder. Known by
 * its own configuration file, so that no other server is ever touched.
 */
export async function endOrphan(data: string): Promise<void> {
  const folder = join(data, 'nats');
  const pid = orphanOf(folder);
  if (!pid) return;
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 50 && orphanOf(folder); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  rmSync(pidFile(folder), { force: true });
}

function orphanOf(folder: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile(folder), 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes(join(folder, 'nats-server.conf')) ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Ends nats-server when we are killed: a shell that waits for the end of its
 * input, which comes with our end however we end. `read` is the shell's own, so
 * the guard is one process and ends as one.
 *
 * @returns the end of the guard; resolves when it is gone.
 */
export function guard(data: string): () => Promise<void> {
  const script = 'while read -r line; do :; done; kill "$(cat "$0")" 2>/dev/null';
  const file = pidFile(join(data, 'nats'));
  const shell = spawn('sh', ['-c', script, file], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const gone = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve());
  });
  shell.unref();
  return () => {
    shell.ref();
    shell.kill('SIGKILL');
    return gone;
  };
}
