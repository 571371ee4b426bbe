import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Storm } from './arrivals.ts';

/** What the simulator must remember from one start to the next. */
export interface SimulatorState {
  /** By site: everything up to this instant was delivered. */
  deliveredUntilMs: Record<string, number>;
  /** By site: history reaches from here; absent until it was written whole. */
  historyFromMs: Record<string, number>;
  /** Storms called up, kept so that their day can be told again. */
  storms: Storm[];
}

/** The kept state; a fresh one when there is none. */
export async function readState(file: string): Promise<SimulatorState> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { deliveredUntilMs: {}, historyFromMs: {}, storms: [] };
  return JSON.parse(text);
}

/** Keeps the state: whole or not at all. */
export async function writeState(file: string, state: SimulatorState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}
