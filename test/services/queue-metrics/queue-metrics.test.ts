import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import t, { type Test } from 'tap';
import {
  QueueMetricsServiceClient,
  type WatchQueuesResponse,
} from '../../../proto/gen/floorcast/queue/v1/queue_metrics_service.ts';
import { LiveQueues } from '../../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import {
  type ContactHappening,
  contactFactId,
  legId,
} from '../../../services/domain/queue/contact-fact.ts';
import { defaultQueueSettings } from '../../../services/domain/settings/settings.ts';
import { toMetadata } from '../../../services/lib/context.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { startService, type TestService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';

t.test('restarted with or without a snapshot, the figures are the same', async (t) => {
  const bus = await startNats(t);
  const service = await startQueueMetrics(t, bus);
  await tell(bus, 'acme', [...call(1, 'answered'), ...call(2, 'abandoned'), ...call(3, 'waiting')]);
  const before = await queueWhen(service, 'acme', ({ today }) => today?.offered === 3);
  t.match(before, { waiting: 1, talking: 1, today: { answered: 1, abandoned: 1 } });

  await service.kill('SIGKILL');
  const replayed = await startQueueMetrics(t, bus);
  t.match(await queueWhen(replayed, 'acme', () => true), figuresOf(before), 'from the log alone');

  await replayed.kill('SIGTERM');
  const restored = await startQueueMetrics(t, bus);
  t.match(restored.log(), /"replayedFrom":1\b/, 'the snapshot written at the end was read');
  t.match(await queueWhen(restored, 'acme', () => true), figuresOf(before), 'from the snapshot');
  await tell(bus, 'acme', call(3, 'abandoned'));
  const after = await queueWhen(restored, 'acme', ({ waiting }) => waiting === 0);
  t.match(after, { today: { offered: 3, abandoned: 2 } }, 'and goes on');
});

t.test('tenants are apart, and what cannot be read is parked while the rest flows', async (t) => {
  const bus = await startNats(t);
  const service = await startQueueMetrics(t, bus);
  await tell(bus, 'acme', call(1, 'answered'));
  await jetstream(bus.nats).publish(subjects.facts('acme', 0), 'no batch of facts');
  const foreign = encodeBatch({ tenant: 'other', sentAtMs: Date.now(), facts: call(9, 'waiting') });
  await jetstream(bus.nats).publish(subjects.facts('acme', 0), foreign);
  await tell(bus, 'other', call(1, 'waiting'));
  await tell(bus, 'acme', call(2, 'answered'));

  t.match(await queueWhen(service, 'acme', ({ today }) => today?.offered === 2), { waiting: 0 });
  const other = await queueWhen(service, 'other', () => true);
  t.match(other, { waiting: 1, today: { offered: 1, answered: 0 } });
  const metrics = await (await fetch(`${service.admin}/metrics`)).text();
  t.match(metrics, /floorcast_parked_messages\{[^}]*\} 2\n/);
  t.match(metrics, /floorcast_conservation_residual\{[^}]*\} 0\n/);
  t.match(metrics, /floorcast_facts_total\{[^}]*\} 5\n/);
  const context = { tenant: 'acme', person: 'p1', roles: ['supervisor' as const] };
  const { client } = service;
  const peek = ask(client, client.getQueues, { tenant: 'other', site: '' }, { context });
  await t.rejects(peek, { message: /tenant "acme" may not see tenant "other"/ });
  const odd = {
    tenant: 'acme',
    site: '',
    queue: '',
    from: new Date(0),
    to: new Date(),
    lengthS: 77,
  };
  await t.rejects(ask(client, client.listIntervals, odd, { context }), {
    message: 'length_s is 77, but must be one of 300, 900, 1800',
  });
});

t.test(
  'a setting holds from its date on, for contacts offered before it was decided too',
  async (t) => {
    const bus = await startNats(t);
    const service = await startQueueMetrics(t, bus);
    await tell(bus, 'acme', call(1, 'answered'));
    const met = (one: Queue) => one.today?.serviceLevels.find(({ rule }) => rule === 3)?.met;
    await queueWhen(service, 'acme', (one) => met(one) === 1);
    await decide(bus, { targetMs: 2_000, effectiveFromMs: Date.now() - 3_600_000 });
    const strict = await queueWhen(service, 'acme', (one) => met(one) === 0);
    t.match(strict, { targetMs: 2_000, today: { answered: 1 } });
    await decide(bus, { targetMs: 30_000, effectiveFromMs: Date.now() + 3_600_000 });
    await tell(bus, 'acme', call(2, 'answered'));
    const still = await queueWhen(service, 'acme', ({ today }) => today?.offered === 2);
    t.match(still, { targetMs: 2_000 }, 'one that holds later changes nothing yet');
  },
);

