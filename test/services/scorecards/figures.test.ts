// Figures out of the archive, and a draw that anybody can make again.
import { spawnSync } from 'node:child_process';
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import type { Fact } from '../../../services/domain/fact.ts';
import { actJson } from '../../../services/gateway/rest/act-json.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { random, teller } from '../event-archive/centre.ts';
import {
  act,
  by,
  clientOf,
  decided,
  definition,
  form,
  measure,
  refusal,
  site,
  staffSite,
  tenant,
} from './scoring.ts';

const bus = await startNats(t);
await staffSite(bus);
const env = { FLOORCAST_NATS_URL: bus.url, DIRECTORY_GRPC: '127.0.0.1:1' };
const archive = await startService(t, 'event-archive', {
  ...env,
  FLOORCAST_DATA: await historyFolder(t),
});
const service = await startService(t, 'scorecards', {
  ...env,
  EVENT_ARCHIVE_GRPC: archive.address,
  AGENT_STATUS_GRPC: '127.0.0.1:1',
});
const client = clientOf(t, service.address);
const queenie = by('queenie', 'quality');
const of = { tenant, site };

const today = Temporal.Now.plainDateISO('UTC');
const monday = today.subtract({ days: today.dayOfWeek - 1 + 7 });
const week = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
const mondayMs = monday.toZonedDateTime('UTC').epochMilliseconds;

/** 120 calls of last week, a minute and more each; every tenth is handed on. */
const calls = Array.from({ length: 120 }, (_, n) => {
  const next = random(n + 1);
  const agent = `a${1 + (n % 4)}`;
  const atMs = mondayMs + n * 3_600_000;
  return { n, agent, atMs, talkMs: 60_000 + Math.floor(next() * 120_000), moved: n % 10 === 0 };
});

function told({ n, agent, atMs, talkMs, moved }: (typeof calls)[number]): Fact[] {
  const place = { site, source: 'pbx-1' };
  const tell = teller(place, { uniqueId: `w${n}`, queue: 'sales', offeredAtMs: atMs });
  const endMs = atMs + 5_000 + talkMs;
  return [
    tell(atMs, { kind: 'offered', callerHash: `caller-${n}` }),
    tell(atMs + 5_000, { kind: 'answered', agent, waitMs: 5_000 }),
    ...(moved ? [tell(endMs, { kind: 'transferred' as const, agent, to: 'support' })] : []),
    tell(endMs, { kind: 'completed', agent, talkMs, endedBy: moved ? 'transfer' : 'customer' }),
  ];
}

