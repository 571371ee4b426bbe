// What the service does without anybody: closes, and closes anew, each once.
import { jetstream } from '@nats-io/jetstream';
import root from 'tap';
import { AdherenceDecided } from '../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import {
  AdherenceServiceService,
  type ListAdherenceDaysResponse,
} from '../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import { ScoreAct, ScoreDecided } from '../../../proto/gen/floorcast/score/v1/score_decision.ts';
import { ask, listen, makeServer } from '../../../services/lib/grpc.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { dueAt } from '../../../services/scorecards/clerk.ts';
import {
  definition as domainDefinition,
  noFacts,
  people,
  scoreStory,
} from '../../domain/score/score-story.ts';
import { startNats } from '../../helpers/nats.ts';
import { freePort } from '../../helpers/ports.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import {
  act,
  by,
  clientOf,
  decided,
  definition,
  measure,
  site,
  staffSite,
  tenant,
} from './scoring.ts';

const t = root;
const bus = await startNats(t);
await staffSite(bus);
const agentStatus = `127.0.0.1:${await freePort()}`;
const dayMs = 86_400_000;
const now = Temporal.Now.plainDateISO('UTC');
const monday = now.subtract({ days: now.dayOfWeek + 6 });
const week = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
const day = monday.add({ days: 2 }).toString();
const overMs = monday.add({ days: 7 }).toZonedDateTime('UTC').epochMilliseconds;

/** Two definitions of three weeks ago: one needs adherence, which does not answer yet. */
const weekly = { period: 'week' as const, closeAfterDays: 1, effectiveFrom: '2020-01-01' };
const own = { ...measure('own', 'own-adherence', 30), aspect: 'quantity', points: ratio() };
for (const of of [
  { definitionId: 'plain', ...weekly },
  {
    definitionId: 'kept',
    ...weekly,
    measures: [measure('evaluation', 'evaluation-score', 70), own],
  },
]) {
  const value = { definition: definition(of), removed: false };
  const what = { $case: 'definitionDecided' as const, value };
  const act = ScoreAct.fromPartial({ what });
  const made = { commandId: of.definitionId, author: 'queenie', tenant, site, act };
  // Decided while the week ran, one day before its end: the weeks before were due already.
  const bytes = ScoreDecided.encode({ ...made, decidedAt: new Date(overMs - dayMs) }).finish();
  await jetstream(bus.nats).publish(subjects.scores(tenant, site), bytes);
}
const env = { FLOORCAST_NATS_URL: bus.url, AGENT_STATUS_GRPC: agentStatus };
const away = { DIRECTORY_GRPC: '127.0.0.1:1', EVENT_ARCHIVE_GRPC: '127.0.0.1:1' };
// On Mondays nothing of last week is due yet.
const isDue = Date.now() > overMs + dayMs;
const service = isDue ? await startService(t, 'scorecards', { ...env, ...away }) : null;
const client = clientOf(t, service?.address ?? '127.0.0.1:1');
const queenie = by('queenie', 'quality');

const closes = async () => {
  const asked = { tenant, site, period: week, team: '', version: 0, trends: false };
  const answer = await ask(client, client.listCards, asked, queenie);
  return answer.closes.map(({ definitionId, version, cause }) => [definitionId, version, cause]);
};
/** Any act has the service look at what is due. */
const nudge = (words: string) =>
  act(client, queenie, ['topicSet', { week, titleEn: words, titleZh: '', words }]);
const survey = (answers: object[]) => act(client, queenie, ['surveysRecorded', { answers }]);
const has = (wanted: unknown[]) =>
  until(async () => (await closes()).some((one) => `${one}` === `${wanted}`));

t.test('a week is closed some days after it, where facts are missing not yet', async (t) => {
  if (!service) return t.pass('a Monday');
  await has(['plain', 1, '']);
  t.same(await closes(), [['plain', 1, '']], 'what needs adherence waits');
  const asked = { tenant, site, period: week, team: '', version: 0, trends: false };
  const { dueCloses } = await ask(client, client.listCards, asked, queenie);
  t.match(dueCloses, [{ definitionId: 'kept', dueAt: new Date(overMs + dayMs) }]);
  await service.kill('SIGKILL');
  await service.start();
  await nudge('after a restart');
  t.same(await closes(), [['plain', 1, '']], 'once');
});

const days: ListAdherenceDaysResponse['days'] = [];
const counted = (person: string, ownMs: number, countedAtMs: number, contests: string[] = []) => {
  const of = { person, day, team: 'a', version: 1, why: 'over', scheduleVersion: 1, contests };
  const out = { customerMs: 0, systemMs: 0, supervisorMs: 0, ownMs };
  const plain = { excusedMs: 0, inMs: 0, toleratedMs: 0, onQueueMs: 0, scheduledOnQueueMs: 0 };
  const sums = { ...plain, scheduledMs: 1_000_000, out, extra: undefined };
  return { ...of, sums, countedAt: new Date(countedAtMs), before: undefined };
};

/** agent-status as far as scores ask it. */
async function startAdherence(): Promise<void> {
  const { server, setReady } = makeServer([]);
  const answer = { days, totals: [], uncounted: [] };
  const listAdherenceDays = (_: unknown, reply: (error: null, value: typeof answer) => void) =>
    reply(null, answer);
  const none = (_: unknown, reply: (error: Error) => void) => reply(new Error('not asked'));
  server.addService(AdherenceServiceService, {
    ...{ listAdherenceDays, getAdherenceNow: none, getAdherenceDay: none, decideAdherence: none },
  } as never);
  await listen(server, agentStatus);
  setReady(true);
  root.teardown(() => server.forceShutdown());
}

