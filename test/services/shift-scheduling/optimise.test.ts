import t from 'tap';
import type { OptimiseResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { laterDay, siteCalendar } from '../../../services/domain/schedule/site-calendar.ts';
import { toMetadata } from '../../../services/lib/context.ts';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  by,
  decided,
  publish,
  read,
  refusal,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { client } = await startScheduling(t);
const ann = by('ann');
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 7);
const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
await setUp(client, people);

/** Two wanted from 06:00 to 22:00 of every day. */
const slots = Array.from({ length: 7 * 48 }, (_, slot) => ({
  group: 'sales',
  start: new Date(siteCalendar('UTC').instant(from, slot * 30)),
  required: slot % 48 >= 12 && slot % 48 < 44 ? 2 : 0,
  scheduled: 0,
}));

async function draftOf(name: string): Promise<string> {
  const begun = await act(client, ann, ['draftBegun', { name, from, days: 7, slotMinutes: 30 }]);
  const { draftId } = decided(begun, 'draftBegun');
  await act(client, ann, ['requirementDecided', { draftId, forecastId: '', slots }]);
  return draftId;
}

async function search(draftId: string, more: object = {}): Promise<OptimiseResponse[]> {
  const none = { people: [], days: [], stability: 0, wholeDay: false };
  const asked = { tenant, site, draftId, seconds: 0, seed: 7, work: 60, ...none, ...more };
  const steps: OptimiseResponse[] = [];
  const call = client.optimise(asked, toMetadata(ann.context));
  for await (const step of call as AsyncIterable<OptimiseResponse>) steps.push(step);
  return steps;
}

t.test('a search tells how far it is and covers what is required, breaking no rule', async (t) => {
  const draftId = await draftOf('search');
  const steps = await search(draftId);
  t.equal(steps[0]?.state, 'started');
  const last = steps.at(-1);
  t.match(last, { state: 'done', conflict: [], relaxations: [] });
  t.ok((last?.bound ?? 0) <= (last?.cost ?? 0), `${last?.bound} is proven, ${last?.cost} found`);
  t.ok((last?.curves.length ?? 0) > 0);
  const searchId = last?.searchId ?? '';
  const command = { tenant, site, searchId, people: [], days: [] };
  const one = { ...command, commandId: 'take-p1', people: ['p1'] };
  await ask(client, client.takeOptimised, one, ann);
  const part = await read(client, { draftId, from, days: 7 });
  t.same([...new Set(part.shifts.map(({ person }) => person))], ['p1'], 'a part was taken');
  await ask(client, client.takeOptimised, { ...command, commandId: 'take-all' }, ann);
  const whole = await read(client, { draftId, from, days: 7 });
  t.equal(whole.score?.hard, 0);
  // 16 hours x 2 people x 7 days; a meal of half an hour a shift is not covered by anybody else.
  t.ok((whole.score?.fit ?? 0) > 0.85, `fit ${whole.score?.fit}`);
  t.equal(whole.score?.paidMinutes, whole.shifts.length * 450);

  const again = await search(await draftOf('again'));
  t.equal(again.at(-1)?.cost, last?.cost, 'the same seed and work find the same');
});

t.test(
  'who edited the draft meanwhile is named; pinned shifts and chosen people stay',
  async (t) => {
    const draftId = await draftOf('pinned');
    const pinned = { ...shiftOf('p2', from, 'night', 'n'), pinned: true };
    const edit = { shiftId: 'n', before: undefined, after: pinned };
    await act(client, ann, ['draftEdited', { draftId, edits: [edit] }]);
    const steps = await search(draftId, { people: ['p1', 'p2'] });
    const searchId = steps.at(-1)?.searchId ?? '';
    const take = { tenant, site, searchId, people: [], days: [] };
    await ask(client, client.takeOptimised, { ...take, commandId: 'take-pinned' }, ann);
    const { shifts } = await read(client, { draftId, from, days: 7 });
    t.match(
      shifts.find(({ shiftId }) => shiftId === 'n'),
      { person: 'p2', day: from, templateId: 'night', pinned: true },
    );
    t.ok(
      shifts.every(({ person }) => ['p1', 'p2'].includes(person)),
      'nobody else was asked',
    );
    await act(client, by('bob'), [
      'draftEdited',
      { draftId, edits: [{ ...edit, after: undefined }] },
    ]);
    const late = await refusal(
      ask(client, client.takeOptimised, { ...take, commandId: 'late' }, ann),
    );
    t.match(late, { fault: 'conflict', message: /bob/ });
  },
);

