// A planner's day with the schedule, in a browser over the whole installation: setup, a draft from
// a forecast, shifts by keyboard and hand, a broken rule, a search, publishing, a swap approved.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIRequestContext, Page } from 'playwright-core';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const { wall, browser } = await startInstalled(t);
const size = { width: 1600, height: 1000 };
const context = await browser.newContext({ viewport: size, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(12_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
/** The Monday after next: beyond any notice. */
const monday = dayPlus(new Date().toISOString().slice(0, 10), 15 - (new Date().getUTCDay() || 7));
const people = ['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08'];
await actAs(context.request, 'planner', 'ada');
await forecasted();

t.test('setup: templates, a contract, rules of law, people by hand and by a file', async (t) => {
  await page.goto(`${wall}/schedule/setup?site=hq&lang=en&theme=light`);
  for (const [id, name, start] of [
    ['early', 'Early', '08:00'],
    ['late', 'Late', '11:00'],
  ] as const) {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Id', { exact: true }).fill(id);
    await page.getByLabel('Name (English)').fill(name);
    await page.getByLabel('Starts').fill(start);
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('button', { name: `Edit ${id}` }).waitFor();
  }
  await page.getByRole('button', { name: 'Contracts' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Id', { exact: true }).fill('full');
  await page.getByLabel('Name (English)').fill('Full time');
  await page.getByLabel('Least hours a week').fill('16');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Edit full' }).waitFor();
  await page.getByRole('button', { name: 'Rules' }).click();
  await shows(page, 'a lawyer must check them');
  await page.getByRole('button', { name: /European Union/ }).click();
  await shows(page, '2003/88/EC Art. 3');
  await seen('setup-rules');
  await page.getByRole('button', { name: 'People', exact: true }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Id', { exact: true }).fill('p01');
  await page.getByRole('textbox', { name: 'Team' }).fill('North');
  await page.getByLabel('Holds from').fill('2026-01-01');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Edit p01' }).waitFor();
  t.match(await page.innerText('table'), 'Billing, Faults', 'a new one serves every group');
  await page.getByRole('link', { name: 'Import, export' }).click();
  const file = (contract: string) => ({
    name: 'staff.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `Staff;Contract;Skills;Team;Shoes\n${people
        .slice(1)
        .map((person) => `${person};${contract};Billing:1, Faults:1;North;42`)
        .join('\n')}`,
    ),
  });
  await page.setInputFiles('input[type=file]', file('fool'));
  const staff = page.locator('main label', { hasText: /^Person/ }).locator('select');
  await staff.selectOption('Staff');
  await shows(page, '7 lines cannot be taken');
  await shows(page, 'contract is "fool"');
  await page.setInputFiles('input[type=file]', file('full'));
  await shows(page, '7 lines can be taken.');
  await shows(page, 'Not used: Shoes');
  await seen('import');
  await page.getByRole('button', { name: 'Read it in' }).click();
  await shows(page, '7 lines were read in.');
  await page.getByRole('button', { name: 'Undo: staff.csv' }).waitFor();
});

t.test('a draft of a forecast’s days, with what it requires', async (t) => {
  await page.goto(`${wall}/schedule/grid?site=hq&lang=en&theme=light`);
  await page.getByRole('button', { name: 'New draft' }).click();
  await page.getByLabel('Name', { exact: true }).fill('December');
  t.equal(await page.getByLabel('First day').last().inputValue(), monday, 'the forecast’s days');
  await page.getByRole('button', { name: 'Begin' }).click();
  await shows(page, 'is begun');
  await shows(page, '8 people');
  t.ok((await tooFew()) > 100, 'nobody works yet');
});

t.test('shifts by keyboard: one is set, copied along the week and to everybody', async (t) => {
  const grid = page.getByRole('grid');
  await grid.focus();
  for (const key of ['ArrowRight', 'Home', 'Enter']) await page.keyboard.press(key);
  await page.getByLabel('Set template').selectOption({ label: 'Early' });
  await grid.focus();
  await page.keyboard.press('Control+c');
  for (let day = 1; day < 5; day += 1) {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+v');
  }
  t.equal(await shiftsIn('p01'), 5);
  await page.keyboard.press('Home');
  for (let day = 1; day < 5; day += 1) await page.keyboard.press('Shift+ArrowRight');
  t.equal(await page.locator('.shift.chosen').count(), 5, 'the week is chosen');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Home');
  for (let row = 1; row < people.length; row += 1) {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+v');
  }
  await page.waitForFunction(() => !document.body.innerText.includes('saving'), null);
  t.equal((await stored()).length, 5 * people.length, 'the service holds them');
  await seen('grid-week');
});

t.test('the curve follows the hand at once, and the service agrees', async (t) => {
  const before = await tooFew();
  const shift = page.locator('[role=row]', { hasText: 'p03' }).locator('.shift').nth(1);
  const box = await shift.boundingBox();
  if (!box) throw new Error('the shift has no box');
  const [x, y] = [box.x + box.width / 2, box.y + 8];
  await page.mouse.move(x, y);
  await page.mouse.down();
  // Into the night, where nobody is wanted.
  await page.mouse.move(x - box.width * 0.8, y, { steps: 6 });
  await page.locator('.shift.ghost').waitFor();
  const during = await tooFew();
  t.not(during, before, 'while it is still held');
  await page.mouse.up();
  await settled();
  t.ok(
    Math.abs((await tooFew()) - during) < 0.11,
    `${during} h reckoned, ${await tooFew()} h told`,
  );
  const moved = (await stored()).find(
    ({ person, day }) => person === 'p03' && day === dayPlus(monday, 1),
  );
  t.match(moved?.from, /T0[0-3]:/, 'it begins in the night');
  await page.keyboard.press('Control+z');
  await settled();
  t.equal(await tooFew(), before, 'taken back');
});

t.test('a broken rule is said at once with its article, and gone when it is undone', async (t) => {
  await page.getByRole('button', { name: /^Rules/ }).click();
  const article = page.locator('aside li', { hasText: '2003/88/EC Art. 3' });
  const standing = await article.count();
  await page.locator('[role=row]', { hasText: 'p02' }).locator('.shift').first().click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Ends').fill('23:30');
  await page.getByLabel('Ends').press('Tab');
  await page.getByRole('button', { name: /^Rules/ }).click();
  await article.nth(standing).waitFor();
  t.match(await article.nth(standing).innerText(), /hard/);
  await page.locator('.mark[data-hard="true"]').first().waitFor();
  await seen('grid-rules');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  await article.nth(standing).waitFor({ state: 'detached' });
});

t.test('a search is followed, and what it found is taken', async (t) => {
  const before = await tooFew();
  await page.getByRole('button', { name: 'Optimise' }).click();
  await page.getByLabel('Seconds').fill('4');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('button', { name: 'Take all' }).waitFor({ timeout: 25_000 });
  await seen('grid-optimise');
  await page.getByRole('button', { name: 'Take all' }).click();
  await shows(page, 'shifts changed.');
  await settled();
  t.ok((await tooFew()) < before, `${before} h too few became ${await tooFew()} h`);
  await page.locator('.shift').first().click();
  await page.getByRole('button', { name: 'Why', exact: true }).click();
  await shows(page, 'What everything else would have cost');
  await page.locator('aside tbody tr').first().waitFor();
  await seen('grid-why');
});

t.test('published: version 1, and everybody concerned is told', async (t) => {
  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await shows(page, '8 people are told');
  const inSpite = page.getByLabel('In spite of it, because');
  if ((await inSpite.count()) > 0) await inSpite.fill('Known, and agreed with the council');
  await page.locator('form').getByRole('button', { name: 'Publish', exact: true }).click();
  await shows(page, 'Published as version 1.');
  await seen('publish');
  t.ok((await published()).length > 0);
});

t.test('a swap is approved, cover and rules seen before', async (t) => {
  const [one, other] = await agreedSwap();
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await shows(page, 'to approve');
  await page.getByRole('button', { name: 'Check cover and rules' }).click();
  await page.locator('.item', { hasText: /before|stays/ }).waitFor();
  await seen('swap');
  const beside = await context.newPage();
  await beside.goto(`${wall}/schedule/grid?site=hq&lang=en&draft=published&from=${one.day}&span=1`);
  const row = beside.locator('[role=row]', { hasText: one.person });
  await row.locator(`[data-shift="${one.shiftId}"]`).waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await shows(page, 'Approved.');
  await row.locator(`[data-shift="${other.shiftId}"]`).waitFor();
  t.pass('who looks at the grid beside it sees the change without asking');
  await beside.close();
  const after = new Map((await published()).map((shift) => [shift.shiftId, shift.person]));
  t.same([after.get(one.shiftId), after.get(other.shiftId)], [other.person, one.person]);
  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await shows(page, 'swap approved');
});

t.test('a supervisor reports sickness, finds a stand-in and offers overtime by lot', async (t) => {
  await actAs(context.request, 'supervisor', 'sue');
  // The day on which most people are off: there somebody is free.
  const byDay = Map.groupBy(await published(), ({ day }) => day);
  const [[sick] = []] = [...byDay.values()].sort((one, other) => one.length - other.length);
  if (!sick) throw new Error('nothing is published');
  await page.goto(`${wall}/schedule/requests?site=hq&part=sickness&lang=en&theme=light`);
  const form = page.locator('main form');
  await form.getByLabel('Person').fill(sick.person);
  await form.getByLabel('From').fill(sick.day);
  await form.getByLabel('to', { exact: true }).fill(sick.day);
  await form.getByRole('button', { name: 'Report sickness' }).click();
  await shows(page, '1 shift became sick time.');
  await page.getByRole('button', { name: 'Find a stand-in' }).click();
  await page.getByRole('button', { name: 'Assign' }).first().waitFor();
  await seen('stand-in');
  t.ok((await page.getByRole('button', { name: 'Assign' }).count()) > 0, 'who could is named');
  await page.goto(`${wall}/schedule/requests?site=hq&part=offers&lang=en&theme=light`);
  await form.getByLabel('From').fill(`${dayPlus(monday, 2)}T19:30`);
  await form.getByLabel('to', { exact: true }).fill(`${dayPlus(monday, 2)}T20:30`);
  await form.getByLabel('Open until').fill(`${dayPlus(monday, 1)}T12:00`);
  await form.getByLabel('Given by').selectOption('lottery');
  await form.getByRole('button', { name: 'Rank by effect' }).click();
  await form.getByRole('row').nth(1).waitFor();
  await form.getByRole('button', { name: 'Make an offer' }).click();
  await shows(page, 'SHA-256 of the seed, told before');
  await page.getByRole('button', { name: 'End and give' }).click();
  await shows(page, 'Nobody took it.');
  await page.getByLabel('Show settled ones too').check();
  await shows(page, 'The seed belongs to the SHA-256 told before.');
  await seen('lottery');
  await actAs(context.request, 'planner', 'ada');
});

t.test('every step is clean for axe and fits its screen, in both languages', async (t) => {
  const steps = [
    'grid',
    'compare',
    'publish',
    'requests',
    'absence',
    'bidding',
    'fairness',
    'notes',
  ];
  steps.push('setup', 'files');
  for (const [turn, { lang, theme, ...viewport }] of [
    { width: 360, height: 780, lang: 'zh', theme: 'dark' },
    { width: 1920, height: 1080, lang: 'en', theme: 'light' },
    { width: 1366, height: 768, lang: 'zh', theme: 'light' },
  ].entries()) {
    await page.setViewportSize(viewport);
    await page.goto(`${wall}/schedule/grid?site=hq&lang=${lang}&theme=${theme}&from=${monday}`);
    await page.waitForSelector('nav.tabs');
    await page.evaluate(checker);
    for (const [i, step] of steps.entries()) {
      // The grid everywhere, each other step on one of the screens.
      if (i > 0 && i % 3 !== turn) continue;
      await page.locator('nav.tabs a').nth(i).click();
      await page.waitForSelector('.card');
      await page.waitForLoadState('networkidle');
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], `${step} at ${viewport.width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${step} does not scroll sideways at ${viewport.width}`);
      await seen(`${step}-${viewport.width}-${lang}`);
    }
  }
});

interface StoredShift {
  shiftId: string;
  person: string;
  day: string;
  from: string;
}

/** Waits, bounded, until a page shows these words. */
function shows(on: Page, words: string) {
  return on.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

async function seen(name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `schedule-${name}.png`), fullPage: true });
}

/** Hours too few, as the line above the grid says. */
async function tooFew(): Promise<number> {
  const words = await page.locator('dl', { hasText: 'Too few' }).innerText();
  return Number(/Too few\s+([\d,.]+) h/.exec(words)?.[1]?.replaceAll(',', ''));
}

/** Waits until nothing is on its way to the service and what it told is shown. */
async function settled(): Promise<void> {
  await page.locator('[data-waiting="0"]').waitFor({ state: 'attached' });
}

async function shiftsIn(person: string): Promise<number> {
  return page.locator('[role=row]', { hasText: person }).locator('.shift').count();
}

async function stored(): Promise<StoredShift[]> {
  await settled();
  const draft = new URL(page.url()).searchParams.get('draft') ?? '';
  return shiftsOf(`&draft=${draft}`);
}

function published(): Promise<StoredShift[]> {
  return shiftsOf('');
}

async function shiftsOf(more: string): Promise<StoredShift[]> {
  const path = `${wall}/v1/schedule/shifts?site=hq&from=${monday}&days=14${more}`;
  const answer = await context.request.get(path);
  return ((await answer.json()) as { shifts: StoredShift[] }).shifts;
}

async function actAs(request: APIRequestContext, role: string, person: string): Promise<void> {
  const data = { tenant: 'main', role, person, site: role === 'agent' ? 'hq' : '' };
  await request.post(`${wall}/v1/acting`, { data, headers: { origin: wall } });
}

async function act(request: APIRequestContext, act: object, preview = false) {
  const path = `${wall}/v1/schedule/acts?site=hq`;
  return request.post(path, { data: { act, preview }, headers: { origin: wall } });
}

/** Two shifts of one day whose swap no rule forbids, proposed by one and agreed to by the other. */
async function agreedSwap(): Promise<[StoredShift, StoredShift]> {
  const agents = await Promise.all([browser.newContext(), browser.newContext()]);
  const [mine, theirs] = [agents[0].request, agents[1].request];
  const shifts = await published();
  for (const one of shifts) {
    await actAs(mine, 'agent', one.person);
    for (const other of shifts) {
      if (other.day !== one.day || other.person === one.person) continue;
      const part = (giver: StoredShift, taker: StoredShift) => ({
        ...{ giver: giver.person, taker: taker.person, shiftId: giver.shiftId },
      });
      const swapProposed = { parts: [part(one, other), part(other, one)], message: 'Please' };
      const asked = await act(mine, { swapProposed });
      if (!asked.ok()) continue;
      const { swapId } = ((await asked.json()) as { act: { swapProposed: { swapId: string } } }).act
        .swapProposed;
      await actAs(theirs, 'agent', other.person);
      const agreed = await act(theirs, { swapAnswered: { swapId, agreed: true } });
      if (!agreed.ok()) throw new Error(await agreed.text());
      await Promise.all(agents.map((agent) => agent.close()));
      return [one, other];
    }
  }
  throw new Error('no two shifts may be swapped');
}

/** Three months of two queues, and a published forecast of two weeks made from them. */
async function forecasted(): Promise<void> {
  const planning = `${wall}/v1/planning`;
  const headers = { origin: wall, 'content-type': 'application/octet-stream' };
  const read = await context.request.post(
    `${planning}/imports?site=hq&fileName=a.csv&dryRun=false`,
    {
      data: Buffer.from(exported()),
      headers,
    },
  );
  if (!read.ok()) throw new Error(await read.text());
  const made = await context.request.post(`${planning}/forecasts`, {
    data: { site: 'hq', from: monday, days: 14, name: 'December' },
    headers: { origin: wall },
  });
  const { forecastId } = (await made.json()) as { forecastId: string };
  const publish = () =>
    context.request.post(`${planning}/forecasts/${forecastId}/publish`, {
      data: {},
      headers: { origin: wall },
    });
  // It can be published once it is computed; the page that looks on is tested elsewhere.
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await publish()).ok()) return;
    await page.waitForTimeout(100);
  }
  throw new Error('the forecast was not computed in time');
}

/** A day's two humps on every weekday. Made here. */
function exported(): string {
  const lines = ['Datum;Uhrzeit;Queue;Anrufe;AHT'];
  const first = Date.parse(`${dayPlus(monday, -104)}T00:00:00Z`);
  for (let day = 0; day < 84; day += 1) {
    const at = new Date(first + day * 86_400_000);
    const [year, month, date] = at.toISOString().slice(0, 10).split('-');
    const busy = [0.1, 1.1, 1, 1, 1, 0.95, 0.2][at.getUTCDay()] ?? 1;
    for (let slot = 16; slot < 40; slot += 1) {
      const hour = slot / 2;
      const hump =
        Math.exp(-(((hour - 10.5) / 2) ** 2)) + 0.7 * Math.exp(-(((hour - 15) / 2) ** 2));
      const time = `${String(Math.floor(hour)).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`;
      const row = (queue: string, size: number, aht: number) =>
        `${date}.${month}.${year};${time};${queue};${Math.round(size * busy * hump)};${aht}`;
      lines.push(row('Billing', 16, 240), row('Faults', 10, 310));
    }
  }
  return lines.join('\r\n');
}

function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
