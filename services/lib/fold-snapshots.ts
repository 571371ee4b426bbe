import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from './log.ts';
import { type Snapshot, type Snapshots, snapshotsOf } from './snapshots.ts';

/** What a fold of a stream is known by. */
export interface Fold {
  /** Service and partition, for example "queue-metrics.0". */
  name: string;
  /** Raised whenever the fold or its written form changes. */
  foldVersion: number;
  stream: string;
}

/**
 * Where a fold goes on: its newest snapshot, or null = from the beginning. A
 * snapshot from beyond the end of the stream belongs to a stream that is no more.
 */
export async function lastSnapshot(
  nats: NatsConnection,
  { name, foldVersion, stream }: Fold,
  log: Log,
): Promise<{ snapshots: Snapshots; last: Snapshot | null }> {
  const snapshots = await snapshotsOf(nats, { name, foldVersion, log });
  const last = await snapshots.read();
  if (!last) return { snapshots, last };
  const manager = await jetstreamManager(nats);
  const info = await manager.streams.info(stream).catch(() => null);
  const ends = info?.state.last_seq ?? 0;
  if (last.position <= ends) return { snapshots, last };
  log.warn({ snapshot: name, at: last.position, stream, ends }, 'of another stream: replaying');
  return { snapshots, last: null };
}

/** A write that takes longer is given up: NATS is away, and the next one is newer. */
const writeLimitMs = 10_000;

/** Writes a snapshot at most every `everyMs`, and only when the fold has moved. */
export function keepSnapshots(
  snapshots: Snapshots,
  {
    position,
    write,
    from,
    everyMs = 30_000,
    signal,
    log,
  }: {
    position: () => number;
    /**
     * The state as it is now; called right after `position`. One that takes its time
     * may hold later facts too, where folding them in again changes nothing.
     */
    write: () => Uint8Array | Promise<Uint8Array>;
    /** Position of the snapshot that was read. */
    from: number;
    everyMs?: number;
    signal: AbortSignal;
    log: Log;
  },
): { writeNow: () => Promise<void> } {
  let written = from;
  let writing: Promise<void> | null = null;
  const put = async () => {
    const at = position();
    if (at === written) return;
    try {
      await within(writeLimitMs, snapshots.write({ position: at, state: await write() }));
      written = at;
    } catch (error) {
      log.warn({ why: String(error) }, 'no snapshot written: the next try follows');
    }
  };
  const writeNow = () => {
    writing ??= put().finally(() => {
      writing = null;
    });
    return writing;
  };
  const timer = setInterval(() => void writeNow(), everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return { writeNow };
}

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
