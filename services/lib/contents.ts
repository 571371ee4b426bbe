import { createHash } from 'node:crypto';
import { Objm } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { recent } from './recent.ts';

/** Bulky things that decisions name: immutable bytes, each known by their SHA-256. */
export interface Contents {
  /** Keeps bytes, unless they are kept already, and answers with their SHA-256. */
  put: (tenant: string, bytes: Uint8Array) => Promise<string>;
  /** Bytes by their SHA-256; what is missing or broken is refused as unavailable. */
  get: (tenant: string, sha: string) => Promise<Uint8Array>;
  /** Deletes all of a tenant; answers with how many there were. */
  erase: (tenant: string) => Promise<number>;
}

/** How bytes lie in the store. */
export interface Packing {
  pack: (bytes: Uint8Array) => Promise<Uint8Array>;
  unpack: (packed: Uint8Array) => Promise<Uint8Array>;
}

const asTheyAre: Packing = { pack: async (bytes) => bytes, unpack: async (packed) => packed };

/** Kept in memory: what people look at is asked for again with every key. */
const rememberedBytes = 256 * 1024 * 1024;
const chunkBytes = 512 * 1024;

/** A bucket of contents; made when it is missing. */
export async function openContents(
  nats: NatsConnection,
  bucketName: string,
  { pack, unpack }: Packing = asTheyAre,
): Promise<Contents> {
  const bucket = await new Objm(nats).create(bucketName);
  const seen = recent<Uint8Array>(rememberedBytes, (bytes) => bytes.length);
  const nameOf = (tenant: string, sha: string) => `${tenant}/${sha}`;
  return {
    put: async (tenant, bytes) => {
      const sha = shaOf(bytes);
      const name = nameOf(tenant, sha);
      if (!(await bucket.info(name).catch(() => null))) {
        const packed = await pack(bytes);
        await bucket.putBlob({ name, options: { max_chunk_size: chunkBytes } }, packed);
      }
      seen.put(name, bytes);
      return sha;
    },
    get: async (tenant, sha) => {
      const name = nameOf(tenant, sha);
      const known = seen.get(name);
      if (known) return known;
      const packed = await bucket.getBlob(name).catch((error: Error) => {
        throw new DomainError('unavailable', `content ${sha} cannot be read: ${error.message}`);
      });
      const bytes = packed && (await unpack(packed).catch(() => null));
      if (!bytes || shaOf(bytes) !== sha) {
        throw new DomainError('unavailable', `content ${sha} is missing from the store, or broken`);
      }
      return seen.put(name, bytes);
    },
    erase: async (tenant) => {
      seen.clear();
      let contents = 0;
      for (const { name, deleted } of await bucket.list()) {
        if (deleted || !name.startsWith(`${tenant}/`)) continue;
        await bucket.delete(name);
        contents += 1;
      }
      return contents;
    },
  };
}

/** The SHA-256 of bytes, in hex. */
export function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
