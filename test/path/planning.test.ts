// A planner's day in a browser, over the whole installation: a file exported from a spreadsheet,
// a forecast, an override, why so many, what if, published. Screenshots go where
// FLOORCAST_SHOTS says, for people to look at.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import t from 'tap';
import { readInstallation } from '../../scripts/installation.ts';
import { startSystem } from '../../scripts/system.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const data = await mkdtemp(join(tmpdir(), 'floorcast-planning-'));
const root = join(import.meta.dirname, '..', '..');
const environment = { ...process.env, FLOORCAST_DATA: data, FLOORCAST_PORT_BASE: '14300' };
const installation = readInstallation(root, environment);
const { wall } = installation;
const [system, browser] = await Promise.all([
  startSystem(installation, { say: (line) => t.comment(line), simulate: false }),
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  }),
]);
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(10_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
t.teardown(async () => {
  await browser.close();
  await system.stop();
  await rm(data, { recursive: true, force: true });
});
await context.request.post(`${wall}/v1/acting`, {
  data: { tenant: 'main', role: 'planner', person: 'ada' },
  headers: { origin: wall },
});

t.test('a spreadsheet’s export is understood, and counts once confirmed', async (t) => {
  await page.goto(`${wall}/planning/import?site=hq&lang=en&theme=light`);
  await page.setInputFiles('input[type=file]', {
    name: 'export.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${exported()}\r\nnonsense;08:00;Billing;12;240`),
  });
  await shows(page, '1 line cannot be read');
  t.equal(await page.getByRole('button', { name: 'Read it in' }).count(), 0, 'whole or not at all');
  await page.setInputFiles('input[type=file]', {
    name: 'export.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(exported()),
  });
  await shows(page, 'utf-8-bom, columns separated by ";"');
  t.equal(await page.getByLabel('Mean handling time').inputValue(), 'AHT');
  await seen('import');
  await page.getByRole('button', { name: 'Read it in' }).click();
  await shows(page, '4,368 rows were read in.');
  t.same(await rowsOf('imports', 'imports'), 1);
});

t.test('a forecast of two weeks is computed while one looks on', async (t) => {
  await page.getByRole('link', { name: 'Forecast', exact: true }).click();
  await page.getByLabel('Days', { exact: true }).fill('14');
  await page.getByLabel('Name', { exact: true }).fill('December');
  await page.locator('form').getByRole('button', { name: 'Forecast', exact: true }).click();
  await shows(page, 'How it was made');
  await shows(page, 'Draft by ada');
  t.match(await page.innerText('main'), /day patterns|weekday totals|profile/);
  t.match(await page.innerText('figcaption'), /80 % range/);
  await seen('forecast');
});

t.test('an override: a stretch by dragging, cells by keyboard, taken back, laid', async (t) => {
  await page.getByLabel('Span').selectOption('1');
  await page.locator('td button.cell').first().waitFor();
  const before = await totalSeen();
  const box = await page.locator('.u-over').boundingBox();
  if (!box) throw new Error('the chart has no box');
  const y = box.y + 6;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
  await page.mouse.up();
  await page.getByLabel('± %').fill('50');
  await page.getByLabel('Reason').fill('Invoices go out');
  await page.getByRole('button', { name: 'Lay override' }).click();
  await shows(page, 'The override lies over the forecast.');
  await shows(page, 'Contacts +50%');
  await shows(page, 'Invoices go out ada');
  const after = await totalSeen();
  t.ok(after > before * 1.3 && after < before * 1.51, `${before} contacts became ${after}`);
  const ten = page.locator('tr', { hasText: '10:00' }).locator('button.cell');
  await ten.click();
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await page.keyboard.type('66');
  await page.keyboard.press('Enter');
  await shows(page, '2 intervals changed, not saved');
  await page.keyboard.press('Control+z');
  await shows(page, '1 interval changed, not saved');
  await page.getByLabel('Reason').fill('The mail of Friday');
  await page.getByRole('button', { name: 'Lay override' }).click();
  await shows(page, '1 intervals by hand');
  t.match(await ten.innerText(), '77');
  await page.getByRole('button', { name: 'Remove' }).last().click();
  await shows(page, 'The override was taken away.');
  await seen('override');
});

t.test('why so many: a slot opens to its arithmetic', async (t) => {
  await page.getByRole('link', { name: 'Requirement', exact: true }).click();
  await shows(page, 'Most at once');
  await page.locator('tr', { hasText: '10:00' }).locator('button.cell').click();
  await shows(page, 'Why so many');
  const steps = await page.locator('section[aria-label^="Why"]').innerText();
  for (const word of ['Volume', 'Handling time', 'Load', 'erlang', 'Rostered'])
    t.match(steps, word);
  const heads = steps.match(/the fewest agents that meet every goal: (\d+)/)?.[1];
  t.equal(heads, await page.locator('tr', { hasText: '10:00' }).locator('button.cell').innerText());
  t.match(page.url(), 'open=', 'the address opens the same slot elsewhere');
  await seen('requirement');
});

t.test('what if: recomputed while the slider moves, kept as a scenario', async (t) => {
  await page.getByRole('link', { name: 'What-if', exact: true }).click();
  await shows(page, 'worked out in');
  const slider = page.getByRole('slider', { name: /^Contacts/ });
  for (let i = 0; i < 20; i += 1) await slider.press('ArrowRight');
  await shows(page, '+20 %');
  await page.waitForFunction(
    () => /\+(19|20|21)\.\d%|\+1\d\.\d%|\+2\d\.\d%/.test(document.body.innerText),
    null,
    { polling: 50 },
  );
  const tookMs = Number(await page.locator('[data-took]').getAttribute('data-took'));
  t.ok(tookMs < 1_000, `${tookMs.toFixed(0)} ms on a machine that tests`);
  await seen('what-if');
  await page.getByLabel('Name of the scenario').fill('A fifth more');
  await page.getByRole('button', { name: 'Save as scenario' }).click();
  await shows(page, 'A fifth more · draft · scenario');
});

t.test('published, it never changes again', async (t) => {
  await page.getByRole('link', { name: 'Forecast', exact: true }).click();
  await page.getByLabel('Version').selectOption({ label: 'December · draft' });
  await shows(page, 'Draft by ada');
  await page.getByRole('button', { name: 'Publish' }).click();
  await shows(page, 'Published by ada');
  t.equal(await page.getByRole('button', { name: 'Lay override' }).count(), 0);
  await seen('published');
});

t.test('work that may wait is staffed by its deadline, with a meeting’s shrinkage', async (t) => {
  await page.goto(`${wall}/planning/rules?site=hq&queue=hq/Faults&lang=en&theme=light`);
  await page.getByLabel('Model').selectOption({ label: 'Work with a deadline' });
  await page.getByLabel('Done within, minutes of working time').fill('120');
  t.equal(await page.getByLabel('Answered in time, %').count(), 0, 'no goal but the deadline');
  await page.getByRole('button', { name: 'Add a kind' }).click();
  const kinds = page.locator('fieldset', { hasText: 'Shrinkage by kind' });
  await kinds.getByLabel('Kind', { exact: true }).fill('Meeting');
  await kinds.getByLabel(/^Share/).fill('1/4');
  for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) {
    await kinds.getByRole('button', { name: day, exact: true }).click();
  }
  await kinds.getByLabel('From', { exact: true }).fill('10:00');
  await kinds.getByLabel(/^until/).fill('11:00');
  // From the forecast's first day on, whatever day the test runs.
  await page.getByLabel('In force from').fill('2026-11-23');
  await seen('rules-deferred');
  await page.getByRole('button', { name: 'Decide' }).click();
  await shows(page, 'Decided.');
  await page.getByRole('link', { name: 'Requirement', exact: true }).click();
  await shows(page, 'Most at once');
  const weekday = await page.getByLabel('First day').inputValue();
  const monday = new Date(Date.parse(weekday) + ((8 - new Date(weekday).getUTCDay()) % 7) * 864e5);
  const at = `${monday.toISOString().slice(0, 10)}T10:00`;
  const place = new URL(page.url());
  place.searchParams.set('from', at.slice(0, 10));
  await page.goto(place.href);
  await page
    .locator('section', { hasText: 'The week, agents' })
    .getByRole('combobox')
    .selectOption({ label: 'Faults' });
  await page.locator('tr', { hasText: '10:00' }).locator('button.cell').click();
  await shows(page, 'Even level');
  const steps = await page.locator('section[aria-label^="Why"]').innerText();
  t.match(steps, /to be done within 120 minutes of working time/);
  const [, agents, rostered] =
    /Meeting: 1\/4 of paid time[\s\S]*?(\d+) \/ \(1 − 1\/4\) = .*rounded up to (\d+)/.exec(steps) ??
    [];
  t.equal(Number(rostered), Math.ceil((Number(agents) * 4) / 3));
  await seen('requirement-deferred');
});

