import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Log } from '../lib/log.ts';

/** What every live message carries: versions count by one within an epoch. */
interface Live {
  epoch: string;
  version: number;
}

/** Where live messages of one kind come from and go to. */
export interface LiveSource<L extends Live> {
  subject: string;
  decode: (data: Uint8Array) => L;
  /** Everything as it stands now, in the form of a live message. */
  snapshot: () => Promise<L>;
  /** Forget all before. */
  whole: (live: L) => void;
  /** What changed since the version before. */
  change: (live: L) => void;
}

/** A live feed under way. */
export interface LiveFeed {
  /** Resolves at the first snapshot. */
  loaded: Promise<void>;
  isLoaded: () => boolean;
  /** Snapshots taken because a version was missing or the epoch was new. */
  resyncs: () => number;
}

/** Messages kept while a snapshot is on its way; beyond it another snapshot is taken. */
const maxKept = 1_000;
const retryMs = 500;

/**
 * Follows live figures on core NATS, which may lose messages: first the
 * snapshot, then changes; a hole in the versions or another epoch means the
 * snapshot again. What arrives while it is on its way is applied after it.
 */
export function followLive<L extends Live>(
  nats: NatsConnection,
  source: LiveSource<L>,
  { signal, log }: { signal: AbortSignal; log: Log },
): LiveFeed {
  const loaded = Promise.withResolvers<void>();
  const state = {
    at: null as Live | null,
    // From the start: what arrives before the first snapshot is kept for it.
    fetching: true,
    first: false,
    resyncs: 0,
    kept: [] as L[],
  };

  const take = (live: L): void => {
    const { at } = state;
    if (state.fetching) {
      state.kept.push(live);
      if (state.kept.length > maxKept) state.kept.shift();
    } else if (at && live.epoch === at.epoch && live.version === at.version + 1) {
      state.at = { epoch: live.epoch, version: live.version };
      source.change(live);
    } else if (!at || live.epoch !== at.epoch || live.version > at.version) {
      state.kept.push(live);
      state.fetching = true;
      void fetchWhole();
    }
  };

  const fetchWhole = async (): Promise<void> => {
    let told = '';
    while (!signal.aborted) {
      try {
        const live = await source.snapshot();
        state.at = { epoch: live.epoch, version: live.version };
        state.resyncs += 1;
        source.whole(live);
        break;
      } catch (error) {
        const why = String(error);
        if (why !== told) log.warn({ subject: source.subject, why }, 'no snapshot yet: trying on');
        told = why;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    state.fetching = false;
    state.first = true;
    loaded.resolve();
    for (const live of state.kept.splice(0)) {
      // Of an epoch before the snapshot's: what it told is in the snapshot.
      if (live.epoch === state.at?.epoch || state.fetching) take(live);
    }
  };

  const subscription = nats.subscribe(source.subject);
  signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  void read(subscription, source, take, log);
  // The subscription must stand on the server before the snapshot is asked for.
  void nats.flush().then(fetchWhole, fetchWhole);
  return { loaded: loaded.promise, isLoaded: () => state.first, resyncs: () => state.resyncs };
}

async function read<L extends Live>(
  subscription: Subscription,
  source: LiveSource<L>,
  take: (live: L) => void,
  log: Log,
): Promise<void> {
  for await (const message of subscription) {
    try {
      take(source.decode(message.data));
    } catch (error) {
      log.error({ passedOver: source.subject, why: String(error) });
    }
  }
}
