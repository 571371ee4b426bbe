import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { DomainError } from '../domain/domain-error.ts';
import type { QueueSimulation, QueueToSimulate } from '../domain/staffing/queue-simulation.ts';
import type { Compute, Computed } from './compute.ts';
import type { Course, CourseJob } from './course.ts';
import type { HistoryFile, ImportOptions } from './import/read-history.ts';
import type { Told } from './planning-worker.ts';
import type { SkillsAnswer, SkillsJob, SkillsProgress } from './skills.ts';
import { openTurns } from './turns.ts';

/**
 * Threads for what takes long, so that the one that answers is never held up: of
 * the service, and of the command line. A job whose signal is aborted is given
 * up with its thread; another comes up for the next.
 */
export interface PlanningPool {
  /** One queue as the store keeps it. */
  compute: Compute;
  /** One queue from one instant on. */
  course: (job: CourseJob) => Promise<Course>;
  readFile: (bytes: Uint8Array, options: ImportOptions) => Promise<HistoryFile>;
  /** One queue beside Erlang's models; `null` where there is nothing to simulate. */
  simulateQueue: (queue: QueueToSimulate, seed: number) => Promise<QueueSimulation | null>;
  /** A centre of several skills; tells how far it is. */
  staffSkills: (
    job: SkillsJob,
    following: { progress: (so: SkillsProgress) => void; signal: AbortSignal },
  ) => Promise<SkillsAnswer>;
  /** Ends the threads; what is under way is given up. */
  close: () => Promise<void>;
}

/** So many jobs wait at most; more are refused. */
const maxWaiting = 4_096;
/** An idle thread gives its memory back. */
const idleMs = 60_000;
/** Searches that wait for their turn. */
const maxSearchesWaiting = 8;

/** Starts a pool; its threads come up with the first jobs. */
export function openPool(threads: number): PlanningPool {
  const pool = new Piscina({
    filename: new URL('./planning-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    maxQueue: maxWaiting,
    idleTimeout: idleMs,
  });
  const run = async <T>(name: string, job: unknown, more: object = {}): Promise<T> => {
    const told = (await pool.run(job, { name, ...more })) as Told<T>;
    if ('done' in told) return told.done;
    throw new DomainError(told.refused.fault, told.refused.sentence);
  };
  // A search takes seconds: all but one thread at most, so that the others' jobs go on.
  const turns = openTurns({
    atOnce: Math.max(1, threads - 1),
    waiting: maxSearchesWaiting,
    what: 'simulations of several skills',
  });
  return {
    compute: (job, signal) => run<Computed>('compute', job, { signal }),
    course: (job) => run<Course>('forecastCourse', job),
    readFile: (bytes, options) => run<HistoryFile>('readFile', { bytes, options }),
    simulateQueue: (queue, seed) => run<QueueSimulation | null>('simulateQueue', { queue, seed }),
    staffSkills: (job, { progress, signal }) =>
      turns(signal, async () => {
        const { port1: own, port2: port } = new MessageChannel();
        own.on('message', progress);
        try {
          const more = { signal, transferList: [port] };
          return await run<SkillsAnswer>('staffSkills', { job, port }, more);
        } finally {
          own.close();
        }
      }),
    close: () => pool.destroy(),
  };
}
