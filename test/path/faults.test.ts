import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import { checkHonest, checkIntervals, checkLive, checkStored } from '../../scripts/load/checks.ts';
import { startLoad } from '../../scripts/load/contacts.ts';
import { type Fed, feed } from '../../scripts/load/feeder.ts';
import { type Rehearsal, rehearsalSite, startHouse } from '../../scripts/load/rehearsal.ts';
import { type Seen, watchWall } from '../../scripts/load/watcher.ts';
import { toCloudEvent } from '../../scripts/simulation/cloud-event.ts';
import { openDoor } from '../../scripts/simulation/deliver.ts';
import type { Fact } from '../../services/domain/fact.ts';
import { contactFactId, legId } from '../../services/domain/queue/contact-fact.ts';
import { connectNats } from '../../services/lib/nats.ts';
import { streams, subjects } from '../../services/lib/subjects.ts';
import { freePortBase } from '../helpers/ports.ts';
import { until } from '../helpers/until.ts';

// What goes wrong without anything being killed: processes that stand still, bytes that cannot
// be read, clocks, history that comes late, a full disk, a loud neighbour.
const house = await startHouse(await freePortBase(), (line) => t.comment(line));
t.teardown(() => house.stop());
const chaos = await house.stage('chaos');
const quiet = await house.stage('pixel');
const nats = await connectNats(house.installation.nats.url, 'faults');
t.teardown(() => nats.close());
const told: Fed = { acknowledged: [], ackDelaysMs: [] };
const never = new AbortController().signal;
const settleMs = 15_000;

t.test(
  'queue-metrics stands still for eight seconds: the wall ages, all else goes on',
  async (t) => {
    const stop = new AbortController();
    t.teardown(() => stop.abort());
    const { seen } = watchWall(chaos.wall, chaos.cookie, stop.signal);
    const startMs = Date.now();
    const feeding = play(chaos, told, { seed: 1, factsPerS: 300, endMs: startMs + 13_000 });
    const pid = house.system.children.get('queue-metrics')?.pid() ?? 0;
    await sleepUntil(startMs + 3_000);
    process.kill(pid, 'SIGSTOP');
    const stoppedMs = Date.now();
    await sleepUntil(stoppedMs + 8_000);
    const agents = await fetch(`${chaos.wall}/v1/agents`, { headers: { cookie: chaos.cookie } });
    process.kill(pid, 'SIGCONT');
    const wokenMs = Date.now();

    // Frames under way when it stopped are still of then.
    const during = seen.filter(({ atMs }) => atMs > stoppedMs + 1_000 && atMs < wokenMs);
    t.ok(during.length >= 5, `${during.length} frames came meanwhile`);
    t.ok(Math.max(...during.map(({ provenMs }) => provenMs)) <= stoppedMs + 200, 'none newer');
    const quietMs = (during.at(-1)?.atMs ?? 0) - (during.at(-1)?.queueMetricsHeardMs ?? 0);
    t.ok(quietMs > 5_000, `the wall says that the service is silent for ${quietMs} ms`);
    t.equal(agents.status, 200);
    const fresh = await until(() => seen.find((frame) => isFresh(frame, wokenMs)), 10_000);
    t.ok(fresh.atMs - wokenMs <= 5_000, `right again ${fresh.atMs - wokenMs} ms after waking`);
    await feeding;
    t.ok(Math.max(...told.ackDelaysMs) < 5_000, 'the door took facts all the time');
    t.equal((await checkLive(chaos, told.acknowledged, settleMs)).found, true);
    t.equal(checkHonest(seen, told.acknowledged).found, true);
    stop.abort();
  },
);

