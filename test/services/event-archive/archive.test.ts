import { jetstream } from '@nats-io/jetstream';
import t, { type Test } from 'tap';
import type { QueueInterval } from '../../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import { agentIntervals } from '../../../services/domain/agent/agent-figures.ts';
import {
  applyAgentFact,
  applyContactToAgents,
  emptyAgents,
} from '../../../services/domain/agent/agent-state.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { contactFigures } from '../../../services/domain/queue/figures.ts';
import {
  advanceQueues,
  applyContactFact,
  emptyQueues,
} from '../../../services/domain/queue/queue-state.ts';
import { noSettings } from '../../../services/domain/settings/settings.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { startNats } from '../../helpers/nats.ts';
import { as, startArchive, until } from './archive-process.ts';
import { centreFacts, heartbeat, random, signedIn, teller } from './centre.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const bus = await startNats(t);
const js = jetstream(bus.nats);
const folder = await historyFolder(t);
const archive = await startArchive(t, { natsUrl: bus.url, env: { FLOORCAST_DATA: folder } });
const { client } = archive;

const nowMs = Date.now();
const hq = { site: 'hq', source: 'pbx-1' };
const startMs = Math.floor(nowMs / hourMs) * hourMs - 3 * hourMs;
const told = centreFacts({ ...hq, fromMs: startMs, contacts: 900, everyMs: 10_000, seed: 1 });

/** Publishes facts in batches; answers with the last sequence. */
async function publish(tenant: string, facts: readonly Fact[], { batch = 100, past = false } = {}) {
  const place = past ? subjects.backfill(tenant) : subjects.facts(tenant, 0);
  let last = 0;
  for (let from = 0; from < facts.length; from += batch) {
    const some = facts.slice(from, from + batch);
    const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts: some });
    last = (await js.publish(place, bytes)).seq;
  }
  return last;
}

async function watermarks(tenant = 'main') {
  return await ask(client, client.getWatermarks, { tenant }, { context: as('supervisor', tenant) });
}

/** Waits until everything up to a sequence of FACTS is stored and folded. */
async function archivedUntil(sequence: number, tenant = 'main') {
  return await until(async () => {
    const marks = await watermarks(tenant).catch(() => null);
    return marks && marks.raw >= sequence && marks.legs >= sequence ? marks : null;
  });
}

async function queueIntervals(
  lengthS = 300,
  of: { tenant?: string; from?: number; to?: number } = {},
) {
  const { tenant = 'main', from = startMs - 2 * dayMs, to = nowMs + hourMs } = of;
  const asked = { tenant, site: '', queues: [], from: new Date(from), to: new Date(to), lengthS };
  const context = as('wall', tenant);
  const all: QueueInterval[] = [];
  for (let pageToken = ''; ; ) {
    const page = { ...asked, pageSize: 50, pageToken };
    const answer = await ask(client, client.listQueueIntervals, page, { context });
    all.push(...answer.intervals);
    pageToken = answer.nextPageToken;
    if (!pageToken) return all;
  }
}

