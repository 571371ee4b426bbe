import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { newSwitch } from '../../../services/acd-ingest/adapters/asterisk-switch.ts';
import { readQueueLogLine } from '../../../services/acd-ingest/adapters/queue-log-line.ts';
import {
  type LogPosition,
  type QueueLogTail,
  queueLogTail,
} from '../../../services/acd-ingest/adapters/queue-log-tail.ts';
import { translateRow } from '../../../services/acd-ingest/adapters/queue-log-translator.ts';
import type { ContactFact } from '../../../services/domain/queue/contact-fact.ts';
import { identity } from './recorded-switch.ts';

t.test('a row is five fields and its data', async (t) => {
  t.same(readQueueLogLine('1795344551|switch-1.10|sales|Dora Mets|CONNECT|1|switch-1.11|0'), {
    atMs: 1_795_344_551_000,
    uniqueId: 'switch-1.10',
    queue: 'sales',
    agent: 'Dora Mets',
    verb: 'CONNECT',
    data: ['1', 'switch-1.11', '0'],
  });
  t.match(readQueueLogLine('1795344551.734|1.1|sales|NONE|ENTERQUEUE||+372|1'), {
    atMs: 1_795_344_551_000,
  });
  t.equal(readQueueLogLine(''), null);
});

t.test('a line that is no row says why', async (t) => {
  const reasons: [string, RegExp][] = [
    ['1795344551|1.1|sales', /fewer than the five fields/],
    ['1795344551||sales|NONE|ABANDON', /fewer than the five fields/],
    ['yesterday|1.1|sales|NONE|ABANDON|1|1|3', /"yesterday" is no epoch second/],
    ['1795344551|1.1|sales|NONE|<b>', /"<b>" is no verb/],
    [`1795344551|1.1|sales|NONE|ABANDON|${'1'.repeat(5_000)}`, /longer than 4096/],
  ];
  for (const [line, why] of reasons) t.match(readQueueLogLine(line), { why }, line.slice(0, 40));
});

const told = (...lines: string[]) => {
  const sw = newSwitch(identity);
  return lines.flatMap((line) => {
    const row = readQueueLogLine(line);
    return row && !('why' in row) ? translateRow(sw, row) : [];
  });
};
const contacts = (facts: ReturnType<typeof told>) =>
  facts
    .filter((fact): fact is ContactFact => fact.about === 'contact')
    .map(({ factId, what }) => [factId, what] as const);

t.test('a transfer back into the same queue is two legs, whichever row comes first', async (t) => {
  const facts = told(
    '1000000000|u.1|sales|NONE|ENTERQUEUE||+372|1',
    '1000000002|u.1|sales|Anna|CONNECT|2|d.1|1',
    '1000000006|u.1|sales|NONE|ENTERQUEUE||+372|1',
    '1000000006|u.1|sales|Anna|BLINDTRANSFER|8001|from-internal|2|4|1',
    '1000000009|u.1|sales|Bob|CONNECT|3|d.2|1',
    '1000000019|u.1|sales|Bob|COMPLETECALLER|3|10|1',
  );
  t.same(contacts(facts), [
    ['pbx|u.1|sales|1/offered', { kind: 'offered' }],
    ['pbx|u.1|sales|1/answered', { kind: 'answered', agent: 'Anna', waitMs: 2_000 }],
    ['pbx|u.1|sales|2/offered', { kind: 'offered' }],
    ['pbx|u.1|sales|1/transferred', { kind: 'transferred', agent: 'Anna', to: '8001' }],
    [
      'pbx|u.1|sales|1/completed',
      { kind: 'completed', agent: 'Anna', talkMs: 4_000, endedBy: 'transfer' },
    ],
    ['pbx|u.1|sales|2/answered', { kind: 'answered', agent: 'Bob', waitMs: 3_000 }],
    [
      'pbx|u.1|sales|2/completed',
      { kind: 'completed', agent: 'Bob', talkMs: 10_000, endedBy: 'customer' },
    ],
  ]);
});

t.test('a call whose beginning is missing is concluded from its end, and says so', async (t) => {
  const facts = told('1000000019|u.1|sales|Bob|COMPLETEAGENT|3|10|1');
  t.same(
    facts.map(({ atMs, estimated }) => [atMs, estimated]),
    [
      [1_000_000_006_000, true],
      [1_000_000_009_000, true],
      [1_000_000_019_000, false],
    ],
  );
  t.same(
    contacts(facts).map(([id]) => id),
    ['pbx|u.1|sales|1/offered', 'pbx|u.1|sales|1/answered', 'pbx|u.1|sales|1/completed'],
  );
});