t.test('bytes that are no facts are parked and counted, the rest flows', async (t) => {
  const services = ['QUEUE_METRICS', 'AGENT_STATUS', 'EVENT_ARCHIVE'];
  const before = await Promise.all(services.map(parkedBy));
  const subject = subjects.facts(chaos.tenant, 0);
  await jetstream(nats).publish(subject, 'no batch of facts');
  await jetstream(nats).publish(subject, new Uint8Array([0xff, 0xff, 0xff, 0xff]));
  await play(chaos, told, { seed: 2, factsPerS: 100, endMs: Date.now() + 1_000 });
  for (const [at, service] of services.entries()) {
    const wanted = (before[at] ?? 0) + 2;
    await until(async () => (await parkedBy(service)) === wanted, settleMs);
    t.pass(`${service} parked both`);
  }
  t.equal((await checkLive(chaos, told.acknowledged, settleMs)).found, true);
  t.equal((await checkStored(chaos, told.acknowledged, settleMs)).found, true);
});

t.test('no room for facts: refused before acknowledging, taken again when there is', async (t) => {
  const manager = await jetstreamManager(nats);
  const { name } = streams.facts;
  const { config, state } = await manager.streams.info(name);
  await manager.streams.update(name, { max_bytes: state.bytes + 1 });
  const facts = contact('full', { atMs: Date.now(), queue: 'q0' });
  const refused = await post(chaos, facts);
  t.equal(refused.status, 503, await refused.text());
  await manager.streams.update(name, { max_bytes: config.max_bytes });
  await openDoor(chaos.door, never).deliver(facts);
  told.acknowledged.push(...facts);
  t.equal((await checkLive(chaos, told.acknowledged, settleMs)).found, true);
  t.equal((await checkStored(chaos, told.acknowledged, settleMs)).found, true);
});

t.test('a contact told a day late is counted where it belongs, in the archive too', async (t) => {
  const dayAgo = Date.now() - 26 * 3_600_000;
  const first = contact('late-1', { atMs: dayAgo, queue: 'late' });
  await openDoor(chaos.door, never).deliver(first);
  t.equal((await checkIntervals(chaos, first, settleMs)).found, true);
  const second = contact('late-2', { atMs: dayAgo + 1_000, queue: 'late' });
  await openDoor(chaos.door, never).deliver(second);
  t.equal((await checkIntervals(chaos, [...first, ...second], settleMs)).found, true);
});