t.test('agents of two skills are simulated, and the cheapest found', async (t) => {
  await page.getByRole('link', { name: 'Multi-skill', exact: true }).click();
  await page.getByRole('button', { name: 'Fill in from a forecast' }).click();
  await shows(page, 'Contacts and handling of');
  await page.getByRole('button', { name: 'Add a group' }).click();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByRole('heading', { name: 'What they get' }).waitFor({ timeout: 20_000 });
  t.match(await page.locator('main').innerText(), /\d+\.\d% \(\d+\.\d–\d+\.\d\)/, 'intervals');
  await page.getByRole('button', { name: 'Find the cheapest' }).click();
  await shows(page, 'Searching');
  await page.getByText('no staffing can cost less than').waitFor({ timeout: 60_000 });
  t.match(await page.locator('main').innerText(), /\d+ agents, cost \d+/);
  t.equal(await page.getByText('● meets its goal').count(), 2, 'every goal is met');
  await seen('skills');
});

t.test('every step is clean for axe and fits a phone, in both languages', async (t) => {
  for (const [i, step] of [
    'import',
    'history',
    'rules',
    'forecast',
    'requirement',
    'what-if',
    'intraday',
    'accuracy',
    'skills',
  ].entries()) {
    const small = i % 2 === 0;
    await page.setViewportSize(small ? { width: 390, height: 844 } : { width: 1920, height: 1080 });
    await page.goto(
      `${wall}/planning/${step}?site=hq&lang=${small ? 'zh' : 'en'}&theme=${small ? 'dark' : 'light'}`,
    );
    await page.waitForSelector('.card');
    await page.waitForLoadState('networkidle');
    await page.evaluate(checker);
    const found = await page.evaluate(async () => {
      const { violations } = await axe.run();
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html)
            .join(' | ')
            .slice(0, 300)}`,
      );
    });
    t.same(found, [], step);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    t.ok(wide <= 0, `${step} does not scroll sideways`);
    await seen(`${step}-${small ? 'phone' : 'wide'}`);
  }
});

/** Waits, bounded, until a page shows these words. */
function shows(on: Page, words: string) {
  return on.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

async function seen(name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

async function totalSeen(): Promise<number> {
  const words = await page.innerText('main');
  return Number(/Contacts in view ([\d,]+)/.exec(words)?.[1]?.replaceAll(',', ''));
}

async function rowsOf(path: string, field: string): Promise<number> {
  const answer = await context.request.get(`${wall}/v1/planning/${path}?site=hq`);
  return ((await answer.json()) as Record<string, unknown[]>)[field]?.length ?? -1;
}

/** Half a year of two queues as a German spreadsheet writes it. Made here: a day's two humps. */
function exported(): string {
  const lines = ['\ufeffDatum;Uhrzeit;Queue;Anrufe;AHT'];
  for (let day = 0; day < 91; day += 1) {
    const at = new Date(Date.UTC(2026, 7, 24 + day));
    const [year, month, date] = at.toISOString().slice(0, 10).split('-');
    const busy = [0.3, 1.15, 1.05, 1, 0.98, 0.95, 0.45][at.getUTCDay()] ?? 1;
    for (let slot = 16; slot < 40; slot += 1) {
      const hour = slot / 2;
      const hump =
        Math.exp(-(((hour - 10.5) / 1.8) ** 2)) + 0.7 * Math.exp(-(((hour - 15) / 2) ** 2));
      const ripple = 1 + 0.1 * Math.sin(day * 7 + slot * 3);
      const time = `${String(Math.floor(hour)).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`;
      const row = (queue: string, size: number, aht: number) =>
        `${date}.${month}.${year};${time};${queue};${Math.round(size * busy * hump * ripple)};${aht}`;
      lines.push(row('Billing', 62, 240), row('Faults', 38, 310));
    }
  }
  return lines.join('\r\n');
}
