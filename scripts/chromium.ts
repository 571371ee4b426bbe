// Finds a Chromium for the browser tests, or installs Debian's when run as root.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DomainError } from '../services/domain/domain-error.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const minutes = 60_000;

/**
 * The path of a Chromium; it is installed with a font for Chinese when there is none.
 *
 * @throws DomainError naming what to do, when none can be had.
 */
export function provideChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found && hasChineseFont()) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    say('installing chromium and a Chinese font for the browser tests ...');
    installPackages(['chromium', 'fonts-noto-cjk']);
  }
  const path = findChromium();
  if (path) return path;
  throw new DomainError(
    'unavailable',
    'the browser tests need Chromium: run "apt-get install chromium fonts-noto-cjk" as root',
  );
}

/** The first Chromium on PATH, or null. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

function hasChineseFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return listed.status !== 0 || listed.stdout.trim() !== '';
}

function installPackages(packages: string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, timeout: 10 * minutes, stdio: ['ignore', 'ignore', 'inherit'] as const };
  spawnSync('apt-get', ['-qq', 'update'], { ...quiet, stdio: [...quiet.stdio] });
  const install = ['-qq', 'install', '-y', '--no-install-recommends', ...packages];
  spawnSync('apt-get', install, { ...quiet, stdio: [...quiet.stdio] });
}