t.test('a search that is stopped keeps its best, which can be taken', async (t) => {
  const draftId = await draftOf('stopped');
  const none = { people: [], days: [], stability: 0, wholeDay: false };
  // Far more seconds than this test has: only the stop ends it.
  const asked = { tenant, site, draftId, seconds: 3_000, seed: 7, work: 0, ...none };
  const steps: OptimiseResponse[] = [];
  const call = client.optimise(asked, toMetadata(ann.context));
  let stopping: Promise<unknown> = Promise.resolve();
  for await (const step of call as AsyncIterable<OptimiseResponse>) {
    steps.push(step);
    if (step.state !== 'better' || steps.some(({ state }) => state === 'stopped')) continue;
    stopping = ask(client, client.stopOptimising, { tenant, searchId: step.searchId }, ann);
  }
  await stopping;
  const last = steps.at(-1);
  t.equal(last?.state, 'stopped');
  const searchId = last?.searchId ?? '';
  const take = { tenant, site, searchId, commandId: 'take-stopped', people: [], days: [] };
  const { changes } = await ask(client, client.takeOptimised, take, ann);
  t.ok(changes > 0, `${changes} shifts were taken`);
  t.equal((await read(client, { draftId, from, days: 7 })).score?.hard, 0);
  const other = by('eve', 'planner', 'other');
  const stranger = ask(client, client.stopOptimising, { tenant: 'other', searchId }, other);
  t.equal((await refusal(stranger)).fault, 'not-found', 'of another tenant it is not known');
});

t.test('rules that cannot all be kept are named, with what would help', async (t) => {
  const { employee } = await import('./scheduler.ts');
  const value = {
    ...{ contractId: 'much', nameEn: 'Much', nameZh: '', templateIds: ['night'] },
    ...{ minWeekMinutes: 3_500, maxWeekMinutes: 3_600, leaveMinutes: {} },
  };
  const set = { effectiveFrom: '2020-01-01', removed: false };
  await act(client, ann, ['setupDecided', { ...set, value: { $case: 'contract', value } }]);
  const rule = {
    ...{ ruleId: 'off', kind: 'days-off-per-window', scope: 'all', scopeIds: [] },
    ...{ window: 'calendar-week', numbers: { min: 2 }, words: {}, hard: true, weight: 0 },
    ...{ source: '', effectiveFrom: '', effectiveTo: '', preset: '' },
  };
  const hours = { ...rule, ruleId: 'hours', kind: 'contract-minutes', numbers: {} };
  for (const one of [rule, hours]) {
    await act(client, ann, ['setupDecided', { ...set, value: { $case: 'rule', value: one } }]);
  }
  const much = employee('p1', { contractId: 'much' });
  await act(client, ann, ['setupDecided', { ...set, value: { $case: 'employee', value: much } }]);
  const monday = Array.from({ length: 7 }, (_, n) => laterDay(from, n)).find(
    (day) => new Date(day).getUTCDay() === 1,
  ) as string;
  const begun = await act(client, ann, [
    'draftBegun',
    { name: 'much', from: monday, days: 7, slotMinutes: 30 },
  ]);
  const { draftId } = decided(begun, 'draftBegun');
  await act(client, ann, ['requirementDecided', { draftId, forecastId: '', slots }]);
  const last = (await search(draftId)).at(-1);
  t.equal(last?.state, 'infeasible');
  const kinds = new Set(last?.conflict.map(({ kind, person }) => `${person} ${kind}`));
  t.same([...kinds].sort(), ['p1 week-days-off-min', 'p1 week-minutes-min']);
  // Seven nights of 450 paid minutes are 3,150; with two days off five are 2,250.
  t.match(last?.relaxations.join(), /at least 3150 paid .*at least 2250 paid .*0 days off/);
});

t.test('the future breaks of today are placed anew, and a preview moves nothing', async (t) => {
  await publish(client, {
    from: today,
    days: 1,
    shifts: people.map((p) => shiftOf(p, today, 'late')),
  });
  const asked = { tenant, site, commandId: 'breaks', preview: true };
  const seen = await ask(client, client.replaceBreaks, asked, by('sue', 'supervisor'));
  t.ok(seen.underAfter <= seen.underBefore);
  t.equal(seen.position, 0);
});
