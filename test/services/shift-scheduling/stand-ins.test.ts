// Stand-ins decided in scorecards are asked first in scheduling: both services over one NATS.
import t from 'tap';
import { siteCalendar } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { startService } from '../../helpers/service.ts';
import { clientOf, act as score, by as scorer, staffSite } from '../scorecards/scoring.ts';
import {
  act,
  by,
  decided,
  employee,
  refusal,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { bus, client, service } = await startScheduling(t);
await staffSite(bus);
const scorecards = await startService(t, 'scorecards', {
  FLOORCAST_NATS_URL: bus.url,
  DIRECTORY_GRPC: '127.0.0.1:1',
  EVENT_ARCHIVE_GRPC: '127.0.0.1:1',
  AGENT_STATUS_GRPC: '127.0.0.1:1',
});
const scores = clientOf(t, scorecards.address);
const [ann, sue, boss] = [by('ann'), by('sue', 'supervisor'), scorer('boss', 'administrator')];
const day = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
const post = {
  postId: '160',
  rung: 1,
  nameEn: 'Statistics',
  nameZh: '统计岗',
  payCoefficient: 1.4,
};
const rules = {
  ...{ effectiveFrom: '2020-01-01', reviewMonths: 1, upShare: 0.1, downShare: 0.1, minGroup: 5 },
  posts: [{ ...post, standIns: ['a4', 'a2'] }],
};
const holding = { person: 'a1', postId: '160', since: '2020-01-01', warned: false, stars: 0 };
const ranked = async () => {
  const asked = { tenant, site, purpose: 'stand-in', shiftId: 'gone' };
  const span = { from: undefined, to: undefined };
  return (await ask(client, client.rankCandidates, { ...asked, ...span }, sue)).candidates;
};
const standIns = (who = sue, more = {}) =>
  ask(client, client.listStandIns, { tenant, site, day, away: [], ...more }, who);

t.before(async () => {
  await setUp(client, ['a1', 'a2', 'a3', 'a4', 'a5']);
  const set = { effectiveFrom: '2020-01-01', removed: false };
  for (const value of [
    employee('a1', { post: 'statistics' }),
    employee('a5', { standInFor: ['statistics'] }),
  ]) {
    await act(client, ann, ['setupDecided', { ...set, value: { $case: 'employee', value } }]);
  }
  const about = { name: 'day', from: day, days: 1, slotMinutes: 30 };
  const { draftId } = decided(await act(client, ann, ['draftBegun', about]), 'draftBegun');
  const at = (slot: number) => new Date(siteCalendar('UTC').instant(day, slot * 30));
  const slots = Array.from({ length: 48 }, (_, slot) => ({
    ...{ group: 'sales', start: at(slot), required: 1, scheduled: 0 },
  }));
  await act(client, ann, ['requirementDecided', { draftId, forecastId: '', slots }]);
  const shifts = [shiftOf('a1', day, 'early', 'gone'), shiftOf('a2', day, 'late')];
  const edits = shifts.map((after) => ({ shiftId: after.shiftId, before: undefined, after }));
  await act(client, ann, ['draftEdited', { draftId, edits }]);
  await act(client, ann, ['draftPublished', { draftId }]);
  await act(client, sue, ['sicknessReported', { person: 'a1', from: day, to: day }]);
});

t.test('without a ladder the setup of the schedule says who is trained', async (t) => {
  const [first, ...others] = await ranked();
  t.match(first, { person: 'a5', standIn: true, trained: { postId: 'statistics', place: 0 } });
  t.ok(others.every(({ standIn, trained }) => !standIn && trained === undefined));
});

t.test('a ladder decided in scorecards is the one source from then on', async (t) => {
  await score(scores, boss, ['ladderDecided', { rules }]);
  await score(scores, boss, ['holdingDecided', { holding, reason: 'as before' }]);
  const asked = async () => {
    for (;;) {
      const [first, second, ...others] = await ranked();
      if (first?.trained?.postId === '160') return { first, second, others };
    }
  };
  const { first, second, others } = await asked();
  t.match(first, {
    person: 'a4',
    trained: { ...{ nameEn: 'Statistics', nameZh: '统计岗' }, place: 1 },
  });
  t.match(second, { person: 'a2', trained: { place: 2 } });
  t.ok(
    others.every(({ trained }) => trained === undefined),
    'a5 of the setup is one of many again',
  );
});

t.test('for a call-out: whose post is empty, whom to ask, and what they do that day', async (t) => {
  const { posts } = await standIns();
  t.equal(posts.length, 1);
  t.match(posts[0], { postId: '160', holder: 'a1', absent: true, shiftIds: ['gone'] });
  t.match(posts[0]?.standIns, [
    { person: 'a4', place: 1, standing: 'off', from: undefined },
    { person: 'a2', place: 2, standing: 'works' },
  ]);
  t.equal(posts[0]?.standIns[1]?.from?.toISOString(), `${day}T14:00:00.000Z`, 'the late shift');
  t.match((await standIns(sue, { away: ['a4'] })).posts, [{ standIns: [{ person: 'a2' }] }]);
  await act(client, sue, ['standInAssigned', { shiftId: 'gone', person: 'a4' }]);
  t.match((await standIns()).posts, [{ covered: true, standIns: [{ standing: 'works' }, {}] }]);
});

t.test(
  'leads, quality, agents and walls are told nothing of it, and a day must be one',
  async (t) => {
    for (const role of ['team-lead', 'quality', 'agent', 'wall'] as const) {
      t.match(await refusal(standIns(by('a4', role))), { fault: 'not-allowed' });
    }
    t.match(await refusal(standIns(sue, { day: '2026-02-30' })), { fault: 'invalid' });
    const away = Array.from({ length: 501 }, (_, at) => `p${at}`);
    t.match(await refusal(standIns(sue, { away })), { message: /501 people/ });
  },
);

t.test('after a kill -9 scheduling reads the ladder again', async (t) => {
  const before = (await standIns()).posts;
  await service.kill('SIGKILL');
  await service.start();
  t.same((await standIns()).posts, before);
});
