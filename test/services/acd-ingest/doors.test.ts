import { once } from 'node:events';
import { request } from 'node:http';
import { credentials, Metadata } from '@grpc/grpc-js';
import { jetstreamManager } from '@nats-io/jetstream';
import t, { type Test } from 'tap';
import { IngestServiceClient } from '../../../proto/gen/floorcast/ingest/v1/ingest_service.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { contactFactId, legId } from '../../../services/domain/queue/contact-fact.ts';
import { decodeBatch, toWire } from '../../../services/lib/facts.ts';
import { streams, subjects } from '../../../services/lib/subjects.ts';
import { startIngest, type TestIngest } from '../../helpers/ingest.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { until } from '../../helpers/until.ts';

const token = 'token-of-source-one';
const source = { id: 'one', tenant: 'main', site: 'hq', kind: 'cloudevents', token };
const other = { ...source, id: 'two', tenant: 'other', token: 'token-of-source-two' };
const slow = { ...source, id: 'slow', token: 'token-of-a-slow-one', maxEventsPerS: 10 };
const wide = { maxEventsPerS: 1_000_000 };

/** An offer, as a source would send it. */
function offered(contact: number, more: object = {}) {
  return {
    specversion: '1.0',
    id: `e${contact}`,
    source: '/pbx',
    type: 'floorcast.contact.offered.v1',
    time: new Date().toISOString(),
    data: { queue: 'sales', uniqueId: `c${contact}` },
    ...more,
  };
}

function post(ingest: TestIngest, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${ingest.url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': Array.isArray(body)
        ? 'application/cloudevents-batch+json'
        : 'application/cloudevents+json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The answer to a request that says how long it is and then waits. */
async function declared(ingest: TestIngest, bytes: number): Promise<number | undefined> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/cloudevents+json',
    'content-length': bytes,
  };
  const asked = request(`${ingest.url}/v1/events`, { method: 'POST', headers });
  asked.on('error', () => undefined).flushHeaders();
  const [answer] = await once(asked, 'response');
  asked.destroy();
  return answer.statusCode;
}

/** Every fact of a stream, with its tenant. */
async function stored(nats: TestNats, stream: string = streams.facts.name) {
  const manager = await jetstreamManager(nats.nats);
  const { state } = await manager.streams.info(stream);
  const all: (Fact & { tenant: string; subject: string })[] = [];
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (!message) continue;
    const { tenant, facts } = decodeBatch(message.data);
    for (const fact of facts) all.push({ ...fact, tenant, subject: message.subject });
  }
  return all;
}

const told = (facts: readonly Fact[]) => facts.filter(({ about }) => about !== 'source');
const ofSource = (facts: readonly Fact[], kind: string) =>
  facts.filter((fact) => fact.about === 'source' && fact.what.kind === kind);

