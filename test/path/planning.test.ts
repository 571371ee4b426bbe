// A planner's day in a browser, over the whole installation: a file exported from a spreadsheet,
// a forecast, an override, why so many, what if, published. Screenshots go where
// FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: {
  body: { innerText: string };
  documentElement: { scrollWidth: number };
  querySelector: (selector: string) => { clientWidth: number } | null;
};
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const { wall, browser } = await startInstalled(t);
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(10_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
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

t.test('an import is undone, and its queue has no history any more', async (t) => {
  const rows = ['Start;Queue;Calls', ...days(3, '2026-11-20').map((day) => `${day} 10:00;Wrong;9`)];
  await page.setInputFiles('input[type=file]', {
    name: 'wrong.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\n')),
  });
  await page.getByRole('button', { name: 'Read it in' }).click();
  await shows(page, '3 rows were read in.');
  const row = page.locator('.row', { hasText: 'wrong.csv' });
  await row.getByRole('button', { name: 'Undo' }).click();
  await shows(page, 'The import was undone');
  t.match(await row.innerText(), /undone by ada/i);
  t.same(await plannedQueues(), ['hq/Billing', 'hq/Faults']);
});

t.test('a stretch of history is marked, and the mark taken away', async (t) => {
  await page.locator('nav.tabs').getByRole('link', { name: 'History' }).click();
  await shows(page, 'Marks');
  await page.getByLabel('From', { exact: true }).fill('2026-11-02T10:00');
  await page.getByLabel('To', { exact: true }).fill('2026-11-02T12:00');
  await page.getByLabel('Name', { exact: true }).fill('Line down');
  await page.getByRole('button', { name: 'Mark it' }).click();
  const mark = page.locator('.row', { hasText: 'Line down' });
  await mark.waitFor();
  t.match(await mark.innerText(), /2026-11-02 10:00 – 2026-11-02 12:00[\s\S]*\sada/);
  t.same(await rowsOf('events', 'events'), 1);
  const day = 'queue=hq/Billing&from=2026-11-02&to=2026-11-02&slot=30';
  const excluded = async () => {
    const { slots } = await told<{ slots: { start: string; excluded: boolean }[] }>(
      `history?${day}`,
    );
    return slots.filter((one) => one.excluded).map(({ start }) => start.slice(11, 16));
  };
  t.same(await excluded(), ['10:00', '10:30', '11:00', '11:30']);
  await mark.getByRole('button', { name: 'Remove' }).click();
  await mark.waitFor({ state: 'detached' });
  t.same(await excluded(), []);
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

t.test('one point of the curve is dragged up, and laid as it was left', async (t) => {
  await page.locator('.u-over').scrollIntoViewIfNeeded();
  const noon = page.locator('tr', { hasText: '12:00' }).locator('button.cell');
  const before = Number.parseFloat(await noon.innerText());
  const box = await page.locator('.u-over').boundingBox();
  if (!box) throw new Error('the chart has no box');
  // The middle of a day is its noon; the curve is where the chart can be taken hold of.
  const x = box.x + (box.width * 24) / 47;
  let y = box.y;
  for (; y < box.y + box.height; y += 8) {
    await page.mouse.move(x, y);
    if (await page.locator('.u-over[data-grab]').count()) break;
  }
  await page.mouse.down();
  await page.mouse.move(x, y - 20, { steps: 4 });
  await page.mouse.up();
  await shows(page, '1 interval changed, not saved');
  const after = Number.parseFloat(await noon.innerText());
  t.ok(after > before, `${before} contacts at noon became ${after}`);
  await page.getByLabel('Reason').fill('The post comes at noon');
  await page.getByRole('button', { name: 'Lay override' }).click();
  await shows(page, 'The post comes at noon');
  t.equal(Number.parseFloat(await noon.innerText()), after);
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

t.test('what came is set beside what was published, and judges the override', async (t) => {
  const read = await context.request.post(
    `${wall}/v1/planning/imports?site=hq&dryRun=false&fileName=came.csv`,
    {
      data: Buffer.from(exported('2026-11-23', 3)),
      headers: { 'content-type': 'application/octet-stream', origin: wall },
    },
  );
  t.equal(read.status(), 200);
  await page.getByRole('link', { name: 'Accuracy', exact: true }).click();
  await page.getByLabel('Queue').selectOption({ label: 'Billing' });
  await shows(page, 'December');
  const { accuracies } = await told<{ accuracies: Judged[] }>('accuracy?site=hq&queue=hq/Billing');
  const all = accuracies.find((one) => one.horizon === 'all' && one.grain === 'day');
  const came = exported('2026-11-23', 3)
    .split('\r\n')
    .filter((line) => line.includes('Billing'))
    .reduce((sum, line) => sum + Number(line.split(';')[3]), 0);
  t.equal(all?.actual, came, 'three days of the file');
  // The file goes on as it was: computed alone it is close, and half more for a day is not.
  t.ok((all?.baseWape ?? 1) < 0.08, `without overrides ${all?.baseWape}`);
  t.ok((all?.wape ?? 0) > (all?.baseWape ?? 1), `with them ${all?.wape}`);
  const row = await page.locator('tbody tr', { hasText: 'all' }).first().innerText();
  t.match(row, `${((all?.wape ?? 0) * 100).toFixed(1)}%`);
  await shows(page, '▲ made it worse · Billing');
  await seen('accuracy');
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

t.test('a new queue is forecast from a similar one, and says so', async (t) => {
  const rows = [
    'Start;Queue;Calls',
    ...days(5, '2026-11-16').flatMap((day) => [`${day} 10:00;Returns;9`, `${day} 10:30;Returns;8`]),
  ];
  await context.request.post(`${wall}/v1/planning/imports?site=hq&dryRun=false`, {
    data: Buffer.from(rows.join('\n')),
    headers: { 'content-type': 'application/octet-stream', origin: wall },
  });
  await page.goto(`${wall}/planning/rules?site=hq&queue=hq/Returns&lang=en&theme=light`);
  await page.getByLabel('Like the queue').selectOption({ label: 'Billing' });
  await page.getByLabel('Its share, %').fill('25');
  await page.getByLabel('In force from').fill('2026-11-01');
  await seen('rules-similar');
  await page.getByRole('button', { name: 'Decide' }).click();
  await shows(page, 'Decided.');
  await page.getByRole('link', { name: 'Forecast', exact: true }).click();
  await page.getByRole('button', { name: 'New forecast' }).click();
  await page.getByLabel('Days', { exact: true }).fill('7');
  for (const other of ['Billing', 'Faults'])
    await page.getByLabel(other, { exact: true }).uncheck();
  await page.locator('form').getByRole('button', { name: 'Forecast', exact: true }).click();
  await shows(page, 'forecast from queue "hq/Billing": of its own it has 5 days with contacts');
  t.match(await page.innerText('main'), /share of the similar queue 0\.\d+ /);
  await seen('similar');
  await page.setViewportSize({ width: 3840, height: 1600 });
  await page.waitForFunction(() => (document.querySelector('.u-over')?.clientWidth ?? 0) > 3_000);
  await seen('similar-3840');
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
  return (await told<Record<string, unknown[]>>(`${path}?site=hq`))[field]?.length ?? -1;
}

async function told<T>(path: string): Promise<T> {
  return (await (await context.request.get(`${wall}/v1/planning/${path}`)).json()) as T;
}

async function plannedQueues(): Promise<string[]> {
  const { queues } = await told<{ queues: { queue: string }[] }>('queues?site=hq');
  return queues.map(({ queue }) => queue).sort();
}

function days(count: number, from: string): string[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: count }, (_, n) =>
    new Date(first + n * 864e5).toISOString().slice(0, 10),
  );
}

interface Judged {
  horizon: string;
  grain: string;
  actual: number;
  wape: number | null;
  baseWape: number | null;
}

/** A quarter of two queues as a German spreadsheet writes it. Made here: a day's two humps. */
function exported(from = '2026-08-24', count = 91): string {
  const lines = ['\ufeffDatum;Uhrzeit;Queue;Anrufe;AHT'];
  for (const name of days(count, from)) {
    const at = new Date(`${name}T00:00:00Z`);
    const day = (at.getTime() - Date.UTC(2026, 7, 24)) / 864e5;
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
