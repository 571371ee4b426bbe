import { createHash } from 'node:crypto';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { pushBucket } from '../lib/subjects.ts';

/** A browser that a person wants to be told on. */
export interface PushBrowser {
  person: string;
  /** Where its maker takes messages for it. */
  endpoint: string;
  p256dh: string;
  auth: string;
  language: 'zh' | 'en';
}

/** Browsers by person; what is removed is really deleted. */
export interface PushBook {
  put: (tenant: string, browser: PushBrowser) => Promise<void>;
  remove: (tenant: string, browser: Pick<PushBrowser, 'person' | 'endpoint'>) => Promise<void>;
  of: (tenant: string, person: string) => Promise<PushBrowser[]>;
  erase: (tenant: string) => Promise<void>;
}

/** So many devices has nobody; one more takes the place of none. */
const mostOfPerson = 10;

/** The bucket of browsers; made when it is missing. */
export async function openPushBook(nats: NatsConnection): Promise<PushBook> {
  const bucket = await new Kvm(nats).create(pushBucket, { history: 1 });
  const keysOf = async (filter: string) => {
    const keys: string[] = [];
    for await (const key of await bucket.keys(filter)) keys.push(key);
    return keys;
  };
  const of = async (tenant: string, person: string) => {
    const keys = await keysOf(`${tenant}.${digest(person)}.*`);
    const entries = await Promise.all(keys.map((key) => bucket.get(key)));
    return entries.flatMap((entry) => (entry ? [entry.json<PushBrowser>()] : []));
  };
  return {
    put: async (tenant, browser) => {
      checkEndpoint(browser.endpoint);
      const known = await of(tenant, browser.person);
      const anew = known.every(({ endpoint }) => endpoint !== browser.endpoint);
      if (anew && known.length >= mostOfPerson) {
        throw new DomainError('conflict', `${mostOfPerson} devices are told already: remove one`);
      }
      await bucket.put(keyOf(tenant, browser), JSON.stringify(browser));
    },
    remove: async (tenant, browser) => void (await bucket.purge(keyOf(tenant, browser))),
    of,
    erase: async (tenant) => {
      for (const key of await keysOf(`${tenant}.>`)) await bucket.purge(key);
    },
  };
}

function keyOf(
  tenant: string,
  { person, endpoint }: Pick<PushBrowser, 'person' | 'endpoint'>,
): string {
  return `${tenant}.${digest(person)}.${digest(endpoint)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Only over https, or to this machine for trying it out. */
function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint);
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && here)) return;
  throw new DomainError('invalid', `endpoint "${endpoint}" is neither https nor on this machine`);
}
