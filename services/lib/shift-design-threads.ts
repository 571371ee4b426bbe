import { Worker } from 'node:worker_threads';
import { DomainError, type Fault } from '../domain/domain-error.ts';
import type { ShiftDesignProblem } from '../domain/schedule/design/shift-design-problem.ts';
import type {
  ShiftDesignFound,
  ShiftDesignNews,
  ShiftDesignSearch,
} from '../domain/schedule/design/shift-design-search.ts';

/** How long and how a search for shifts is to go. */
export interface ShiftDesignOptions {
  /** Wall-clock seconds from now on; the result comes no later, whatever a thread does. */
  seconds: number;
  seed: number;
  /** One proves, a second one only searches; more are of no use. */
  threads: number;
  /** Ends the search; what was found so far is the result. */
  signal?: AbortSignal;
}

/** What a thread is given to begin with. */
export interface ShiftDesignJob {
  problem: ShiftDesignProblem;
  role: ShiftDesignSearch['role'];
  seed: number;
  /** By `performance.timeOrigin + performance.now()`, which threads share. */
  deadlineMs: number;
}

/** What a thread says. */
export type ShiftDesignMessage =
  | ShiftDesignNews
  | { kind: 'refused'; fault: Fault; sentence: string }
  | { kind: 'done' };

/** Threads are asked to end so long before the time is over, and ended when it is. */
const graceMs = 300;

/**
 * Searches for shifts in threads of its own, so that nothing a solver does can hold the caller.
 *
 * @returns the best design found and the best bound proven; ends as soon as they meet.
 * @throws DomainError when the problem is none, or when not even a first design came in time.
 */
export async function shiftDesignThreads(
  problem: ShiftDesignProblem,
  { seconds, seed, threads, signal }: ShiftDesignOptions,
): Promise<ShiftDesignFound> {
  const endMs = performance.timeOrigin + performance.now() + seconds * 1_000;
  const deadlineMs = endMs - graceMs;
  const roles = threads > 1 ? (['prove', 'improve'] as const) : (['prove'] as const);
  const workers = roles.map((role, at) => {
    const workerData: ShiftDesignJob = { problem, role, seed: seed + at, deadlineMs };
    return new Worker(new URL('./shift-design-thread.ts', import.meta.url), { workerData });
  });
  const { promise: ended, resolve: over, reject: fail } = Promise.withResolvers<void>();
  const timer = setTimeout(over, seconds * 1_000);
  const stop = () => over();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) over();
  try {
    const best = gather(workers, over, fail);
    await ended;
    const found = best();
    if (!found) throw new DomainError('unavailable', 'no design was found in the time given');
    return found;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Keeps the best that any thread tells; over when it is proven best, or when the prover ends. */
function gather(workers: readonly Worker[], over: () => void, fail: (error: Error) => void) {
  let best: { shifts: ShiftDesignFound['shifts']; cost: number } | null = null;
  let bound = 0;
  let running = workers.length;
  const told = (message: ShiftDesignMessage) => {
    if (message.kind === 'refused') return fail(new DomainError(message.fault, message.sentence));
    if (message.kind === 'done') {
      running -= 1;
      if (running === 0) over();
      return;
    }
    if (message.kind === 'bound') bound = Math.max(bound, message.bound);
    else if (best === null || message.cost < best.cost) best = message;
    if (best !== null && best.cost <= bound + 1e-6) over();
  };
  for (const worker of workers) {
    worker.on('message', told);
    worker.on('error', fail);
  }
  return (): ShiftDesignFound | null =>
    best && { shifts: best.shifts, cost: best.cost, bound: Math.min(bound, best.cost) };
}