t.test('the HTTP door', async (t) => {
  const nats = await startNats(t);
  const ingest = await startIngest(t, nats.url, [source, other, slow]);

  await t.test(
    'one event, a batch and binary mode are on disk when they are accepted',
    async (t) => {
      const single = await post(ingest, offered(1));
      t.equal(single.status, 202);
      t.same(await single.json(), { accepted: 1 });
      const event = offered(2);
      const at = Date.parse('2026-01-01T08:00:00+08:00');
      const batch = await post(ingest, [
        event,
        {
          ...offered(3),
          type: 'floorcast.contact.answered.v1',
          data: { queue: 'sales', uniqueId: 'c2', agent: 'Ann', waitMs: 4_000 },
        },
      ]);
      t.equal(batch.status, 202);
      const { data, ...attributes } = offered(4, { time: '2026-01-01T08:00:00+08:00' });
      const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
      const binary = await post(ingest, data, {
        'content-type': 'application/json',
        ...Object.fromEntries(headers),
      });
      t.equal(binary.status, 202);

      const facts = await stored(nats);
      const leg = legId({ source: 'one', uniqueId: 'c2', queue: 'sales', ordinal: 1 });
      t.match(
        facts.find(({ factId }) => factId === contactFactId(leg, 'answered')),
        { tenant: 'main', site: 'hq', source: 'one', what: { agent: 'Ann', waitMs: 4_000 } },
      );
      t.equal(ofSource(facts, 'heartbeat').length > 0, true, 'a request proves its source');
      t.match(
        await stored(nats, streams.backfill.name),
        [{ atMs: at, legId: 'one|c4|sales|1', subject: subjects.backfill('main') }],
        'history goes its own way',
      );
    },
  );

  await t.test(
    'an event that is wrong is named with its field, and nothing is taken',
    async (t) => {
      const before = told(await stored(nats)).length;
      const cases: [unknown, object][] = [
        [
          [offered(10), offered(11, { data: { uniqueId: 'c11' } })],
          {
            index: 1,
            id: 'e11',
            field: 'data.queue',
            error: 'event 1 ("e11"): data.queue is missing',
          },
        ],
        [
          [offered(12, { type: 'floorcast.contact.eaten.v1' })],
          { index: 0, id: 'e12', field: 'type' },
        ],
        [[offered(13, { time: '2026-01-01T08:00:00' })], { id: 'e13', field: 'time' }],
        [[offered(14, { time: undefined })], { id: 'e14', field: 'time' }],
        [
          offered(15, {
            type: 'floorcast.contact.left.v1',
            data: { queue: 'q', contactId: 'c', waitMs: 1, reason: 'bored' },
          }),
          { id: 'e15', field: 'data.reason' },
        ],
        ['{"specversion":', { error: /^the body is not JSON: / }],
      ];
      for (const [body, refusal] of cases) {
        const answer = await post(ingest, body);
        t.equal(answer.status, 400);
        t.match(await answer.json(), refusal);
      }
      t.equal(told(await stored(nats)).length, before);
    },
  );

  await t.test('who has no known token is told 401; too much is told 413', async (t) => {
    const strange = await post(ingest, offered(20), {
      authorization: 'Bearer nobody-has-this-one',
    });
    t.equal(strange.status, 401);
    t.match(await strange.json(), { error: 'no source has this token' });
    const many = Array.from({ length: 1_001 }, (_, index) => offered(30_000 + index));
    t.equal((await post(ingest, many)).status, 413);
    t.equal(await declared(ingest, 9 * 1024 * 1024), 413, 'before the body is sent');
    t.equal((await post(ingest, 'x', { 'content-type': 'text/plain' })).status, 415);
  });

  await t.test(
    'tenant, site and source come from the token, whatever the event says',
    async (t) => {
      const forged = offered(40, { tenant: 'main', site: 'hq' });
      const data = {
        ...forged.data,
        tenant: 'main',
        site: 'hq',
        source: 'one',
        legId: 'one|x|y|1',
      };
      const headers = { authorization: `Bearer ${other.token}` };
      t.equal((await post(ingest, { ...forged, data }, headers)).status, 202);
      const facts = (await stored(nats)).filter(({ tenant }) => tenant === 'other');
      t.match(told(facts), [{ source: 'two', legId: 'two|one|x|y|1', subject: 'fact.other.0' }]);
    },
  );

  await t.test('an event sent again changes nothing; more knowledge passes once', async (t) => {
    const coarse = { ...offered(50), type: 'floorcast.contact.left.v1' };
    const unnamed = { queue: 'sales', uniqueId: 'c50', waitMs: 9, reason: 'unnamed' };
    const known = { ...unnamed, reason: 'timeout' };
    for (const data of [unnamed, unnamed, known, known, unnamed]) {
      t.equal((await post(ingest, { ...coarse, data })).status, 202);
    }
    const facts = told(await stored(nats)).filter((fact) => fact.factId.includes('|c50|'));
    t.match(facts, [{ what: { reason: 'unnamed' } }, { what: { reason: 'timeout' } }]);
    t.equal(facts.length, 2);
    t.equal(await ingest.metric('floorcast_ingest_facts_duplicate_total'), 3);
  });

  await t.test('a number left out is counted and told', async (t) => {
    for (const sequence of [1, 2, '5', 6]) await post(ingest, offered(60, { sequence }));
    t.equal(await ingest.metric('floorcast_ingest_sequence_gaps_total'), 1);
    t.equal(await ingest.metric('floorcast_ingest_sequence_missing_total'), 2);
    const gaps = await until(async () => {
      const found = ofSource(await stored(nats), 'gap').filter(({ source }) => source === 'one');
      return found.length > 0 && found;
    });
    t.match(gaps, [{ what: { why: 'sequence 5 came where 3 was due: 2 events are missing' } }]);
  });

  await t.test('silence is a gap, and the next sign ends it', async (t) => {
    const silent = (fact: Fact) => fact.source === 'two';
    const gap = await until(async () => ofSource(await stored(nats), 'gap').find(silent));
    t.match(gap, { what: { why: 'nothing came from "two" for 3 s' } });
    const empty = await post(ingest, [], { authorization: `Bearer ${other.token}` });
    t.equal(empty.status, 202, 'an empty batch is a sign of life');
    const facts = (await stored(nats)).filter(({ tenant }) => tenant === 'other');
    t.match(facts.slice(-2), [{ what: { kind: 'resync' } }, { what: { kind: 'heartbeat' } }]);
  });

  await t.test('the schema is published, and a changed sources file is read again', async (t) => {
    const schema = await (await fetch(`${ingest.url}/v1/schema`)).json();
    t.match(schema, { $schema: 'https://json-schema.org/draft/2020-12/schema' });
    await ingest.reread([other, { ...other }]);
    await until(async () => ingest.said().includes('has two sources with the id'));
    t.equal((await post(ingest, offered(70))).status, 202, 'a refused file changes nothing');
    await ingest.reread([other]);
    await until(async () => (await post(ingest, offered(71))).status === 401);
  });
});

