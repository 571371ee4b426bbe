import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import {
  type AdherenceNow,
  AdherenceStatus,
  DeviationCause,
} from '../../../../proto/gen/floorcast/agent/v1/adherence.ts';
import type { AdherenceAct } from '../../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import {
  AdherenceServiceClient,
  type GetAdherenceDayResponse,
} from '../../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import {
  type ScoreAct,
  ScoreDecided,
} from '../../../../proto/gen/floorcast/score/v1/score_decision.ts';
import { readConfig } from '../../../../services/agent-status/config.ts';
import { serve } from '../../../../services/agent-status/serve.ts';
import type { Fact } from '../../../../services/domain/fact.ts';
import type { Setting } from '../../../../services/domain/settings/settings.ts';
import type { Context, Role } from '../../../../services/lib/context.ts';
import { encodeBatch } from '../../../../services/lib/facts.ts';
import { ask } from '../../../../services/lib/grpc.ts';
import { encodeDecision } from '../../../../services/lib/settings-wire.ts';
import { subjects } from '../../../../services/lib/subjects.ts';
import { shiftOf } from '../../../domain/agent/adherence/tell-day.ts';
import { agentFact, eight, leg, minute } from '../../../domain/agent/story.ts';
import { plainShift } from '../../../fixtures/adherence/worked-day.ts';
import { startNats, type TestNats } from '../../../helpers/nats.ts';
import { freePort } from '../../../helpers/ports.ts';
import { until } from '../../../helpers/until.ts';
import { startArchive } from './stub-archive.ts';
import { type StubSchedule, startSchedule } from './stub-schedule.ts';

const as = (person: string, role: Role): Context => ({ tenant: 'main', person, roles: [role] });
const supervisor = as('p-sup', 'supervisor');
const anna = as('p-anna', 'agent');
/** Minutes after 08:00 UTC on 2026-03-02, a Monday. */
const at = (clock: string) => {
  const [hour = 0, min = 0] = clock.split(':').map(Number);
  return eight + (hour - 8) * 60 * minute + min * minute;
};

interface Centre {
  client: AdherenceServiceClient;
  clock: { ms: number };
  sweep: () => Promise<void>;
  end: () => Promise<void>;
}

async function start(
  t: Test,
  bus: TestNats,
  schedulePort: number,
  archivePort = 1,
): Promise<Centre> {
  const stop = new AbortController();
  const ends: (() => unknown)[] = [];
  const clock = { ms: at('08:00') };
  const address = '127.0.0.1:0';
  const config = readConfig({
    AGENT_STATUS_GRPC: address,
    AGENT_STATUS_ADMIN: address,
    SHIFT_SCHEDULING_GRPC: `127.0.0.1:${schedulePort}`,
    EVENT_ARCHIVE_GRPC: `127.0.0.1:${archivePort}`,
  });
  const serving = await serve({
    nats: bus.nats,
    config,
    clock: () => clock.ms,
    log: pino({ level: 'silent' }),
    signal: stop.signal,
    defer: (end) => void ends.push(end),
  });
  const target = `127.0.0.1:${serving.grpcPort}`;
  const client = new AdherenceServiceClient(target, credentials.createInsecure());
  let ended = false;
  const end = async () => {
    if (ended) return;
    ended = true;
    client.close();
    stop.abort();
    for (const one of ends.reverse()) await one();
    await serving.done;
  };
  t.teardown(end);
  return { client, clock, sweep: serving.sweepDays, end };
}

