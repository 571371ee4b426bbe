import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import { decodeBatch } from '../../../services/lib/facts.ts';
import { streams } from '../../../services/lib/subjects.ts';
import { startIngest, type TestIngest } from '../../helpers/ingest.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { until } from '../../helpers/until.ts';

const token = 'token-of-source-one';
const source = {
  id: 'one',
  tenant: 'main',
  site: 'hq',
  kind: 'cloudevents',
  token,
  maxEventsPerS: 1_000_000,
};

function batch(name: string, size: number, queue = 'sales'): string {
  const time = new Date().toISOString();
  return JSON.stringify(
    Array.from({ length: size }, (_, index) => ({
      specversion: '1.0',
      id: `${name}.${index}`,
      source: '/pbx',
      type: 'floorcast.contact.offered.v1',
      time,
      data: { queue, uniqueId: `${name}.${index}` },
    })),
  );
}

/** The status of the answer; 0 = the connection failed. */
async function post(ingest: TestIngest, body: string, signal?: AbortSignal): Promise<number> {
  const answer = await fetch(`${ingest.url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body,
    ...(signal ? { signal } : {}),
  }).catch(() => null);
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.status ?? 0;
}

/** How often each contact fact stands in the log. */
async function countsInLog({ nats }: TestNats): Promise<Map<string, number>> {
  const manager = await jetstreamManager(nats);
  const { state } = await manager.streams.info(streams.facts.name);
  const counts = new Map<string, number>();
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(streams.facts.name, { seq });
    for (const { about, factId } of message ? decodeBatch(message.data).facts : []) {
      if (about === 'contact') counts.set(factId, (counts.get(factId) ?? 0) + 1);
    }
  }
  return counts;
}

/** A source that sends batch after batch, each until it is accepted, as sources should. */
function sendSteadily(ingest: TestIngest, name: string) {
  const stop = new AbortController();
  const accepted: string[] = [];
  const done = (async () => {
    for (let number = 0; !stop.signal.aborted; number += 1) {
      const body = batch(`${name}.${number}`, 20);
      while ((await post(ingest, body)) !== 202) {
        if (stop.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (let index = 0; index < 20; index += 1) {
        accepted.push(`one|${name}.${number}.${index}|sales|1/offered`);
      }
    }
  })();
  return {
    accepted,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

t.test('kill -9 of NATS and of ingest, under load: stored = accepted, each once', async (t) => {
  const nats = await startNats(t);
  const ingest = await startIngest(t, nats.url, [source]);
  const senders = ['a', 'b', 'c', 'd'].map((name) => sendSteadily(ingest, name));
  const total = () => senders.reduce((sum, { accepted }) => sum + accepted.length, 0);
  const more = (by: number) => {
    const from = total();
    return until(async () => total() >= from + by);
  };
  await more(1_000);
  await nats.kill();
  await nats.restart();
  await more(1_000);
  await ingest.kill();
  await ingest.restart();
  await more(1_000);
  await nats.kill();
  await ingest.kill();
  await nats.restart();
  await ingest.restart();
  await more(1_000);
  for (const { stop } of senders) await stop();

  const counts = await countsInLog(nats);
  const accepted = senders.flatMap((sender) => sender.accepted);
  t.equal(accepted.filter((id) => !counts.has(id)).length, 0, 'nothing accepted is lost');
  t.equal([...counts.values()].filter((count) => count > 1).length, 0, 'nothing stands twice');
  t.ok(counts.size - accepted.length <= 4 * 20, 'beyond them at most the last batch of a sender');
});

t.test('what was published before a restart is known after it', async (t) => {
  const nats = await startNats(t);
  const ingest = await startIngest(t, nats.url, [source]);
  t.equal(await post(ingest, batch('x', 1_000)), 202);
  await ingest.stop();
  await ingest.restart();
  t.equal(await ingest.metric('floorcast_ingest_remembered_ids'), 1_000, 'from its files');
  t.equal(await post(ingest, batch('x', 1_000)), 202);
  t.equal(await ingest.metric('floorcast_ingest_facts_duplicate_total'), 1_000);

  t.equal(await post(ingest, batch('y', 500)), 202);
  await ingest.kill();
  await rm(join(ingest.folder, 'acd-ingest', 'published'), { recursive: true });
  await ingest.restart();
  t.equal(await ingest.metric('floorcast_ingest_remembered_ids'), 1_500, 'from the stream');
  t.equal(await post(ingest, batch('y', 500)), 202);
  t.equal(await ingest.metric('floorcast_ingest_facts_duplicate_total'), 500);

  t.equal((await countsInLog(nats)).size, 1_500);
  t.equal(Math.max(...(await countsInLog(nats)).values()), 1);
});

t.test('without NATS memory is bounded, then 503; and with it everything goes on', async (t) => {
  const nats = await startNats(t);
  const ingest = await startIngest(t, nats.url, [source], { ACD_INGEST_HELD_FACTS: '1000' });
  await nats.kill();
  const held = post(ingest, batch('held', 600));
  await until(async () => (await ingest.metric('floorcast_ingest_held_facts')) >= 600);
  t.equal(await post(ingest, batch('refused', 600)), 503);
  await nats.restart();
  t.equal(await held, 202, 'what was taken is accepted once it is on disk');
  await until(async () => (await post(ingest, batch('refused', 600))) === 202);
  const counts = await countsInLog(nats);
  t.equal(counts.size, 1_200);
  t.equal(Math.max(...counts.values()), 1);
});

t.test(
  'a full stream refuses before anything is accepted, and heals when there is room',
  async (t) => {
    const nats = await startNats(t);
    const ingest = await startIngest(t, nats.url, [source]);
    const manager = await jetstreamManager(nats.nats);
    const resize = (max_bytes: number) => manager.streams.update(streams.facts.name, { max_bytes });
    await resize(256 * 1024);
    let number = 0;
    const accepted: number[] = [];
    for (let status = 202; status === 202; number += 1) {
      status = await post(ingest, batch(`full.${number}`, 200));
      if (status === 202) accepted.push(number);
      else t.equal(status, 503);
    }
    const ready = await fetch(`${ingest.admin}/readyz`);
    t.equal(ready.status, 503);
    t.match(await ready.text(), 'the log refuses facts');
    t.equal((await countsInLog(nats)).size, accepted.length * 200, 'stored = accepted');
    await resize(64 * 1024 * 1024);
    await until(async () => (await post(ingest, batch(`full.${number - 1}`, 200))) === 202);
    t.equal((await countsInLog(nats)).size, (accepted.length + 1) * 200);
    t.equal((await fetch(`${ingest.admin}/readyz`)).status, 200);
  },
);
