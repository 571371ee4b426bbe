import { Worker } from 'node:worker_threads';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import { centreBreaches } from '../domain/schedule/centre/centre-breaches.ts';
import { centreCost } from '../domain/schedule/centre/centre-cost.ts';
import { type CentreLine, rosterOf } from '../domain/schedule/centre/centre-line.ts';
import type { CentreProblem } from '../domain/schedule/centre/centre-problem.ts';
import type { CentreFound, CentreRoster } from '../domain/schedule/centre/centre-roster.ts';
import type { CentreNews } from '../domain/schedule/centre/centre-search.ts';
import { crewGrid } from '../domain/schedule/centre/crew-grid.ts';
import { fairBreaks } from '../domain/schedule/centre/fair-breaks.ts';
import { type CentreConflict, findConflicts } from '../domain/schedule/centre/find-conflicts.ts';

/** How far a search is. */
export interface CentreProgress {
  /** Cost of the best roster so far; `null` = none yet. */
  cost: number | null;
  /** No roster costs less, proven; `null` = nothing yet. */
  bound: number | null;
  /** The best roster so far, worked out when it is asked for; `null` = none yet. */
  roster: () => CentreRoster | null;
}

/** How long, from where and how a search is to go. */
export interface CentreThreadsOptions {
  /** Wall-clock seconds from now on; the result comes no later, whatever a thread does. */
  seconds?: number;
  /** Counted work instead of seconds, one for a person's week: one thread, the same each time. */
  work?: number;
  seed: number;
  /** At most two are of use. */
  threads: number;
  /** A roster to continue from; where it breaks a rule it is not used. */
  start: CentreRoster | null;
  /** Ends the search; what was found so far is the result. */
  signal?: AbortSignal;
  onProgress?: (progress: CentreProgress) => void;
}

/** The best roster found, and what had to be relaxed for there to be one. */
export interface CentreResult extends CentreFound {
  conflicts: readonly CentreConflict[];
}

/** What a thread is given to begin with. */
export interface CentreThreadJob {
  problem: CentreProblem;
  role: 'lead' | 'helper';
  seed: number;
  start: CentreRoster | null;
  /** By `performance.timeOrigin + performance.now()`, which threads share. */
  fromMs: number;
  deadlineMs: number;
  work: number | null;
  /** One whole number: not 0 asks for the end. */
  stop: SharedArrayBuffer;
}

/** What a thread says. */
export type CentreThreadMessage =
  | CentreNews
  | { kind: 'refused'; fault: Fault; sentence: string }
  | { kind: 'done' };

/** Threads are asked to end so long before the time is over, and ended when it is. */
const graceMs = 500;

/**
 * Searches for a contact centre's roster in threads of its own, so that nothing holds the caller
 * for long.
 *
 * Where rules contradict each other the smallest relaxations are taken, and the roster says which
 * rules it breaks: there is always an answer.
 *
 * @throws DomainError invalid when the problem is none; unavailable when no roster came in time.
 */
export async function centreThreads(
  problem: CentreProblem,
  options: CentreThreadsOptions,
): Promise<CentreResult> {
  const fromMs = nowMs();
  const endMs = fromMs + (options.seconds ?? 1e7) * 1_000;
  const { conflicts, relaxed } = findConflicts(problem);
  const start = usableStart(relaxed, options.start);
  const stop = new SharedArrayBuffer(4);
  const count = options.work === undefined ? Math.max(1, Math.min(2, options.threads)) : 1;
  const workers = Array.from({ length: count }, (_, at) => {
    const workerData: CentreThreadJob = {
      problem: relaxed,
      role: at === 0 ? 'lead' : 'helper',
      seed: options.seed + at,
      start,
      fromMs,
      deadlineMs: endMs - graceMs,
      work: options.work ?? null,
      stop,
    };
    return new Worker(new URL('./centre-thread.ts', import.meta.url), { workerData });
  });
  const { promise: ended, resolve: over, reject: fail } = Promise.withResolvers<void>();
  const ask = () => {
    Atomics.store(new Int32Array(stop), 0, 1);
    setTimeout(over, graceMs / 2).unref();
  };
  const timer =
    options.seconds === undefined ? undefined : setTimeout(ask, endMs - nowMs() - graceMs / 2);
  options.signal?.addEventListener('abort', ask, { once: true });
  if (options.signal?.aborted) ask();
  try {
    const best = gather(workers, { over, fail, ask, relaxed, onProgress: options.onProgress });
    await ended;
    return { ...foundOf({ problem, relaxed }, best()), conflicts };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', ask);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** A given roster, unless it breaks a rule: then it is no beginning for a search that keeps them. */
function usableStart(problem: CentreProblem, start: CentreRoster | null): CentreRoster | null {
  return start && centreBreaches(problem, start).length === 0 ? start : null;
}

interface Gathering {
  over: () => void;
  fail: (error: Error) => void;
  ask: () => void;
  relaxed: CentreProblem;
  onProgress: CentreThreadsOptions['onProgress'];
}

interface Best {
  lines: readonly CentreLine[] | null;
  bound: number;
}

/** Keeps the best that any thread tells, and passes it on to the others. */
function gather(workers: readonly Worker[], { over, fail, ask, relaxed, onProgress }: Gathering) {
  let lines: readonly CentreLine[] | null = null;
  let cost = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  let running = workers.length;
  const told = (from: Worker, message: CentreThreadMessage) => {
    if (message.kind === 'refused') return fail(new DomainError(message.fault, message.sentence));
    if (message.kind === 'done') {
      running -= 1;
      if (running === 0) over();
      return;
    }
    if (message.kind === 'bound') bound = Math.max(bound, message.bound);
    if (message.kind === 'lines' && message.cost < cost) {
      lines = message.lines;
      cost = message.cost;
    }
    for (const worker of workers) if (worker !== from) worker.postMessage(message);
    const roster = () => lines && rosterOf(crewGrid(relaxed), lines);
    onProgress?.({ cost: finite(cost), bound: finite(bound), roster });
    if (cost - bound <= 1e-5 * Math.abs(cost) && Number.isFinite(cost)) ask();
  };
  for (const worker of workers) {
    worker.on('message', (message: CentreThreadMessage) => told(worker, message));
    worker.on('error', fail);
  }
  return (): Best => ({ lines, bound });
}

function foundOf(
  { problem, relaxed }: { problem: CentreProblem; relaxed: CentreProblem },
  { lines, bound }: Best,
): CentreFound {
  if (!lines) throw new DomainError('unavailable', 'no roster was found in the time given');
  const searched = rosterOf(crewGrid(relaxed), lines);
  // What is published stays; otherwise early and late breaks are dealt out in turn.
  const roster = problem.base ? searched : fairBreaks(relaxed, searched);
  const cost = centreCost(problem, roster);
  const proven = Math.min(bound, cost.total);
  const gap = cost.total > 0 && Number.isFinite(bound) ? (cost.total - proven) / cost.total : null;
  return { roster, cost, bound: proven, gap, breaches: centreBreaches(problem, roster) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