t.test('a clock two hours ahead spoils neither its own waits nor another source', async (t) => {
  const clock = await house.stage('clock');
  const ahead = clock.secondDoor;
  if (!ahead) throw new Error('no second source');
  const aheadMs = 2 * 3_600_000;
  const stop = new AbortController();
  t.teardown(() => stop.abort());
  const { seen } = watchWall(clock.wall, clock.cookie, stop.signal);
  const mine: Fed = { acknowledged: [], ackDelaysMs: [] };
  const feeding = play(clock, mine, { seed: 3, factsPerS: 100, endMs: Date.now() + 4_000 });
  for (let n = 0; n < 8; n += 1) {
    const atMs = Date.now() + aheadMs;
    const facts = contact(`ahead-${n}`, { atMs, queue: 'ahead', waitMs: 250 });
    await openDoor(ahead, never).deliver([heartbeat(ahead.source, atMs), ...facts]);
    mine.acknowledged.push(...facts);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await feeding;
  t.equal((await checkLive(clock, mine.acknowledged, settleMs)).found, true);
  const answer = await fetch(`${clock.wall}/v1/queues`, { headers: { cookie: clock.cookie } });
  const { queues } = (await answer.json()) as { queues: { key: string; asaMs: number | null }[] };
  t.equal(queues.find(({ key }) => key === `${rehearsalSite}/ahead`)?.asaMs, 250);
  for (const { key, asaMs } of queues) t.ok(asaMs === null || asaMs >= 0, `${key}: ${asaMs}`);
  const newest = seen.at(-1);
  t.ok(newest && newest.provenMs <= newest.atMs + 1_000, 'nothing is proven before it is');
});

t.test('a neighbour fifty times as loud takes nothing of a tenant but time', async (t) => {
  const mine: Fed = { acknowledged: [], ackDelaysMs: [] };
  const stop = new AbortController();
  t.teardown(() => stop.abort());
  const { seen } = watchWall(quiet.wall, quiet.cookie, stop.signal);
  const alone = await ages(seen, () =>
    play(quiet, mine, { seed: 4, factsPerS: 40, endMs: Date.now() + 4_000 }),
  );
  const beside = await ages(seen, () => {
    const endMs = Date.now() + 5_000;
    const loud = play(chaos, told, { seed: 5, factsPerS: 2_000, endMs });
    return Promise.all([play(quiet, mine, { seed: 6, factsPerS: 40, endMs }), loud]);
  });
  const ratio = (beside / Math.max(1, alone)).toFixed(2);
  t.comment(`age p99 alone ${alone} ms, beside ${beside} ms: ${ratio} x`);
  t.equal((await checkLive(quiet, mine.acknowledged, settleMs)).found, true);
  t.equal((await checkStored(quiet, mine.acknowledged, settleMs)).found, true);
  t.equal((await checkLive(chaos, told.acknowledged, settleMs)).found, true);
});

/** Age of the proof shown, p99 over the frames that came while something was done. */
async function ages(seen: readonly Seen[], act: () => Promise<unknown>): Promise<number> {
  const fromMs = Date.now();
  await act();
  const frames = seen.filter(({ atMs, provenMs }) => atMs >= fromMs && provenMs > 0);
  const sorted = frames.map(({ atMs, provenMs }) => atMs - provenMs).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

function play(
  { door }: Rehearsal,
  fed: Fed,
  { seed, factsPerS, endMs }: { seed: number; factsPerS: number; endMs: number },
): Promise<void> {
  const plan = { site: rehearsalSite, source: door.source, queues: 20, agents: 500 };
  const load = startLoad({ ...plan, seed, factsPerS, startMs: Date.now(), endMs });
  return feed(load, door, { untilMs: endMs, beatMs: 100, fed, signal: never });
}

/** Offered, answered after `waitMs` and completed, all told together. */
function contact(
  uniqueId: string,
  { atMs, queue, waitMs = 500 }: { atMs: number; queue: string; waitMs?: number },
): Fact[] {
  const leg = legId({ source: 'faults', uniqueId, queue, ordinal: 1 });
  const whats = [
    [0, { kind: 'offered' }],
    [waitMs, { kind: 'answered', agent: 'a1', waitMs }],
    [waitMs + 1_000, { kind: 'completed', agent: 'a1', talkMs: 1_000, endedBy: 'agent' }],
  ] as const;
  return whats.map(([afterMs, what]) => ({
    about: 'contact',
    factId: contactFactId(leg, what.kind),
    atMs: atMs + afterMs,
    precisionMs: 1,
    site: rehearsalSite,
    source: 'faults',
    estimated: false,
    queue,
    legId: leg,
    contactId: uniqueId,
    channel: 'voice',
    offeredAtMs: atMs,
    what,
  }));
}

function heartbeat(source: string, atMs: number): Fact {
  return {
    about: 'source',
    factId: `beat-${atMs}`,
    atMs,
    precisionMs: 1,
    site: rehearsalSite,
    source,
    estimated: false,
    what: { kind: 'heartbeat', cadenceMs: 1_000, disagreements: 0 },
  };
}

function post({ door }: Rehearsal, facts: readonly Fact[]): Promise<Response> {
  return fetch(`${door.url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${door.token}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(facts.map((fact) => toCloudEvent(door.source, fact))),
  });
}

async function parkedBy(service: string): Promise<number> {
  const address = house.installation.env[`${service}_ADMIN`];
  const text = await (await fetch(`http://${address}/metrics`)).text();
  return Number(
    /^floorcast_[a-z_]*parked[a-z_]*(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? Number.NaN,
  );
}

/** Shows what happened after an instant, and not long ago. */
function isFresh({ atMs, provenMs }: Seen, sinceMs: number): boolean {
  return provenMs > sinceMs && atMs - provenMs < 2_000;
}

function sleepUntil(atMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
}
