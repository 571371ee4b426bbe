import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/domain-error.ts';
import type { CentreRoster } from '../domain/schedule/centre/centre-roster.ts';
import { rosterOfShifts } from '../domain/schedule/centre-draft/centre-roster-of-shifts.ts';
import type { DraftProblem } from '../domain/schedule/centre-draft/draft-problem.ts';
import type { Shift } from '../domain/schedule/shift.ts';
import { type CentreProgress, type CentreResult, centreThreads } from '../lib/centre-threads.ts';
import type { Log } from '../lib/log.ts';
import type { OfSite } from './book.ts';

/** What is to be searched, and for how long. */
export interface SearchOrder extends OfSite {
  draftId: string;
  problem: DraftProblem;
  /** The draft's shifts as they stood. */
  stood: readonly Shift[];
  /** Position of the draft's last change then. */
  position: number;
  seconds: number;
  /** Counted work in place of seconds; 0 = seconds. */
  work: number;
  seed: number;
}

/** A search under way or over. */
export interface Search extends SearchOrder {
  searchId: string;
  startedMs: number;
  state: 'running' | 'done' | 'stopped' | 'failed';
  /** How far it is. */
  progress: CentreProgress;
  /** The end of it; null = not yet. */
  result: CentreResult | null;
  /** Why it failed. */
  failure: unknown;
  /** Told each better roster and bound; and its end. */
  onNews: Set<() => void>;
  ended: Promise<void>;
  stop: () => void;
}

/** Searches for better schedules: one a draft, two at once. */
export interface Searches {
  begin: (order: SearchOrder) => Search;
  /** By its id, or by that of its draft; undefined = none is known. */
  find: (tenant: string, id: string) => Search | undefined;
  /** The search of a draft that runs; null = none. */
  of: (draftId: string) => string | null;
  running: () => number;
  /** Ends and forgets all of a tenant. */
  forget: (tenant: string) => void;
  close: () => void;
}

const atOnce = 2;
/** So many that are over are kept, to be taken in part and in part again. */
const keptOver = 10;

/** No search yet. */
export function openSearches(of: { threads: number; now: () => number; log: Log }): Searches {
  const known = new Map<string, Search>();
  const all = () => [...known.values()];
  const runningOf = (draftId: string) =>
    all().find((one) => one.draftId === draftId && one.state === 'running');
  const drop = () => {
    const over = all().filter(({ state }) => state !== 'running');
    for (const { searchId } of over.slice(0, -keptOver)) known.delete(searchId);
  };
  return {
    begin: (order) => {
      if (runningOf(order.draftId)) {
        throw new DomainError('conflict', 'a search of this draft is under way: stop it first');
      }
      const running = all().filter(({ state }) => state === 'running').length;
      if (running >= atOnce) {
        const sentence = `${running} searches are under way already: try again when one is over`;
        throw new DomainError('unavailable', sentence);
      }
      const search = begin(order, of);
      known.set(search.searchId, search);
      drop();
      return search;
    },
    find: (tenant, id) => {
      const own = all().filter((one) => one.tenant === tenant);
      return (
        own.find(({ searchId }) => searchId === id) ?? own.findLast((one) => one.draftId === id)
      );
    },
    of: (draftId) => runningOf(draftId)?.searchId ?? null,
    running: () => all().filter(({ state }) => state === 'running').length,
    forget: (tenant) => {
      for (const one of all()) {
        if (one.tenant !== tenant) continue;
        one.stop();
        known.delete(one.searchId);
      }
    },
    close: () => {
      for (const one of all()) one.stop();
    },
  };
}

function begin(order: SearchOrder, of: Parameters<typeof openSearches>[0]): Search {
  const stopped = new AbortController();
  const search: Search = {
    ...order,
    searchId: randomUUID(),
    startedMs: of.now(),
    state: 'running',
    progress: { cost: null, bound: null, roster: () => null },
    result: null,
    failure: null,
    onNews: new Set(),
    ended: Promise.resolve(),
    stop: () => stopped.abort(),
  };
  const onProgress = (progress: CentreProgress) => {
    search.progress = progress;
    for (const tell of search.onNews) tell();
  };
  const { problem, seconds, work, seed, stood } = order;
  const bound = work > 0 ? { work } : { seconds };
  const start = stood.length > 0 ? rosterOfShifts(problem, stood) : null;
  const options = { ...bound, seed, start, threads: of.threads, signal: stopped.signal };
  search.ended = centreThreads(problem.centre, { ...options, onProgress })
    .then((result) => {
      search.state = stopped.signal.aborted ? 'stopped' : 'done';
      search.result = result;
    })
    .catch((error: unknown) => {
      search.state = 'failed';
      search.failure = error;
      of.log.warn({ draft: order.draftId, why: String(error) }, 'a search failed');
    });
  return search;
}

/** The best roster so far; null = there is none yet. */
export function bestOf({ result, progress }: Search): CentreRoster | null {
  return result ? result.roster : progress.roster();
}
