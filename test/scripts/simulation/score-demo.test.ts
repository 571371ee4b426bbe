import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import t from 'tap';
import { DirectoryServiceClient } from '../../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { HistoryServiceClient } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import { openAssessor } from '../../../scripts/simulation/assessor.ts';
import { simulatedDirectory } from '../../../scripts/simulation/directory.ts';
import { sites } from '../../../scripts/simulation/plan.ts';
import type { Fact } from '../../../services/domain/fact.ts';
import { encodeBatch } from '../../../services/lib/facts.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { makeLog } from '../../../services/lib/log.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { teller } from '../../services/event-archive/centre.ts';
import { by, clientOf } from '../../services/scorecards/scoring.ts';

const tenant = 'demo';
const [site] = sites;
if (!site) throw new Error('there is no site');
const bus = await startNats(t);
const env = { FLOORCAST_NATS_URL: bus.url };
const [directory, agents, archive] = await Promise.all([
  startService(t, 'directory', env),
  startService(t, 'agent-status', { ...env, SHIFT_SCHEDULING_GRPC: '127.0.0.1:1' }),
  startService(t, 'event-archive', { ...env, FLOORCAST_DATA: await historyFolder(t) }),
]);
const service = await startService(t, 'scorecards', {
  ...env,
  DIRECTORY_GRPC: directory.address,
  EVENT_ARCHIVE_GRPC: archive.address,
  AGENT_STATUS_GRPC: agents.address,
});
const client = clientOf(t, service.address);
const people = new DirectoryServiceClient(directory.address, credentials.createInsecure());
const history = new HistoryServiceClient(archive.address, credentials.createInsecure());
t.teardown(() => people.close());
t.teardown(() => history.close());
const quality = by('queenie', 'quality', tenant);
const of = { tenant, site: site.id };

/** A call of two minutes by one of the first ten agents. */
function call(n: number, atMs: number): Fact[] {
  const agent = String((site?.firstAgent ?? 0) + (n % 10));
  const place = { site: site?.id ?? '', source: site?.source ?? '' };
  const tell = teller(place, { uniqueId: `d${n}`, queue: 'billing', offeredAtMs: atMs });
  return [
    tell(atMs, { kind: 'offered' }),
    tell(atMs + 5_000, { kind: 'answered', agent, waitMs: 5_000 }),
    tell(atMs + 125_000, { kind: 'completed', agent, talkMs: 120_000, endedBy: 'customer' }),
  ];
}

