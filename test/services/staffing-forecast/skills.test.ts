// Several skills over gRPC, in the service's threads. What is exact: Erlang A for one queue and
// one group (services/domain/staffing, itself tested against scipy and mpmath references).
import { credentials, status } from '@grpc/grpc-js';
import t from 'tap';
import type {
  SkillGroup,
  SkillQueue,
} from '../../../proto/gen/floorcast/staffing/v1/requirement.ts';
import {
  StaffingServiceClient,
  type StaffSkillsAnswer,
  type StaffSkillsProgress,
  type StaffSkillsRequest,
} from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { requiredAgents } from '../../../services/domain/staffing/sizing.ts';
import { staffingFigures } from '../../../services/domain/staffing/staffing-figures.ts';
import { toMetadata } from '../../../services/lib/context.ts';
import { ask, fromStatus } from '../../../services/lib/grpc.ts';
import { startNats } from '../../helpers/nats.ts';
import { startService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { by } from './planner.ts';

const bus = await startNats(t);
// Nothing here asks for history.
const env = { FLOORCAST_NATS_URL: bus.url, EVENT_ARCHIVE_GRPC: '127.0.0.1:9' };
const service = await startService(t, 'staffing-forecast', env);
const client = new StaffingServiceClient(service.address, credentials.createInsecure());
t.teardown(() => client.close());
const ann = by('ann');

const queue = (name: string, more: Partial<SkillQueue> = {}): SkillQueue => ({
  ...{ queue: name, callsPerHour: 150, ahtS: 240, patienceS: 120, priority: 0 },
  ...{ goals: { serviceLevel: 0.8, withinS: 20, rule: 'missed', minimumAgents: 0 } },
  handlingLogSd: undefined,
  ...more,
});
const group = (name: string, agents: number, more: Partial<SkillGroup> = {}): SkillGroup => ({
  ...{ name, agents, queues: [], cost: 0, skills: [], breaks: [] },
  ...{ minimumAgents: 0, maximumAgents: undefined },
  ...more,
});
const centre = (more: Partial<StaffSkillsRequest>): StaffSkillsRequest => ({
  ...{ tenant: 'main', groups: [], queues: [], search: false, replications: 20, hours: 8, seed: 1 },
  contactChoice: '',
  ...more,
});

/** The answer, with all that was told on the way. */
async function staffed(asked: Partial<StaffSkillsRequest>, who = ann) {
  const told: StaffSkillsProgress[] = [];
  let answer: StaffSkillsAnswer | undefined;
  try {
    const call = client.staffSkills(centre(asked), toMetadata(who.context));
    for await (const message of call) {
      if (message.told.$case === 'answer') answer = message.told.value;
      else told.push(message.told.value);
    }
  } catch (error) {
    throw fromStatus(error as Parameters<typeof fromStatus>[0]);
  }
  if (!answer) throw new Error('no answer');
  return { answer, told };
}

const goals = { serviceLevel: 0.8, withinS: 20, rule: 'missed' } as const;

t.test('one queue and one group: the intervals hold what Erlang A says', async (t) => {
  const wide = { hours: 24, replications: 40 };
  for (const agents of [9, 11, 14]) {
    const exact = staffingFigures('erlang-a', {
      ...{ erlangs: 10, ahtS: 240, agents, withinS: 20, patienceS: 120, rule: 'missed' },
    });
    const asked = { queues: [queue('a')], groups: [group('g', agents, { queues: ['a'] })] };
    const { answer } = await staffed({ ...asked, ...wide });
    const [found] = answer.queues;
    const figures = {
      serviceLevel: [found?.serviceLevel, exact.serviceLevel],
      asaS: [found?.asaS, exact.asaS],
      asaAnsweredS: [found?.asaAnsweredS, exact.asaAnsweredS],
      pAbandon: [found?.pAbandon, exact.pAbandon],
      pWait: [found?.pWait, exact.pWait],
      occupancy: [answer.groups[0]?.occupancy, exact.occupancy],
    } as const;
    for (const [name, [got, wanted]] of Object.entries(figures)) {
      const { value = NaN, low = NaN, high = NaN } = got ?? {};
      const sentence = `${agents} agents, ${name}: ${wanted} in ${low} to ${high}`;
      t.ok(low <= (wanted ?? NaN) && (wanted ?? NaN) <= high, sentence);
      t.ok(low <= value && value <= high && high > low, 'an interval around the figure');
      t.ok(high - low < 0.25 * Math.max(wanted ?? 0, 0.3), `narrow: ${high - low} wide`);
    }
    const least = requiredAgents('erlang-a', { erlangs: 10, ahtS: 240, patienceS: 120 }, goals);
    const enough = agents >= (least.agents ?? 0);
    t.equal(found?.standing, enough ? 'met' : 'missed');
    t.equal(answer.meets, enough);
  }
});

t.test('the same seed gives the same figures, another seed others', async (t) => {
  const asked = { queues: [queue('a')], groups: [group('g', 11, { queues: ['a'] })] };
  const first = await staffed(asked);
  t.same((await staffed(asked)).answer, first.answer);
  t.equal(first.answer.seed, 1);
  t.notSame((await staffed({ ...asked, seed: 2 })).answer.queues, first.answer.queues);
});

t.test('more priority is first; breaks and overflow are carried', async (t) => {
  const two = (first: number, second: number) => ({
    queues: [queue('a', { priority: first }), queue('b', { priority: second })],
    groups: [group('ab', 20, { queues: ['a', 'b'] })],
  });
  const levels = ({ answer }: { answer: StaffSkillsAnswer }) =>
    answer.queues.map(({ serviceLevel }) => serviceLevel?.value ?? 0);
  const [a = 0, b = 0] = levels(await staffed(two(5, 1)));
  t.ok(a > b + 0.1, `a is first: ${a} against ${b}`);
  const [c = 0, d = 0] = levels(await staffed(two(-1, 0)));
  t.ok(d > c + 0.1, `b is first: ${d} against ${c}`);

  const alone = (agents: number, more: Partial<SkillGroup> = {}) => ({
    queues: [queue('a')],
    groups: [group('g', agents, { queues: ['a'], ...more })],
  });
  const away = [{ startS: 0, endS: 4 * 3_600, agents: 4 }];
  const [whole = 0] = levels(await staffed(alone(13)));
  const [broken = 0] = levels(await staffed(alone(13, { breaks: away })));
  const [fewer = 0] = levels(await staffed(alone(9)));
  const half = (whole + fewer) / 2;
  t.ok(Math.abs(broken - half) < 0.02, `half the time four fewer: ${broken}, about ${half}`);

  const helped = (afterS: number) => {
    const spare = { queue: 'a', level: 2, timeFactor: 0, afterS };
    const own = { queue: 'a', level: 1, timeFactor: 0, afterS: 0 };
    const groups = [group('own', 8, { skills: [own] }), group('help', 8, { skills: [spare] })];
    return { queues: [queue('a')], groups };
  };
  const busy = async (afterS: number) => {
    const { answer } = await staffed(helped(afterS));
    return answer.groups[1]?.occupancy?.value ?? 0;
  };
  const [atOnce, later] = [await busy(0), await busy(60)];
  t.ok(later > 0.01 && later < 0.6 * atOnce, `overflow spares the helpers: ${later}, ${atOnce}`);
});

t.test('the cheapest agents meet every goal again by another seed, and no fewer do', async (t) => {
  const queues = [queue('a'), queue('b', { callsPerHour: 90, priority: 1 })];
  const groups = [
    group('A', 0, { queues: ['a'], cost: 1 }),
    group('B', 0, { queues: ['b'], cost: 1 }),
    group('AB', 0, { queues: ['a', 'b'], cost: 1.1 }),
  ];
  const { answer, told } = await staffed({ queues, groups, search: true });
  t.ok(answer.meets && answer.finished);
  t.ok(told.length > 0, 'it told how far it was');
  t.ok(
    told.some(({ bestCost }) => bestCost !== undefined),
    'and what was found so far',
  );
  t.ok(answer.cost > (answer.leastCost ?? Infinity), `${answer.cost} > ${answer.leastCost}`);
  const found = groups.map((one, place) => {
    return { ...one, agents: answer.groups[place]?.agents ?? 0 };
  });
  const long = { queues, hours: 24, replications: 60 };
  const again = await staffed({ ...long, groups: found, seed: 4_711 });
  for (const { queue: name, serviceLevel, standing } of again.answer.queues) {
    t.equal(standing, 'met', `${name}: ${serviceLevel?.low} to ${serviceLevel?.high}`);
  }
  t.equal(again.answer.cost, answer.cost);
  for (const [place, { name, agents }] of found.entries()) {
    if (agents === 0) continue;
    const less = found.map((one, i) => (i === place ? { ...one, agents: agents - 1 } : one));
    const { answer: worse } = await staffed({ ...long, groups: less, seed: 4_711 });
    t.notOk(worse.meets, `with one fewer in ${name} a goal is no longer met`);
  }
});

t.test('one queue alone is staffed as Erlang A sizes it', async (t) => {
  const exact = requiredAgents('erlang-a', { erlangs: 10, ahtS: 240, patienceS: 120 }, goals);
  const asked = { queues: [queue('a')], groups: [group('g', 0, { queues: ['a'] })], search: true };
  const { answer } = await staffed(asked);
  t.equal(answer.groups[0]?.agents, exact.agents);
  t.ok(answer.meets);
});

t.test('who hangs up ends the work, and the service answers meanwhile', async (t) => {
  const names = Array.from({ length: 16 }, (_, i) => `q${i}`);
  const pairs = names.map((name, i) => [name, names[(i + 1) % names.length] ?? name]);
  const slow = centre({
    queues: names.map((name, i) => queue(name, { callsPerHour: 100 + 10 * i })),
    groups: [...names.map((name) => [name]), ...pairs].map((queues, i) =>
      group(`g${i}`, 0, { queues, cost: queues.length }),
    ),
    search: true,
  });
  const hungUp = client.staffSkills(slow, toMetadata(ann.context));
  const ended = new Promise<number>((resolve) => {
    hungUp.on('error', (error: { code?: number }) => resolve(error.code ?? -1));
  });
  await new Promise((resolve) => hungUp.once('data', resolve));
  const begunMs = performance.now();
  await ask(client, client.listForecasts, { tenant: 'main', site: '' }, ann);
  t.ok(performance.now() - begunMs < 1_000, 'a question is answered while a search goes on');
  const waiting = Array.from({ length: 8 }, () =>
    client.staffSkills(slow, toMetadata(ann.context)),
  );
  for (const call of waiting) call.on('error', () => undefined);
  const crowded = await until(async () => {
    const asked = { queues: [queue('a')], groups: [group('g', 11, { queues: ['a'] })] };
    const call = client.staffSkills(centre(asked), toMetadata(ann.context));
    const refused = await new Promise<string>((resolve) => {
      call.on('error', ({ message }: Error) => resolve(message));
      call.on('end', () => resolve(''));
      call.resume();
      setTimeout(() => call.cancel(), 200).unref();
    });
    return /under way or wait: try again later/.test(refused);
  });
  t.ok(crowded, 'the tenth is refused');
  for (const call of [hungUp, ...waiting]) call.cancel();
  t.equal(await ended, status.CANCELLED);
  const asked = { queues: [queue('a')], groups: [group('g', 11, { queues: ['a'] })] };
  const after = await until(() => staffed(asked).catch(() => null), 5_000);
  t.equal(after.answer.agents, 11, 'the thread is free soon: nobody searches on');
});

t.test('what cannot be is refused in a sentence', async (t) => {
  const one = { queues: [queue('a')], groups: [group('g', 11, { queues: ['a'] })] };
  const breaks = [{ startS: 0, endS: 60, agents: 1 }];
  const withGoals = (more: object) => [
    queue('a', { goals: { rule: 'missed', minimumAgents: 0, ...more } }),
  ];
  const cases: [Partial<StaffSkillsRequest>, RegExp][] = [
    [{ ...one, queues: [] }, /queues: 0, but must be from 1 to 40/],
    [{ ...one, hours: 25 }, /hours: 25, but must be from 1 to 24/],
    [{ ...one, replications: 1 }, /replications: 1, but must be from 2 to 200/],
    [{ ...one, groups: [group('g', 1)] }, /group "g": give either queues or skills/],
    [{ ...one, groups: [group('g', 1, { queues: ['x'] })] }, /group "g": no queue "x"/],
    [{ ...one, groups: [group('g', 9_999, { queues: ['a'] })] }, /9999 agents, at most 5000/],
    [{ ...one, queues: withGoals({ occupancy: 0.8 }) }, /occupancy 0.8 cannot be a goal/],
    [{ ...one, queues: withGoals({}), search: true }, /no queue has a goal/],
    [
      { ...one, groups: [group('g', 1, { queues: ['a'], breaks })], search: true },
      /group "g": a search finds agents on queue, so give it no breaks/,
    ],
    [
      { ...one, groups: [group('g', 9, { queues: ['a'], maximumAgents: 5 })], search: true },
      /no staffing within the limits/,
    ],
    [{ ...one, queues: [queue('a', { callsPerHour: 1e6 })] }, /contacts in 20 replications/],
    [
      { ...one, queues: [queue('a', { callsPerHour: 1e5 })], search: true },
      /a search can afford 50000/,
    ],
    [{ ...one, contactChoice: 'random' }, /contact_choice is "random"/],
  ];
  for (const [asked, sentence] of cases) await t.rejects(staffed(asked), { message: sentence });
  for (const who of [by('cat', 'wall'), by('eve', 'planner', 'other')]) {
    const refused: unknown = await staffed(one, who).catch((error: unknown) => error);
    t.match(refused, { fault: 'not-allowed' }, `${who.context.person} may not ask`);
  }
});
