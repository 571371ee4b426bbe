import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { DomainError } from '../../../services/domain/domain-error.ts';
import { makeIntake } from '../../../services/event-archive/intake.ts';
import { storedUntil, writeWatermarks } from '../../../services/event-archive/raw-facts.ts';
import { type ClickHouse, openClickHouse } from '../../../services/lib/clickhouse.ts';
import { migrate } from '../../../services/lib/clickhouse-migrations.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { centreFacts } from './centre.ts';

const folder = await historyFolder(t);
const clickhouse = await openClickHouse({ folder });
t.teardown(() => clickhouse.close());
const migrations = join(import.meta.dirname, '../../../deploy/clickhouse/migrations');
await migrate(clickhouse, { folder: migrations, cluster: null });

const facts = centreFacts({
  site: 'hq',
  source: 'pbx-1',
  fromMs: Date.now() - 60_000,
  contacts: 20,
  everyMs: 1_000,
  seed: 1,
});
const bytes = encodeBatch({ tenant: 'main', sentAtMs: Date.now(), facts });
const at = (sequence: number) => ({ sequence, subject: 'fact.main.0' });

function intake(store: ClickHouse, from: number, fold: () => void = () => undefined) {
  return makeIntake({
    clickhouse: store,
    stream: 'FACTS',
    storedUntil: from,
    fold,
    inTurn: (work) => work(),
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
  });
}

async function rows() {
  const [row] = await clickhouse.select<{ rows: number }>('SELECT count() AS rows FROM facts');
  return row?.rows ?? 0;
}

t.test('an insert whose answer is lost is repeated, and stands once', async (t) => {
  let lost = 0;
  let folded = 0;
  const forgetful: ClickHouse = {
    ...clickhouse,
    insert: async (insert) => {
      await clickhouse.insert(insert);
      if (insert.table !== 'facts' || lost > 1) return;
      lost += 1;
      throw new DomainError('unavailable', 'the answer was lost');
    },
  };
  const { take, flush, state } = intake(forgetful, 0, () => {
    folded += 1;
  });
  await take(bytes, at(1));
  await take(bytes, at(2));
  await flush();
  t.equal(lost, 2);
  t.equal(await rows(), 2 * facts.length);
  t.match(state, { storedUntil: 2, rows: 2 * facts.length, refused: null });
  t.equal(folded, 1, 'folded once, after it was stored');
});

t.test('killed between the rows and their watermark, it resumes behind the rows', async (t) => {
  const unmarked: ClickHouse = {
    ...clickhouse,
    insert: async (insert) => {
      if (insert.table === 'watermarks') throw new Error('killed here');
      await clickhouse.insert(insert);
    },
  };
  const { take, flush } = intake(unmarked, await storedUntil(clickhouse, 'FACTS'));
  await take(bytes, at(3));
  await t.rejects(flush(), /killed here/);
  t.equal(await storedUntil(clickhouse, 'FACTS'), 3);
  const again = intake(clickhouse, await storedUntil(clickhouse, 'FACTS'));
  await again.take(bytes, at(3));
  await again.take(bytes, at(4));
  await again.flush();
  t.equal(await rows(), 4 * facts.length, 'message 3 stands once');
});

t.test('a second archive over the same tables is refused', async (t) => {
  const { take, flush } = intake(clickhouse, await storedUntil(clickhouse, 'FACTS'));
  await writeWatermarks(clickhouse, { 'raw:FACTS': 9 });
  await take(bytes, at(5));
  await t.rejects(flush(), /overlap: FACTS is stored up to 9/);
  t.equal(await rows(), 4 * facts.length);
});
