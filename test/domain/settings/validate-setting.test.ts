import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { readDirectoryDocument } from '../../../services/domain/settings/directory-document.ts';
import {
  noSettings,
  type Setting,
  withSetting,
} from '../../../services/domain/settings/settings.ts';
import {
  sameSetting,
  validateSettings,
} from '../../../services/domain/settings/validate-setting.ts';

const tenant = 'acme';
const since = Date.UTC(2026, 0, 1);
const name = { en: 'Name', zh: '' };
const site: Setting = {
  kind: 'site',
  id: 'hq',
  effectiveFromMs: since,
  value: { name, timeZone: 'UTC', privacy: 'eu', callerDigits: 0, posted: [], noticeOn: '' },
};
const team: Setting = {
  kind: 'team',
  id: 'a',
  effectiveFromMs: since,
  value: { name, site: 'hq', lead: '' },
};
const identity: Setting = {
  kind: 'sourceIdentity',
  id: 'pbx/PJSIP/104',
  effectiveFromMs: since,
  value: { source: 'pbx', agent: 'PJSIP/104', person: '' },
};

const refusal = (settings: Setting[], standing = noSettings) => {
  try {
    validateSettings(settings, { tenant, standing }, (i) => `settings[${i}]`);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

t.test('settings of one document may refer to each other, in any order', async (t) => {
  t.equal(refusal([team, site]), null);
  t.equal(
    refusal([team]),
    'settings[0].value.site names site "hq", which the directory does not know',
  );
  t.equal(refusal([team], withSetting(noSettings, site)), null);
  const closed = withSetting(withSetting(noSettings, site), {
    ...site,
    effectiveFromMs: since + 1,
    value: null,
  });
  t.match(refusal([team], closed), /names site "hq"/, 'a site that was closed takes nobody');
});

t.test('each refusal names the place and the value', async (t) => {
  t.equal(refusal([site, { ...site }]), 'settings[1] says again what settings[0] says: site "hq"');
  t.match(refusal([{ ...site, id: 'head quarters' }]), /^settings\[0\]\.id is "head quarters"/);
  t.match(refusal([{ ...site, effectiveFromMs: 0 }]), /^settings\[0\]\.effectiveFrom is 0 ms/);
  const other: Setting = { kind: 'tenant', id: 'other', effectiveFromMs: since, value: { name } };
  t.match(refusal([other]), /a directory of tenant "acme" names only itself/);
  const pbx: Setting = {
    kind: 'source',
    id: 'pbx',
    effectiveFromMs: since,
    value: { name, site: 'hq', kind: 'asterisk', cadenceMs: 1_000, recordingUrl: '' },
  };
  t.equal(refusal([site, pbx, identity]), null, "an agent's key may hold a slash");
  t.match(refusal([site, pbx, { ...identity, id: 'pbx/SIP/1' }]), /its agent is "PJSIP\/104"/);
  t.match(refusal([site, pbx, { ...identity, id: 'other/PJSIP/104' }]), /belongs to "pbx"/);
});

t.test('the order of fields makes no difference, any value does', async (t) => {
  const plain = { noticeOn: '', posted: [], callerDigits: 0, privacy: 'eu' };
  const turned = { ...site, value: { ...plain, timeZone: 'UTC', name } };
  t.ok(sameSetting(site, turned as Setting));
  t.notOk(sameSetting(site, { ...site, value: null }));
  t.notOk(sameSetting(site, { ...site, effectiveFromMs: since + 1 }));
});

t.test('the published schema and the reader agree', async (t) => {
  const schema = JSON.parse(readFileSync('services/directory/directory.schema.json', 'utf8'));
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
  const bySchema = ajv.compile(schema);
  const byReader = (document: unknown) => {
    try {
      readDirectoryDocument(document);
      return true;
    } catch {
      return false;
    }
  };
  const effectiveFrom = '2026-01-01T00:00:00Z';
  const queue = { kind: 'queue', id: 'hq/repair', effectiveFrom, value: { targetMs: 20_000 } };
  const document = (setting: object) => ({
    format: 'floorcast-directory/1',
    tenant,
    settings: [setting],
  });
  const person = { kind: 'person', id: 'p1', effectiveFrom };
  const hq = { kind: 'site', id: 'hq', effectiveFrom };
  const plain = { name: { en: 'HQ' }, timeZone: 'UTC', privacy: 'none', callerDigits: 0 };
  const documents: [boolean, object][] = [
    [true, document(queue)],
    [true, document({ ...queue, value: null })],
    [true, { ...document(queue), people: { p1: 'Mari' } }],
    [false, document({ ...queue, value: { targetMs: -1 } })],
    [false, document({ ...queue, value: { goal: 80 } })],
    [false, document({ ...queue, value: { rule: 'usual' } })],
    [false, document({ ...queue, value: { target: 20 } })],
    [false, document({ ...queue, kind: 'ring-group' })],
    [false, { ...document(queue), format: 'floorcast-directory/2' }],
    ...(['appeals', 'sleep'] as const).map((duty, at): [boolean, object] => {
      return [at === 0, document({ ...person, value: { site: 'hq', duties: [duty] } })];
    }),
    [true, document({ ...person, value: { site: 'hq', objectsTo: ['best', 'praise'] } })],
    [false, document({ ...person, value: { site: 'hq', skills: { a: 9 } } })],
    [true, document({ ...hq, value: { ...plain, posted: ['best'], noticeOn: '2026-11-01' } })],
    [false, document({ ...hq, value: { ...plain, posted: ['worst'] } })],
    [false, document({ ...hq, value: { ...plain, noticeOn: 'today' } })],
    ...(
      [
        [true, 'https://recorder/{date}/{uniqueId}.wav'],
        [true, 'http://recorder?call={leg}&by={agent}'],
        [false, 'https://recorder/calls'],
        [false, 'https://recorder/{uniqueId}?of={secret}'],
        [false, 'javascript:alert({leg})'],
      ] as const
    ).map(([valid, recordingUrl]): [boolean, object] => {
      const pbx = { name: { en: 'PBX' }, site: 'hq', kind: 'asterisk', cadenceMs: 1_000 };
      return [
        valid,
        document({ kind: 'source', id: 'p', effectiveFrom, value: { ...pbx, recordingUrl } }),
      ];
    }),
  ];
  for (const [valid, each] of documents) {
    t.equal(bySchema(each), valid, `schema: ${JSON.stringify(each)}`);
    t.equal(byReader(each), valid, `reader: ${JSON.stringify(each)}`);
  }
});
