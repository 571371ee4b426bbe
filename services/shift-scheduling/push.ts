import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import webPush from 'web-push';
import type { Log } from '../lib/log.ts';
import { pause } from '../lib/pause.ts';
import { keysBucket } from '../lib/subjects.ts';
import type { PublishedChange } from './changes.ts';
import { openPushBook, type PushBook, type PushBrowser } from './push-book.ts';
import { type PushMessage, pushMessage } from './push-message.ts';

/** Messages to the browsers of people whose shifts change soon. */
export interface Push {
  /** Base64url; browsers take messages only from whoever holds its other half. */
  publicKey: string;
  browsers: PushBook;
  /** Tells everyone concerned, but not who did it. */
  tell: (change: PublishedChange, at: { zone: string; nowMs: number }) => void;
  close: () => void;
}

interface Delivery {
  tenant: string;
  browser: PushBrowser;
  message: PushMessage;
}

const maxWaiting = 10_000;
const attempts = 3;
const pauseMs = 2_000;
const withinMs = 10_000;
/** A message that a phone did not fetch for so long is of no use. */
const keptS = 48 * 3_600;
/** Whom the makers of browsers may write to about us; required by RFC 8292. */
const subject = 'mailto:floorcast@localhost.invalid';

/** Opens the book of browsers, and the keys that are made at the first start. */
export async function openPush(nats: NatsConnection, log: Log): Promise<Push> {
  const [keys, browsers] = [await vapidKeys(nats), await openPushBook(nats)];
  const waiting: Delivery[] = [];
  const closed = new AbortController();
  let running = false;
  const run = async () => {
    running = true;
    for (let next = waiting.shift(); next && !closed.signal.aborted; next = waiting.shift()) {
      await deliver(next, { keys, browsers, log, signal: closed.signal });
    }
    running = false;
  };
  const add = (delivery: Delivery) => {
    if (waiting.length < maxWaiting) waiting.push(delivery);
    else log.warn({ waiting: maxWaiting }, 'a message to a browser is dropped: too many wait');
    if (!running) void run();
  };
  return {
    publicKey: keys.publicKey,
    browsers,
    tell: (change, at) => {
      const told = change.people.filter((person) => person !== change.act.author);
      const adding = told.map(async (person) => {
        for (const browser of await browsers.of(change.tenant, person)) {
          const of = { person, language: browser.language, ...at };
          for (const edit of change.edits) {
            const message = pushMessage(edit, of);
            if (message) add({ tenant: change.tenant, browser, message });
          }
        }
      });
      Promise.all(adding).catch((error) => log.warn({ err: error }, 'browsers cannot be read'));
    },
    close: () => closed.abort(),
  };
}

type Keys = Pick<webPush.VapidKeys, 'publicKey' | 'privateKey'>;

/** Made once; whoever starts first makes them. */
async function vapidKeys(nats: NatsConnection): Promise<Keys> {
  const bucket = await new Kvm(nats).create(keysBucket, { history: 1 });
  await bucket.create('push', JSON.stringify(webPush.generateVAPIDKeys())).catch(() => undefined);
  const entry = await bucket.get('push');
  if (!entry) throw new Error('the keys of push cannot be read');
  return entry.json<Keys>();
}

/** Tries a few times; a browser that is gone for good is forgotten. */
async function deliver(
  { tenant, browser, message }: Delivery,
  {
    keys,
    browsers,
    log,
    signal,
  }: { keys: Keys; browsers: PushBook; log: Log; signal: AbortSignal },
): Promise<void> {
  for (let attempt = 1; attempt <= attempts && !signal.aborted; attempt += 1) {
    const status = await post(browser, message, keys);
    if (status >= 200 && status < 300) return;
    if (status === 404 || status === 410) return browsers.remove(tenant, browser);
    log.warn({ status, attempt }, 'a message did not reach a browser');
    if (status >= 400 && status < 500 && status !== 429) return;
    if (attempt < attempts) await pause(pauseMs * attempt, signal);
  }
}

/** The answer's status; 0 = none came. */
async function post(browser: PushBrowser, message: PushMessage, keys: Keys): Promise<number> {
  const { endpoint, p256dh, auth } = browser;
  try {
    const request = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(message),
      { TTL: keptS, vapidDetails: { subject, ...keys } },
    );
    const { method, headers, body } = request;
    const answer = await fetch(endpoint, {
      ...{ method, body: new Uint8Array(body), redirect: 'error' },
      headers: headers as unknown as Record<string, string>,
      signal: AbortSignal.timeout(withinMs),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}
