import { DomainError } from '../domain/domain-error.ts';
import type { CentreProblem } from '../domain/schedule/centre/centre-problem.ts';
import type { CentreFound, CentreRoster } from '../domain/schedule/centre/centre-roster.ts';

/** How a search is bounded, and what it tells. */
export interface CentreSearchOptions {
  /** Wall-clock seconds from now on. */
  seconds?: number;
  /** Counted work instead of seconds: the same result each time. */
  work?: number;
  seed: number;
  threads: number;
  /** A roster to continue from. */
  start: CentreRoster | null;
  /** Ends the search; what was found so far is the result. */
  signal?: AbortSignal;
  /** Told each better roster and bound. */
  onBetter?: (found: CentreFound) => void;
}

/** Until the engine has threads. */
export const centreThreads: CentreSearch = () =>
  Promise.reject(new DomainError('unavailable', 'no search runs here yet'));

/** Searches for a roster in threads of its own. */
export type CentreSearch = (
  problem: CentreProblem,
  options: CentreSearchOptions,
) => Promise<CentreFound>;
