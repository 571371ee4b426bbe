import t from 'tap';
import {
  readDirectoryDocument,
  writeDirectoryDocument,
} from '../../../services/domain/settings/directory-document.ts';
import type { Setting } from '../../../services/domain/settings/settings.ts';

const from = '2026-03-01T00:00:00.000Z';
const documentOf = (...settings: unknown[]) => ({
  format: 'floorcast-directory/1',
  tenant: 'main',
  settings,
});
const queue = (id: string, value: unknown) => ({ kind: 'queue', id, effectiveFrom: from, value });

t.test('one setting of every kind survives writing and reading', async (t) => {
  const effectiveFromMs = Date.parse(from);
  const name = { en: 'North', zh: '北' };
  const settings: Setting[] = [
    { kind: 'tenant', id: 'main', effectiveFromMs, value: { name } },
    {
      kind: 'site',
      id: 'hq',
      effectiveFromMs,
      value: {
        name,
        timeZone: 'Asia/Shanghai',
        privacy: 'cn',
        callerDigits: 3,
        posted: [],
        noticeOn: '',
      },
    },
    {
      kind: 'source',
      id: 'pbx-1',
      effectiveFromMs,
      value: { name, site: 'hq', kind: 'asterisk', cadenceMs: 1_000, recordingUrl: '' },
    },
    {
      kind: 'queue',
      id: 'hq/sales',
      effectiveFromMs,
      value: {
        name,
        site: 'hq',
        targetMs: 15_000,
        goal: 0.95,
        rule: 'ignored-if-short',
        shortAbandonMs: 3_000,
        wrapUpMs: 4_000,
        position: 2,
        skills: ['sales'],
      },
    },
    { kind: 'team', id: 'a', effectiveFromMs, value: { name, site: 'hq', lead: 'p-1' } },
    {
      kind: 'person',
      id: 'p-1',
      effectiveFromMs,
      value: { team: 'a', site: 'hq', skills: { sales: 3 }, duties: [], objectsTo: [] },
    },
    { kind: 'skill', id: 'sales', effectiveFromMs, value: { name } },
    {
      kind: 'sourceIdentity',
      id: 'pbx-1/Anna Static',
      effectiveFromMs,
      value: { source: 'pbx-1', agent: 'Anna Static', person: 'p-1' },
    },
    { kind: 'queue', id: 'hq/old', effectiveFromMs, value: null },
  ];
  const document = { tenant: 'main', settings };
  const throughText = JSON.parse(JSON.stringify(writeDirectoryDocument(document)));
  t.same(readDirectoryDocument(throughText), document);
});

t.test('a queue says only what differs from the defaults', async (t) => {
  const { settings } = readDirectoryDocument(documentOf(queue('hq/sales', { wrapUpMs: 4_000 })));
  t.match(settings[0], {
    id: 'hq/sales',
    value: {
      name: { en: 'sales', zh: '' },
      site: 'hq',
      wrapUpMs: 4_000,
      targetMs: 20_000,
      shortAbandonMs: 5_000,
      rule: 'missed',
    },
  });
});

t.test('a queue without a site belongs to the site given, else it is refused', async (t) => {
  const document = documentOf(queue('sales', {}));
  t.equal(readDirectoryDocument(document, 'site').settings[0]?.id, 'site/sales');
  t.throws(() => readDirectoryDocument(document), {
    message: `settings[0].id is "sales", but a queue's id is "site/queue"`,
  });
});

t.test('each refusal names the place and the value', async (t) => {
  const refusals: [unknown, string][] = [
    [[], 'the document is [], but must be an object'],
    [{ ...documentOf(), format: 'x/9' }, 'format is "x/9", but must be "floorcast-directory/1"'],
    [{ format: 'floorcast-directory/1', tenant: 'main' }, 'the document.settings is missing'],
    [{ ...documentOf(), extra: 1 }, 'the document.extra is no field of this version'],
    [
      documentOf(queue('hq/a', {}), { kind: 'quue', id: 'x', effectiveFrom: from, value: null }),
      'settings[1].kind is "quue", but must be one of tenant, site, source, queue, team, person, skill, sourceIdentity',
    ],
    [
      documentOf(queue('hq/a', { targetMs: '20' })),
      'settings[0].value.targetMs is "20", but must be a whole number from 0 to 86400000',
    ],
    [
      documentOf(queue('hq/a', { goal: 80 })),
      'settings[0].value.goal is 80, but must be a ratio from 0 to 1',
    ],
    [
      documentOf(queue('hq/a', { target: 20 })),
      'settings[0].value.target is no field of this version',
    ],
    [
      documentOf({ ...queue('hq/a', {}), effectiveFrom: 'yesterday' }),
      'settings[0].effectiveFrom is "yesterday", but must be an instant like "2026-03-01T00:00:00Z"',
    ],
    [
      documentOf({
        kind: 'site',
        id: 'hq',
        effectiveFrom: from,
        value: {
          name: { en: 'HQ' },
          timeZone: 'Asia/Atlantis',
          privacy: 'eu',
          callerDigits: 0,
          posted: [],
          noticeOn: '',
        },
      }),
      'settings[0].value.timeZone is "Asia/Atlantis", but must be an IANA time zone like "Asia/Shanghai"',
    ],
  ];
  for (const [document, message] of refusals) {
    t.throws(() => readDirectoryDocument(document), { fault: 'invalid', message });
  }
});
