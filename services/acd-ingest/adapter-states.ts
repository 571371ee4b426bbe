import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What adapters need at their next start: small JSON files, one per source. */
export interface AdapterStates {
  read: (name: string) => unknown;
  /** Replaces the file in one step: a crash leaves the old one or the new one. */
  write: (name: string, state: string) => void;
}

/** States in a folder of this service. */
export function makeAdapterStates(folder: string): AdapterStates {
  mkdirSync(folder, { recursive: true });
  const written = new Map<string, string>();
  return {
    read: (name) => {
      try {
        return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write: (name, state) => {
      if (written.get(name) === state) return;
      const file = join(folder, `${name}.json`);
      writeFileSync(`${file}.new`, state, { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
      written.set(name, state);
    },
  };
}
