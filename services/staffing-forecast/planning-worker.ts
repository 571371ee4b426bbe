// What each thread of the pool does. What is refused comes back as a value, since
// an error loses its class between threads.
import type { MessagePort } from 'node:worker_threads';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import {
  type QueueSimulation,
  type QueueToSimulate,
  simulateQueue as simulateOne,
} from '../domain/staffing/queue-simulation.ts';
import type { Computed, SeriesJob } from './compute.ts';
import { computeHere } from './compute-here.ts';
import { type Course, type CourseJob, forecastCourse as courseHere } from './course.ts';
import { type HistoryFile, type ImportOptions, readHistory } from './import/read-history.ts';
import { type SkillsAnswer, type SkillsJob, skillsSteps } from './skills.ts';

/** What a thread answers. */
export type Told<T> = { done: T } | { refused: { fault: Fault; sentence: string } };

/** Computes one queue. */
export function compute(job: SeriesJob): Told<Computed> {
  return told(() => computeHere(job));
}

/** One queue from one instant on. */
export function forecastCourse(job: CourseJob): Told<Course> {
  return told(() => courseHere(job));
}

/** Reads one file of history. */
export function readFile(of: { bytes: Uint8Array; options: ImportOptions }): Told<HistoryFile> {
  return told(() => readHistory(of.bytes, of.options));
}

/** Simulates one queue, or says that there is nothing to simulate. */
export function simulateQueue(of: {
  queue: QueueToSimulate;
  seed: number;
}): Told<QueueSimulation | null> {
  return told(() => simulateOne(of.queue, of.seed));
}

/** Between two tellings of how far it is. */
const tellMs = 100;

/** Simulates a centre of several skills or searches its agents, and tells how far it is. */
export function staffSkills(of: { job: SkillsJob; port: MessagePort }): Told<SkillsAnswer> {
  return told(() => {
    const steps = skillsSteps(of.job);
    let toldMs = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - toldMs < tellMs) continue;
      toldMs = performance.now();
      of.port.postMessage(step.value);
    }
  });
}

function told<T>(work: () => T): Told<T> {
  try {
    return { done: work() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refused: { fault: error.fault, sentence: error.message } };
  }
}
