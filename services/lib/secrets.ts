import { createHmac, randomBytes } from 'node:crypto';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { keysBucket } from './subjects.ts';

/** A name → a secret of that name: nobody can guess it, and it is the same for ever. */
export type SecretOf = (name: string) => string;

/** Secrets of each tenant, out of one key that the installation made for itself. */
export interface Secrets {
  of: (tenant: string) => Promise<SecretOf>;
  /** The tenant's key is deleted: none of its secrets can be made again. */
  forget: (tenant: string) => Promise<void>;
}

/**
 * The bucket of keys; made when it is missing.
 *
 * @param area - whose keys: "schedule". Secrets of two areas have nothing to do with each other.
 */
export async function openSecrets(nats: NatsConnection, area: string): Promise<Secrets> {
  const bucket = await new Kvm(nats).create(keysBucket, { history: 1 });
  const known = new Map<string, Promise<SecretOf>>();
  const nameOf = (tenant: string) => `${area}.${tenant}`;
  const open = async (tenant: string): Promise<SecretOf> => {
    const name = nameOf(tenant);
    // Whoever makes it first made it; the other one reads that.
    await bucket.create(name, randomBytes(32)).catch(() => undefined);
    const entry = await bucket.get(name);
    if (!entry) throw new DomainError('unavailable', 'the key of secrets cannot be read');
    const key = entry.value;
    return (secret) => createHmac('sha256', key).update(secret).digest('base64url');
  };
  return {
    of: (tenant) => {
      const one = known.get(tenant) ?? open(tenant);
      known.set(tenant, one);
      one.catch(() => known.delete(tenant));
      return one;
    },
    forget: async (tenant) => {
      known.delete(tenant);
      await bucket.purge(nameOf(tenant));
    },
  };
}