t.test('a start of the switch ends every call it had', async (t) => {
  const facts = told(
    '1000000000|u.1|sales|NONE|ENTERQUEUE||+372|1',
    '1000000000|u.2|sales|NONE|ENTERQUEUE||+372|2',
    '1000000002|u.1|sales|Anna|CONNECT|2|d.1|1',
    '1000000060|NONE|NONE|NONE|QUEUESTART|',
  );
  t.same(contacts(facts).slice(3), [
    [
      'pbx|u.1|sales|1/completed',
      { kind: 'completed', agent: 'Anna', talkMs: 58_000, endedBy: 'unknown' },
    ],
    ['pbx|u.2|sales|1/unanswered', { kind: 'left', reason: 'lost', waitMs: 60_000 }],
  ]);
  t.same(
    facts.slice(3).map(({ estimated }) => estimated),
    [true, true],
  );
});

t.test(
  'signing in and out within one second keeps its order; a repeat tells nothing',
  async (t) => {
    const facts = told(
      '1000000000|MANAGER|sales|Anna|ADDMEMBER|',
      '1000000000|MANAGER|sales|Anna|REMOVEMEMBER|',
      '1000000001|MANAGER|sales|Anna|REMOVEMEMBER|',
      '1000000002|MANAGER|sales|Anna|ADDMEMBER|',
      '1000000003|NONE|NONE|Anna|PAUSEALL|lunch',
      '1000000003|NONE|sales|Anna|PAUSE|lunch',
    );
    const changes = facts.map((fact) => (fact.about === 'agent' ? fact.change : fact.about));
    t.same(changes, ['signed-in', 'signed-out', 'signed-in', 'chose']);
    t.ok((facts[0]?.atMs ?? 0) < (facts[1]?.atMs ?? 0));
    t.match(facts[3], {
      after: { memberships: [{ queue: 'sales', paused: true, pauseReason: 'lunch' }] },
    });
  },
);

const line = (n: number) => `${1_000_000_000 + n}|u.${n}|sales|NONE|ENTERQUEUE||+372|1\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

async function tailed(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'floorcast-log-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'queue_log');
  const parked: string[] = [];
  const begin = (from: LogPosition | null) => {
    const tail = queueLogTail(path, from, (text, place, why) =>
      parked.push(`${place} ${why} ${text}`),
    );
    t.teardown(() => tail.close());
    return tail;
  };
  return { folder, path, parked, begin };
}

async function all(tail: QueueLogTail): Promise<{ ids: string[]; after: LogPosition | null }> {
  const ids: string[] = [];
  let after: LogPosition | null = null;
  for (;;) {
    const rows = await tail.next();
    if (rows.length === 0) return { ids, after };
    ids.push(...rows.map(({ row }) => row.uniqueId));
    after = rows.at(-1)?.after ?? after;
  }
}

const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `u.${from + i}`);

t.test('a growing log is read line by whole line', async (t) => {
  const { path, begin } = await tailed(t);
  await writeFile(path, lines(0, 3));
  const tail = begin(null);
  t.same((await all(tail)).ids, ids(0, 3));
  const half = line(3);
  await appendFile(path, half.slice(0, 12));
  t.same((await all(tail)).ids, []);
  await appendFile(path, half.slice(12) + line(4));
  t.same((await all(tail)).ids, ids(3, 5));
});

t.test('rotation, also while nobody read, loses no row and repeats none', async (t) => {
  const { path, begin } = await tailed(t);
  await writeFile(path, lines(0, 3));
  const tail = begin(null);
  const { after } = await all(tail);
  await appendFile(path, lines(3, 5));
  await rename(path, `${path}.1`);
  await writeFile(path, lines(5, 7));
  t.same((await all(tail)).ids, ids(3, 7), 'the open file is read to its end first');
  const restarted = begin(after);
  t.same((await all(restarted)).ids, ids(3, 7), 'a restart finds the rotated file by its inode');
});

t.test('a truncated log is read from its start', async (t) => {
  const { path, begin } = await tailed(t);
  await writeFile(path, lines(0, 5));
  const tail = begin(null);
  await all(tail);
  await truncate(path, 0);
  await appendFile(path, lines(5, 7));
  t.same((await all(tail)).ids, ids(5, 7));
});

t.test('a line that cannot be read is parked with its place, the rest is read', async (t) => {
  const { path, parked, begin } = await tailed(t);
  await writeFile(path, `${line(0)}rubbish\n${line(1)}`);
  t.same((await all(begin(null))).ids, ids(0, 2));
  t.equal(parked.length, 1);
  t.match(parked[0], `${path}@${line(0).length} has fewer than the five fields`);
});