t.test(
  'every page about scores has something to show, and a second start adds nothing',
  async (t) => {
    const json = JSON.stringify(simulatedDirectory(tenant, 60));
    const request = { tenant, commandId: 'directory', json, dryRun: false };
    const boss = by('boss', 'administrator', tenant);
    await ask(people, people.importDirectory, request, boss);
    const today = Temporal.Now.plainDateISO(site.timeZone);
    const monday = today.subtract({ days: today.dayOfWeek + 6 });
    const weekMs = monday.toZonedDateTime(site.timeZone).epochMilliseconds;
    const past = Array.from({ length: 60 }, (_, n) => call(n, weekMs + n * 10_000_000)).flat();
    const hourAgo = Date.now() - 3_600_000;
    const now = Array.from({ length: 20 }, (_, n) => call(100 + n, hourAgo + n * 60_000)).flat();
    const month = today.with({ day: 1 }).subtract({ months: 1 });
    const inMonth = Array.from({ length: 60 }, (_, n) => {
      const day = month.add({ days: [2, 7, 9][n % 3] ?? 0 });
      const at = day.toZonedDateTime({ timeZone: site.timeZone, plainTime: '09:00' });
      return call(200 + n, at.epochMilliseconds + n * 100_000);
    });
    const facts = [...past, ...now, ...inMonth.flat()];
    const bytes = encodeBatch({ tenant, sentAtMs: Date.now(), facts });
    await jetstream(bus.nats).publish(subjects.backfill(tenant), bytes);

    const assessor = openAssessor(
      { scorecards: service.address, archive: archive.address, tenant },
      { log: makeLog('test', 'silent'), signal: new AbortController().signal },
    );
    t.teardown(assessor.close);
    const context = { of: { site, seed: 1, agents: 60 } };
    await until(async () => (await legs()).length === 140);
    await assessor.begin(context.of);
    const setup = await ask(client, client.getScoreSetup, of, quality);
    t.same(setup.definitions.map(({ definitionId }) => definitionId).sort(), ['month', 'week']);
    t.match(setup, { forms: { length: 2 }, ladder: [{ posts: { length: 5 } }] });
    const lists = { ...of, person: '', from: '', to: '', evaluationId: '' };
    const { evaluations } = await ask(client, client.listEvaluations, lists, quality);
    // Marks of the calibration that goes on are not told yet.
    const purposes = Object.groupBy(evaluations, ({ evaluation }) => evaluation?.purpose ?? '');
    t.match(purposes, { spot: { length: 12 }, calibration: { length: 3 }, appeal: { length: 2 } });
    const { appeals } = await ask(client, client.listAppeals, of, quality);
    t.same(
      appeals.map(({ of: what, state, secondMarker }) => [what, state, secondMarker !== '']).sort(),
      [
        ['adherence', 'open', true],
        ['evaluation', 'accepted', true],
        ['evaluation', 'open', true],
        ['evaluation', 'refused', true],
      ],
    );
    const { calibrations } = await ask(client, client.listCalibrations, of, quality);
    t.equal(calibrations.length, 2);
    const seen = await ask(client, client.listRounds, { ...of, person: '' }, quality);
    t.match(seen, { mystery: { length: 2 }, tests: { length: 1 }, rounds: { length: 2 } });
    const rater = by('p-1009', 'agent', tenant);
    const own = await ask(client, client.listRounds, { ...of, person: '' }, rater);
    const toRate = own.rounds.flatMap((round) => round.toRate);
    t.equal(toRate.length, 5, 'an agent has colleagues to rate');
    const notes = await ask(client, client.listNotes, { ...of, person: '' }, quality);
    t.match(notes, {
      ...{ plans: { length: 4 }, coaching: { length: 3 }, praise: { length: 2 } },
      flags: { length: 2 },
    });
    const due = notes.coaching.filter(({ followUp, done }) => followUp === `${today}` && !done);
    t.equal(due.length, 1, 'one follow-up is due');
    const ladder = await ask(
      client,
      client.getLadder,
      { ...of, dryRun: undefined, month: '' },
      boss,
    );
    t.equal(ladder.holdings.length, 30);
    const posted = await ask(client, client.getPosted, of, by('', 'wall', tenant));
    t.match(posted, { topic: { titleZh: '主动告知下一步' }, names: { length: 2 } });
    await until(async () => (await samplesOf('')).periods.length === 2);
    await assessor.closeLastWeek(context.of);
    const drawn = await samplesOf('');
    t.equal(drawn.list.length, 60);
    t.equal(Object.keys(drawn.marked).length, drawn.drawn.length, 'what was drawn is marked');
    const cards = { ...of, period: drawn.period, team: '', version: 0 };
    const listed = await ask(client, client.listCards, cards, quality);
    t.match(listed.closes, [{ period: drawn.period, version: 1 }]);
    t.ok(listed.cards.filter(({ total }) => total !== undefined).length >= 8);
    const ofMonth = {
      ...of,
      period: month.toString().slice(0, 7),
      team: '',
      version: 0,
      trends: false,
    };
    const corrected = await until(async () => {
      const { closes } = await ask(client, client.listCards, ofMonth, quality);
      return closes.length === 2 ? closes : null;
    });
    t.match(corrected, [
      { version: 2, cause: /^surveys \d+$/ },
      { version: 1, cause: '' },
    ]);
    const reviewed = await ask(
      client,
      client.getLadder,
      { ...of, dryRun: undefined, month: '' },
      boss,
    );
    t.match(reviewed.reviews, [{ review: { month: ofMonth.period } }]);
    const before = (await ask(client, client.getScoreSetup, of, quality)).position;
    await assessor.begin(context.of);
    await assessor.closeLastWeek(context.of);
    t.equal((await ask(client, client.getScoreSetup, of, quality)).position, before);
  },
);

function samplesOf(period: string) {
  return ask(client, client.listSamples, { ...of, period }, quality);
}

async function legs() {
  const [from, to] = [new Date(Date.now() - 61 * 86_400_000), new Date()];
  const asked = { ...of, agents: [], from, to, pageSize: 0, pageToken: '', callerHash: undefined };
  const { legs } = await ask(history, history.listContactLegs, asked, quality);
  return legs.filter(({ talkMs }) => talkMs !== undefined);
}
