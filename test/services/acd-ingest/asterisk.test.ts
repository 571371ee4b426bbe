import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { asteriskSource } from '../../../services/acd-ingest/adapters/asterisk.ts';
import type { AsteriskOptions } from '../../../services/acd-ingest/adapters/asterisk-options.ts';
import { backOffMs } from '../../../services/acd-ingest/adapters/asterisk-reading.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { type FakeSwitch, fakeSwitch } from './fake-switch.ts';

interface Reading {
  facts: Fact[];
  warnings: string[];
  parked: string[];
  stop: () => Promise<void>;
  state: () => unknown;
}

/** A running adapter; what it told is kept. */
function reading(
  t: Test,
  options: Partial<AsteriskOptions>,
  more: { kept?: unknown; hold?: () => Promise<void> | undefined } = {},
): Reading {
  const ended = new AbortController();
  const read: Pick<Reading, 'facts' | 'warnings' | 'parked'> = {
    facts: [],
    warnings: [],
    parked: [],
  };
  const adapter = asteriskSource(
    {
      source: 'pbx',
      site: 'hq',
      agentsBy: 'name',
      repairEveryS: 1,
      callerDigits: 3,
      callerKey: 'key',
      ...options,
    },
    { kept: more.kept, warn: (sentence) => read.warnings.push(sentence) },
  );
  const sink = {
    tell: (facts: readonly Fact[]) => {
      read.facts.push(...facts);
      return more.hold?.();
    },
    park: (line: string, place: string, why: string) => {
      read.parked.push(`${place} ${why} ${line}`);
    },
  };
  const running = adapter.start(sink, ended.signal);
  const stop = async () => {
    ended.abort();
    await running;
  };
  t.teardown(stop);
  return { ...read, stop, state: () => adapter.state() };
}

const amiOf = ({ port }: FakeSwitch, secret = 'right') => {
  return { ami: { host: '127.0.0.1', port, username: 'readonly', secret } };
};

/** Waits for a condition, at most ten seconds. */
async function until(t: Test, what: string, is: () => boolean): Promise<void> {
  const limitMs = Date.now() + 10_000;
  while (!is() && Date.now() < limitMs) await pause(10);
  t.ok(is(), what);
}

const kinds = ({ facts }: Reading) =>
  facts.flatMap((fact) => (fact.about === 'agent' ? [] : [fact.what.kind]));
const ofLeg = ({ facts }: Reading, leg: string) =>
  facts.flatMap((fact) =>
    fact.about === 'contact' && fact.legId === leg
      ? [`${fact.estimated ? '~' : ''}${fact.what.kind}`]
      : [],
  );
const has = (read: Reading, kind: string) => kinds(read).includes(kind as 'gap');

const call = (uniqueId: string, queue = 'sales') => ({
  Queue: queue,
  Uniqueid: uniqueId,
  Linkedid: uniqueId,
  CallerIDNum: '+37250700003',
});
const anna = { Interface: 'PJSIP/101', MemberName: 'Anna' };
const answer = { ...anna, DestUniqueid: 'd.1', HoldTime: 0, RingTime: 0 };

t.test('a call from its join to its end, and a heartbeat every second', async (t) => {
  const pbx = await fakeSwitch(t);
  const read = reading(t, amiOf(pbx));
  await until(t, 'the lists are taken in', () => has(read, 'resync'));
  pbx.event('QueueCallerJoin', call('u.1'));
  pbx.event('QueueCallerLeave', call('u.1'));
  pbx.event('AgentConnect', { ...call('u.1'), ...answer });
  pbx.event('AgentComplete', {
    ...anna,
    Queue: 'sales',
    TalkTime: 0,
    HoldTime: 0,
    Reason: 'agent',
  });
  await until(t, 'it has ended', () => has(read, 'completed'));
  t.same(ofLeg(read, 'pbx|u.1|sales|1'), ['offered', 'answered', 'completed']);
  const offered = read.facts.find(({ factId }) => factId.endsWith('/offered'));
  t.match(offered, { what: { callerTail: '003' } });
  t.notMatch(JSON.stringify(read.facts), '50700003', 'no number in clear');
  await until(
    t,
    'two heartbeats',
    () => kinds(read).filter((one) => one === 'heartbeat').length >= 2,
  );
});

