import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { DomainError } from '../../services/domain/domain-error.ts';
import { type ClickHouse, openClickHouse } from '../../services/lib/clickhouse.ts';
import { migrate } from '../../services/lib/clickhouse-migrations.ts';
import { tsvInstant, tsvRow } from '../../services/lib/clickhouse-rows.ts';
import { historyFolder, startClickHouse } from '../helpers/clickhouse.ts';

const unavailable = { name: 'DomainError', fault: 'unavailable' } as unknown as Error;
const product = join(import.meta.dirname, '../../deploy/clickhouse/migrations');

// The same promises, kept by the engine in this process and by a server over HTTP.
const embeddedFolder = await historyFolder(t);
const server = await startClickHouse(t);
const stores: [string, ClickHouse][] = [
  ['embedded', await openClickHouse({ folder: embeddedFolder })],
  ['a server over HTTP', await openClickHouse({ url: server.url })],
];
t.teardown(async () => {
  for (const [, store] of stores) await store.close();
});

for (const [name, store] of stores) {
  t.test(
    `${name}: bytes, texts, instants and absent values come back as they went in`,
    async (t) => {
      await store.command(
        `CREATE TABLE v (n UInt64, text String, bytes String, at DateTime64(3, 'UTC'), wait Nullable(UInt32))
       ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100`,
      );
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const text = "销售 'sales'\t\\N \n ü";
      const atMs = 1_732_312_345_678;
      const columns = ['n', 'text', 'bytes', 'at', 'wait'];
      const lines =
        tsvRow([1, text, bytes, tsvInstant(atMs), null]) + tsvRow([2, '', bytes, tsvInstant(1), 0]);
      await store.insert({ table: 'v', columns, lines });
      const rows = await store.select<{
        text: string;
        bytes: string;
        atMs: number;
        wait: number | null;
      }>(
        `SELECT text, base64Encode(bytes) AS bytes, toUnixTimestamp64Milli(at) AS atMs, wait FROM v
       WHERE at <= fromUnixTimestamp64Milli({atMs:Int64}) AND text IN {texts:Array(String)} ORDER BY n`,
        { atMs, texts: [text, ''] },
      );
      const encoded = Buffer.from(bytes).toString('base64');
      t.same(rows, [
        { text, bytes: encoded, atMs, wait: null },
        { text: '', bytes: encoded, atMs: 1, wait: 0 },
      ]);
    },
  );

  t.test(
    `${name}: a token makes an insert happen once, and leaves the next one alone`,
    async (t) => {
      const insert = (n: number, token?: string) =>
        store.insert({
          table: 'v',
          columns: ['n'],
          lines: tsvRow([n]),
          ...(token ? { token } : {}),
        });
      await insert(10, 'FACTS:1-5');
      await insert(10, 'FACTS:1-5');
      await insert(10, 'FACTS:6-9');
      await insert(11);
      const [row] = await store.select<{ tens: number; elevens: number }>(
        'SELECT countIf(n = 10) AS tens, countIf(n = 11) AS elevens FROM v',
      );
      t.same(row, { tens: 2, elevens: 1 });
    },
  );

  t.test(
    `${name}: a question that takes too long is refused; a wrong statement is a bug`,
    async (t) => {
      const endless = 'SELECT sum(sipHash64(number)) AS s FROM numbers(1000000000000)';
      await t.rejects(store.select(endless, {}, 1), unavailable);
      const wrong = await store.select('SELECT * FROM nowhere').catch((error: Error) => error);
      t.ok(wrong instanceof Error && !(wrong instanceof DomainError), String(wrong));
      t.match(String(wrong), /nowhere/);
      t.same(
        await store.select('SELECT 1 AS one'),
        [{ one: 1 }],
        'and the next question is answered',
      );
    },
  );

  t.test(`${name}: migrations are applied once, in order, and never changed`, async (t) => {
    t.ok((await migrate(store, { folder: product, cluster: null })) > 0);
    t.equal(await migrate(store, { folder: product, cluster: null }), 0);

    const folder = await historyFolder(t);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, '9001_more.sql'),
      'CREATE TABLE more (n UInt8) ENGINE = Memory;\n',
    );
    t.equal(await migrate(store, { folder, cluster: null }), 1);
    await writeFile(
      join(folder, '9001_more.sql'),
      'CREATE TABLE less (n UInt8) ENGINE = Memory;\n',
    );
    await t.rejects(migrate(store, { folder, cluster: null }), {
      message: /9001_more.sql was changed/,
    });
  });
}

t.test('a folder held by one process is refused to another, in one sentence', async (t) => {
  const script = `import { openClickHouse } from '${join(import.meta.dirname, '../../services/lib/clickhouse.ts')}';
    await openClickHouse({ folder: process.argv[1] }).catch((error) => console.log(error.fault, error.message));`;
  const other = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '-e', script, embeddedFolder],
    { encoding: 'utf8' },
  );
  t.match(
    other.stdout,
    /^unavailable cannot open the history in .*another process holds the folder/,
  );
});

t.test('a server that is gone is unavailable, and answers again when it is back', async (t) => {
  const store = stores[1]?.[1];
  if (!store) return t.fail('no server');
  await server.kill();
  await t.rejects(store.select('SELECT 1'), unavailable);
  await t.rejects(
    store.insert({ table: 'v', columns: ['n'], lines: tsvRow([99]), token: 'once' }),
    unavailable,
  );
  await server.restart();
  await store.insert({ table: 'v', columns: ['n'], lines: tsvRow([99]), token: 'once' });
  await store.insert({ table: 'v', columns: ['n'], lines: tsvRow([99]), token: 'once' });
  t.same(await store.select('SELECT count() AS rows FROM v WHERE n = 99'), [{ rows: 1 }]);
});
