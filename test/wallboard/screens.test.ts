import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import t from 'tap';
import { build } from 'vite';
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { clock } from '../../wallboard/src/format.ts';
import { mostPages, turnMs } from '../../wallboard/src/turn.ts';
import { namelessRow, postedRow, teamRow } from '../helpers/posted-scene.ts';
import {
  beat,
  pageAnswers,
  queueRow,
  sceneNow,
  source,
  wholeFrame,
} from '../helpers/wall-scene.ts';
import { startWallServer, type WallServer } from '../helpers/wall-server.ts';

// The part of a browser's world that the functions run inside the page touch. The
// whole of it ("lib": dom) would reach into every service's types.
interface PageElement {
  scrollWidth: number;
  clientWidth: number;
  tagName: string;
  textContent: string | null;
  innerText: string;
  getBoundingClientRect(): { top: number; bottom: number; right: number };
}
declare const document: {
  body: PageElement;
  documentElement: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
};
declare const window: { __floorcastPixelDelays?: number[] };
declare const innerWidth: number;
declare const innerHeight: number;

const dist = await mkdtemp(join(tmpdir(), 'floorcast-wall-'));
await build({
  configFile: 'wallboard/vite.config.ts',
  build: { outDir: dist, emptyOutDir: true },
  logLevel: 'error',
});
const browser = await chromium.launch({
  executablePath: process.env['FLOORCAST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
t.teardown(async () => {
  await browser.close();
  await rm(dist, { recursive: true, force: true });
});

/** A server of its own and a page on it; the wall is there when this resolves. */
async function open(t: Tap, path: string, { scene = {}, ...options }: Options = {}) {
  const whole = () => wholeFrame({ nowMs: sceneNow(), ...scene });
  const server = await startWallServer(dist, whole);
  for (const [route, answer] of pageAnswers()) server.answers.set(route, answer);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  t.teardown(async () => {
    await context.close();
    await server.close();
  });
  await page.goto(server.url + path);
  await page.waitForSelector('main');
  return { server, page, errors };
}

type Tap = Pick<typeof t, 'teardown'>;
type Options = BrowserContextOptions & { scene?: object };

/** Waits, bounded, until the page shows these words. */
const shows = (page: Page, words: string) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    timeout: 8_000,
    polling: 50,
  });
const queues = '/wall/queues?inch=55&m=5&theme=dark';

t.test('a change stands on the glass soon after, and its delay is measured there', async (t) => {
  const { server, page, errors } = await open(t, `${queues}&lang=en`);
  await shows(page, 'Fault repair');
  const nowMs = sceneNow();
  const changed = { ...queueRow(0, nowMs), waiting: 37 };
  server.send({ ...beat(nowMs), queues: [changed], newestFactMs: Date.now() });
  await shows(page, '37');
  t.match(await page.textContent('tbody'), 'Billing', 'the other rows stay');
  await page.waitForFunction(() => (window.__floorcastPixelDelays?.length ?? 0) > 0);
  const delays = await page.evaluate(() => window.__floorcastPixelDelays ?? []);
  const last = delays.at(-1) ?? Number.NaN;
  t.ok(last >= 0 && last < 1_000, `${last} ms from fact to pixel`);
  t.same(errors, []);
});

t.test('a source that falls silent: mark, grey and as-of, dash and reason', async (t) => {
  const { server, page } = await open(t, `${queues}&lang=en`);
  await shows(page, 'near 80% goal');
  const silent = (ms: number) => {
    const nowMs = sceneNow();
    const lost = { ...source('pbx-1', nowMs - ms), inGap: true, gapReason: 'connection lost' };
    server.send({ ...beat(nowMs), sources: [lost] });
  };
  silent(6_000);
  await shows(page, '6 s old');
  t.equal(await page.getAttribute('section', 'data-age'), 'late');
  silent(25_000);
  await shows(page, 'as of 11:3');
  t.equal(await page.getAttribute('section', 'data-age'), 'stale');
  t.equal(await page.locator('[data-standing="missed"]').count(), 0, 'an old figure is no alarm');
  silent(90_000);
  await shows(page, 'Asterisk silent (connection lost)');
  t.notMatch(await page.innerText('main'), /78\.3|74\.1/, 'no old figure looks right');
  silent(0);
  await shows(page, 'near 80% goal');
});

t.test('a service that falls silent is told apart from its source', async (t) => {
  const { server, page } = await open(t, `${queues}&lang=zh`);
  await shows(page, '故障报修');
  const nowMs = sceneNow();
  const { services } = beat(nowMs);
  server.send({
    ...beat(nowMs),
    services: services.map((one) =>
      one.service === 'agent-status' ? { ...one, heardMs: nowMs - 70_000 } : one,
    ),
  });
  await page.waitForSelector('section[data-age="dead"]');
  t.same(
    await page
      .locator('section')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-age'))),
    ['fresh', 'fresh', 'fresh', 'dead'],
    'only the figure that needs it',
  );
});

t.test(
  'the line is cut: the wall says so, clocks stop, and nothing is lost afterwards',
  async (t) => {
    const { server, page } = await open(t, `${queues}&lang=en`);
    await shows(page, 'Fault repair');
    server.send(beat(sceneNow()));
    const linesBefore = server.lines.length;
    server.cut();
    await shows(page, 'no line to the gateway');
    const held = await page.locator('output').nth(1).innerText();
    t.match(held, /^1:2\d$/);
    server.send({ ...beat(sceneNow()), queues: [{ ...queueRow(0, sceneNow()), waiting: 91 }] });
    server.mend();
    await shows(page, '91');
    await page.waitForFunction(() => !document.body.innerText.includes('no line'));
    t.ok(server.lines.length > linesBefore);
    server.send({ ...beat(sceneNow()), queues: [{ ...queueRow(1, sceneNow()), waiting: 64 }] });
    await shows(page, '64');
  },
);

t.test('a hole in the sequence brings the whole', async (t) => {
  const { server, page } = await open(t, `${queues}&lang=en`);
  await shows(page, 'Fault repair');
  server.whole = () => {
    const nowMs = sceneNow();
    return { ...wholeFrame({ nowMs }), queues: [{ ...queueRow(0, nowMs), waiting: 58 }] };
  };
  server.skip();
  server.send(beat(sceneNow()));
  await shows(page, '58');
});

t.test('a new page version does not reload a screen in the middle of the day', async (t) => {
  const { server, page } = await open(t, `${queues}&lang=en`);
  await shows(page, 'Fault repair');
  server.send({
    ...beat(sceneNow()),
    pageVersion: 'v2',
    queues: [{ ...queueRow(0, 0), waiting: 77 }],
  });
  await shows(page, '77');
  t.equal(server.lines.length, 1);
});

/** Elements whose words are cut off or that stand below the footer; names may be shortened. */
const misfits = (page: Page) =>
  page.evaluate(() => {
    const footer = document.querySelector('footer')?.getBoundingClientRect();
    const cut = [...document.querySelectorAll('main h2, main output, main p, td, time, figcaption')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 2)
      .map((one) => `cut: ${one.textContent?.trim()}`);
    const low = [...document.querySelectorAll('table, ul, figure')]
      .filter((one) => one.getBoundingClientRect().bottom > (footer?.top ?? 0) + 2)
      .map((one) => `low: ${one.tagName}`);
    const aside = [...document.querySelectorAll('main section, main table, main ul, main figure')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `beyond the edge: ${one.tagName}`);
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : [];
    return [
      ...cut,
      ...low,
      ...aside,
      ...wide,
      ...(footer && footer.bottom > innerHeight + 1 ? ['footer'] : []),
    ];
  });

t.test('walls fit every screen, both languages, both themes, and say what they are', async (t) => {
  const sizes = [
    { width: 1920, height: 1080, room: 'inch=55&m=8' },
    { width: 3840, height: 2160, room: 'inch=75&m=6' },
    { width: 1366, height: 768, room: 'inch=55&m=5' },
  ];
  for (const [i, { room, ...viewport }] of sizes.entries()) {
    const lang = i % 2 === 0 ? 'zh' : 'en';
    const theme = i % 2 === 0 ? 'dark' : 'light';
    const teams = Array.from({ length: 8 }, (_, n) => teamRow(n));
    const { page, server } = await open(t, `/wall/queues?${room}&lang=${lang}&theme=${theme}`, {
      viewport,
      scene: { posted: [postedRow(sceneNow(), { teams })] },
    });
    await shows(page, lang === 'zh' ? '模拟' : 'SIMULATED');
    t.equal(await page.getAttribute('html', 'lang'), lang === 'zh' ? 'zh-CN' : 'en');
    for (const other of ['zh', 'en']) {
      for (const board of ['queues', 'floor', 'team']) {
        await page.goto(`${server.url}/wall/${board}?${room}&lang=${other}&theme=${theme}`);
        await shows(page, other === 'zh' ? '模拟' : 'SIMULATED');
        t.same(await misfits(page), [], `${board} ${other} ${room}`);
      }
    }
  }
});

t.test('a screen too small for the room is refused with the reason', async (t) => {
  const { page } = await open(t, '/wall/queues?inch=24&m=15&lang=en');
  await shows(page, 'This screen cannot be read from there');
  await shows(page, 'On 24″ at 15 m');
});

t.test('no queue yet, many queues, hundreds of agents, different rules', async (t) => {
  const empty = await open(t, `${queues}&lang=en`, { scene: { queues: 0 } });
  await shows(empty.page, 'No event has named a queue');
  const many = await open(t, `${queues}&lang=en`, { scene: { queues: 12, mixed: true } });
  await shows(many.page, 'more queues');
  await shows(many.page, 'b 15 s abandons ignored');
  await shows(many.page, 'SL – queues differ');
  const floor = await open(t, '/wall/floor?inch=55&m=5&lang=en', { scene: { agents: 500 } });
  await shows(floor.page, '+326 more');
  t.ok((await floor.page.locator('li').count()) < 200, 'only what fits is on the page');
});

const team = '/wall/team?inch=55&m=5&theme=dark';

/** All that a wall shows in the turns of a minute and a half, whose frames come from a scene. */
async function everyTurn({ page, server }: { page: Page; server: WallServer }, posted: PostedRow) {
  const seen: string[] = [];
  const base = Math.ceil(sceneNow() / turnMs) * turnMs;
  for (let turn = 0; turn < mostPages; turn += 1) {
    const nowMs = base + turn * turnMs;
    const row = { ...posted, provenMs: nowMs };
    server.send({ ...wholeFrame({ nowMs, posted: [row] }), whole: true });
    await shows(page, clock(nowMs, 'Asia/Shanghai').slice(0, 7));
    seen.push(await page.innerText('main'));
  }
  return seen.join('\n');
}

t.test('what is posted: by preset, nothing of the few, everybody named in turn', async (t) => {
  const scene = { posted: [postedRow(sceneNow())] };
  const wall = await open(t, `${team}&lang=en`, { scene });
  await shows(wall.page, 'Explain the next step');
  const all = await everyTurn(wall, postedRow(0));
  for (const [name] of [...postedRow(0).best, ...postedRow(0).praised].map((one) => [one.name])) {
    t.match(all, name);
  }
  t.match(all, /North day\s+9\s+84\.3\s+82\.1/);
  t.match(all, /Night desk\s+under 8\s+80\.5/, 'a small team has words, not a mean');
  t.match(all, /As of 11:3\d: mean scorecard of 100, Nov so far.*bar mark: Oct closed/);
  t.match(all, /Best of Oct/);
  t.equal(await wall.page.locator('tr.bar i').count(), 3, 'no bar without a mean');

  const nobody = await everyTurn(wall, namelessRow(0));
  t.notMatch(nobody, /王小燕|欧阳文静|Papadopoulos|赵敏|Best of|Praise/);
  t.match(nobody, /Names: not shown, by the site's privacy preset/);
  t.match(nobody, /84\.3/);

  const chosen = { topic: undefined, teams: [], best: [], withheld: [] };
  const praise = await everyTurn(wall, postedRow(0, chosen));
  t.match(praise, /赵敏/);
  t.notMatch(praise, /Best of|Topic|84\.3|mean scorecard/, 'as the site has set it');
  const none = ['team-means', 'best', 'praise', 'topic'].map((part) => ({ part, why: 'setting' }));
  await everyTurn(wall, postedRow(0, { ...chosen, praised: [], withheld: none }));
  await shows(wall.page, 'Nothing is posted here');
  await shows(wall.page, 'Names: not shown, as the site has chosen');
  t.same(wall.errors, []);
});

t.test('what is posted: grey once nobody answers, a dash after an hour, then back', async (t) => {
  const scene = { posted: [postedRow(sceneNow())] };
  const { page, server } = await open(t, `${team}&lang=en`, { scene });
  await shows(page, 'As of 11:3');
  const send = (agoMs: number, silentMs: number) => {
    const nowMs = sceneNow();
    const { services } = beat(nowMs);
    server.send({
      ...beat(nowMs),
      posted: [postedRow(nowMs - agoMs)],
      services: services.map((one) =>
        one.service === 'scorecards' ? { ...one, heardMs: nowMs - silentMs } : one,
      ),
    });
  };
  send(70_000, 12_000);
  await page.waitForSelector('table[data-age="stale"]');
  await shows(page, 'scorecards silent');
  await shows(page, 'as of 11:3');
  t.match(await page.innerText('table'), '84.3', 'a mean of a month is not wrong after a minute');
  send(61 * 60_000, 61 * 60_000);
  await page.waitForSelector('table[data-age="dead"]');
  t.notMatch(await page.innerText('main'), /84\.3|82\.1|王小燕|欧阳文静|Explain/);
  send(1_000, 0);
  await page.waitForSelector('table[data-age="fresh"]');
  server.cut();
  await shows(page, 'no line to the gateway');
  await page.waitForSelector('table[data-age="late"]');
});

t.test('the floor has a line of topic and praise where no agent loses a place', async (t) => {
  const floor = '/wall/floor?inch=55&m=4&lang=zh';
  const posted = [postedRow(sceneNow(), { praised: [] })];
  const few = await open(t, floor, { scene: { agents: 20, posted } });
  await shows(few.page, '本周质量主题 主动告知下一步');
  t.same(await misfits(few.page), []);
  const many = await open(t, floor, { scene: { agents: 500, posted } });
  await shows(many.page, '另有');
  t.notMatch(await many.page.innerText('main'), '主动告知下一步');
});

const axeRun = async (page: Page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await checker.run();
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html)
          .join(' | ')
          .slice(0, 300)}`,
    );
  });
};

t.test('walls and pages are clean for axe, on a phone too', async (t) => {
  const phone = { viewport: { width: 390, height: 844 } };
  const scene = { posted: [postedRow(sceneNow())], agents: 12 };
  const { page, server, errors } = await open(t, `${queues}&lang=en`, { scene });
  for (const path of [
    '/wall/queues?lang=zh&theme=dark',
    '/wall/floor?lang=en&theme=light',
    '/wall/team?lang=zh&theme=light',
    '/wall/team?lang=en&theme=dark',
  ]) {
    await page.goto(server.url + path);
    await page.waitForSelector('footer strong');
    t.same(await axeRun(page), [], path);
  }
  const small = await open(t, '/?lang=zh&theme=light', phone);
  for (const path of [
    '/?lang=en&theme=dark',
    '/directory?lang=zh&theme=light',
    '/history?lang=en&theme=light',
  ]) {
    await small.page.goto(small.server.url + path);
    await small.page.waitForSelector('.card');
    await small.page.waitForLoadState('networkidle');
    t.same(await axeRun(small.page), [], path);
    const wide = await small.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    t.equal(wide, 0, `${path} does not scroll sideways`);
  }
  t.same([...errors, ...small.errors], []);
});

t.test(
  'pages: act as another, change a queue from an instant on, read a file first in trial',
  async (t) => {
    const { page, server } = await open(t, '/directory?lang=en&theme=dark');
    await page.getByRole('button', { name: 'Edit qingyang/q0' }).press('Enter');
    await page.getByLabel('Target, s').fill('15');
    await page.getByLabel('Holds from').fill('2026-12-01T00:00:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await shows(page, 'Saved.');
    const [put] = server.received;
    t.equal(put?.path, 'PUT /v1/directory/settings');
    t.match(put?.body, {
      seenPosition: 7,
      setting: { kind: 'queue', id: 'qingyang/q0', value: { targetMs: 15_000, rule: 'missed' } },
    });
    await page.setInputFiles('input[type=file]', {
      name: 'directory.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"floorcast-directory/1"}'),
    });
    await page.getByRole('button', { name: 'Read the file' }).click();
    await shows(page, 'Would change 3; 12 already hold.');
    t.equal(server.received.at(-1)?.path, 'POST /v1/directory/import?dryRun=true');
    await page.click('summary');
    await page.getByLabel('Role').selectOption('wall');
    // The page may be loaded before the click is over.
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Act' }).click();
    await loaded;
    t.match(server.received.at(-1), {
      path: 'POST /v1/acting',
      body: { tenant: 'demo', role: 'wall', person: '', site: '' },
    });
  },
);
