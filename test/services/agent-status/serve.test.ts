import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import {
  type AgentState,
  DisplayState,
  LiveAgents,
} from '../../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { AgentStatusServiceClient } from '../../../proto/gen/floorcast/agent/v1/agent_status_service.ts';
import { readConfig } from '../../../services/agent-status/config.ts';
import { type Serving, serve } from '../../../services/agent-status/serve.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import type { Setting } from '../../../services/domain/settings/settings.ts';
import { type Context, type Role, toMetadata } from '../../../services/lib/context.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { agentFact, eight, leg, minute } from '../../domain/agent/story.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';

const second = 1_000;
const supervisor: Context = { tenant: 'main', person: 'p-sup', roles: ['supervisor'] };
const ready = { queues: { sales: null } };
const signIn = (agent: string) => agentFact(agent, eight, 'signed-in', ready, 'sales');

interface Running extends Serving {
  client: AgentStatusServiceClient;
  clock: { ms: number };
  end: () => Promise<void>;
}

/** The service inside the test, with a clock that stands at 08:10 UTC until told otherwise. */
async function start(t: Test, { nats }: TestNats): Promise<Running> {
  const stop = new AbortController();
  const ends: (() => unknown)[] = [];
  const clock = { ms: eight + 10 * minute };
  const address = '127.0.0.1:0';
  const env = { AGENT_STATUS_GRPC: address, AGENT_STATUS_ADMIN: address };
  const serving = await serve({
    nats,
    config: readConfig(env),
    clock: () => clock.ms,
    log: pino({ level: 'silent' }),
    signal: stop.signal,
    defer: (end) => void ends.push(end),
  });
  const target = `127.0.0.1:${serving.grpcPort}`;
  const client = new AgentStatusServiceClient(target, credentials.createInsecure());
  let ended = false;
  const end = async () => {
    if (ended) return;
    ended = true;
    client.close();
    stop.abort();
    for (const one of ends.reverse()) await one();
    await serving.done;
  };
  t.teardown(end);
  return { ...serving, client, clock, end };
}

async function tell({ nats }: TestNats, facts: Fact[], tenant = 'main'): Promise<void> {
  const batch = encodeBatch({ tenant, sentAtMs: eight, facts });
  await jetstream(nats).publish(subjects.facts(tenant, 0), batch);
}

async function decide({ nats }: TestNats, setting: Setting, tenant = 'main'): Promise<void> {
  const decision = encodeDecision({
    commandId: crypto.randomUUID(),
    author: 'test',
    decidedAtMs: eight,
    tenant,
    setting,
  });
  await jetstream(nats).publish(subjects.setting(tenant, setting.kind, setting.id), decision);
}

async function whole({ client }: Running, context = supervisor, site = ''): Promise<LiveAgents> {
  const request = { tenant: context.tenant, site };
  const { live } = await ask(client, client.getAgents, request, { context });
  if (!live) throw new Error('no answer');
  return live;
}

