import type { Log } from '../lib/log.ts';
/** Searches for better schedules under way, and what they found. */
export interface Searches {
  running: () => number;
  /** The search of a draft that runs; null = none. */
  of: (draftId: string) => string | null;
  forget: (tenant: string) => void;
  close: () => void;
}
/** No search yet. */
export function openSearches(_threads: number, _log: Log): Searches {
  return { running: () => 0, of: () => null, forget: () => undefined, close: () => undefined };
}
