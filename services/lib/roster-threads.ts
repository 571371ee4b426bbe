import { Worker } from 'node:worker_threads';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import type { Roster, RosterProblem } from '../domain/schedule/roster/roster-problem.ts';
import type { SearchNews, SearchResult } from '../domain/schedule/roster/search-state.ts';

/** How long a search goes on, in how many threads, and whom it tells. */
export interface RosterThreadsOptions {
  /** Wall-clock seconds from now on; the result comes no later, whatever a thread does. */
  seconds?: number;
  /** Counted work instead of seconds: one thread, and the same result each time. */
  work?: number;
  seed: number;
  /** At most two are of use. */
  threads: number;
  /** A roster to continue from; it must keep the hard rules. */
  start: Roster | null;
  /** Ends the search; what was found so far is the result. */
  signal?: AbortSignal;
  /** Told each better roster and bound. */
  onBetter?: (found: SearchResult) => void;
  /** The same in figures: cost, proven bound (`-Infinity` = none yet), seconds since the start. */
  onProgress?: (progress: { cost: number; bound: number; seconds: number }) => void;
}

/** What a thread is given to begin with. */
export interface RosterThreadJob {
  problem: RosterProblem;
  role: 'lead' | 'helper';
  seed: number;
  start: Roster | null;
  /** By `performance.timeOrigin + performance.now()`, which threads share. */
  deadlineMs: number | null;
  work: number | null;
  /** One whole number: not 0 asks for the end. */
  stop: SharedArrayBuffer;
}

/** What a thread says. */
export type RosterThreadMessage =
  | SearchNews
  | { kind: 'refused'; fault: Fault; sentence: string }
  | { kind: 'done' };

/** A solver may overrun its time: so long before the deadline threads are asked to end. */
const askMs = 400;
/** How long a thread that was told to stop may take before it is ended. */
const graceMs = 300;

/**
 * Searches for a roster in threads of its own, so that nothing a solver does can hold the caller.
 *
 * @returns the best roster found and the best bound proven (`-Infinity` when none was yet).
 * @throws DomainError when the problem has no roster, or when none was found in time.
 */
export async function rosterThreads(
  problem: RosterProblem,
  options: RosterThreadsOptions,
): Promise<SearchResult> {
  const endMs = options.seconds === undefined ? null : nowMs() + options.seconds * 1_000;
  const stop = new SharedArrayBuffer(4);
  const count = options.work === undefined ? Math.max(1, Math.min(2, options.threads)) : 1;
  const jobs = Array.from({ length: count }, (_, at): RosterThreadJob => {
    const role = at === 0 ? 'lead' : 'helper';
    const deadlineMs = endMs === null ? null : endMs - askMs;
    const work = options.work ?? null;
    return { problem, role, seed: options.seed + at, start: options.start, deadlineMs, work, stop };
  });
  const threads = jobs.map((workerData) => {
    return new Worker(new URL('./roster-thread.ts', import.meta.url), { workerData });
  });
  const ask = () => {
    Atomics.store(new Int32Array(stop), 0, 1);
    setTimeout(over, graceMs).unref();
  };
  const { promise: ended, resolve: over } = Promise.withResolvers<void>();
  const timer = endMs === null ? undefined : setTimeout(ask, endMs - nowMs() - graceMs);
  options.signal?.addEventListener('abort', ask, { once: true });
  if (options.signal?.aborted) ask();
  try {
    return await gather(threads, { ended, over, ask, options });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', ask);
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

interface Gathering {
  ended: Promise<void>;
  over: () => void;
  ask: () => void;
  options: RosterThreadsOptions;
}

/** Keeps the best that any thread tells, and passes it on to the others. */
async function gather(threads: readonly Worker[], { ended, over, ask, options }: Gathering) {
  let best: SearchResult | null = null;
  let bound = Number.NEGATIVE_INFINITY;
  let failure: Error | null = null;
  let running = threads.length;
  const startedMs = nowMs();
  const report = (found: SearchResult) => {
    const { cost } = found;
    options.onBetter?.(found);
    options.onProgress?.({ cost, bound: found.bound, seconds: (nowMs() - startedMs) / 1_000 });
  };
  const told = (from: Worker, message: RosterThreadMessage) => {
    if (message.kind === 'refused') {
      failure = new DomainError(message.fault, message.sentence);
      over();
    } else if (message.kind === 'done') {
      running -= 1;
      if (running === 0) over();
    } else {
      if (message.kind === 'bound') bound = Math.max(bound, message.bound);
      if (message.kind === 'roster' && (!best || message.cost < best.cost)) {
        best = { roster: message.roster, cost: message.cost, bound };
      }
      for (const thread of threads) if (thread !== from) thread.postMessage(message);
      if (best && message.kind !== 'prices') report({ ...best, bound });
      if (best && best.cost <= bound + 1e-9) ask();
    }
  };
  for (const thread of threads) {
    thread.on('message', (message: RosterThreadMessage) => told(thread, message));
    thread.on('error', (error: Error) => {
      failure = error;
      over();
    });
  }
  await ended;
  if (failure) throw failure;
  if (!best) throw new DomainError('unavailable', 'no roster was found in the time given');
  return { ...(best as SearchResult), bound };
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
