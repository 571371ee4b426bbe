import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import type { Test } from 'tap';
import { HistoryServiceClient } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import type { Context } from '../../../services/lib/context.ts';
import { freePort } from '../../helpers/ports.ts';

/** The archive as a process of its own. Stopped with the test. */
export interface ArchiveProcess {
  client: HistoryServiceClient;
  /** A page of the operators' door. */
  admin: (path: string) => Promise<{ status: number; body: string }>;
  kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same ports and data. */
  start: () => Promise<void>;
}

const main = join(import.meta.dirname, '../../../services/event-archive/main.ts');

/** Starts event-archive and waits until it is ready. */
export async function startArchive(
  t: Test,
  { natsUrl, env }: { natsUrl: string; env: Record<string, string> },
): Promise<ArchiveProcess> {
  const [grpc, admin] = [await freePort(), await freePort()];
  const whole = {
    ...process.env,
    ...env,
    FLOORCAST_NATS_URL: natsUrl,
    EVENT_ARCHIVE_GRPC: `127.0.0.1:${grpc}`,
    EVENT_ARCHIVE_ADMIN: `127.0.0.1:${admin}`,
  };
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${admin}${path}`);
    return { status: answer.status, body: await answer.text() };
  };
  let child = await begin(whole, get);
  const client = new HistoryServiceClient(`127.0.0.1:${grpc}`, credentials.createInsecure());
  t.teardown(async () => {
    client.close();
    await ended(child, 'SIGKILL');
  });
  return {
    client,
    admin: get,
    kill: (signal) => ended(child, signal),
    start: async () => {
      child = await begin(whole, get);
    },
  };
}

async function begin(
  env: Record<string, string | undefined>,
  get: (path: string) => Promise<{ status: number }>,
): Promise<ChildProcess> {
  const log = process.env.ARCHIVE_LOG ? 'inherit' : 'ignore';
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', log] });
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`event-archive ended with ${child.exitCode}`);
    const ready = await get('/readyz').catch(() => null);
    return ready?.status === 200 ? true : null;
  });
  return child;
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Asks again until there is an answer; fails after 30 s. */
export async function until<T>(ask: () => Promise<T | null>, withinMs = 30_000): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > endMs) throw new Error(`not so within ${withinMs} ms: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A person of a tenant with one role. */
export function as(role: Context['roles'][number], tenant = 'main', person = 'p1'): Context {
  return { tenant, person, roles: [role] };
}
