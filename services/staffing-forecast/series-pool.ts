import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Course, CourseJob } from './course.ts';

/** Threads that forecast many queues, for what is not a service: the command line. */
export interface SeriesPool {
  /** One queue from one instant on. */
  course(job: CourseJob, signal?: AbortSignal): Promise<Course>;
  /** Ends the threads; what is under way is given up. */
  close(): Promise<void>;
}

/** Jobs that wait for a thread at once, beyond which callers are made to wait by `eachInPool`. */
const mostWaiting = 4_096;
/** Threads of one pool at most: each holds the engine and its jobs in memory. */
const mostThreads = 16;

/**
 * Starts a pool of threads; they come up with the first jobs.
 *
 * @param threads - at most as many as there are cores, if not given.
 */
export function seriesPool(threads = availableParallelism()): SeriesPool {
  const pool = new Piscina({
    filename: new URL('./series-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(threads, mostThreads)),
    maxQueue: mostWaiting,
    idleTimeout: 30_000,
  });
  return {
    course: (job, signal) =>
      pool.run(job, { name: 'forecastCourse', ...(signal ? { signal } : {}) }),
    close: () => pool.destroy(),
  };
}

/** How a run over many jobs is watched and ended. */
export interface ManyOptions {
  /** Jobs under way at once: a few more than threads keep all busy. */
  atOnce: number;
  /** Told after each job. */
  progress?: (done: number, of: number) => void;
  /** Ends the run: jobs not begun are not begun. */
  signal?: AbortSignal;
}

/**
 * Does many jobs, each made only when its turn comes, so that a thousand
 * histories are never copied at once.
 *
 * @param run - does the job at an index; what it throws ends the run.
 */
export async function eachInPool(
  count: number,
  run: (index: number) => Promise<void>,
  { atOnce, progress, signal }: ManyOptions,
): Promise<void> {
  let next = 0;
  let done = 0;
  let failed = false;
  const lane = async () => {
    while (next < count && !failed) {
      signal?.throwIfAborted();
      const index = next;
      next += 1;
      try {
        await run(index);
      } catch (error) {
        failed = true;
        throw error;
      }
      done += 1;
      progress?.(done, count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}
