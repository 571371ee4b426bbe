// Builds the wall when its sources are newer than what was built.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../services/domain/domain-error.ts';

/** Whether there is a wall, and whether it is built from the sources of now. */
export function isBuilt(root: string): boolean {
  const built = join(root, 'wallboard', 'dist', 'index.html');
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const sources = [join(root, 'wallboard'), join(root, 'proto', 'gen', 'floorcast', 'wall')];
  return sources.every((folder) => newest(folder) <= builtAt);
}

function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.startsWith(join(folder, 'dist'))) continue;
    latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}

/** Builds the wall with Vite; refuses with Vite's own words. */
export async function buildWallboard(root: string): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', 'wallboard', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (text) => {
      said = (said + text).slice(-2_000);
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new DomainError(
      'invalid',
      `the wallboard could not be built: ${said.replace(/^ +at .*\n?/gm, '').trim()}`,
    );
  }
}
