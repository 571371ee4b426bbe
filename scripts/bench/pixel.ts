import { type Browser, chromium } from 'playwright-core';
import { LiveQueues } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { Fact } from '../../services/domain/fact.ts';
import { contactFactId, legId } from '../../services/domain/queue/contact-fact.ts';
import { connectNats } from '../../services/lib/nats.ts';
import { subjects } from '../../services/lib/subjects.ts';
import { startLoad } from '../load/contacts.ts';
import { type Fed, feed } from '../load/feeder.ts';
import { type Rehearsal, rehearsalSite } from '../load/rehearsal.ts';
import { watchWall } from '../load/watcher.ts';
import { openDoor } from '../simulation/deliver.ts';
import { randomOf } from '../simulation/random.ts';
import { type Delays, makeDelays } from './delays.ts';

/** Where the time from an event to the pixel goes, stage by stage and whole. */
export interface PixelDelays {
  /** Event to acknowledgement by the door: fsynced. */
  door: Delays;
  /** Event to live figures on the bus. */
  figures: Delays;
  /** Event to the frame at a screen. */
  frame: Delays;
  /** Event to the painted page. */
  pixel: Delays;
}

const probeQueue = 'probe';

/**
 * Measures with probes: contacts offered to a queue of their own at seeded
 * random instants, so that the figure shown for it counts them. The instant is
 * stamped into the event before it is sent; the page tells when the figure
 * stood painted.
 */
export async function measurePixel(
  rehearsal: Rehearsal,
  { seconds, factsPerS, agents }: { seconds: number; factsPerS: number; agents: number },
): Promise<PixelDelays> {
  const stop = new AbortController();
  const delays = { door: makeDelays(), figures: makeDelays(), frame: makeDelays() };
  const browser = await openBrowser();
  try {
    const offers: number[] = [];
    const closeBus = await watchFigures(rehearsal, offers, delays.figures);
    watchWall(rehearsal.wall, rehearsal.cookie, stop.signal, (rows, atMs) => {
      note(offers, delays.frame, rows.get(`${rehearsalSite}/${probeQueue}`)?.waiting ?? 0, atMs);
    });
    await tellProbe(rehearsal, offers, delays.door, stop.signal);
    const painted = await openPage(browser, rehearsal);
    const startMs = Date.now();
    const endMs = startMs + seconds * 1_000;
    const { source } = rehearsal.door;
    const fed: Fed = { acknowledged: [], ackDelaysMs: [] };
    const plan = { site: rehearsalSite, source, seed: 1, factsPerS, queues: 7, agents };
    const signal = stop.signal;
    await Promise.all([
      feed(startLoad({ ...plan, startMs, endMs }), rehearsal.door, {
        untilMs: endMs,
        beatMs: 20,
        fed,
        signal,
      }),
      probe(rehearsal, offers, { endMs, delays: delays.door, signal }),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const pixel = makeDelays();
    for (const [count, atMs] of await painted()) note(offers, pixel, count, atMs);
    await closeBus();
    return { ...delays, pixel };
  } finally {
    stop.abort();
    await browser.close();
  }
}

/** What is counted there was offered at known instants: one delay for each newly counted. */
const noted = new WeakMap<Delays, number>();
function note(offers: readonly number[], delays: Delays, count: number, atMs: number): void {
  const from = noted.get(delays) ?? 1;
  for (let n = from; n < count; n += 1) delays.add(atMs - (offers[n] ?? atMs));
  noted.set(delays, Math.max(from, count));
}

async function probe(
  rehearsal: Rehearsal,
  offers: number[],
  { endMs, delays, signal }: { endMs: number; delays: Delays; signal: AbortSignal },
): Promise<void> {
  const random = randomOf('probe');
  while (Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 100 + 100 * random.uniform()));
    await tellProbe(rehearsal, offers, delays, signal);
  }
}

async function tellProbe(
  rehearsal: Rehearsal,
  offers: number[],
  delays: Delays,
  signal: AbortSignal,
): Promise<void> {
  const { source } = rehearsal.door;
  const uniqueId = `probe-${offers.length}`;
  const leg = legId({ source, uniqueId, queue: probeQueue, ordinal: 1 });
  const atMs = Date.now();
  offers.push(atMs);
  const fact: Fact = {
    about: 'contact',
    factId: contactFactId(leg, 'offered'),
    atMs,
    precisionMs: 1,
    site: rehearsalSite,
    source,
    estimated: false,
    queue: probeQueue,
    legId: leg,
    contactId: uniqueId,
    channel: 'voice',
    offeredAtMs: atMs,
    what: { kind: 'offered' },
  };
  await openDoor(rehearsal.door, signal).deliver([fact]);
  delays.add(Date.now() - atMs);
}

async function watchFigures(
  { installation, tenant }: Rehearsal,
  offers: readonly number[],
  delays: Delays,
): Promise<() => Promise<void>> {
  const nats = await connectNats(installation.nats.url, 'bench');
  nats.subscribe(subjects.liveQueues(tenant), {
    callback: (_, message) => {
      const { queues } = LiveQueues.decode(message.data);
      const row = queues.find(({ queue }) => queue === probeQueue);
      if (row) note(offers, delays, row.waiting, Date.now());
    },
  });
  await nats.flush();
  return () => nats.close();
}

function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens the queue board; answers with what the probe's row has shown and when it was painted. */
async function openPage(browser: Browser, { wall, cookie }: Rehearsal) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: wall }]);
  const page = await context.newPage();
  await page.goto(`${wall}/wall/queues?inch=100&m=3&lang=en`);
  const row = `tr:has(th[title="${probeQueue}"]) td`;
  await page.waitForSelector(row, { timeout: 20_000 });
  await page.evaluate(`(${pageScript})(${JSON.stringify(row)})`);
  return () => page.evaluate('globalThis.painted') as Promise<[number, number][]>;
}

/** Runs in the page: notes each new count with the instant at which it stood painted. */
const pageScript = `(selector) => {
  globalThis.painted = [];
  let shown = -1;
  const look = () => {
    const count = Number((document.querySelector(selector)?.textContent ?? '').replace(/\\D/g, ''));
    if (count !== shown) {
      shown = count;
      // The message arrives after the frame that this callback belongs to was painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.painted.push([count, Date.now()]);
      port2.postMessage(null);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;
