import t from 'tap';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  by,
  decided,
  publish,
  read,
  refusal,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { client, service } = await startScheduling(t);
const [ann, bob] = [by('ann'), by('bob')];
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 7);

t.test('a setup is read back as it stands, and on a day before it there is none', async (t) => {
  await setUp(client, ['p1', 'p2', 'p3']);
  const setup = await ask(client, client.getSetup, { tenant, site, on: '' }, ann);
  t.same(
    setup.templates.map(({ templateId }) => templateId),
    ['early', 'late', 'night'],
  );
  t.match(setup, { zone: 'UTC', noticeDays: 2, contracts: [{ leaveMinutes: { annual: 4_800 } }] });
  t.match(setup.rules, [{ ruleId: 'rest', numbers: { min: 660 } }]);
  const before = await ask(client, client.getSetup, { tenant, site, on: '2019-12-31' }, ann);
  t.same([before.templates, before.employees], [[], []]);
});

t.test('a draft is edited, explained by rules at once, and published as a version', async (t) => {
  const begun = await act(client, ann, [
    'draftBegun',
    { name: 'Week', from, days: 7, slotMinutes: 30 },
  ]);
  const { draftId } = decided(begun, 'draftBegun');
  const edits = [
    { shiftId: 'a', before: undefined, after: shiftOf('p1', from, 'late', 'a') },
    { shiftId: 'b', before: undefined, after: shiftOf('p2', from, 'early', 'b') },
  ];
  const edited = await act(client, ann, ['draftEdited', { draftId, edits }]);
  const next = shiftOf('p1', laterDay(from, 1), 'early', 'c');
  const preview = await act(
    client,
    ann,
    ['draftEdited', { draftId, edits: [{ shiftId: 'c', before: undefined, after: next }] }],
    { preview: true },
  );
  t.match(preview, { position: 0, violations: [{ kind: 'rest-between-shifts', person: 'p1' }] });
  t.equal((await read(client, { draftId })).shifts.length, 2, 'a preview changes nothing');

  const late = await refusal(
    act(
      client,
      bob,
      ['draftEdited', { draftId, edits: [{ shiftId: 'a', before: undefined, after: undefined }] }],
      {
        seenPosition: edited.position - 1,
      },
    ),
  );
  t.match(late, { fault: 'conflict', message: /ann/ }, 'who was overtaken is told by whom');

  const published = await act(client, ann, ['draftPublished', { draftId }]);
  t.equal(decided(published, 'draftPublished').version, 1);
  const now = await read(client, { from, days: 7 });
  t.same(now.shifts.map(({ shiftId }) => shiftId).sort(), ['a', 'b']);
  t.equal(now.version, 1);
  const list = await ask(client, client.listSchedules, { tenant, site }, ann);
  t.match(list, {
    drafts: [{ draftId, state: 'published', author: 'ann', shifts: 2 }],
    versions: [{ version: 1, act: 'draft-published', changes: 2 }],
    publishedFrom: from,
  });
});

t.test('versions are read back in time, and told apart', async (t) => {
  const changed = await act(client, bob, [
    'scheduleChanged',
    {
      edits: [{ shiftId: 'b', before: undefined, after: shiftOf('p3', from, 'early', 'b') }],
      reason: 'ill',
    },
  ]);
  t.equal(decided(changed, 'scheduleChanged').version, 2);
  const first = await read(client, { from, days: 7, version: 1 });
  t.same(
    first.shifts.map(({ person }) => person),
    ['p1', 'p2'],
  );
  const compared = await ask(
    client,
    client.compareSchedules,
    { tenant, site, left: 'version:1', right: 'version:2', from: '', days: 0 },
    ann,
  );
  t.match(compared.edits, [{ shiftId: 'b', before: { person: 'p2' }, after: { person: 'p3' } }]);
});

t.test('after a kill -9 all of it stands again', async (t) => {
  const before = await read(client, { from, days: 7 });
  await service.kill('SIGKILL');
  await service.start();
  const after = await read(client, { from, days: 7 });
  t.same(after, before);
  const draft = await publish(client, { from: laterDay(from, 7), days: 7, shifts: [] });
  t.equal(draft.version, 3, 'and goes on');
});

t.test('who asks again hears the same of cover, and nothing is done twice', async (t) => {
  const first = laterDay(from, 14);
  await publish(client, { from: first, days: 1, shifts: [shiftOf('p1', first, 'early', 'again')] });
  const edits = [{ shiftId: 'again', before: undefined, after: undefined }];
  const twice = () =>
    act(client, ann, ['scheduleChanged', { edits, reason: 'ill' }], { commandId: 'once' });
  const [done, again] = [await twice(), await twice()];
  t.ok(done.before.some(({ scheduled }) => scheduled > 0));
  t.same(again, done);
  const { version } = decided(done, 'scheduleChanged');
  t.equal((await read(client, { from: first, days: 1 })).version, version);
});
