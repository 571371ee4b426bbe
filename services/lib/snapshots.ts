import { type ObjectStore, Objm } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from './log.ts';
import { snapshotBucket } from './subjects.ts';

/** A fold's state at a position of the log. */
export interface Snapshot {
  /** Last sequence folded in. */
  position: number;
  /** The state, as the fold wrote it. */
  state: Uint8Array;
}

/** Where a fold keeps its snapshots, one object per name. Chunks and a SHA-256 are the store's. */
export interface Snapshots {
  /** The newest one of this fold version; null when there is none, it is broken or of another version. */
  read: () => Promise<Snapshot | null>;
  write: (snapshot: Snapshot) => Promise<void>;
}

/**
 * Snapshots of one fold.
 *
 * @param name - service and partition, for example "queue-metrics.0".
 * @param foldVersion - raised whenever the fold or its written form changes: a
 *   snapshot of another version is passed over and the log replayed.
 */
export async function snapshotsOf(
  nats: NatsConnection,
  { name, foldVersion, log }: { name: string; foldVersion: number; log: Log },
): Promise<Snapshots> {
  const store = await new Objm(nats).create(snapshotBucket);
  return {
    read: () => readNewest(store, { name, foldVersion, log }),
    write: async ({ position, state }) => {
      const metadata = { position: String(position), foldVersion: String(foldVersion) };
      await store.putBlob({ name, metadata, options: { max_chunk_size: 512 * 1024 } }, state);
    },
  };
}

async function readNewest(
  store: ObjectStore,
  { name, foldVersion, log }: { name: string; foldVersion: number; log: Log },
): Promise<Snapshot | null> {
  try {
    const info = await store.info(name);
    if (!info) return null;
    if (info.metadata?.foldVersion !== String(foldVersion)) {
      log.info({ snapshot: name, passedOver: info.metadata }, 'another fold version: replaying');
      return null;
    }
    const state = await store.getBlob(name);
    if (!state) return null;
    return { position: Number(info.metadata?.position), state };
  } catch (error) {
    log.warn({ snapshot: name, why: String(error) }, 'a broken snapshot: replaying');
    return null;
  }
}
