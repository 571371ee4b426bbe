// Finds a nats-server that is new enough, or puts one under .local/bin. Nothing else on the
// machine changes: the package is fetched with apt into a temporary folder and unpacked there.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DomainError } from '../services/domain/domain-error.ts';
import { type AptMirror, readMirror } from './apt-mirror.ts';

/** Older ones have open advisories, and before 2.10 no `sync_interval`. */
const oldestGood = [2, 12, 7] as const;
const howTo = `put nats-server ${oldestGood.join('.')} or newer on PATH (github.com/nats-io/nats-server/releases)`;
const minutes = 60_000;

/**
 * The path of a nats-server that is new enough; it is installed when there is none.
 *
 * @param say - told in one line what takes long.
 * @throws DomainError naming what to do, when none can be had.
 */
export function provideNats(root: string, say: (line: string) => void): string {
  return findNats(root) ?? installNats(root, say);
}

/** The first good nats-server of `.local/bin` and PATH, or null. */
export function findNats(root: string): string | null {
  const folders = [join(root, '.local', 'bin'), ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, 'nats-server'));
  return found.find((path) => existsSync(path) && isGoodVersion(versionOf(path))) ?? null;
}

/** Whether a version as nats-server prints it ("nats-server: v2.15.1") is new enough. */
export function isGoodVersion(printed: string): boolean {
  const version = /v(\d+)\.(\d+)\.(\d+)/.exec(printed)?.slice(1).map(Number);
  if (!version) return false;
  for (const [place, least] of oldestGood.entries()) {
    const part = version[place] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function versionOf(path: string): string {
  return spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout ?? '';
}

function installNats(root: string, say: (line: string) => void): string {
  const mirror = readMirror();
  if (!mirror) {
    throw new DomainError('unavailable', `this machine has no apt to get it with: ${howTo}`);
  }
  const work = mkdtempSync(join(tmpdir(), 'floorcast-apt-'));
  const tried: string[] = [];
  try {
    for (const suite of mirror.suites) {
      say(`getting nats-server from ${suite} of the machine's package mirror ...`);
      const binary = unpackFrom(mirror, suite, join(work, suite));
      const version = binary ? versionOf(binary).trim() : 'none';
      if (binary && isGoodVersion(version)) return place(root, binary);
      tried.push(`${suite}: ${version || 'does not run here'}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const seen = tried.join('; ');
  throw new DomainError('unavailable', `no good nats-server on the mirror (${seen}): ${howTo}`);
}

/** Downloads and unpacks the package of one suite; null when the suite has none. */
function unpackFrom(mirror: AptMirror, suite: string, folder: string): string | null {
  for (const each of ['lists/partial', 'cache/archives/partial', 'out']) {
    mkdirSync(join(folder, each), { recursive: true });
  }
  const list = join(folder, 'sources.list');
  writeFileSync(list, `deb ${mirror.options} ${mirror.uri} ${suite} ${mirror.components}\n`);
  const apart = [
    ['Dir::Etc::sourcelist', list],
    ['Dir::Etc::sourceparts', '/dev/null'],
    ['Dir::State::Lists', join(folder, 'lists')],
    ['Dir::Cache', join(folder, 'cache')],
    ['Acquire::Languages', 'none'],
    ['APT::Sandbox::User', 'root'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);

  const out = join(folder, 'out');
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...apart, ...args], { cwd: out, timeout: 5 * minutes }).status;
  if (apt('update') !== 0 || apt('download', 'nats-server') !== 0) return null;
  const unpack = 'for each in *.deb; do dpkg -x "$each" unpacked; done';
  spawnSync('sh', ['-c', unpack], { cwd: out, timeout: minutes });
  const binary = join(out, 'unpacked', 'usr', 'sbin', 'nats-server');
  return existsSync(binary) ? binary : null;
}

/** Renamed into place whole, so that a second command never runs half a file. */
function place(root: string, binary: string): string {
  const folder = join(root, '.local', 'bin');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, 'nats-server');
  const partial = `${target}.${process.pid}`;
  copyFileSync(binary, partial);
  chmodSync(partial, 0o755);
  renameSync(partial, target);
  return target;
}
