import { DomainError } from '../domain/domain-error.ts';

/** Does a piece of work when its turn comes; gives the turn up when the signal is aborted. */
export type Turns = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * So many pieces of work at once, so many more wait, the next is refused.
 *
 * @param what - in the refusal: "9 simulations are under way or wait: try again later".
 */
export function openTurns(of: { atOnce: number; waiting: number; what: string }): Turns {
  let under = 0;
  const waiting: (() => void)[] = [];
  return async (signal, work) => {
    if (under >= of.atOnce) {
      if (waiting.length >= of.waiting) {
        const sentence = `${under + waiting.length} ${of.what} are under way or wait: try again later`;
        throw new DomainError('unavailable', sentence);
      }
      await turn(waiting, signal);
    } else {
      under += 1;
    }
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // The turn goes to who waits longest, or back.
      const next = waiting.shift();
      if (next) next();
      else under -= 1;
    }
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.splice(waiting.indexOf(mine), 1);
      reject(signal.reason);
    };
    const mine = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    signal.throwIfAborted();
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(mine);
  });
}