async function settle(bus: TestNats, more: readonly Setting[] = []): Promise<void> {
  const name = { en: 'HQ', zh: '' };
  const person = { team: '', site: 'hq', skills: {}, duties: [], objectsTo: [] };
  const identity = { source: 'pbx', agent: 'anna', person: 'p-anna' };
  const settings: Setting[] = [
    {
      kind: 'site',
      id: 'hq',
      effectiveFromMs: 0,
      value: { name, timeZone: 'UTC', privacy: 'none', callerDigits: 0, posted: [], noticeOn: '' },
    },
    { kind: 'person', id: 'p-anna', effectiveFromMs: 0, value: person },
    { kind: 'person', id: 'p-bo', effectiveFromMs: 0, value: person },
    { kind: 'sourceIdentity', id: 'pbx/anna', effectiveFromMs: 0, value: identity },
  ];
  for (const setting of [...settings, ...more]) {
    const made = { commandId: crypto.randomUUID(), author: 'test', decidedAtMs: eight };
    const bytes = encodeDecision({ ...made, tenant: 'main', setting });
    const subject = subjects.setting('main', setting.kind, setting.id);
    await jetstream(bus.nats).publish(subject, bytes);
  }
}

async function tell({ nats }: TestNats, facts: Fact[]): Promise<void> {
  const batch = encodeBatch({ tenant: 'main', sentAtMs: eight, facts });
  await jetstream(nats).publish(subjects.facts('main', 0), batch);
}

const ready = (clock: string) => agentFact('anna', at(clock), 'chose', { queues: { sales: null } });
const rest = (clock: string, reason: string) =>
  agentFact('anna', at(clock), 'chose', { queues: { sales: reason } });
const out = (clock: string) => agentFact('anna', at(clock), 'signed-out', { queues: {} });

/** Call 11:55-12:12, lunch behind it, ten minutes away at 13:00, out at 16:00. */
const theDay: Fact[] = [
  ready('08:00'),
  rest('10:00', ''),
  ready('10:15'),
  leg('c1', 'sales', at('11:55'))({ kind: 'answered', agent: 'anna', waitMs: 0 }, at('11:55')),
  leg(
    'c1',
    'sales',
    at('11:55'),
  )({ kind: 'completed', agent: 'anna', talkMs: 17 * minute, endedBy: 'customer' }, at('12:12')),
  rest('12:12', 'lunch'),
  ready('12:42'),
  rest('13:00', 'coaching'),
  ready('13:10'),
  rest('14:00', ''),
  ready('14:15'),
  out('16:00'),
];
const until_ = (clock: string) => theDay.filter(({ atMs }) => atMs <= at(clock));
const after = (from: string, to: string) =>
  theDay.filter(({ atMs }) => atMs > at(from) && atMs <= at(to));

const shift = (text: string, id = 'a1', person = 'p-anna') => ({
  ...shiftOf(text, { day: '2026-03-02', zone: 'UTC', id }),
  person,
});

async function now({ client }: Centre, context = supervisor) {
  const request = { tenant: 'main', site: 'hq' };
  return ask(client, client.getAdherenceNow, request, { context });
}

async function annaNow(centre: Centre): Promise<AdherenceNow> {
  const { people } = await now(centre);
  const found = people.find(({ person }) => person === 'p-anna');
  if (!found) throw new Error('anna is not there');
  return found;
}

/**
 * Waits until anna is seen so, and then it is the time given. No two looks are at the same time: all
 * who ask within a second get the same answer.
 */
async function heard(
  centre: Centre,
  clock: string,
  isSeen: (anna: AdherenceNow) => boolean,
): Promise<void> {
  let looks = 0;
  await until(async () => {
    looks += 1;
    centre.clock.ms = at(clock) - 20_000 - (looks % 2) * 1_500;
    return isSeen(await annaNow(centre));
  });
  centre.clock.ms = at(clock);
}

function dayOf({ client }: Centre, context = supervisor, person = 'p-anna') {
  const request = { tenant: 'main', site: 'hq', person, day: '2026-03-02' };
  return ask(client, client.getAdherenceDay, request, { context });
}

function days({ client }: Centre, context = supervisor) {
  const span = { from: '2026-03-02', to: '2026-03-03', people: [] };
  const request = { tenant: 'main', site: 'hq', ...span };
  return ask(client, client.listAdherenceDays, request, { context });
}

function act({ client }: Centre, context: Context, what: NonNullable<AdherenceAct['what']>) {
  const request = { tenant: 'main', site: 'hq', commandId: '', act: { what } };
  return ask(client, client.decideAdherence, request, { context });
}

