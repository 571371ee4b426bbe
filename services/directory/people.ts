import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { peopleBucket } from '../lib/subjects.ts';

/** Names of people. Nothing else in the log of decisions or of facts names a person. */
export interface People {
  /** Names by person id; a person without a name is missing. */
  names: (tenant: string, people: readonly string[]) => Promise<Record<string, string>>;
  /** Sets a name; answers whether it changed. */
  name: (tenant: string, person: string, name: string) => Promise<boolean>;
  /** Overwrites the name on disk and forgets it. */
  forget: (tenant: string, person: string) => Promise<void>;
}

/** Keys read at once when everybody is asked for. */
const readAtOnce = 256;

/** The bucket of names, one key a person, one value a key: no history stays behind. */
export async function openPeople(nats: NatsConnection): Promise<People> {
  const bucket = await new Kvm(nats).create(peopleBucket, { history: 1 });
  const nameOf = async (tenant: string, person: string) => {
    const entry = await bucket.get(toKey(tenant, person));
    return entry?.operation === 'PUT' ? entry : null;
  };
  return {
    names: async (tenant, people) => {
      const ids = people.length > 0 ? people : await everybody(bucket, tenant);
      const names: [string, string][] = [];
      for (let from = 0; from < ids.length; from += readAtOnce) {
        const some = ids.slice(from, from + readAtOnce);
        const entries = await Promise.all(some.map((person) => nameOf(tenant, person)));
        entries.forEach((entry, i) => {
          const person = some[i];
          if (entry && person !== undefined) names.push([person, entry.string()]);
        });
      }
      return Object.fromEntries(names);
    },
    name: async (tenant, person, name) => {
      const before = await nameOf(tenant, person);
      if (before?.string() === name) return false;
      await bucket.put(toKey(tenant, person), name);
      return true;
    },
    forget: async (tenant, person) => {
      const entry = await nameOf(tenant, person);
      if (entry) {
        const manager = await jetstreamManager(nats);
        // `erase`: the bytes on disk are overwritten, not only unlinked.
        await manager.streams.deleteMessage(`KV_${peopleBucket}`, entry.revision, true);
      }
      await bucket.purge(toKey(tenant, person));
    },
  };
}

async function everybody(
  bucket: Awaited<ReturnType<Kvm['create']>>,
  tenant: string,
): Promise<string[]> {
  const people: string[] = [];
  for await (const key of await bucket.keys(`${tenant}.*`)) people.push(fromKey(key));
  return people.sort();
}

/** A person's id may be any text; a key may not. */
function toKey(tenant: string, person: string): string {
  return `${tenant}.${Buffer.from(person).toString('base64url')}`;
}

function fromKey(key: string): string {
  return Buffer.from(key.slice(key.indexOf('.') + 1), 'base64url').toString();
}
