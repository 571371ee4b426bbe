import { jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import type { Setting } from '../../../services/domain/settings/settings.ts';
import { type Context, type Role, roles } from '../../../services/lib/context.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { toWireSetting } from '../../../services/lib/settings-wire.ts';
import { peopleBucket, streams } from '../../../services/lib/subjects.ts';
import { startNats } from '../../helpers/nats.ts';
import { startDirectory } from './start-directory.ts';

const tenant = 'acme';
const since = '2025-01-01T00:00:00.000Z';
const name = (en: string) => ({ en, zh: '' });

/** A small centre: one site, one queue, two people. */
const centre = {
  format: 'floorcast-directory/1',
  tenant,
  settings: [
    { kind: 'tenant', id: tenant, effectiveFrom: since, value: { name: name('Acme') } },
    {
      kind: 'site',
      id: 'hq',
      effectiveFrom: since,
      value: {
        name: name('HQ'),
        timeZone: 'Europe/Tallinn',
        privacy: 'eu',
        callerDigits: 0,
        posted: [],
        noticeOn: '',
      },
    },
    { kind: 'skill', id: 'repair', effectiveFrom: since, value: { name: name('Repair') } },
    {
      kind: 'queue',
      id: 'hq/repair',
      effectiveFrom: since,
      value: { name: name('Repair'), skills: ['repair'] },
    },
    {
      kind: 'person',
      id: 'p1',
      effectiveFrom: since,
      value: { site: 'hq', skills: { repair: 3 } },
    },
    { kind: 'person', id: 'p2', effectiveFrom: since, value: { site: 'hq' } },
  ],
  people: { p1: 'Mari Maasikas', p2: 'Jaan Tamm' },
};

const as = (role: Role, person = 'boss', of = tenant): Context => ({
  tenant: of,
  person,
  roles: [role],
});

function queue(targetMs: number, effectiveFromMs = Date.parse('2026-01-01T00:00:00Z')): Setting {
  return {
    kind: 'queue',
    id: 'hq/repair',
    effectiveFromMs,
    value: {
      name: name('Repair'),
      site: 'hq',
      targetMs,
      goal: 0.8,
      rule: 'missed',
      shortAbandonMs: 5_000,
      wrapUpMs: 0,
      position: 1,
      skills: [],
    },
  };
}

t.test('the directory', async (t) => {
  const { nats } = await startNats(t);
  const { client } = await startDirectory(t, nats);
  const importing = (document: object, commandId: string, context = as('administrator')) =>
    ask(
      client,
      client.importDirectory,
      { tenant, commandId, json: JSON.stringify(document), dryRun: false },
      { context },
    );
  const put = (
    setting: Setting,
    {
      commandId,
      person = 'boss',
      seenPosition,
    }: { commandId: string; person?: string; seenPosition?: number },
  ) =>
    ask(
      client,
      client.putSetting,
      { commandId, setting: toWireSetting(tenant, setting), seenPosition },
      { context: as('administrator', person) },
    );
  const listed = async () =>
    ask(client, client.listSettings, { tenant, site: '' }, { context: as('wall') });
  const exported = async () => {
    const { json } = await ask(
      client,
      client.exportDirectory,
      { tenant },
      { context: as('planner') },
    );
    return JSON.parse(json);
  };
  const decisions = async () => {
    const manager = await jetstreamManager(nats);
    return (await manager.streams.info(streams.decisions.name)).state.messages;
  };

  await t.test('a document that is wrong anywhere changes nothing', async (t) => {
    const stray = { ...centre.settings[3], value: { name: name('Repair'), skills: ['welding'] } };
    const settings = [...centre.settings.slice(0, 3), stray];
    await t.rejects(importing({ ...centre, settings }, 'wrong'), {
      message: 'settings[3].value.skills names skill "welding", which the directory does not know',
    });
    const zone = {
      ...centre.settings[1],
      value: { ...centre.settings[1]?.value, timeZone: 'Tallinn' },
    };
    await t.rejects(importing({ ...centre, settings: [zone] }, 'zone'), {
      message: /^settings\[0\]\.value\.timeZone is "Tallinn"/,
    });
    await t.rejects(importing({ ...centre, tenant: 'other' }, 'other'), {
      message: 'tenant is "other", but must be "acme"',
    });
    t.equal(await decisions(), 0);
  });

  await t.test('read twice, a document changes nothing the second time', async (t) => {
    t.match(await importing(centre, 'first'), { changed: 6, unchanged: 0, namesChanged: 2 });
    const before = await decisions();
    t.match(await importing(centre, 'second'), { changed: 0, unchanged: 6, namesChanged: 0 });
    t.match(await importing(await exported(), 'third'), { changed: 0, namesChanged: 0 });
    t.equal(await decisions(), before);
  });

  await t.test('a repeated command decides once', async (t) => {
    const before = await decisions();
    const first = await put(queue(15_000), { commandId: 'target-15' });
    const again = await put(queue(99_000), { commandId: 'target-15' });
    t.equal(again.position, first.position);
    t.equal(await decisions(), before + 1);
    const versions = (await exported()).settings.filter((one: Setting) => one.id === 'hq/repair');
    t.same(
      versions.map((one: { value: { targetMs: number } }) => one.value.targetMs),
      [20_000, 15_000],
      'the past keeps its target; the new one holds from its own instant on',
    );
  });

  await t.test('of two planners who read the same, one is told who was first', async (t) => {
    const { position } = await listed();
    const outcomes = await Promise.allSettled([
      put(queue(30_000), { commandId: 'mari', person: 'mari', seenPosition: position }),
      put(queue(45_000), { commandId: 'jaan', person: 'jaan', seenPosition: position }),
    ]);
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    const lost = outcomes.find(({ status }) => status === 'rejected');
    t.equal(won.length, 1);
    const first = outcomes[0]?.status === 'fulfilled' ? 'mari' : 'jaan';
    t.match(lost, { reason: { fault: 'conflict' } });
    t.match(String((lost as PromiseRejectedResult).reason.message), `meanwhile: ${first} decided`);
    const { position: now } = await listed();
    t.ok(now > position);
    await put(queue(45_000), { commandId: 'again', person: 'jaan', seenPosition: now });
  });

  await t.test('many who decide at once without having read all get their turn', async (t) => {
    const before = await decisions();
    const turns = [1, 2, 3].map((n) => put(queue(n * 1_000), { commandId: `turn-${n}` }));
    await Promise.all(turns);
    t.equal(await decisions(), before + 3);
  });

  await t.test('a person who is forgotten leaves no name behind', async (t) => {
    const asked = { tenant, people: [] };
    const context = as('supervisor');
    const before = await ask(client, client.getPeopleNames, asked, { context });
    t.same(before.names, centre.people);
    const command = { tenant, person: 'p1' };
    await ask(client, client.forgetPerson, command, { context: as('administrator') });
    const after = await ask(client, client.getPeopleNames, asked, { context });
    t.same(after.names, { p2: 'Jaan Tamm' });
    t.notOk(JSON.stringify(await exported()).includes('Maasikas'));
    const manager = await jetstreamManager(nats);
    const { state } = await manager.streams.info(`KV_${peopleBucket}`);
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const kept = await manager.streams
        .getMessage(`KV_${peopleBucket}`, { seq })
        .catch(() => null);
      t.notOk(kept?.string().includes('Maasikas'), `message ${seq} names nobody forgotten`);
    }
  });

  await t.test('each role may do what the contract says, and only in its tenant', async (t) => {
    const may: Record<string, readonly Role[]> = {
      list: roles,
      put: ['administrator'],
      export: ['administrator', 'planner'],
      import: ['administrator'],
      names: ['administrator', 'planner', 'supervisor', 'team-lead', 'quality'],
      forget: ['administrator'],
    };
    const call: Record<string, (context: Context) => Promise<unknown>> = {
      list: (context) => ask(client, client.listSettings, { tenant, site: '' }, { context }),
      put: (context) => {
        const setting = toWireSetting(tenant, queue(20_000));
        const command = { commandId: crypto.randomUUID(), setting };
        return ask(client, client.putSetting, command, { context });
      },
      export: (context) => ask(client, client.exportDirectory, { tenant }, { context }),
      import: (context) => importing(centre, 'matrix', context),
      names: (context) =>
        ask(client, client.getPeopleNames, { tenant, people: ['p2'] }, { context }),
      forget: (context) =>
        ask(client, client.forgetPerson, { tenant, person: 'nobody' }, { context }),
    };
    for (const [what, act] of Object.entries(call)) {
      for (const role of roles) {
        const allowed = may[what]?.includes(role) ?? false;
        const outcome = (context: Context) =>
          act(context).then(
            () => 'done',
            (error) => error.fault,
          );
        t.equal(await outcome(as(role)), allowed ? 'done' : 'not-allowed', `${role} ${what}`);
        const foreign = await outcome(as(role, 'boss', 'other'));
        t.equal(foreign, 'not-allowed', `${role} of another tenant ${what}`);
      }
    }
  });

  await t.test('a new start reads the same directory out of the log', async (t) => {
    const before = await exported();
    const restarted = await startDirectory(t, nats);
    const { json } = await ask(
      restarted.client,
      restarted.client.exportDirectory,
      { tenant },
      { context: as('administrator') },
    );
    t.same(JSON.parse(json), before);
  });
});
