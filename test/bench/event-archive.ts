// How fast history is read in, how large a row is, how quick a question is answered:
//   node test/bench/event-archive.ts [weeks, default 13] [contacts a day, default 4000]
// Real nats-server (fsync always) and the real service, all on this machine.
import { execFileSync } from 'node:child_process';
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import { encodeBatch } from '../../services/lib/facts.ts';
import { ask } from '../../services/lib/grpc.ts';
import { subjects } from '../../services/lib/subjects.ts';
import { historyFolder } from '../helpers/clickhouse.ts';
import { startNats } from '../helpers/nats.ts';
import { as, startArchive, until } from '../services/event-archive/archive-process.ts';
import { centreFacts } from '../services/event-archive/centre.ts';

const [weeks = 13, perDay = 4_000] = process.argv.slice(2).map(Number);
const dayMs = 86_400_000;
const tenant = 'demo';

t.setTimeout(1_200_000);
t.test('history read in', { timeout: 1_200_000 }, async (t) => {
  const bus = await startNats(t);
  const js = jetstream(bus.nats);
  const folder = await historyFolder(t);
  const archive = await startArchive(t, {
    natsUrl: bus.url,
    env: { FLOORCAST_DATA: folder, ARCHIVE_AGENT_DAYS: '120' },
  });
  const { client } = archive;
  const fromMs = Math.floor(Date.now() / dayMs) * dayMs - weeks * 7 * dayMs;
  const contacts = weeks * 7 * perDay;
  const sites = ['hq', 'north', 'south', 'west'];
  const facts = sites
    .flatMap((site, seed) => {
      const of = { site, source: `sim-${site}`, fromMs, everyMs: (dayMs / perDay) * 4, seed };
      return centreFacts({ ...of, contacts: contacts / 4 });
    })
    .sort((a, b) => a.atMs - b.atMs);

  const beganMs = performance.now();
  for (let from = 0; from < facts.length; from += 1_000) {
    const some = facts.slice(from, from + 1_000);
    const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts: some });
    await js.publish(subjects.backfill(tenant), bytes);
  }
  const publishedS = (performance.now() - beganMs) / 1000;
  const context = as('supervisor', tenant);
  await until(async () => {
    const marks = await ask(client, client.getWatermarks, { tenant }, { context });
    return marks.facts >= facts.length ? true : null;
  }, 600_000);
  const storedS = (performance.now() - beganMs) / 1000;
  await until(async () => {
    const { body } = await archive.admin('/metrics');
    return /^floorcast_archive_marked_buckets\{[^}]*\} 0$/m.test(body) ? true : null;
  }, 600_000);
  const foldedS = (performance.now() - beganMs) / 1000;
  const { body } = await archive.admin('/metrics');
  const cpuS = Number(/process_cpu_seconds_total\{[^}]*\} ([\d.]+)/.exec(body)?.[1]);

  const month = {
    tenant,
    site: 'hq',
    queues: ['sales'],
    from: new Date(Date.now() - 30 * dayMs),
    to: new Date(),
    lengthS: 1_800,
    pageSize: 10_000,
    pageToken: '',
  };
  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const startMs = performance.now();
    await ask(client, client.listQueueIntervals, month, { context });
    times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  const bytes = Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0]);
  console.log(
    JSON.stringify({
      facts: facts.length,
      publishedS,
      storedS,
      foldedS,
      factsPerS: Math.round(facts.length / foldedS),
      cpuS,
      cpuUsPerFact: Math.round((cpuS * 1e6) / facts.length),
      bytesPerFact: Math.round(bytes / facts.length),
      questionMs: { p50: times[10], p95: times[18] },
    }),
  );
});
