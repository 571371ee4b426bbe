import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import t from 'tap';
import { build } from 'vite';
import {
  beat,
  pageAnswers,
  queueRow,
  sceneNow,
  source,
  wholeFrame,
} from '../helpers/wall-scene.ts';
import { startWallServer } from '../helpers/wall-server.ts';

// The part of a browser's world that the functions run inside the page touch. The
// whole of it ("lib": dom) would reach into every service's types.
interface PageElement {
  scrollWidth: number;
  clientWidth: number;
  tagName: string;
  textContent: string | null;
  innerText: string;
  getBoundingClientRect(): { top: number; bottom: number };
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
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
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
  await shows(page, 'as of 11:31:');
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
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : [];
    return [
      ...cut,
      ...low,
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
    const { page, server } = await open(t, `/wall/queues?${room}&lang=${lang}&theme=${theme}`, {
      viewport,
    });
    await shows(page, lang === 'zh' ? '模拟' : 'SIMULATED');
    t.equal(await page.getAttribute('html', 'lang'), lang === 'zh' ? 'zh-CN' : 'en');
    for (const other of ['zh', 'en']) {
      for (const board of ['queues', 'floor']) {
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
  const { page, server, errors } = await open(t, `${queues}&lang=en`);
  for (const path of ['/wall/queues?lang=zh&theme=dark', '/wall/floor?lang=en&theme=light']) {
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