t.test('the gRPC door confirms in order what is on disk', async (t) => {
  const nats = await startNats(t);
  const ingest = await startIngest(t, nats.url, [{ ...source, ...wide, kind: 'grpc' }]);
  const client = new IngestServiceClient(ingest.grpc, credentials.createInsecure());
  t.teardown(() => client.close());

  const acknowledged: number[] = [];
  const call = client.pushFacts(bearer(token));
  call.on('data', (answer) => acknowledged.push(answer.acknowledged));
  const leg = legId({ source: 'one', uniqueId: 'g', queue: 'sales', ordinal: 1 });
  for (let sequence = 1; sequence <= 40; sequence += 1) {
    const facts = Array.from({ length: 100 }, (_, index) =>
      wireOffer(`${leg}${sequence}.${index}`),
    );
    call.write({ sequence, facts });
  }
  call.write({ sequence: 41, facts: [{ ...wireOffer(leg), site: 'elsewhere', source: 'forged' }] });
  call.end();
  await new Promise((resolve, reject) => call.on('end', resolve).on('error', reject));
  t.same(
    acknowledged,
    Array.from({ length: 41 }, (_, index) => index + 1),
  );
  const facts = told(await stored(nats));
  t.equal(facts.length, 4_001);
  t.match(facts.at(-1), { site: 'hq', source: 'one', legId: leg });

  t.match(
    await failure(client, token, { sequence: 1, facts: [{ ...wireOffer(leg), factId: '' }] }),
    {
      code: 3,
      details: 'request 1, fact 0: a fact has no fact_id',
    },
  );
  t.match(await failure(client, token, { sequence: 2, facts: [] }), { code: 3 });
  t.match(await failure(client, 'unknown', { sequence: 1, facts: [] }), { code: 16 });
});

function bearer(of: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${of}`);
  return metadata;
}

function wireOffer(leg: string) {
  return toWire({
    about: 'contact',
    factId: contactFactId(leg, 'offered'),
    atMs: Date.now(),
    precisionMs: 1,
    site: '',
    source: '',
    estimated: false,
    queue: 'sales',
    legId: leg,
    contactId: leg,
    channel: 'voice',
    offeredAtMs: Date.now(),
    what: { kind: 'offered' },
  });
}

function failure(
  client: IngestServiceClient,
  of: string,
  request: { sequence: number; facts: ReturnType<typeof wireOffer>[] },
) {
  return new Promise((resolve) => {
    const call = client.pushFacts(bearer(of));
    call.on('data', () => undefined).on('error', resolve);
    call.write(request);
  });
}

t.test('a start that cannot be right is refused in one sentence', async (t: Test) => {
  const nats = await startNats(t);
  const start = (sources: readonly object[], env: Record<string, string> = {}) =>
    startIngest(t, nats.url, sources, env).then(
      () => 'started',
      (error: Error) => error.message,
    );
  t.match(
    await start([{ ...source, token: 'short' }]),
    /source .*"one.*token.* is shorter than 16 characters/,
  );
  t.match(await start([source], { ACD_INGEST_HTTP: '0.0.0.0:0' }), /only with TLS/);
});
