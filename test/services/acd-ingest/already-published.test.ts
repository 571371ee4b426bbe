import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { openAlreadyPublished } from '../../../services/acd-ingest/already-published.ts';
import { idHash } from '../../../services/acd-ingest/id-table.ts';
import type { ContactFact, ContactHappening } from '../../../services/domain/queue/contact-fact.ts';

const hourMs = 3_600_000;

function fact(id: string, more: Partial<ContactFact> = {}): ContactFact {
  return {
    about: 'contact',
    factId: id,
    atMs: 0,
    precisionMs: 1,
    site: 'hq',
    source: 'one',
    estimated: false,
    queue: 'q',
    legId: id,
    contactId: id,
    channel: 'voice',
    offeredAtMs: 0,
    what: { kind: 'offered' },
    ...more,
  };
}

const many = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => fact(`${name}${index}`));

/** A window in the test's folder, with a clock that the test sets. */
function windowOf(t: Test, { stream = 'created-once', maxIds = 10_000_000 } = {}) {
  const folder = t.testdirName;
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const open = (of = stream) =>
    openAlreadyPublished({
      folder,
      streamCreated: of,
      rememberMs: 48 * hourMs,
      maxIds,
      now: () => clock.nowMs,
      log: pino({ level: 'silent' }),
    });
  return { folder, clock, open };
}

t.test('a telling passes when it knows more than those before, in any order', async (t) => {
  t.testdir();
  const { open } = windowOf(t);
  const known = open();
  const left = (reason: 'unnamed' | 'timeout'): ContactHappening => ({
    kind: 'left',
    reason,
    waitMs: 1,
  });
  const passes = (of: ContactFact) => known.fresh('main', [of]).facts.length === 1;
  t.ok(passes(fact('a', { precisionMs: 1000, what: left('timeout') })), 'the first');
  t.notOk(passes(fact('a', { precisionMs: 1000, what: left('unnamed') })), 'knows less');
  t.ok(passes(fact('a', { precisionMs: 1, what: left('unnamed') })), 'a finer time');
  t.notOk(passes(fact('a', { precisionMs: 1, what: left('timeout') })), 'both were told');
  t.ok(known.fresh('other', [fact('a')]).facts.length === 1, 'another tenant has its own ids');
  t.equal(known.fresh('main', [fact('b'), fact('b')]).facts.length, 1, 'twice in one batch');
  known.close();
});

t.test(
  'what the log refused may come again; what it took is known to the next start',
  async (t) => {
    t.testdir();
    const { open } = windowOf(t);
    const first = open();
    const refused = first.fresh('main', many('r', 10));
    first.forget(refused);
    t.equal(first.fresh('main', many('r', 10)).facts.length, 10);
    first.record(first.fresh('main', many('x', 5_000)), 7);
    first.close();
    const second = open();
    t.equal(second.position(), 7);
    t.equal(second.fresh('main', many('x', 5_000)).facts.length, 0);
    t.equal(second.fresh('main', many('r', 10)).facts.length, 10, 'never recorded');
    second.close();
  },
);

t.test('a file torn by a crash is good up to its last position', async (t) => {
  t.testdir();
  const { folder, open } = windowOf(t);
  const first = open();
  first.record(first.fresh('main', many('x', 100)), 1);
  first.record(first.fresh('main', many('y', 100)), 2);
  first.close();
  const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.ids'));
  const path = join(folder, file);
  const whole = await readFile(path);
  await truncate(path, whole.length - 5);
  const torn = open();
  t.equal(torn.position(), 1);
  t.equal(torn.fresh('main', many('x', 100)).facts.length, 0);
  t.equal(torn.fresh('main', many('y', 100)).facts.length, 100, 'these come from the stream again');
  torn.close();

  await writeFile(path, whole);
  await appendFile(path, Buffer.alloc(4_096));
  const powerCut = open();
  t.equal(powerCut.position(), 2, 'blocks of zeros are no records');
  powerCut.close();
});

t.test('ids are forgotten after two days, or earlier when there are too many', async (t) => {
  t.testdir();
  const { folder, clock, open } = windowOf(t, { maxIds: 2_500 });
  const known = open();
  known.record(known.fresh('main', many('old', 1_000)), 1);
  clock.nowMs += 48 * hourMs;
  t.equal(known.fresh('main', many('old', 1_000)).facts.length, 0, 'still within two days');
  clock.nowMs += 2 * hourMs;
  known.record(known.fresh('main', [fact('tick')]), 2);
  t.equal(known.fresh('main', many('old', 1_000)).facts.length, 1_000, 'forgotten');
  for (const name of ['a', 'b', 'c', 'd']) {
    clock.nowMs += hourMs;
    known.record(known.fresh('main', many(name, 1_000)), 3);
  }
  t.ok(known.stats().ids <= 3_500, 'the bound and the hour being filled');
  known.close();
  t.ok((await readdir(folder)).filter((name) => name.endsWith('.ids')).length <= 4);
});

t.test('another stream begins with nothing known', async (t) => {
  t.testdir();
  const { open } = windowOf(t);
  const first = open();
  first.record(first.fresh('main', many('x', 10)), 9);
  first.close();
  const second = open('created-anew');
  t.equal(second.position(), 0);
  t.equal(second.fresh('main', many('x', 10)).facts.length, 10);
  second.close();
});

t.test('a million ids that differ in one place have a million hashes', async (t) => {
  const seen = new Set<bigint>();
  for (let index = 0; index < 1_000_000; index += 1) {
    const { high, low } = idHash(12_345, 'main', `pbx-1|16${index}.${index % 7}|sales|1/answered`);
    seen.add((BigInt(high) << 32n) | BigInt(low));
  }
  t.equal(seen.size, 1_000_000);
  const lows = new Set([...seen].map((hash) => Number(hash & 0xffff_ffffn)));
  // Of a million values thrown into 2^32 places 116 meet on average (birthday problem).
  t.ok(1_000_000 - lows.size < 200, `${1_000_000 - lows.size} meet in the lower half`);
});
