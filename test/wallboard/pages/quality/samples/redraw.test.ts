import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { draw, listDigest } from '../../../../../services/domain/score/sampling.ts';
import type { Sample } from '../../../../../wallboard/src/pages/quality/quality-api.ts';
import { drawScript } from '../../../../../wallboard/src/pages/quality/samples/draw-script.ts';
import { shareOut } from '../../../../../wallboard/src/pages/quality/samples/load.ts';
import {
  browserDigest,
  redraw,
} from '../../../../../wallboard/src/pages/quality/samples/redraw.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const digest = browserDigest();
if (!digest) throw new Error('this runtime has WebCrypto');

t.test('the page draws what the service drew, from 20,000 contacts in pieces', async (t) => {
  const sample = drawnSample(20_000);
  const told: number[] = [];
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  const again = await redraw(sample, { digest, told: (done) => told.push(done), pause });
  t.match(again, { seedHolds: true, listHolds: true, contacts: 20_000 });
  t.same([again.otherwise, again.missing], [[], []]);
  t.equal(again.same.size, sample.drawn.length);
  t.ok(sample.drawn.length > 150, `${sample.drawn.length} are drawn`);
  t.ok(pauses >= 40, 'the page gets its turn in between');
  t.equal(told.at(-1), 20_000);
});

t.test('another seed, another list, another choice: each is seen', async (t) => {
  const sample = drawnSample(300);
  const seed = await redraw({ ...sample, seed: 'another' }, { digest });
  t.match(seed, { seedHolds: false, listHolds: true });
  t.ok(seed.otherwise.length > 0 && seed.missing.length > 0);
  const shorter = await redraw({ ...sample, list: sample.list.slice(1) }, { digest });
  t.equal(shorter.listHolds, false);
  const [first, ...rest] = sample.drawn;
  const chosen = sample.list.find(({ contact }) => {
    return !sample.drawn.some((one) => one.contact === contact);
  });
  if (!first || !chosen) throw new Error('something is drawn, and something is not');
  const swapped = { ...first, contact: chosen.contact };
  const other = await redraw({ ...sample, drawn: [swapped, ...rest] }, { digest });
  t.same([other.otherwise, other.missing], [[chosen.contact], [first.contact]]);
});

t.test('the script that is shown draws the same, of weeks and of months', async (t) => {
  const dir = t.testdir();
  writeFileSync(join(dir, 'draw.mjs'), drawScript);
  for (const period of ['2026-W46', '2026-11']) {
    const sample = drawnSample(600, period);
    writeFileSync(join(dir, 'sample.json'), JSON.stringify(sample));
    const args = [join(dir, 'draw.mjs'), join(dir, 'sample.json')];
    const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
    const count = sample.drawn.length;
    t.equal(
      said,
      `seed true list true\n600 contacts, ${count} drawn, ${count} of ${count} as published\n`,
    );
  }
  t.ok(drawScript.trim().split('\n').length <= 26, 'it is short enough to be read');
});

t.test('what is open is shared so that all end alike, leads with their own team', async (t) => {
  const drawn = Array.from({ length: 12 }, (_, at) => {
    return { contact: `c${String(at).padStart(2, '0')}`, person: at < 8 ? 'a1' : 'b1' };
  });
  const loads = shareOut({
    drawn,
    markedBy: { c00: 'quinn', c01: 'quinn', c02: 'lea' },
    teamOf: { a1: 'a', b1: 'b' },
    leads: { a: 'lea', b: '' },
    also: 'queenie',
  });
  t.same(loads, [
    { marker: 'lea', marked: 1, suggested: 3, teams: ['a'] },
    { marker: 'queenie', marked: 0, suggested: 4, teams: [] },
    { marker: 'quinn', marked: 2, suggested: 2, teams: [] },
  ]);
  const own = shareOut({
    ...nobody,
    drawn: [{ contact: 'c', person: 'lea' }],
    leads: { a: 'lea' },
  });
  t.match(own, [{ marker: 'lea', suggested: 0 }], 'nobody marks the own contacts');
});

const nobody = { markedBy: {}, teamOf: { lea: 'a' }, leads: {}, also: '' };

/** A sample as the service draws it: two teams, somebody new, two rules, contacts of two kinds. */
function drawnSample(contacts: number, period = '2026-W46'): Sample {
  const people = Array.from({ length: 60 }, (_, at) => ({
    ...{ person: `p${at}`, team: at % 2 ? 'b' : 'a' },
    since: at % 7 === 0 ? '2026-10-20' : '2020-01-01',
  }));
  const kinds = (at: number) => {
    return [...(at % 97 === 0 ? ['complaint'] : []), ...(at % 31 === 0 ? ['transferred'] : [])];
  };
  const listed = Array.from({ length: contacts }, (_, at) => {
    const contact = `pbx|${1_700_000_000 + at}.${at}|q|1`;
    return { contact, person: `p${(at * 7) % 61}`, atMs: at, queue: 'q', kinds: kinds(at) };
  });
  const list = listed.sort((a, b) => (a.contact < b.contact ? -1 : 1));
  const rule = { newDays: 30, veryLongS: 900, veryShortS: 10, formId: 'call' };
  const rules = [
    { ...rule, ruleId: 'a', team: 'a', perAgent: 2, perNewAgent: 5, allOf: ['complaint'] },
    { ...rule, ruleId: 'all', team: '', perAgent: 1, perNewAgent: 3, allOf: ['transferred'] },
  ];
  const [seed, from] = ['a seed', period.includes('W') ? '2026-11-09' : '2026-11-01'];
  const drawn = draw({ list, rules, seed, people, from, digestOf: sha });
  const wire = <One extends { atMs: number }>({ atMs, ...one }: One) => {
    return { ...one, at: new Date(atMs).toISOString() };
  };
  return {
    ...{ periods: [period], period, seed, seedDigest: sha(seed), digestAt: null, drawnAt: null },
    ...{ listDigest: listDigest(list, sha), people, rules, marked: {}, load: {}, markedBy: {} },
    ...{ list: list.map((one) => ({ ...wire(one), kinds: [...one.kinds] })) },
    drawn: drawn.map(wire),
  };
}
