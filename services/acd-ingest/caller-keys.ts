import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The key under which a tenant's callers are hashed, made at first use. Without
 * it a hash of a telephone number could be undone by trying all numbers.
 * Deleting the file makes the old hashes of that tenant anonymous.
 */
export function callerKeyOf(folder: string, tenant: string): string {
  const file = join(folder, `caller-key.${tenant}`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, { recursive: true });
  const key = randomBytes(32).toString('hex');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
