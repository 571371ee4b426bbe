import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import { masked } from '../../../services/acd-ingest/parking.ts';
import { parseSources } from '../../../services/acd-ingest/sources.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { decodeBatch } from '../../../services/lib/facts.ts';
import { streams } from '../../../services/lib/subjects.ts';
import { startIngest } from '../../helpers/ingest.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { until } from '../../helpers/until.ts';

const push = {
  id: 'sim',
  tenant: 'demo',
  site: 'qingyang',
  kind: 'cloudevents',
  token: '0123456789abcdef',
};
const asterisk = {
  id: 'pbx-1',
  tenant: 'main',
  site: 'hq',
  kind: 'asterisk',
  ami: { host: '10.0.0.5', username: 'readonly', secret: 's' },
};

const read = (...sources: object[]) => parseSources(JSON.stringify({ sources }), 'sources.json');

t.test('a sources file is read with its defaults', async (t) => {
  t.match(read(push, asterisk), [
    { id: 'sim', tenant: 'demo', site: 'qingyang', cadenceMs: 1_000 },
    {
      options: {
        source: 'pbx-1',
        ami: { host: '10.0.0.5', port: 5038, username: 'readonly', secret: 's' },
        agentsBy: 'name',
        repairEveryS: 15,
        callerDigits: 0,
      },
    },
  ]);
});

t.test('a secret may stand in a file of its own', async (t) => {
  const folder = t.testdir({ token: 'a-token-in-a-file\n' });
  const { token: _, ...rest } = push;
  t.match(read({ ...rest, tokenFile: join(folder, 'token') }), [{ token: 'a-token-in-a-file' }]);
});

t.test('a refusal names the file, the source and the field', async (t) => {
  const { ami: _, ...bare } = asterisk;
  const cases: [object[], string][] = [
    [
      [{ ...push, kind: 'pigeon' }],
      'sources.json, source "sim": "kind" is "pigeon", but must be one of',
    ],
    [[{ ...push, token: 'short' }], 'source "sim": "token" is shorter than 16 characters'],
    [[{ ...push, tokenFile: '/nowhere' }], 'source "sim": "token" and "tokenFile" are both given'],
    [[{ ...push, tenant: 'De Mo' }], 'source "sim": "tenant" is "De Mo", but must be'],
    [[{ ...push, cadencems: 5 }], 'source "sim": "cadencems" is no field of a source of this kind'],
    [[{ ...asterisk, ami: { host: 'h' } }], 'source "pbx-1": "ami.username" is missing'],
    [[bare], 'source "pbx-1": "ami" is missing, and so is "queueLog"'],
    [[push, push], 'sources.json: tenant "demo" has two sources with the id "sim"'],
    [[push, { ...push, id: 'b' }], 'sources.json: sources "sim" and "b" have the same token'],
    [[{ ...push, id: undefined }], 'sources.json, source 1: "id" is missing'],
  ];
  for (const [sources, sentence] of cases) {
    t.throws(() => read(...sources), { fault: 'invalid', message: sentence });
  }
});

t.test('telephone numbers are masked, words and short numbers are not', async (t) => {
  t.equal(
    masked('Caller "Li" <+86 138-0013 8000> queue 12'),
    'Caller "Li" <+## ###-#### ####> queue 12',
  );
});

/** Contact and agent facts of the log, and what was parked. */
async function inLog({ nats }: TestNats) {
  const manager = await jetstreamManager(nats);
  const facts: Fact[] = [];
  const parked: string[] = [];
  for (const name of [streams.facts.name, streams.backfill.name, streams.parked.name]) {
    const { state } = await manager.streams.info(name);
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(name, { seq });
      if (!message) continue;
      if (name === streams.parked.name) parked.push(message.string());
      else facts.push(...decodeBatch(message.data).facts.filter(({ about }) => about !== 'source'));
    }
  }
  return { facts, parked };
}

t.test(
  'a recording is told once, at its pace, moved to now; what cannot be read is parked',
  async (t) => {
    const began = Date.UTC(2025, 5, 1, 8);
    const event = (id: number, atMs: number) =>
      JSON.stringify({
        specversion: '1.0',
        id: `e${id}`,
        source: '/pbx',
        type: 'floorcast.contact.offered.v1',
        time: new Date(atMs).toISOString(),
        data: { queue: 'sales', uniqueId: `c${id}` },
      });
    const answered = {
      about: 'contact',
      factId: 'rec|c1|sales|1/answered',
      atMs: began + 700,
      precisionMs: 1,
      estimated: false,
      queue: 'sales',
      legId: 'rec|c1|sales|1',
      contactId: 'c1',
      channel: 'voice',
      offeredAtMs: began,
      what: { kind: 'answered', agent: 'Ann', waitMs: 700 },
    };
    const lines = [
      event(1, began),
      'call from 13800138000 ?',
      event(2, began + 300),
      JSON.stringify(answered),
    ];
    const file = join(t.testdir({}), 'facts.jsonl');
    await writeFile(file, lines.join('\n'));
    const source = { id: 'rec', tenant: 'main', site: 'hq', kind: 'replay', file, times: 'now' };

    const nats = await startNats(t);
    const startedMs = Date.now();
    const ingest = await startIngest(t, nats.url, [source]);
    await until(async () => (await inLog(nats)).facts.length === 3);
    t.ok(Date.now() - startedMs >= 700, 'at its own pace');
    const { facts, parked } = await inLog(nats);
    const [first, second, third] = facts;
    t.ok(first && first.atMs >= startedMs, 'moved to now');
    t.same([second?.atMs, third?.atMs], [(first?.atMs ?? 0) + 300, (first?.atMs ?? 0) + 700]);
    t.match(third, { legId: (first as { legId: string }).legId, offeredAtMs: first?.atMs });
    t.match(JSON.parse(parked[0] ?? ''), { place: `${file}:2`, line: 'call from ########### ?' });

    await until(async () => ingest.said().includes('the source has come to its end'));
    await ingest.stop();
    await ingest.restart();
    await until(async () => ingest.said().split('the source has come to its end').length === 3);
    t.equal((await inLog(nats)).facts.length, 3, 'a restart tells nothing again');
  },
);
