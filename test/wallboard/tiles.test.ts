import t from 'tap';
import { createServer } from 'vite';
import type { Age } from '../../wallboard/src/age.ts';
import { queueRow, wholeFrame } from '../helpers/wall-scene.ts';

const vite = await createServer({
  configFile: 'wallboard/vite.config.ts',
  server: { middlewareMode: true, watch: null, hmr: false },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
  logLevel: 'error',
});
t.teardown(() => vite.close());
const { render } = await vite.ssrLoadModule('svelte/server');

/** The words a tile shows, and its markup. */
async function tile(name: string, props: object): Promise<{ html: string; words: string }> {
  const component = await vite.ssrLoadModule(`/src/${name}.svelte`);
  const { body } = render(component['default'], { props });
  const html = String(body).replace(/<!--.*?-->/g, '');
  return {
    html,
    words: html
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

const nowMs = Date.UTC(2026, 10, 23, 3, 32, 7);
const fresh: Age = { level: 'fresh', asOfMs: nowMs, clockMs: nowMs, cause: null };
const { totals, trend } = wholeFrame({ nowMs });
const plain = { age: fresh, ageNote: null, notes: 2, lang: 'en' };
const stale = {
  ...plain,
  age: { ...fresh, level: 'stale', asOfMs: nowMs - 25_000 },
  ageNote: { before: 'as of', words: '11:31:42' },
};
const dead = {
  ...plain,
  age: { ...fresh, level: 'dead', asOfMs: null },
  ageNote: { before: '', words: 'no signal' },
};

t.test('a service level says its target, its goal, its rule, by shape and word', async (t) => {
  const { html, words } = await tile('tiles/ServiceLevelTile', { ...plain, totals });
  t.equal(words, 'Served in 20 s 78.3 % near 80% goal abandons miss');
  t.match(html, 'data-standing="near"');
  t.match(html, '<svg', 'a shape beside the colour');
  const chinese = await tile('tiles/ServiceLevelTile', { ...plain, totals, lang: 'zh' });
  t.equal(chinese.words, '20秒接通率 78.3 % 近目标 80% 放弃计未达');
});

t.test('without contacts a service level is a dash with its reason, and no percent', async (t) => {
  const serviceLevel = { ...totals?.serviceLevel, met: 0, counted: 0, ratio: undefined };
  const none = { ...totals, serviceLevel };
  const { words } = await tile('tiles/ServiceLevelTile', { ...plain, totals: none });
  t.equal(words, 'Served in 20 s – none counted yet abandons miss');
});

t.test('queues with different targets have no common service level', async (t) => {
  const mixed = { ...totals, serviceLevel: undefined };
  const level = await tile('tiles/ServiceLevelTile', { ...plain, totals: mixed });
  t.match(level.words, /– queues differ/);
  const rate = await tile('tiles/AnswerRateTile', { ...plain, totals: mixed });
  t.equal(rate.words, 'Answered today 94.1 % of 1,284 offered SL – queues differ');
});

t.test('an old figure loses its standing, a dead one its digits', async (t) => {
  const old = await tile('tiles/ServiceLevelTile', { ...stale, totals });
  t.match(old.words, /78\.3 % as of 11:31:42/);
  t.notMatch(old.html, 'data-standing="near"');
  const gone = await tile('tiles/ServiceLevelTile', { ...dead, totals });
  t.match(gone.words, /– no signal/);
  t.notMatch(gone.words, /78/);
  const waiting = await tile('tiles/WaitingTile', { ...dead, totals, timeZone: 'Asia/Shanghai' });
  t.notMatch(waiting.words, /\b7\b/);
});

t.test('the longest wait runs on the proof, and says how far beyond the target', async (t) => {
  const props = { ...plain, sinceMs: nowMs - 84_000, targetMs: 20_000, queue: 'Fault repair' };
  const { words } = await tile('tiles/LongestWaitTile', props);
  t.equal(words, 'Longest wait 1:24 64 s over Fault repair');
  const none = await tile('tiles/LongestWaitTile', { ...props, sinceMs: null });
  t.match(none.words, /– nobody waits/);
});

t.test('a peak that was not watched since midnight says since when', async (t) => {
  const watched = { ...plain, timeZone: 'Asia/Shanghai' };
  t.equal((await tile('tiles/WaitingTile', { ...watched, totals })).words, 'Waiting 7 peak 23');
  const late = { ...totals, waitingPeakSinceMs: Date.UTC(2026, 10, 23, 1, 5) };
  t.match(
    (await tile('tiles/WaitingTile', { ...watched, totals: late })).words,
    /peak 23 since 09:05/,
  );
});

t.test('agents not heard are unknown, not zero', async (t) => {
  const { words } = await tile('tiles/StaffTile', {
    ...plain,
    totals: { ...totals, signedIn: undefined, agentsByState: {} },
  });
  t.equal(words, 'Signed in – agents not heard');
});

t.test('a table tells each row its own age, and different rules by letters', async (t) => {
  const rows = [0, 1, 2, 3].map((i) => queueRow(i, nowMs, true));
  const ages: Record<string, Partial<Age>> = {
    'qingyang/q1': { level: 'stale', asOfMs: nowMs - 25_000 },
    'qingyang/q2': { level: 'dead', cause: { kind: 'network' } },
  };
  const { html, words } = await tile('tiles/QueueTable', {
    rows,
    ageOf: ({ key }: { key: string }) => ({ ...fresh, ...ages[key] }),
    columns: 4,
    ruleMark: () => 'a',
    targetMs: null,
    nowMs,
    timeZone: 'Asia/Shanghai',
    lang: 'en',
  });
  t.match(words, /Fault repair 4 .*1:24 .*74\.1 a 0/);
  t.match(words, /Billing 2 as of 11:31:42 82\.7 a 3/);
  t.match(words, /New service – no line Complaints 0 – 91\.3 a 2/);
  t.equal(html.match(/scope="row"/g)?.length, 4);
  t.equal(html.match(/scope="col"/g)?.length, 5);
});

t.test('the trend says its sums; without a past it says that', async (t) => {
  const props = { ...plain, trend, nowMs };
  t.match((await tile('tiles/TrendTile', props)).words, /Offered today 787 .*usual 714/);
  const young = { ...trend, usual: [], low: [], high: [], pastDays: 0 };
  const { words, html } = await tile('tiles/TrendTile', { ...props, trend: young });
  t.match(words, /no past yet/);
  t.match(html, 'class="band svelte');
  t.match(
    (await tile('tiles/TrendTile', { ...props, ...dead })).words,
    /Offered today – no signal/,
  );
});

t.test('breaks are told by their reason', async (t) => {
  const view = {
    group: 'break',
    count: 6,
    states: [{ state: 7, count: 6 }],
    reasons: [
      { reason: 'lunch', count: 3 },
      { reason: 'coaching', count: 1 },
    ],
    columns: 1,
    shown: [],
    more: 0,
  };
  const { words } = await tile('tiles/StateTile', {
    view,
    ems: 20,
    age: fresh,
    ageNote: null,
    lang: 'en',
  });
  t.equal(words, 'Break 6 lunch 3 coaching 1 break 2');
});

t.test('the footer names who fell silent and why, and always says SIMULATED', async (t) => {
  const cause = { kind: 'source', name: { en: 'North', zh: '北站' }, reason: 'connection lost' };
  const props = {
    age: { ...fresh, level: 'late', cause },
    simulated: true,
    remark: '',
    site: 'Hall',
    nowMs,
    timeZone: 'Asia/Shanghai',
    lang: 'en',
    wide: false,
  };
  t.equal(
    (await tile('tiles/AgeFooter', props)).words,
    'SIMULATED North silent (connection lost) Start page 11:32:07',
  );
  const chinese = await tile('tiles/AgeFooter', { ...props, lang: 'zh' });
  t.equal(chinese.words, '模拟 北站 无信号 (connection lost) 首页 11:32:07');
  const real = await tile('tiles/AgeFooter', { ...props, simulated: false });
  t.notMatch(real.words, 'SIMULATED');
});