/** What scorecards would append about contested minutes. */
function appealsOf({ nats }: TestNats) {
  const append = async (what: NonNullable<ScoreAct['what']>, author: string) => {
    const made = { commandId: crypto.randomUUID(), decidedAt: new Date(at('16:00')) };
    const of = { tenant: 'main', site: 'hq', act: { what } };
    const bytes = ScoreDecided.encode({ ...made, ...of, author }).finish();
    await jetstream(nats).publish(subjects.scores('main', 'hq'), bytes);
  };
  const person = 'p-anna';
  return {
    lodged: (appealId: string, target: string, claimed: string) => {
      const dueAt = new Date(at('24:00'));
      const value = { appealId, of: 'adherence', target, person, words: 'no', dueAt, claimed };
      return append({ $case: 'appealLodged', value: { ...value, firstMarker: '' } }, person);
    },
    decided: (appealId: string, outcome: string, figure?: number) => {
      const value = { appealId, outcome, reason: 'seen', evaluation: undefined, figure, cause: '' };
      return append({ $case: 'appealDecided', value }, 'p-second');
    },
  };
}

const minutesOut = ({ sums }: Pick<GetAdherenceDayResponse, 'sums'>) => {
  const { customerMs = 0, systemMs = 0, supervisorMs = 0, ownMs = 0 } = sums?.out ?? {};
  return [customerMs, systemMs, supervisorMs, ownMs].map((ms) => ms / minute);
};

async function published(bus: TestNats, schedule: StubSchedule, text: string): Promise<void> {
  schedule.publish([shift(text)]);
  bus.nats.publish(subjects.liveSchedule('main'));
  await bus.nats.flush();
}