/** Asks until the condition holds, at most 5 s. */
async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean): Promise<T> {
  const limit = Date.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > limit) throw new Error(`never came: last seen ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const folded = (running: Running, position: number) =>
  until(
    () => whole(running),
    (live) => live.position >= position,
  );
const find = (live: LiveAgents, agent: string) => live.agents.find((one) => one.agent === agent);

function wrapUp(ms: number): Setting {
  const value = {
    name: { en: 'sales', zh: '' },
    site: 'hq',
    targetMs: 20_000,
    goal: 0.8,
    rule: 'missed' as const,
    shortAbandonMs: 5_000,
    wrapUpMs: ms,
    position: 1,
    skills: [],
  };
  return { kind: 'queue', id: 'hq/sales', effectiveFromMs: 0, value };
}

const site = (timeZone: string): Setting => ({
  kind: 'site',
  id: 'hq',
  effectiveFromMs: 0,
  value: {
    name: { en: 'HQ', zh: '' },
    timeZone,
    privacy: 'none',
    callerDigits: 0,
    posted: [],
    noticeOn: '',
  },
});

const identity = (agent: string, person: string, fromMs = 0): Setting => ({
  kind: 'sourceIdentity',
  id: `pbx/${agent}`,
  effectiveFromMs: fromMs,
  value: { source: 'pbx', agent, person },
});

function talk(id: string, agent: string, atMs: number): Fact {
  return leg(id, 'sales', atMs)({ kind: 'answered', agent, waitMs: 0 }, atMs);
}

function done(id: string, agent: string, startMs: number, endMs: number): Fact {
  const what = { kind: 'completed', agent, talkMs: endMs - startMs, endedBy: 'customer' } as const;
  return leg(id, 'sales', startMs)(what, endMs);
}

t.test('a restart, from a snapshot or from the whole log, sees the same', async (t) => {
  const bus = await startNats(t);
  await decide(bus, wrapUp(30 * second));
  const first = await start(t, bus);
  await tell(bus, [signIn('anna'), signIn('bo'), talk('c1', 'anna', eight + minute)]);
  await tell(bus, [
    done('c1', 'anna', eight + minute, eight + 3 * minute),
    agentFact('bo', eight + 5 * minute, 'chose', { queues: { sales: 'lunch' } }, 'sales'),
    talk('c2', 'anna', eight + 9 * minute),
  ]);
  const before = await folded(first, 2);
  t.match(find(before, 'anna'), {
    state: DisplayState.TALKING,
    since: new Date(eight + 9 * minute),
    today: { answered: 2, talkMs: 3 * minute, acwMs: 30_000, readyMs: 6.5 * minute },
  });
  t.match(find(before, 'bo'), { state: DisplayState.BREAK, reason: 'lunch' });
  t.same(before.staffing, [
    {
      site: 'hq',
      queue: 'sales',
      signedIn: 2,
      ready: 0,
      onContact: 1,
      afterCallWork: 0,
      onBreak: 1,
    },
  ]);
  await first.end();

  const strip = ({ epoch: _, version: __, ...live }: LiveAgents) => live;
  const second_ = await start(t, bus);
  t.same(strip(await folded(second_, 2)), strip(before), 'from the snapshot');
  await second_.end();

  const store = await jetstream(bus.nats).jetstreamManager();
  await store.streams.delete('OBJ_snapshots');
  const third = await start(t, bus);
  t.same(strip(await folded(third, 2)), strip(before), 'from the log');
  await tell(bus, [done('c2', 'anna', eight + 9 * minute, eight + 9.5 * minute)]);
  t.match(find(await folded(third, 3), 'anna'), { today: { talkMs: 2.5 * minute } });
  await third.end();
});

t.test('changes leave without a hole, and lead from the whole to the end', async (t) => {
  const bus = await startNats(t);
  await decide(bus, wrapUp(30 * second));
  const running = await start(t, bus);
  const heard: LiveAgents[] = [];
  bus.nats.subscribe(subjects.liveAgents('main'), {
    callback: (_, message) => void heard.push(LiveAgents.decode(message.data)),
  });
  await bus.nats.flush();

  const people = Array.from({ length: 40 }, (_, n) => `a${n}`);
  const watched: LiveAgents[] = [];
  for (const [n, agent] of people.entries()) {
    await tell(bus, [signIn(agent), talk(`c${n}`, agent, eight + n * second)]);
    if (n === 20) watch(t, running, supervisor, watched);
    if (n % 2) await tell(bus, [done(`c${n}`, agent, eight + n * second, eight + 9.9 * minute)]);
  }
  const end = await folded(running, 60);
  await until(
    () => [heard.at(-1), watched.at(-1)],
    (last) => last.every((live) => (live?.position ?? 0) >= 60),
  );
  for (const seen of [heard, watched]) {
    const versions = seen.map(({ version }) => version);
    const first = versions[0] ?? 0;
    t.same(
      versions,
      versions.map((_, n) => first + n),
      'no version is missing',
    );
    t.same(states(applied(seen)), states(end.agents));
    const staffing = seen
      .flatMap((live) => live.staffing)
      .findLast(({ queue }) => queue === 'sales');
    t.same(staffing, end.staffing[0]);
  }
  t.equal(watched[0]?.agents.length !== 0, true, 'the first message is the whole');

  // The after-call work of twenty agents runs out by itself.
  running.clock.ms = eight + 12 * minute;
  const over = await until(
    () => applied(heard),
    (all) => [...all.values()].every(({ state }) => state !== DisplayState.AFTER_CALL_WORK),
  );
  t.match(over.get('pbx/a1'), {
    state: DisplayState.READY,
    since: new Date(eight + 10.4 * minute),
  });
  const count = heard.length;
  await until(
    () => heard.length,
    (length) => length > count,
  );
  t.match(heard.at(-1), { agents: [], staffing: [] }, 'a quiet second sends its proof only');
});

function watch(
  t: Test,
  { client }: Running,
  context: Context,
  into: LiveAgents[],
  site = '',
): void {
  const call = client.watchAgents({ tenant: context.tenant, site }, toMetadata(context));
  call.on('data', ({ live }: { live: LiveAgents }) => into.push(live));
  call.on('error', () => undefined);
  t.teardown(() => call.cancel());
}

function applied(messages: LiveAgents[]): Map<string, AgentState> {
  const all = new Map<string, AgentState>();
  for (const { agents, gone } of messages) {
    for (const agent of agents) all.set(`${agent.source}/${agent.agent}`, agent);
    for (const key of gone) all.delete(key);
  }
  return all;
}

function states(agents: Iterable<AgentState> | Map<string, AgentState>): unknown {
  const list = agents instanceof Map ? [...agents.values()] : [...agents];
  return list
    .map(({ agent, state, since, queue, contacts }) => ({ agent, state, since, queue, contacts }))
    .sort((a, b) => (a.agent < b.agent ? -1 : 1));
}

t.test('at local midnight everybody begins a new day, and the night shift goes on', async (t) => {
  const bus = await startNats(t);
  await decide(bus, site('Asia/Shanghai'));
  // 23:50 on 2 March in Shanghai is 15:50 UTC.
  const evening = Date.UTC(2026, 2, 2, 15, 50);
  const running = await start(t, bus);
  running.clock.ms = evening;
  const heard: LiveAgents[] = [];
  bus.nats.subscribe(subjects.liveAgents('main'), {
    callback: (_, message) => void heard.push(LiveAgents.decode(message.data)),
  });
  const heartbeat: Fact = {
    about: 'source',
    factId: 'pbx|heartbeat|1',
    atMs: eight,
    precisionMs: 1,
    site: 'hq',
    source: 'pbx',
    estimated: false,
    what: { kind: 'heartbeat', cadenceMs: 1_000, disagreements: 0 },
  };
  await tell(bus, [
    heartbeat,
    agentFact('anna', evening - 50 * minute, 'signed-in', ready, 'sales'),
  ]);
  t.match(find(await folded(running, 1), 'anna')?.today, { signedInMs: 50 * minute });
  await until(
    () => heard.flatMap(({ agents }) => agents),
    (agents) => agents.length > 0,
  );
  heard.length = 0;
  running.clock.ms = evening + 11 * minute;
  const [told] = await until(
    () => heard.flatMap(({ agents }) => agents),
    (agents) => agents.length > 0,
  );
  t.match(told, { state: DisplayState.READY, since: new Date(evening - 50 * minute) });
  t.equal(told?.today?.signedInMs, minute, 'the new day is one minute old');
  t.match(heard.at(-1)?.sources, [{ source: 'pbx', provenUntil: new Date(eight) }]);
});

t.test('who may see whom', async (t) => {
  const bus = await startNats(t);
  await decide(bus, identity('anna', 'p-anna'));
  await decide(bus, identity('bo', 'p-bo'));
  const running = await start(t, bus);
  await tell(bus, [signIn('anna'), signIn('bo')]);
  await tell(bus, [signIn('zoe')], 'other');
  await folded(running, 2);

  const as = (role: Role, person = ''): Context => ({ tenant: 'main', person, roles: [role] });
  for (const role of ['administrator', 'planner', 'supervisor', 'team-lead', 'quality'] as const) {
    const { agents } = await whole(running, as(role));
    t.same(
      agents.map(({ name, person }) => [name, person]),
      [
        ['anna', 'p-anna'],
        ['bo', 'p-bo'],
      ],
    );
  }
  const own = await whole(running, as('agent', 'p-bo'));
  t.same([own.agents.map(({ agent }) => agent), own.staffing], [['bo'], []]);
  await t.rejects(whole(running, as('agent')), /sees only himself/);

  const wall = await whole(running, as('wall'));
  t.equal(wall.agents.length, 2);
  t.equal(JSON.stringify(wall).includes('anna'), false, 'neither name nor key nor person');
  t.match(wall.staffing, [{ signedIn: 2 }]);
  await t.rejects(whole(running, { tenant: 'main', person: 'p', roles: [] }), /needs one of/);
  const foreign = { tenant: 'other', site: '' };
  const { client } = running;
  await t.rejects(ask(client, client.getAgents, foreign, { context: supervisor }), /may not see/);
  t.same((await whole(running, supervisor, 'elsewhere')).agents, []);

  const span = { tenant: 'main', site: '', agent: '', from: new Date(eight), lengthS: 900 };
  const request = { ...span, to: new Date(eight + 60 * minute) };
  const list = (context: Context, of = request) =>
    ask(client, client.listAgentIntervals, of, { context });
  const everybody = await list(supervisor);
  t.match(everybody.intervals, [
    { agent: 'anna', start: new Date(eight), lengthS: 900, figures: { signedInMs: 10 * minute } },
    { agent: 'bo' },
  ]);
  const himself = await list(as('agent', 'p-bo'));
  t.same(
    himself.intervals.map(({ agent }) => agent),
    ['bo'],
  );
  await t.rejects(list(as('wall')), /needs one of/);
  await t.rejects(list(supervisor, { ...request, lengthS: 60 }), /length_s is 60/);
  await t.rejects(list(supervisor, { ...request, to: new Date(eight) }), /from before to/);

  // The phone of bo goes to another person: bo's owner of before sees him go.
  const seen: LiveAgents[] = [];
  watch(t, running, as('agent', 'p-bo'), seen);
  await until(
    () => seen.length,
    (length) => length > 0,
  );
  await decide(bus, identity('bo', 'p-new', eight + minute));
  const last = await until(
    () => seen.find(({ gone }) => gone.length > 0),
    (live) => live !== undefined,
  );
  t.same(last?.gone, ['pbx/bo']);
  t.notOk(last?.agents.length);
});

t.test(
  'what cannot be read is parked, and the doors for operators say how things are',
  async (t) => {
    const bus = await startNats(t);
    const running = await start(t, bus);
    await jetstream(bus.nats).publish(subjects.facts('main', 0), 'no batch');
    const foreign = encodeBatch({ tenant: 'other', sentAtMs: eight, facts: [signIn('zoe')] });
    await jetstream(bus.nats).publish(subjects.facts('main', 0), foreign);
    await tell(bus, [signIn('anna')]);
    t.same(
      (await folded(running, 3)).agents.map(({ agent }) => agent),
      ['anna'],
    );
    const admin = `http://127.0.0.1:${running.adminPort}`;
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    t.match(metrics, /floorcast_parked_messages\{[^}]*\} 2\n/);
    t.match(metrics, /floorcast_agents\{[^}]*\} 1\n/);
    const { status } = await until(
      () => fetch(`${admin}/readyz`),
      ({ status }) => status === 200,
    );
    t.equal(status, 200);
  },
);

t.test('the bus dies and comes back: nothing is lost, nothing counts twice', async (t) => {
  const bus = await startNats(t);
  const running = await start(t, bus);
  await tell(bus, [signIn('anna'), talk('c1', 'anna', eight + minute)]);
  await folded(running, 1);
  await bus.kill();
  t.equal(find(await whole(running), 'anna')?.state, DisplayState.TALKING, 'it answers meanwhile');
  await bus.restart();
  const end = done('c1', 'anna', eight + minute, eight + 3 * minute);
  const told = () =>
    tell(bus, [end]).then(
      () => true,
      () => false,
    );
  await until(told, (taken) => taken);
  await tell(bus, [end]);
  await tell(bus, [signIn('bo')]);
  const back = await until(
    () => whole(running),
    ({ agents }) => agents.length === 2,
  );
  t.match(find(back, 'anna'), {
    state: DisplayState.READY,
    since: new Date(eight + 3 * minute),
    today: { answered: 1, talkMs: 2 * minute, readyMs: 8 * minute },
  });
});