t.test('who waited before we looked is told, as estimated; members by their list', async (t) => {
  const pbx = await fakeSwitch(t);
  pbx.entries = [{ ...call('u.1'), Position: 1, Wait: 42 }];
  pbx.members = [
    {
      Queue: 'sales',
      Name: 'Anna',
      Location: 'PJSIP/101',
      Status: 1,
      Paused: 0,
      LoginTime: 1_000_000_000,
    },
  ];
  const read = reading(t, amiOf(pbx));
  await until(t, 'the list is taken in', () => has(read, 'resync'));
  t.same(ofLeg(read, 'pbx|u.1|sales|1'), ['~offered']);
  const offered = read.facts.find(({ about }) => about === 'contact');
  t.ok(Math.abs(Date.now() - 42_000 - (offered?.atMs ?? 0)) < 5_000, '42 s ago');
  t.match(
    read.facts.find(({ about }) => about === 'agent'),
    {
      change: 'repeated',
      agent: 'Anna',
      after: { memberships: [{ queue: 'sales', sinceMs: 1_000_000_000_000, paused: false }] },
    },
  );
});

t.test('an outage: a gap, then what the log knows, then the events go on', async (t) => {
  const pbx = await fakeSwitch(t);
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-asterisk-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const queueLog = join(folder, 'queue_log');
  await writeFile(queueLog, '');
  const read = reading(t, { ...amiOf(pbx), queueLog });
  await until(t, 'connected', () => has(read, 'heartbeat'));
  pbx.event('QueueCallerJoin', call('u.1'));
  await until(t, 'one waits', () => has(read, 'offered'));
  pbx.goAway();
  await until(t, 'the gap is told', () => has(read, 'gap'));
  const second = Math.floor(Date.now() / 1_000);
  await appendFile(
    queueLog,
    [
      `${second}|u.1|sales|NONE|ENTERQUEUE||+37250700003|1`,
      `${second}|u.1|sales|Anna|CONNECT|0|d.1|0`,
      `${second}|u.2|sales|NONE|ENTERQUEUE||+37250700004|1`,
      `${second}|u.1|sales|Anna|COMPLETECALLER|0|0|1`,
      '',
    ].join('\n'),
  );
  pbx.entries = [{ ...call('u.2'), Position: 1, Wait: 0 }];
  await pbx.comeBack();
  await until(t, 'proven again', () => kinds(read).filter((one) => one === 'resync').length === 2);
  t.same(new Set(ofLeg(read, 'pbx|u.1|sales|1')), new Set(['offered', 'answered', 'completed']));
  t.same(ofLeg(read, 'pbx|u.2|sales|1'), ['offered'], 'the list adds nothing to the log');
  const resync = read.facts.findLast(
    (fact) => fact.about === 'source' && fact.what.kind === 'resync',
  );
  t.match(resync, { what: { estimatedEnds: 0 } });
  pbx.event('QueueCallerJoin', call('u.3'));
  await until(t, 'events go on', () => ofLeg(read, 'pbx|u.3|sales|1').length === 1);
  t.match(read.warnings, [/closed the connection/]);
});

t.test('without a log, what was open and is gone after an outage ends as estimated', async (t) => {
  const pbx = await fakeSwitch(t);
  const read = reading(t, amiOf(pbx));
  await until(t, 'connected', () => has(read, 'resync'));
  for (const id of ['u.1', 'u.2', 'u.3']) pbx.event('QueueCallerJoin', call(id));
  pbx.event('QueueCallerLeave', call('u.2'));
  pbx.event('AgentConnect', { ...call('u.2'), ...answer });
  pbx.event('QueueCallerLeave', call('u.3'));
  pbx.event('AgentConnect', { ...call('u.3'), ...answer, DestUniqueid: 'd.3' });
  await until(t, 'both talk', () => kinds(read).filter((one) => one === 'answered').length === 2);
  pbx.goAway();
  pbx.channels = ['u.3'];
  await pbx.comeBack();
  await until(t, 'proven again', () => kinds(read).filter((one) => one === 'resync').length === 2);
  t.same(ofLeg(read, 'pbx|u.1|sales|1'), ['offered', '~left']);
  t.same(ofLeg(read, 'pbx|u.2|sales|1'), ['offered', 'answered', '~completed']);
  t.same(ofLeg(read, 'pbx|u.3|sales|1'), ['offered', 'answered'], 'its channel still stands');
});

t.test("a difference to the switch's list counts when two lists in a row show it", async (t) => {
  const pbx = await fakeSwitch(t);
  const read = reading(t, amiOf(pbx));
  await until(t, 'connected', () => has(read, 'resync'));
  pbx.event('QueueCallerJoin', call('u.1'));
  await until(t, 'one waits by its event', () => has(read, 'offered'));
  const asked = pbx.asked.get('QueueStatus') ?? 0;
  pbx.entries = [{ ...call('u.2'), Position: 1, Wait: 1 }];
  await until(t, 'the one it does not list is given up', () => has(read, 'left'));
  t.ok((pbx.asked.get('QueueStatus') ?? 0) >= asked + 2, 'after two lists');
  t.same(ofLeg(read, 'pbx|u.1|sales|1'), ['offered', '~left']);
  t.same(ofLeg(read, 'pbx|u.2|sales|1'), ['~offered'], 'and the one it lists is taken in');
  await until(t, 'both are counted', () =>
    read.facts.some(({ about, ...fact }) => {
      return (
        about === 'source' &&
        'what' in fact &&
        'disagreements' in fact.what &&
        fact.what.disagreements === 2
      );
    }),
  );
});