t.test('a watcher gets the whole, then every change, and the bus the same', async (t) => {
  const bus = await startNats(t);
  const service = await startQueueMetrics(t, bus);
  await tell(bus, 'acme', call(1, 'waiting'));
  await queueWhen(service, 'acme', ({ waiting }) => waiting === 1);
  const onBus: LiveQueues[] = [];
  const subscription = bus.nats.subscribe(subjects.liveQueues('acme'), {
    callback: (_, message) => void onBus.push(LiveQueues.decode(message.data)),
  });
  await bus.nats.flush();
  const seen: LiveQueues[] = [];
  const context = { tenant: 'acme', person: '', roles: ['wall' as const] };
  const stream = service.client.watchQueues({ tenant: 'acme', site: 'hq' }, toMetadata(context));
  stream.on('data', ({ live }: WatchQueuesResponse) => live && seen.push(live));
  stream.on('error', () => undefined);
  await until(() => seen.length > 0);
  t.match(seen[0]?.queues[0], { queue: 'sales', waiting: 1 }, 'the whole comes first');
  const beat = { kind: 'heartbeat' as const, cadenceMs: 1_000, disagreements: 0 };
  await tell(bus, 'acme', [sourceFact(beat), ...call(2, 'waiting')]);
  await tell(bus, 'acme', call(1, 'abandoned'));
  await tell(bus, 'acme', call(3, 'waiting'));
  const offered = () => seen.flatMap((live) => live.queues).at(-1)?.today?.offered;
  await until(() => offered() === 3 && (seen.at(-1)?.sources.length ?? 0) > 0);
  // A quiet second: a frame without queues still carries the proof of the source.
  await until(() => seen.at(-1)?.queues.length === 0);
  t.match(seen.at(-1)?.sources, [{ source: 'pbx', inGap: false, cadenceMs: 1_000 }]);
  const versions = seen.map(({ version }) => version);
  t.same(
    versions,
    versions.map((_, i) => (versions[0] ?? 0) + i),
    'no version is missing',
  );
  await until(() => onBus.some(({ version }) => version === versions.at(-1)));
  t.equal(new Set([...seen, ...onBus].map(({ epoch }) => epoch)).size, 1);
  stream.cancel();
  subscription.unsubscribe();
});

t.test('time alone makes a wait late, and the wall is told', async (t) => {
  const bus = await startNats(t);
  await decide(bus, { targetMs: 1_500, effectiveFromMs: 0 });
  const service = await startQueueMetrics(t, bus);
  await tell(bus, 'acme', call(1, 'waiting', Date.now()));
  const counted = (one: Queue) => one.today?.serviceLevels.find(({ rule }) => rule === 3)?.counted;
  await queueWhen(service, 'acme', (one) => one.waiting === 1 && counted(one) === 0);
  t.match(await queueWhen(service, 'acme', (one) => counted(one) === 1), { waiting: 1 });
});

type Queue = LiveQueues['queues'][number];

/** What must be equal after a restart: all but the instant it is true for. */
function figuresOf({ asOf: _, ...figures }: Queue) {
  return figures;
}

interface Service extends TestService {
  client: QueueMetricsServiceClient;
}

async function startQueueMetrics(t: Test, bus: TestNats): Promise<Service> {
  const service = await startService(t, 'queue-metrics', { FLOORCAST_NATS_URL: bus.url });
  const client = new QueueMetricsServiceClient(service.address, credentials.createInsecure());
  t.teardown(() => client.close());
  return { ...service, client };
}

/** The queue "sales" of a tenant once it looks as expected; fails after a bound. */
async function queueWhen(
  { client }: Service,
  tenant: string,
  expected: (queue: Queue) => boolean,
): Promise<Queue> {
  const context = { tenant, person: 'p1', roles: ['supervisor' as const] };
  let found: Queue | undefined;
  await until(async () => {
    const { live } = await ask(client, client.getQueues, { tenant, site: '' }, { context });
    found = live?.queues.find(({ queue }) => queue === 'sales');
    return found !== undefined && expected(found);
  });
  if (!found) throw new Error('unreachable: the wait above ended');
  return found;
}

async function tell(bus: TestNats, tenant: string, facts: Fact[]): Promise<void> {
  const batch = encodeBatch({ tenant, sentAtMs: Date.now(), facts });
  await jetstream(bus.nats).publish(subjects.facts(tenant, 0), batch);
}

async function decide(
  bus: TestNats,
  { targetMs, effectiveFromMs }: { targetMs: number; effectiveFromMs: number },
): Promise<void> {
  const value = { ...defaultQueueSettings, targetMs, site: 'hq', name: { en: 'Sales', zh: '' } };
  const setting = { kind: 'queue' as const, id: 'hq/sales', effectiveFromMs, value };
  const said = { tenant: 'acme', commandId: crypto.randomUUID(), author: 'p1' };
  const bytes = encodeDecision({ ...said, decidedAtMs: Date.now(), setting });
  await jetstream(bus.nats).publish(subjects.setting('acme', 'queue', 'hq/sales'), bytes);
}

/** A minute ago unless said: a wait of five seconds, then its end. */
function call(n: number, end: 'answered' | 'abandoned' | 'waiting', fromMs = startMs): Fact[] {
  const told: [number, ContactHappening][] = [[0, { kind: 'offered' }]];
  if (end === 'answered') told.push([5_000, { kind: 'answered', agent: 'Ann', waitMs: 5_000 }]);
  if (end === 'abandoned') told.push([5_000, { kind: 'abandoned', waitMs: 5_000 }]);
  const leg = legId({ source: 'pbx', uniqueId: String(n), queue: 'sales', ordinal: 1 });
  const place = { site: 'hq', source: 'pbx', queue: 'sales', legId: leg, contactId: leg };
  return told.map(([afterMs, what]) => ({
    about: 'contact',
    factId: contactFactId(leg, what.kind),
    atMs: fromMs + afterMs,
    precisionMs: 1,
    estimated: false,
    ...place,
    channel: 'voice',
    offeredAtMs: fromMs,
    what,
  }));
}

// Midnight must not fall between a call and the look at the day it was offered in.
const dayStartMs = Math.floor(Date.now() / 86_400_000) * 86_400_000;
const startMs = Math.max(Date.now() - 60_000, dayStartMs);

function sourceFact(what: Extract<Fact, { about: 'source' }>['what']): Fact {
  const atMs = Date.now();
  const seen = { atMs, precisionMs: 1, estimated: false };
  return { about: 'source', factId: `pbx|${atMs}`, site: 'hq', source: 'pbx', ...seen, what };
}
