import t from 'tap';
import type { PostedRow } from '../../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import type { SiteSettings } from '../../../services/domain/settings/settings.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { toWireSetting } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { actAs, startGateway } from './start-gateway.ts';
import { openWallClient, type WallClient } from './wall-client.ts';

const path = '/v1/live?board=team&site=hq';
const answer = {
  preset: 'cn',
  month: '2026-10',
  teams: [
    { team: 'day', name: 'Day\t日班', meanTotal: 84.25, before: 82.5, scored: 14 },
    { team: 'night', name: 'Night\t夜班', scored: 0, meanTotal: undefined, before: undefined },
  ],
  names: [
    { name: '王小燕', team: 'Day\t日班', why: 'best' },
    { name: '李强', team: 'Night\t夜班', why: 'Stayed until the power was back' },
  ],
  topic: { week: '2026-W48', titleEn: 'Next step', titleZh: '下一步', words: 'Say it' },
  withheld: [{ part: 'team-means', why: 'small-groups' }],
};

/** The newest that a screen was told. */
function rowOf(screen: WallClient): PostedRow | undefined {
  return screen.frames.findLast(({ frame }) => frame.posted.length > 0)?.frame.posted[0];
}

t.test('what a site posts reaches its walls', async (t) => {
  const { url, nats, figures, directory } = await startGateway(t);
  const passing = await actAs(url, 'acme', 'wall');
  const decide = async (tenant: string, more: Partial<SiteSettings>) => {
    const setting = toWireSetting(tenant, {
      kind: 'site',
      id: 'hq',
      effectiveFromMs: Date.parse('2026-01-01T00:00:00Z'),
      value: {
        ...{ name: { en: 'HQ', zh: '' }, timeZone: 'UTC', privacy: 'cn', callerDigits: 0 },
        ...{ posted: [], noticeOn: '', ...more },
      },
    });
    const context = { tenant, person: 'boss', roles: ['administrator' as const] };
    const command = { commandId: crypto.randomUUID(), setting };
    const { client } = directory;
    await ask(client, client.putSetting, command, { context });
  };
  const looks = () => figures.calls.filter((call) => call.startsWith('getPosted')).length;
  await decide('acme', {});
  figures.posted('acme', answer);
  figures.waiting('acme', 'repair', 3);
  const screen = await openWallClient(url, { path, cookie: passing });

  await t.test('as scorecards tells it, with its age, and nothing of now', async (t) => {
    await screen.until(() => rowOf(screen)?.provenMs !== undefined);
    const row = rowOf(screen);
    t.match(row, {
      site: 'hq',
      teams: [
        { name: { en: 'Day', zh: '日班' }, meanTotal: 84.25, before: 82.5, scored: 14 },
        { name: { en: 'Night', zh: '夜班' }, scored: 0 },
      ],
      best: [{ name: '王小燕', team: { zh: '日班' }, words: '' }],
      praised: [{ name: '李强', words: 'Stayed until the power was back' }],
      topic: { title: { en: 'Next step', zh: '下一步' }, words: 'Say it' },
      month: '2026-10',
      withheld: answer.withheld,
      cadenceMs: 60_000,
      unanswered: false,
    });
    t.equal(row?.teams[1]?.meanTotal, undefined, 'no figure of a small team');
    t.ok(Math.abs(Date.now() - (row?.provenMs ?? 0)) < 5_000, 'true until just now');
    const whole = screen.frames.find(({ frame }) => frame.whole);
    t.match(whole?.frame, {
      queues: [],
      agents: [],
      sources: [],
      totals: undefined,
      trend: undefined,
    });
    const queues = await openWallClient(url, { path: '/v1/live?site=hq', cookie: passing });
    await queues.until(() => queues.queues.size === 1);
    t.same(queues.frames[0]?.frame.posted, [], 'a board of queues shows nobody');
    queues.drop();
  });

  await t.test('a screen that lost its connection resumes', async (t) => {
    const before = screen.frames.length;
    await screen.until(() => screen.frames.length > before);
    const again = await openWallClient(url, { path, cookie: passing, lastId: screen.lastId() });
    await again.until(() => again.frames.length > 0);
    t.notOk(again.frames[0]?.frame.whole);
    again.drop();
  });

  await t.test('a decision about scores is looked at soon, not at the next beat', async (t) => {
    const before = looks();
    figures.posted('acme', { ...answer, topic: { ...answer.topic, titleEn: 'Listen first' } });
    nats.publish(subjects.scores('acme', 'elsewhere'));
    nats.publish(subjects.scores('acme', 'hq'));
    await screen.until(() => rowOf(screen)?.topic?.title?.en === 'Listen first');
    t.equal(looks(), before + 1, 'once for a burst');
  });

  await t.test('once nobody may be named no name stays, though scorecards is away', async (t) => {
    figures.posted('acme', null);
    nats.publish(subjects.scores('acme', 'hq'));
    await screen.until(() => rowOf(screen)?.unanswered === true);
    t.match(rowOf(screen)?.best, [{ name: '王小燕' }], 'old, and marked as unanswered');
    await decide('acme', { privacy: 'eu' });
    await screen.until(() => rowOf(screen)?.best.length === 0);
    t.match(rowOf(screen), { praised: [], unanswered: true });
    t.match(rowOf(screen)?.teams, [{ meanTotal: 84.25 }, {}], 'what names nobody stays');
    t.ok(rowOf(screen)?.withheld.some(({ part, why }) => part === 'best' && why === 'preset'));
    figures.posted('acme', { ...answer, preset: 'eu', names: [] });
    nats.publish(subjects.scores('acme', 'hq'));
    await screen.until(() => rowOf(screen)?.unanswered === false);
    t.same([rowOf(screen)?.best, rowOf(screen)?.praised], [[], []]);
  });

  await t.test('an answer by the preset of before names nobody', async (t) => {
    figures.posted('acme', answer);
    const before = rowOf(screen)?.provenMs ?? 0;
    nats.publish(subjects.scores('acme', 'hq'));
    await screen.until(() => (rowOf(screen)?.provenMs ?? 0) > before);
    t.same([rowOf(screen)?.best, rowOf(screen)?.praised], [[], []]);
    await decide('acme', { privacy: 'cn' });
    await screen.until(() => rowOf(screen)?.best.length === 1);
  });

  await t.test('tenants are apart, and an unknown site is not asked for', async (t) => {
    await decide('other', {});
    figures.posted('other', { ...answer, month: '2026-09' });
    const theirs = await actAs(url, 'other', 'wall');
    const other = await openWallClient(url, { path, cookie: theirs });
    await other.until(() => rowOf(other)?.month === '2026-09');
    t.equal(rowOf(screen)?.month, '2026-10');
    const unknown = '/v1/live?board=team&site=nowhere';
    const nowhere = await openWallClient(url, { path: unknown, cookie: passing });
    await nowhere.until(() => nowhere.frames.length > 1);
    t.same(nowhere.frames[0]?.frame.posted, []);
    t.notOk(figures.calls.includes('getPosted acme nowhere'));
    other.drop();
    nowhere.drop();
  });
  screen.drop();
});