t.test('a day is seen live, contested, counted, and counted anew', async (t) => {
  const bus = await startNats(t);
  await settle(bus);
  const port = await freePort();
  const centre = await start(t, bus, port);
  await tell(bus, until_('11:55'));
  centre.clock.ms = at('11:56');

  const without = await now(centre);
  t.match(without.noSchedule, /cannot be reached/, 'why there is no plan');
  t.equal(without.people[0]?.today?.scheduledMs, undefined, 'no plan is null, never 0');

  const schedule = await startSchedule(t, `127.0.0.1:${port}`);
  await until(async () => {
    await published(bus, schedule, plainShift);
    return (await now(centre)).scheduleVersion > 0;
  });
  const planned = (await now(centre)).scheduleVersion;
  await heard(centre, '11:58', ({ now: one }) => one?.contactSince !== undefined);
  t.match(await annaNow(centre), {
    now: { status: AdherenceStatus.IN, cause: DeviationCause.UNSPECIFIED },
    next: { from: new Date(at('12:00')), to: new Date(at('12:30')) },
    today: { scheduledMs: 238 * minute, inMs: 238 * minute },
  });

  centre.clock.ms = at('12:05');
  t.match(
    await annaNow(centre),
    {
      now: { status: AdherenceStatus.OUT, cause: DeviationCause.CUSTOMER, why: 'overrun' },
      since: new Date(at('12:00')),
      owed: { from: new Date(at('12:05')), to: new Date(at('12:35')) },
    },
    'the contact that began before lunch runs over',
  );
  await tell(bus, after('11:55', '13:10'));
  await heard(centre, '13:30', ({ today }) => today?.out?.ownMs === 10 * minute);
  t.match(await annaNow(centre), {
    today: { out: { customerMs: 24 * minute }, adherence: (330 - 34) / 330 },
  });

  await t.rejects(dayOf(centre, as('p-bo', 'agent')), /may not see the day of "p-anna"/);
  await t.rejects(now(centre, as('', 'wall')), /needs one of the roles/);
  t.same(
    (await now(centre, as('p-bo', 'agent'))).people.map(({ person }) => person),
    ['p-bo'],
  );

  const contested = {
    ...{ contestId: '', person: '', from: new Date(at('13:00')), to: new Date(at('13:10')) },
    ...{ claimed: DeviationCause.SUPERVISOR, words: 'coaching with the lead' },
  };
  await t.rejects(
    act(centre, anna, { $case: 'contested', value: contested }),
    /contested as an appeal of scores/,
  );
  const told = appealsOf(bus);
  await told.lodged('ap1', '2026-03-02 780-790', 'supervisor');
  await until(async () => (await annaNow(centre)).openContests === 1);
  t.match((await dayOf(centre)).contests, [{ state: 'open', contest: { contestId: 'ap1' } }]);
  t.same(minutesOut(await dayOf(centre)), [24, 0, 0, 10], 'nothing is excused yet');
  await told.decided('ap1', 'accepted');
  await until(async () => (await dayOf(centre)).contests[0]?.state === 'accepted');
  t.same(minutesOut(await dayOf(centre)), [24, 0, 10, 0]);

  await tell(bus, after('13:10', '16:00'));
  centre.clock.ms = at('24:15');
  await until(async () => (await dayOf(centre)).sums?.scheduledMs === 480 * minute);
  await centre.sweep();
  const counted = await until(async () => {
    const found = (await days(centre)).days.find(({ person }) => person === 'p-anna');
    return found?.version === 1 ? found : null;
  });
  t.match(counted, { why: 'over', scheduleVersion: planned, day: '2026-03-02' });
  t.same(counted.contests, ['ap1'], 'the count says that the contest is in it');
  t.same(minutesOut(counted), [24, 0, 10, 0]);
  await centre.sweep();
  t.equal((await dayOf(centre)).versions.length, 1, 'what did not change is not counted again');

  // Lunch was in truth planned for 12:12: nothing ran over.
  await published(
    bus,
    schedule,
    plainShift.replace(
      '10:15-12:00 work, 12:00-12:30 meal, 12:30-14:00',
      '10:15-12:12 work, 12:12-12:42 meal, 12:42-14:00',
    ),
  );
  const again = await until(async () => {
    await centre.sweep();
    return (await dayOf(centre)).versions.at(1);
  });
  t.match(again, { version: 2, why: 'schedule', scheduleVersion: planned + 1 });
  t.same(minutesOut(again), [0, 0, 10, 0]);
  t.same(minutesOut({ sums: again.before }), [24, 0, 10, 0], 'what changed');
  const total = (await days(centre)).totals.find(({ week }) => week === '2026-03-02');
  t.match(total, { person: 'p-anna', days: 1, sums: { scheduledMs: 480 * minute } });

  const before = await dayOf(centre);
  await centre.end();
  const second = await start(t, bus, port);
  second.clock.ms = at('24:15');
  await until(async () => (await now(second)).scheduleVersion > 0);
  t.same(await dayOf(second), before, 'a restart tells the same');
});

t.test('a decided contest is counted in once: at once, again told, over restart', async (t) => {
  const bus = await startNats(t);
  await settle(bus);
  const schedule = await startSchedule(t);
  schedule.publish([shift(plainShift)]);
  const centre = await start(t, bus, schedule.port);
  await tell(bus, theDay);
  centre.clock.ms = at('24:15');
  await until(async () => (await dayOf(centre)).sums?.out?.ownMs === 10 * minute);
  await centre.sweep();
  const line = async (of: Centre) =>
    (await days(of)).days.find(({ person, version }) => person === 'p-anna' && version > 0);
  t.match(await until(() => line(centre)), { version: 1, contests: [] });

  const told = appealsOf(bus);
  await told.lodged('part', '2026-03-02 780-790', 'system');
  await told.decided('part', 'partly', 4);
  const counted = await until(async () => {
    const found = await line(centre);
    return found?.version === 2 ? found : null;
  });
  t.match(counted, { why: 'decision', contests: ['part'] });
  t.same(minutesOut(counted), [24, 4, 0, 6], 'four minutes of ten');
  await told.decided('part', 'partly', 4);
  // About what was kept anyway: it changes no minute, but is said to be counted in.
  await told.lodged('kept', '2026-03-02 840-850', 'system');
  await told.decided('kept', 'accepted');
  const settled = await until(async () => {
    const found = await line(centre);
    return found?.version === 3 ? found : null;
  });
  t.same(
    [settled.contests, minutesOut(settled)],
    [
      ['kept', 'part'],
      [24, 4, 0, 6],
    ],
  );
  await centre.sweep();
  t.equal((await dayOf(centre)).versions.length, 3, 'a repeat changes nothing');

  await centre.end();
  // Decided while nobody followed.
  await told.lodged('away', '2026-03-02 790-791', 'system');
  await told.decided('away', 'accepted');
  const second = await start(t, bus, schedule.port);
  second.clock.ms = at('24:30');
  await until(async () => (await now(second)).scheduleVersion > 0);
  await second.sweep();
  t.match(await line(second), { version: 4, contests: ['away', 'kept', 'part'] });
  t.match((await dayOf(second)).contestUntil, new Date(at('24:00') + 14 * 24 * 60 * minute));
});