t.test('a draw is made again from seed and list by anybody', async (t) => {
  const facts = calls.flatMap(told);
  const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts });
  await jetstream(bus.nats).publish(subjects.backfill(tenant), bytes);
  await act(client, queenie, ['formDecided', form]);
  const rule = { ruleId: 'all', perAgent: 3, perNewAgent: 3, newDays: 1, formId: 'call' };
  const rules = [{ ...rule, allOf: ['transferred'], veryLongS: 900, veryShortS: 5 }];
  await act(client, queenie, ['samplingDecided', { rules, period: 'week' }]);
  const samples = (period: string) => ask(client, client.listSamples, { ...of, period }, queenie);
  const begun = await until(async () => {
    const { periods } = await samples('');
    return periods.length === 2 ? await samples(week) : null;
  });
  t.match(begun, { seed: '', drawn: [], periods: { length: 2 } }, 'the digest stands, no seed');
  const early = act(client, queenie, ['samplingDrawn', { period: begun.periods[0] ?? '' }]);
  t.match(await refusal(early), { fault: 'invalid' }, 'a period that runs is not drawn');
  await until(async () => {
    const done = await act(client, queenie, ['samplingDrawn', { period: week }], {
      preview: true,
    }).catch(() => null);
    // All 120 are in the archive once twelve were handed on.
    const all = done && decided(done, 'samplingDrawn').drawn;
    return all && all.filter(({ why }) => why === 'transferred').length === 12 ? true : null;
  });
  await act(client, queenie, ['samplingDrawn', { period: week }]);
  const drawn = await samples(week);
  t.equal(drawn.list.length, 120);
  t.equal(drawn.drawn.length, 12 + 4 * 3, 'all that were handed on, and three of everybody');
  // What the gateway tells of it, into a script that knows nothing of the product.
  const redrawn = (told: object) =>
    spawnSync(process.execPath, ['scripts/redraw.mjs'], {
      input: JSON.stringify(actJson(told)),
      encoding: 'utf8',
    });
  t.equal(drawn.seedDigest, begun.seedDigest, 'as published before');
  t.match(redrawn(drawn).stdout, /^24 contacts are drawn again, the same/);
  const [first, ...others] = drawn.drawn;
  const other = drawn.list.find(({ contact }) => drawn.drawn.every((d) => d.contact !== contact));
  const chosen = [...others, { ...first, contact: other?.contact }];
  t.match(redrawn({ ...drawn, drawn: chosen }), { status: 1, stdout: /the draw is another/ });
  t.match(redrawn({ ...drawn, seed: 'x' }), {
    status: 1,
    stderr: /not the one that was published/,
  });
  t.match(redrawn({ ...drawn, list: drawn.list.slice(1) }), { stderr: /the list is not the one/ });
  t.ok(drawn.drawnAt, 'it is said when it was drawn');
  const teams = drawn.people.map(({ person, team }) => [person, team] as const);
  t.match(Object.fromEntries(teams), { a1: 'a', b1: 'b' }, 'and from whom');
});

t.test(
  'handling time and transfers of a week are those of its calls, and open to them',
  async (t) => {
    const points = [
      { figure: 0, points: 100 },
      { figure: 300, points: 0 },
    ];
    const shares = [
      { figure: 0, points: 100 },
      { figure: 1, points: 0 },
    ];
    const measures = [
      { ...measure('moved', 'transfer-share', 60), points: shares },
      { ...measure('time', 'aht', 40), aspect: 'quantity', points },
    ];
    const own = definition({ definitionId: 'week', period: 'week', measures });
    await act(client, queenie, ['definitionDecided', { definition: own }]);
    await act(client, queenie, ['periodClosed', { period: week, definitionId: 'week' }]);
    const { card } = await ask(
      client,
      client.getCard,
      { ...of, person: 'a1', period: week, version: 0 },
      queenie,
    );
    const mine = calls.filter(({ agent }) => agent === 'a1');
    const seconds = mine.reduce((sum, { talkMs }) => sum + talkMs / 1_000, 0) / mine.length;
    const moved = mine.filter((call) => call.moved).length / mine.length;
    const [share, time] = card?.lines ?? [];
    t.equal(share?.figure, moved);
    t.ok(Math.abs((time?.figure ?? 0) - seconds) < 1e-9, `${time?.figure} is ${seconds}`);
    t.equal(time?.traceCount, mine.length);
    const total = 0.6 * (100 - moved * 100) + 0.4 * (100 - seconds / 3);
    t.ok(Math.abs((card?.total ?? 0) - total) < 1e-9, 'and the total is theirs');
  },
);

t.test('without the archive nothing is closed, and open cards say what is missing', async (t) => {
  await archive.kill('SIGKILL');
  const again = { period: week, definitionId: 'week', cause: 'a test' };
  t.match(await refusal(act(client, queenie, ['periodClosed', again])), { fault: 'unavailable' });
  const running = { ...of, period: '', team: '', version: 0 };
  await act(client, queenie, [
    'definitionDecided',
    { definition: definition({ measures: [{ ...measure('moved', 'transfer-share', 100) }] }) },
  ]);
  const open = await ask(client, client.listCards, running, queenie);
  t.ok(open.missing.moved, 'named by measure');
  t.ok(open.cards.every(({ total }) => total === undefined));
  const frozen = await ask(client, client.listCards, { ...running, period: week }, queenie);
  t.match(frozen.missing, {}, 'what is closed needs no archive');
  t.ok(frozen.cards.some(({ total }) => total !== undefined));
});
