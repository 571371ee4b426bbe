import { join } from 'node:path';
import { Piscina } from 'piscina';
import { DomainError } from '../domain/domain-error.ts';
import type { Compute, Computed } from './compute.ts';
import type { HistoryFile, ImportOptions } from './import/read-history.ts';
import type { Told } from './planning-worker.ts';

/** Threads that compute and read, so that the one that answers is never held up. */
export interface PlanningPool {
  compute: Compute;
  readFile: (bytes: Uint8Array, options: ImportOptions) => Promise<HistoryFile>;
  close: () => Promise<void>;
}

/** So many jobs wait at most; more are refused. */
const maxWaiting = 2_000;
/** An idle thread gives its memory back. */
const idleMs = 60_000;

/** The threads come up with the first job. */
export function openPool(threads: number): PlanningPool {
  const pool = new Piscina({
    filename: join(import.meta.dirname, 'planning-worker.ts'),
    minThreads: 0,
    maxThreads: threads,
    maxQueue: maxWaiting,
    idleTimeout: idleMs,
  });
  const run = async <T>(name: string, job: unknown, signal?: AbortSignal): Promise<T> => {
    const told = (await pool.run(job, { name, ...(signal ? { signal } : {}) })) as Told<T>;
    if ('done' in told) return told.done;
    throw new DomainError(told.refused.fault, told.refused.sentence);
  };
  return {
    compute: (job, signal) => run<Computed>('compute', job, signal),
    readFile: (bytes, options) => run<HistoryFile>('readFile', { bytes, options }),
    close: () => pool.destroy(),
  };
}
