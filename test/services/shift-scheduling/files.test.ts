import t from 'tap';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { act, by, decided, read, setUp, site, startScheduling, tenant } from './scheduler.ts';

const { client } = await startScheduling(t);
const ann = by('ann');
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 7);
await setUp(client, ['p1']);

interface Given {
  kind: string;
  content: Uint8Array;
  dryRun?: boolean;
  draftId?: string;
  columns?: Record<string, string>;
}

function importFile({ kind, content, dryRun = false, draftId = '', columns = {} }: Given) {
  const of = { tenant, site, fileName: 'file.csv', commandId: crypto.randomUUID() };
  const asked = { ...of, kind, content: Buffer.from(content), columns, dryRun, draftId };
  return ask(client, client.importFile, { ...asked, effectiveFrom: '2020-01-01' }, ann);
}

function setup() {
  return ask(client, client.getSetup, { tenant, site, on: '' }, ann);
}

/** GB18030 bytes of 工号;合同;技能;入职日期 and one line: what a Chinese spreadsheet saves. */
const chinese = Buffer.from(
  'b9a4bac53bbacfcdac3bbcbcc4dc3bc8ebd6b0c8d5c6da0d0a70373b66756c6c3b73616c65733a313a312e323b' +
    '323031392f332f310d0a',
  'hex',
);

t.test(
  'people come in from a Chinese file of GB18030; a dry run keeps nothing; undone they go',
  async (t) => {
    const dry = await importFile({ kind: 'people', content: chinese, dryRun: true });
    t.match(dry, {
      columns: { person: '工号', contract: '合同', groups: '技能', since: '入职日期' },
      taken: 1,
      faults: [],
      importId: '',
    });
    t.equal((await setup()).employees.length, 1, 'a dry run keeps nothing');
    const { importId } = await importFile({ kind: 'people', content: chinese });
    t.match((await setup()).employees[1], {
      person: 'p7',
      since: '2019-03-01',
      groups: [{ group: 'sales', priority: 1, efficiency: 1.2 }],
    });
    const list = { tenant, site, settled: false };
    const { imports } = await ask(client, client.listRequests, list, ann);
    t.same(imports, { [importId]: 'file.csv' });
    await act(client, ann, ['fileImportUndone', { importId }]);
    t.equal((await setup()).employees.length, 1);
  },
);

t.test('faults are told by line and column, and then nothing is done', async (t) => {
  const text = 'Person\tContract\tSkills\np8\tfull\tsales\n\np9\tnone\tsales\n';
  const answer = await importFile({ kind: 'people', content: Buffer.from(text) });
  t.match(answer, { taken: 1, importId: '' });
  t.same(answer.faults, [
    { line: 4, column: 'Contract', sentence: 'contract is "none", but must be of full' },
  ]);
  t.equal((await setup()).employees.length, 1);
});

t.test(
  'templates come in with breaks, and a column by another name is told where it is',
  async (t) => {
    const text =
      'Kürzel,start,end,breaks\nF,06:30,14:30,"break 10 90-150; meal 30 200-280"\nN,22:00,06:00,\n';
    const columns = { template: 'Kürzel' };
    const answer = await importFile({ kind: 'templates', content: Buffer.from(text), columns });
    t.match(answer, { taken: 2, faults: [], unused: [] });
    const { templates } = await setup();
    t.match(
      templates.find(({ templateId }) => templateId === 'F'),
      {
        startMinute: 390,
        spanMinutes: 480,
        breaks: [
          { minutes: 10, paid: true },
          { minutes: 30, paid: false },
        ],
      },
    );
    t.match(
      templates.find(({ templateId }) => templateId === 'N'),
      { startMinute: 1_320, spanMinutes: 480 },
    );
  },
);

t.test('shifts come into a draft, and leave is approved as the file tells it', async (t) => {
  const begun = await act(client, ann, [
    'draftBegun',
    { name: 'file', from, days: 7, slotMinutes: 30 },
  ]);
  const { draftId } = decided(begun, 'draftBegun');
  const text = `person,day,template,start,end,activities\np1,${from},early,,,\np1,${laterDay(from, 1)},,10:00,18:00,13:00-13:30 meal\n`;
  await importFile({ kind: 'shifts', content: Buffer.from(text), draftId });
  const { shifts } = await read(client, { draftId, from, days: 7 });
  t.match(shifts, [
    { person: 'p1', day: from, templateId: 'early', paidMinutes: 450 },
    { day: laterDay(from, 1), activities: [{ kind: 1 }, { kind: 3, paid: false }, { kind: 1 }] },
  ]);
  t.ok(shifts.every(({ shiftId }) => shiftId !== ''));
  const leave = `工号,假别,开始日期,结束日期\np1,年假,${laterDay(from, 3)},${laterDay(from, 4)}\n`;
  await importFile({ kind: 'leave', content: Buffer.from(leave) });
  const { absences } = await read(client, { draftId, from, days: 7 });
  t.match(absences, [{ person: 'p1', from: laterDay(from, 3), kind: 'annual', state: 'approved' }]);
});