t.test('marks excuse what was asked, and nobody marks their own time', async (t) => {
  const bus = await startNats(t);
  await settle(bus);
  const schedule = await startSchedule(t);
  schedule.publish([shift(plainShift)]);
  const centre = await start(t, bus, schedule.port);
  await tell(bus, theDay);
  await heard(centre, '16:30', ({ today }) => today?.out?.ownMs === 10 * minute);
  const stretch = { from: new Date(at('13:00')), to: new Date(at('13:10')) };
  const mark = { markId: '', kind: 'coaching', people: ['p-anna'], ...stretch, note: '' };
  await t.rejects(act(centre, anna, { $case: 'markSet', value: mark }), /may not decide marks/);
  const own = { ...mark, people: ['p-sup', 'p-anna'] };
  await t.rejects(act(centre, supervisor, { $case: 'markSet', value: own }), /their own time/);
  await act(centre, supervisor, { $case: 'markSet', value: mark });
  const [customer, , , ownMinutes] = minutesOut(await dayOf(centre));
  t.same([customer, ownMinutes], [24, 0]);
});

t.test('an old day comes out of the archive, each part for who had the phone then', async (t) => {
  const bus = await startNats(t);
  const day = '2026-02-20';
  const noon = Date.UTC(2026, 1, 20, 12);
  const desk = (person: string, effectiveFromMs: number): Setting => {
    const value = { source: 'pbx', agent: 'desk', person };
    return { kind: 'sourceIdentity', id: 'pbx/desk', effectiveFromMs, value };
  };
  await settle(bus, [desk('p-anna', 0), desk('p-bo', noon)]);
  const schedule = await startSchedule(t);
  const of = (person: string, text: string) => ({
    ...shiftOf(text, { day, zone: 'UTC', id: person }),
    person,
  });
  schedule.publish([of('p-anna', '08:00-12:00 work'), of('p-bo', '12:00-16:00 work')]);
  // The desk was ready from 08:20 on, and left at 15:30.
  const archive = await startArchive(t, (agent) =>
    agent === 'desk'
      ? [
          { state: 'ready', from: noon - 220 * minute, to: noon + 210 * minute },
          { state: 'signed-out', from: noon + 210 * minute, to: noon + 720 * minute },
        ]
      : [],
  );
  const centre = await start(t, bus, schedule.port, archive);
  const old = async (person: string) => {
    const request = { tenant: 'main', site: 'hq', person, day };
    const { client } = centre;
    const answer = await ask(client, client.getAdherenceDay, request, { context: supervisor });
    const out = answer.stretches.filter(({ status }) => status === AdherenceStatus.OUT);
    return { from: answer.seenFrom, why: out.map(({ why }) => why), out: minutesOut(answer) };
  };
  t.same(await old('p-anna'), { from: 'archive', why: ['late-start'], out: [0, 0, 0, 20] });
  t.same(await old('p-bo'), { from: 'archive', why: ['early-end'], out: [0, 0, 0, 30] });
});
