import type { Fact } from '../domain/fact.ts';

/** Facts that were told together and are confirmed together. */
export interface Parcel {
  facts: readonly Fact[];
  bytes: number;
  atMs: number;
  /** True when the teller can be told no; false = it is kept until the log takes it. */
  refusable: boolean;
  taken: () => void;
  refused: (why: Error) => void;
  /** Settles with either. */
  settled: Promise<void>;
}

/** What goes into the log in one go. */
export interface Load {
  parcels: readonly Parcel[];
}

/** One ordered way into the log: one load under way at a time. */
export interface Lane {
  /** Resolves when the log has the facts. */
  put: (facts: readonly Fact[], refusable: boolean) => Promise<void>;
  /** Settles when everything put so far is taken or refused. */
  settled: () => Promise<void>;
  oldestAtMs: () => number | null;
}

export interface LaneDeps {
  /** Facts in a load at most, unless a single parcel has more. */
  maxFacts: number;
  /** How long the first fact of a load waits for company. */
  gatherMs: number;
  now: () => number;
  /** Told of every change of what is held. */
  held: (facts: number, bytes: number) => void;
  /** Brings a load into the log; answers with the parcels that have to come again. */
  deliver: (load: Load) => Promise<readonly Parcel[]>;
  /** True when the service ends: nothing more is delivered. */
  stopped: () => boolean;
}

/** A lane that works while there is something to do. */
export function makeLane(deps: LaneDeps): Lane {
  const queue: Parcel[] = [];
  let queued = 0;
  let under: readonly Parcel[] = [];
  let working = false;
  let full = (): void => undefined;

  const take = (): Parcel[] => {
    let facts = 0;
    let count = 0;
    for (const parcel of queue) {
      facts += parcel.facts.length;
      if (count > 0 && facts > deps.maxFacts) break;
      count += 1;
    }
    const parcels = queue.splice(0, count);
    for (const parcel of parcels) queued -= parcel.facts.length;
    return parcels;
  };
  const gather = (): Promise<void> | undefined => {
    const waitMs = (queue[0]?.atMs ?? 0) + deps.gatherMs - deps.now();
    if (waitMs <= 0 || queued >= deps.maxFacts) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(waitMs, deps.gatherMs));
      full = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const work = async (): Promise<void> => {
    while (queue.length > 0 && !deps.stopped()) {
      await gather();
      under = take();
      const again = await deps.deliver({ parcels: under });
      queue.unshift(...again);
      for (const parcel of again) queued += parcel.facts.length;
      under = [];
    }
  };
  return {
    put: (facts, refusable) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const bytes = facts.reduce((sum, fact) => sum + roughBytes(fact), 0);
      const taken = () => {
        deps.held(-facts.length, -bytes);
        resolve();
      };
      const refused = (why: Error) => {
        deps.held(-facts.length, -bytes);
        reject(why);
      };
      const settled = promise.catch(() => undefined);
      queue.push({ facts, bytes, atMs: deps.now(), refusable, taken, refused, settled });
      queued += facts.length;
      deps.held(facts.length, bytes);
      if (queued >= deps.maxFacts) full();
      if (!working) {
        working = true;
        // A bug in delivering may end the process: it must not lose facts in silence.
        void work().then(() => {
          working = false;
        });
      }
      return promise;
    },
    settled: async () => {
      await Promise.allSettled([...under, ...queue].map(({ settled }) => settled));
    },
    oldestAtMs: () => under[0]?.atMs ?? queue[0]?.atMs ?? null,
  };
}

/** Memory of one held fact, roughly: objects and short strings as V8 keeps them. */
function roughBytes(fact: Fact): number {
  if (fact.about !== 'agent') return 500;
  return 500 + 150 * fact.after.memberships.length + 80 * fact.after.work.length;
}