t.test('three seconds of silence are a gap, though the connection stands', async (t) => {
  const pbx = await fakeSwitch(t);
  const read = reading(t, amiOf(pbx));
  await until(t, 'connected', () => has(read, 'heartbeat'));
  pbx.talks = false;
  await until(t, 'the gap is told', () => has(read, 'gap'));
  const gap = read.facts.find((fact) => fact.about === 'source' && fact.what.kind === 'gap');
  t.match(gap, { what: { why: /silent for 3 s/ } });
  const provenMs = (gap as { what: { provenUntilMs: number } }).what.provenUntilMs;
  t.ok(Date.now() - provenMs >= 2_900, 'and says until when all was proven');
});

t.test('a refused login is one clear sentence, and is not tried at once again', async (t) => {
  const pbx = await fakeSwitch(t);
  const read = reading(t, amiOf(pbx, 'wrong'));
  await until(t, 'it is told', () => read.warnings.length > 0);
  await pause(600);
  t.same(read.warnings, [
    `127.0.0.1:${pbx.port} refuses the login "readonly": Authentication failed`,
  ]);
  t.equal(pbx.asked.get('Login'), 1);
});

t.test('a restart goes on with the open call and its ordinals', async (t) => {
  const pbx = await fakeSwitch(t);
  const first = reading(t, amiOf(pbx));
  await until(t, 'connected', () => has(first, 'resync'));
  pbx.event('QueueCallerJoin', call('u.1'));
  pbx.event('QueueCallerLeave', call('u.1'));
  pbx.event('AgentConnect', { ...call('u.1'), ...answer });
  await until(t, 'they talk', () => has(first, 'answered'));
  await first.stop();
  pbx.channels = ['u.1'];
  const second = reading(t, amiOf(pbx), { kept: JSON.parse(JSON.stringify(first.state())) });
  await until(t, 'connected again', () => has(second, 'resync'));
  pbx.event('QueueCallerJoin', { ...call('u.1'), Timestamp: Date.now() / 1_000 + 10 });
  pbx.event('AgentComplete', {
    ...answer,
    Queue: 'sales',
    TalkTime: 10,
    Reason: 'transfer',
    Timestamp: Date.now() / 1_000 + 10,
  });
  await until(t, 'the first has ended', () => has(second, 'completed'));
  t.same(ofLeg(second, 'pbx|u.1|sales|1'), ['transferred', 'completed']);
  t.same(ofLeg(second, 'pbx|u.1|sales|2'), ['offered'], 'transferred into the same queue');
});

t.test('while the sink wants it to wait, nothing more is read', async (t) => {
  const pbx = await fakeSwitch(t);
  let release: (() => void) | undefined;
  let held: Promise<void> | undefined;
  const read = reading(t, amiOf(pbx), { hold: () => held });
  await until(t, 'connected', () => has(read, 'heartbeat'));
  held = new Promise((done) => {
    release = done;
  });
  pbx.event('QueueCallerJoin', call('u.1'));
  await until(t, 'one is told and held', () => has(read, 'offered'));
  pbx.event('QueueCallerJoin', call('u.2'));
  await pause(4_500);
  t.same(ofLeg(read, 'pbx|u.2|sales|1'), []);
  t.notOk(has(read, 'gap'), 'our own waiting is no silence of the switch');
  held = undefined;
  release?.();
  await until(t, 'then it goes on', () => ofLeg(read, 'pbx|u.2|sales|1').length === 1);
});

t.test(
  'a queue_log alone is a source: facts, heartbeats, and a gap while it cannot be read',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'floorcast-asterisk-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const queueLog = join(folder, 'queue_log');
    const read = reading(t, { queueLog });
    await until(t, 'the gap is told', () => has(read, 'gap'));
    const second = Math.floor(Date.now() / 1_000);
    await writeFile(queueLog, `${second}|u.1|sales|NONE|ENTERQUEUE||+372|1\nrubbish\n`);
    await until(t, 'then it is read', () => has(read, 'offered'));
    await until(t, 'and proven', () => has(read, 'heartbeat'));
    t.match(read.parked, [/rubbish/]);
    t.match(read.warnings, [/cannot be read: ENOENT/, /can be read again/]);
  },
);

t.test('tries are spaced out to ten seconds, never all at one instant', async (t) => {
  t.equal(backOffMs(0, 1), 250);
  t.equal(backOffMs(3, 1), 2_000);
  t.equal(backOffMs(50, 1), 10_000);
  t.equal(backOffMs(50, 0), 5_000);
});
