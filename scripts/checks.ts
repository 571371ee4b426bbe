// What must be true before anything is started. Each refusal says what to do.
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '../services/domain/domain-error.ts';
import { splitAddress } from '../services/lib/admin.ts';
import type { Door, Installation } from './installation.ts';

const mebibyte = 1024 ** 2;
/** Below this the log streams and the history cannot take a day of a mid-size centre. */
const neededFree = 512 * mebibyte;

/**
 * Refuses when the folder cannot be written, the disk is full, another start
 * holds the folder, or a port is taken.
 *
 * @returns the end of the hold on the data folder.
 */
export async function checkStart({ data, doors }: Installation): Promise<() => void> {
  checkFolder(data);
  checkDisk(data);
  const release = holdFolder(data);
  try {
    for (const door of doors) await checkFree(door);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function checkFolder(data: string) {
  try {
    mkdirSync(join(data, 'logs'), { recursive: true });
    accessSync(data, constants.W_OK);
  } catch (error) {
    const why = (error as Error).message;
    throw new DomainError(
      'unavailable',
      `cannot write the data folder (${why}): set FLOORCAST_DATA to a folder you own`,
    );
  }
}

function checkDisk(data: string) {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  if (free >= neededFree) return;
  const [have, need] = [free, neededFree].map((bytes) => Math.floor(bytes / mebibyte));
  throw new DomainError(
    'unavailable',
    `only ${have} MB are free for ${data}, and ${need} MB are needed: make room, ` +
      'or set FLOORCAST_DATA to a folder on another disk',
  );
}

/** One start at a time on one folder: two would write the same files. */
function holdFolder(data: string): () => void {
  const file = join(data, 'start.pid');
  const holder = holderOf(file);
  if (holder) {
    throw new DomainError(
      'conflict',
      `Floorcast already runs on ${data} (process ${holder}): end that one, ` +
        'or set FLOORCAST_DATA and FLOORCAST_PORT_BASE for a second one',
    );
  }
  rmSync(file, { force: true });
  writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  return () => {
    if (pidIn(file) === process.pid) rmSync(file, { force: true });
  };
}

function holderOf(file: string): number | null {
  const pid = pidIn(file);
  if (!pid || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  return isNode(pid) ? pid : null;
}

function pidIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** After a crash the number may belong to some other program by now. */
function isNode(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return true;
  }
}

function checkFree({ address, variable }: Door): Promise<void> {
  const [host, port] = splitAddress(address);
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `is taken` : `cannot be used (${error.message})`;
      reject(
        new DomainError(
          'unavailable',
          `port ${port} on ${host} ${why}: end what uses it, set ${variable} to another ` +
            'host:port, or FLOORCAST_PORT_BASE to move all ports',
        ),
      );
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}