/** The same facts through the domain's fold, with nothing between; day by day, as it keeps two. */
function folded(facts: readonly Fact[], atMs = Date.now()) {
  const rows: Record<string, ReturnType<typeof contactFigures>> = {};
  const contacts = facts.filter((fact) => fact.about === 'contact');
  const days = Map.groupBy(contacts, ({ offeredAtMs }) => Math.floor(offeredAtMs / dayMs));
  for (const day of days.values()) {
    const state = emptyQueues();
    for (const fact of day) applyContactFact(state, fact, noSettings);
    advanceQueues(state, atMs, noSettings);
    for (const [key, queue] of state.queues) {
      for (const [bucket, { counts }] of queue.buckets) {
        if (counts.offered > 0) rows[`${key} ${bucket}`] = contactFigures(counts);
      }
    }
  }
  return rows;
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

function compare(t: Test, intervals: readonly QueueInterval[], facts: readonly Fact[]) {
  const expected = folded(facts);
  const seen = Object.fromEntries(
    intervals
      .filter(({ figures }) => (figures?.offered ?? 0) > 0)
      .map(({ site, queue, start, figures }) => [`${site}/${queue} ${start?.getTime()}`, figures]),
  );
  t.same(Object.keys(seen).sort(), Object.keys(expected).sort(), 'the same intervals');
  for (const [key, want] of Object.entries(expected)) {
    const { left, serviceLevels, ...figures } = want;
    const got = seen[key];
    const wanted = Object.entries(figures).filter(([, value]) => value !== null);
    const rest = plain(Object.fromEntries(wanted));
    t.match(plain(got), rest, key);
    t.same(
      plain(got?.left),
      plain(Object.fromEntries(Object.entries(left).filter(([, n]) => n > 0))),
    );
    t.same(
      got?.serviceLevels.map(({ met, counted }) => [met, counted]),
      serviceLevels.map(({ met, counted }) => [met, counted]),
    );
  }
}

t.test('killed in the middle, again and again, it stores what was published, once', async (t) => {
  const half = Math.floor(told.length / 2);
  await publish('main', told.slice(0, half), { batch: 20 });
  const publishing = publish('main', told.slice(half), { batch: 20 });
  for (let round = 0; round < 2; round += 1) {
    await until(
      async () => ((await watermarks().catch(() => null))?.raw ?? 0) > round * 20 || null,
    );
    await archive.kill('SIGKILL');
    await archive.start();
  }
  const last = await publishing;
  // The clock of the source goes on, so that nothing stays open.
  const end = await publish('main', [heartbeat(hq, Date.now())]);
  t.ok(end > last);
  const marks = await archivedUntil(last);
  t.equal(marks.facts, told.length, 'stored = published');
  t.equal(marks.residual, 0);
});

t.test('intervals are those of the domain fold over the same facts', async (t) => {
  const expected = Object.values(folded(told)).reduce((sum, { handled }) => sum + handled, 0);
  const intervals = await until(async () => {
    const rows = await queueIntervals();
    const handled = rows.reduce((sum, { figures }) => sum + (figures?.handled ?? 0), 0);
    return handled === expected ? rows : null;
  });
  compare(t, intervals, told);
  const offered = (rows: readonly QueueInterval[]) =>
    rows.reduce((sum, { figures }) => sum + (figures?.offered ?? 0), 0);
  for (const lengthS of [900, 1_800, 86_400]) {
    t.equal(offered(await queueIntervals(lengthS)), 900, `sums over ${lengthS} s`);
  }
});

t.test('an agent: five-minute sums and the spans of a day, rebuilt from raw facts', async (t) => {
  const context = as('supervisor');
  const span = { from: new Date(startMs), to: new Date(startMs + hourMs) };
  const asked = { tenant: 'main', ...hq, ...span };
  const intervals = await until(async () => {
    const request = { ...asked, agents: [], lengthS: 1_800, pageSize: 0, pageToken: '' };
    const answer = await ask(client, client.listAgentIntervals, request, { context });
    return answer.intervals.length >= 16 ? answer.intervals : null;
  });
  const state = emptyAgents(Number.POSITIVE_INFINITY);
  for (const fact of told) {
    if (fact.about === 'agent') applyAgentFact(state, fact);
    if (fact.about === 'contact') applyContactToAgents(state, fact, noSettings);
  }
  const range = { fromMs: startMs, toMs: startMs + hourMs, lengthMs: 1_800_000 };
  const expected = agentIntervals(state, range, Date.now());
  t.same(
    intervals.map(({ agent, start, figures: f }) => [
      agent,
      start?.getTime(),
      f?.answered,
      f?.talkMs,
      f?.readyMs,
      f?.signedInMs,
    ]),
    expected.map(({ agent, startMs: at, sums: s }) => [
      agent,
      at,
      s.answered,
      s.talkMs,
      s.readyMs,
      s.signedInMs,
    ]),
  );
  const day = await ask(client, client.getAgentDay, { ...asked, agent: 'agent-1' }, { context });
  const talkMs = day.spans
    .filter(({ state: shown }) => shown === 'talking')
    .reduce((sum, { start, end }) => sum + ((end?.getTime() ?? 0) - (start?.getTime() ?? 0)), 0);
  const mine = expected.filter(({ agent }) => agent === 'agent-1');
  t.equal(
    talkMs,
    mine.reduce((sum, { sums }) => sum + sums.talkMs, 0),
  );
});

t.test('legs one by one: who answered, who let it ring, who called, how it ended', async (t) => {
  const context = as('quality', 'legs');
  const atMs = startMs + 7;
  const call = (uniqueId: string, afterMs: number) =>
    teller(hq, { uniqueId, queue: 'sales', offeredAtMs: atMs + afterMs });
  const [one, two, three] = [call('1', 0), call('2', 5_000), call('3', 9_000)];
  const facts = [
    one(atMs, { kind: 'offered', callerHash: 'caller-a' }),
    one(atMs + 4_000, { kind: 'ring-no-answer', agent: 'agent-2', ringMs: 3_000 }),
    one(atMs + 6_000, { kind: 'answered', agent: 'agent-1', waitMs: 6_000 }),
    one(atMs + 16_000, { kind: 'completed', agent: 'agent-1', talkMs: 10_000, endedBy: 'agent' }),
    two(atMs + 5_000, { kind: 'offered', callerHash: 'caller-a' }),
    two(atMs + 7_000, { kind: 'answered', agent: 'agent-2', waitMs: 2_000 }),
    two(atMs + 9_000, { kind: 'transferred', agent: 'agent-2', to: 'billing' }),
    two(atMs + 9_000, { kind: 'completed', agent: 'agent-2', talkMs: 2_000, endedBy: 'transfer' }),
    three(atMs + 9_000, { kind: 'offered' }),
    three(atMs + 12_000, { kind: 'abandoned', waitMs: 3_000 }),
  ];
  await archivedUntil(await publish('legs', [...facts, heartbeat(hq, Date.now())]), 'legs');
  const span = { from: new Date(startMs), to: new Date(startMs + hourMs) };
  const asked = { tenant: 'legs', site: 'hq', agents: [], ...span, pageSize: 0, pageToken: '' };
  const list = (more: object, by = context) =>
    ask(client, client.listContactLegs, { ...asked, ...more }, { context: by });
  const whole = await until(async () => {
    const { legs } = await list({});
    return legs.length === 3 && legs.every(({ outcome }) => outcome !== 'waiting') ? legs : null;
  });
  t.match(plain(whole), [
    {
      outcome: 'answered',
      agent: 'agent-1',
      waitMs: 6_000,
      talkMs: 10_000,
      endedBy: 'agent',
      callerHash: 'caller-a',
      transferredTo: '',
      unansweredRings: [{ agent: 'agent-2', ringMs: 3_000 }],
    },
    { agent: 'agent-2', transferredTo: 'billing', endedBy: 'transfer', callerHash: 'caller-a' },
    { outcome: 'abandoned', agent: '', endedBy: '', callerHash: '', unansweredRings: [] },
  ]);
  const idsOf = (legs: readonly { legId: string }[]) => legs.map(({ legId }) => legId);
  const [first, second] = idsOf(whole);
  t.same(idsOf((await list({ agents: ['pbx-1/agent-1'] })).legs), [first]);
  t.same(idsOf((await list({ agents: ['pbx-1/agent-2'] })).legs), [first, second], 'rung too');
  t.same(idsOf((await list({ callerHash: 'caller-a' })).legs), [first, second], 'of one caller');
  t.same((await list({ callerHash: 'caller-b' })).legs, []);
  const paged: string[] = [];
  for (let pageToken = ''; ; ) {
    const page = await list({ pageSize: 2, pageToken });
    paged.push(...idsOf(page.legs));
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  t.same(paged, idsOf(whole), 'pages are the whole, once');
  await t.rejects(list({}, as('agent', 'legs')), { message: /needs one of the roles/ });
  await t.rejects(list({ site: '' }), { message: /site is missing/ });
  await t.rejects(list({ from: new Date(0) }), { message: /more than 62 days/ });
});

t.test('facts told again, shuffled, and by a second reader change no figure', async (t) => {
  const before = folded(told);
  const next = random(7);
  const coarse = told
    .filter((fact) => fact.about === 'contact')
    .map((fact) => ({ ...fact, atMs: Math.floor(fact.atMs / 1000) * 1000, precisionMs: 1000 }));
  const again = [...told.slice(-400), ...coarse.slice(-200)].sort(() => next() - 0.5);
  const last = await publish('main', again);
  const marks = await until(async () => {
    const found = await watermarks();
    return found.raw >= last ? found : null;
  });
  t.equal(marks.facts, told.length + again.length, 'every telling is kept');
  t.equal(marks.residual, 0);
  t.equal(Object.keys(folded([...told, ...again])).length, Object.keys(before).length);
  // A last fact of a new leg: when it is there, everything before is.
  const tell = teller(hq, {
    uniqueId: 'marker',
    queue: 'marker',
    offeredAtMs: Date.now() - 60_000,
  });
  const marker = tell(Date.now() - 60_000, { kind: 'offered' });
  told.push(marker);
  await archivedUntil(await publish('main', [marker]));
  compare(t, await queueIntervals(), told);
});

t.test(
  'a fact late by a day restates its leg and its interval, and a restart keeps that',
  async (t) => {
    const atMs = startMs - dayMs;
    const tell = teller(hq, { uniqueId: 'late', queue: 'sales', offeredAtMs: atMs });
    const first = [
      tell(atMs, { kind: 'offered' }),
      tell(atMs + 9_000, { kind: 'left', reason: 'unnamed', waitMs: 9_000 }),
    ];
    await publish('main', first, { past: true });
    const leftBy = async (reason: string) => {
      const rows = await queueIntervals(300, { from: atMs - hourMs, to: atMs + hourMs });
      return rows.some(({ figures }) => figures?.left[reason] === 1) ? rows : null;
    };
    await until(() => leftBy('unnamed'));
    const named = tell(atMs + 9_000, { kind: 'left', reason: 'timeout', waitMs: 9_000 });
    await publish('main', [named]);
    const rows = await until(() => leftBy('timeout'));
    t.match(plain(rows), [{ figures: { offered: 1, left: { timeout: 1 } } }]);
    await archive.kill('SIGTERM');
    await archive.start();
    t.ok(await leftBy('timeout'));
    const context = as('quality');
    const { legs } = await ask(
      client,
      client.getContact,
      { tenant: 'main', id: named.legId },
      { context },
    );
    t.match(plain(legs), [{ outcome: 'timeout', waitMs: 9_000, queue: 'sales' }]);
    t.equal(legs[0]?.facts.length, 3, 'the whole trace, both tellings of the end');
    told.push(...first, named);
  },
);

t.test('weeks of history read in come out as the fold of its facts', async (t) => {
  const fromMs = Math.floor(nowMs / dayMs) * dayMs - 21 * dayMs;
  const past = centreFacts({ ...hq, fromMs, contacts: 1_500, everyMs: 500_000, seed: 3 });
  await publish('demo', past, { batch: 500, past: true });
  const whole = { tenant: 'demo', from: fromMs - dayMs, to: nowMs };
  const rows = await until(async () => {
    const found = await queueIntervals(300, whole);
    const offered = found.reduce((sum, { figures }) => sum + (figures?.offered ?? 0), 0);
    return offered === 1_500 ? found : null;
  });
  compare(t, rows, past);
});

t.test('tenants are apart, roles are checked, and everything has a limit', async (t) => {
  const refused = (fault: string, message: RegExp) => ({ fault, message }) as unknown as Error;
  const span = { from: new Date(startMs), to: new Date(nowMs) };
  const lists = { tenant: 'main', site: '', ...span, lengthS: 300, pageSize: 0, pageToken: '' };
  const queues = { ...lists, queues: [] };
  const agents = { ...lists, agents: [] };
  const contact = { tenant: 'main', id: 'pbx-1|c1.1' };
  await t.rejects(
    ask(client, client.listQueueIntervals, queues, { context: as('wall', 'demo') }),
    refused('not-allowed', /may not see tenant "main"/),
  );
  await t.rejects(
    ask(client, client.listAgentIntervals, agents, { context: as('wall') }),
    refused('not-allowed', /needs one of the roles/),
  );
  await t.rejects(
    ask(client, client.listAgentIntervals, agents, { context: as('agent') }),
    refused('not-allowed', /"p1" is not any agent/),
  );
  await t.rejects(
    ask(client, client.getContact, contact, { context: as('planner') }),
    refused('not-allowed', /needs one of the roles/),
  );
  await t.rejects(
    ask(client, client.getContact, { ...contact, id: 'none' }, { context: as('quality') }),
    refused('not-found', /"none"/),
  );
  const context = as('supervisor');
  const list = (more: object) =>
    ask(client, client.listQueueIntervals, { ...queues, ...more }, { context });
  await t.rejects(list({ lengthS: 60 }), refused('invalid', /length_s is 60/));
  await t.rejects(list({ pageSize: 10_001 }), refused('invalid', /page_size is 10001/));
  await t.rejects(list({ pageToken: 'x' }), refused('invalid', /page_token "x"/));
  await t.rejects(list({ from: new Date(0) }), refused('invalid', /more than 800 days/));
  await t.rejects(list({ to: undefined }), refused('invalid', /to is missing/));
  const page = await list({ pageSize: 10 });
  t.equal(page.intervals.length, 10);
  t.ok(page.nextPageToken);
  const { body } = await archive.admin('/metrics');
  t.match(body, /floorcast_archive_residual\{[^}]*\} 0/);
  t.match(body, /floorcast_archive_holes\{stream="FACTS"[^}]*\} 0/);
});

t.test('an erased tenant is gone from history and log; the others stay', async (t) => {
  const erase = (confirm: string, context = as('administrator', 'demo')) =>
    ask(client, client.eraseTenant, { tenant: 'demo', confirm }, { context, withinMs: 20_000 });
  await t.rejects(erase('demo', as('supervisor', 'demo')));
  await t.rejects(erase('main'), { message: /confirm is "main"/ });
  const before = await watermarks();
  await publish('demo', [signedIn({ site: 'hq', source: 'sim' }, 'agent-1', Date.now())]);
  await until(async () => ((await watermarks('demo')).raw > before.raw ? true : null));
  const erased = await erase('demo');
  t.equal(erased.legs, 1_500);
  t.ok(
    erased.facts > 4_000 && erased.messages > 8 && erased.intervals > 1_000,
    JSON.stringify(erased),
  );
  t.same(await queueIntervals(300, { tenant: 'demo', from: nowMs - 30 * dayMs }), []);
  t.equal((await watermarks('demo')).facts, 0);
  t.equal((await watermarks()).facts, before.facts);
});