t.test('it is closed once what was missing answers', async (t) => {
  if (!service) return t.pass('a Monday');
  await startAdherence();
  days.push(counted('a1', 100_000, overMs));
  await until(async () => {
    await nudge('adherence answers');
    return (await closes()).some(([id]) => id === 'kept');
  });
  t.same(
    (await closes()).filter(([id]) => id === 'kept'),
    [['kept', 1, '']],
  );
});

t.test('a day counted anew closes it anew, as soon as who counts tells the new one', async (t) => {
  if (!service) return t.pass('a Monday');
  const line = { person: 'a1', sums: undefined, contests: [] };
  const value = { day, why: 'facts', scheduleVersion: 1, lines: [line] };
  const what = { $case: 'dayCounted' as const, value };
  const decidedAt = new Date(overMs + dayMs / 2);
  const made = { commandId: 'recount', author: '', tenant, site, decidedAt, act: { what } };
  const bytes = AdherenceDecided.encode(made).finish();
  await jetstream(bus.nats).publish(subjects.adherence(tenant, site), bytes);
  await nudge('counted anew');
  const late = {
    ...{ contact: 'c1', person: 'a2', queue: 'sales', satisfaction: 4 },
    surveyId: 's',
  };
  const answers = [{ ...late, at: new Date(overMs - dayMs) }];
  // The survey is of the other definition: it comes after the recount in the service's turn.
  await survey(answers);
  await has(['plain', 2, 'surveys 1']);
  t.notOk(
    (await closes()).some(([id, version]) => id === 'kept' && version === 2),
    'not yet',
  );
  days.splice(0, 1, counted('a1', 50_000, decidedAt.getTime()));
  await until(async () => {
    await nudge('told');
    return (await closes()).some(([id, version]) => id === 'kept' && version === 2);
  });
  t.same(
    (await closes()).filter(([id]) => id === 'kept'),
    [
      ['kept', 2, `adherence ${day}`],
      ['kept', 1, ''],
    ],
  );
});

t.test('a contest of minutes closes anew once its day is counted with it', async (t) => {
  if (!service) return t.pass('a Monday');
  const lodge = { of: 'adherence', target: `${day} 600-610`, words: 'no', claimed: 'system' };
  const lodged = await act(client, by('a1', 'agent'), ['appealLodged', lodge]);
  const { appealId } = decided(lodged, 'appealLodged');
  const assigned = await until(async () => {
    const { appeals } = await ask(client, client.listAppeals, { tenant, site }, queenie);
    return appeals.find((one) => one.appealId === appealId && one.secondMarker !== '');
  });
  t.match(assigned, { secondMarker: 'lou', waits: '' }, 'the own lead comes last');
  const decision = { appealId, outcome: 'accepted', reason: 'It froze.' };
  const done = await act(client, by('lou', 'team-lead'), ['appealDecided', decision]);
  t.match(decided(done, 'appealDecided'), { cause: 'system', figure: 10 });
  await nudge('decided');
  t.notOk(
    (await closes()).some(([, version]) => version === 3),
    'its day is not counted yet',
  );
  days.splice(0, 1, counted('a1', 25_000, overMs + dayMs / 2, [appealId]));
  await until(async () => {
    await nudge('counted in');
    return (await closes()).some(([id, version]) => id === 'kept' && version === 3);
  });
  t.same((await closes())[0], ['kept', 3, `appeal ${appealId}`]);
  const { appeals } = await ask(client, client.listAppeals, { tenant, site }, queenie);
  t.match(appeals, [{ state: 'accepted', cause: 'system', figure: 10 }]);
});

t.test('what changes nothing closes nothing, also by hand', async (t) => {
  if (!service) return t.pass('a Monday');
  const before = await closes();
  const close = { period: week, definitionId: 'plain', cause: 'to be sure' };
  await t.rejects(act(client, queenie, ['periodClosed', close]), /would be as it is/);
  const twice = [{ surveyId: 's', contact: 'c1', person: 'a2', satisfaction: 5 }];
  await survey(twice.map((one) => ({ ...one, at: new Date(overMs - dayMs) })));
  await nudge('the same survey again');
  t.same(await closes(), before);
});

/** A ratio as it is, of 100. */
function ratio() {
  return [
    { figure: 0, points: 0 },
    { figure: 1, points: 100 },
  ];
}

t.test('figures of the archive are asked for again, once a day and not for ever', async (t) => {
  const story = scoreStory();
  const weekly = domainDefinition({ definitionId: 'week', period: 'week' });
  story.act('q1', { kind: 'definition-decided', definition: weekly, removed: false });
  const close = { kind: 'period-closed' as const, period: '2026-W45', definitionId: 'week' };
  const facts = { ...noFacts, people: people(3) };
  story.act('', { ...close, cause: '', version: 0, content: '', cards: 0 }, { facts });
  const closedMs = story.nowMs;
  const due = (nowMs: number) =>
    dueAt(story.state, { zone: story.zone, nowMs, recounts: new Map() }).map(({ act: one }) =>
      one.kind === 'period-closed' ? one.cause : one.kind,
    );
  t.same(due(closedMs + dayMs - 1), []);
  t.same(due(closedMs + dayMs), ['facts']);
  // The week ended on 9 November in Shanghai.
  t.same(
    due(Date.UTC(2026, 10, 18, 16) + 1).filter((cause) => cause === 'facts'),
    [],
  );
});
