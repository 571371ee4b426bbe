// An agent's day on a phone, over the whole installation: what comes next, a swap proposed and
// taken, leave refused in Chinese, a calendar's address, and no network at all.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ICAL from 'ical.js';
import type { APIRequestContext, Page } from 'playwright-core';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const navigator: { serviceWorker: { ready: Promise<unknown>; controller: unknown } };
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const { wall, browser } = await startInstalled(t);
const phone = { viewport: { width: 360, height: 780 } };
const [mine, theirs, planner] = await Promise.all([
  browser.newContext({ ...phone, locale: 'en' }),
  browser.newContext({ ...phone, locale: 'zh-CN' }),
  browser.newContext(),
]);
const page = await mine.newPage();
page.setDefaultTimeout(12_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

const hourMs = 3_600_000;
const quarterMs = 900_000;
/** The shift of today began two hours ago; its break begins in between half and three quarters of an hour. */
const beganMs = Math.floor(Date.now() / quarterMs) * quarterMs - 2 * hourMs;
const restMs = beganMs + 2 * hourMs + 3 * quarterMs;
const soon = dayOf(Date.now() + 5 * 24 * hourMs);
const later = dayOf(Date.now() + 6 * 24 * hourMs);
await published();
await actAs(mine.request, 'agent', 'p1');
await actAs(theirs.request, 'agent', 'p2');

t.test('today: the next break, the shift with its now, and why', async (t) => {
  await page.goto(`${wall}/me?lang=en&theme=light`);
  await shows(page, 'Next break');
  t.match(await page.locator('.next strong').innerText(), clockOf(restMs));
  t.match(await page.locator('li.now').innerText(), /On queue\s+now/, 'the stretch of now');
  await page.getByText('Why me?').click();
  await shows(page, 'How it came about');
  t.match(await page.locator('details[open]').innerText(), 'published');
  await seen(page, 'today');
});

t.test(
  'a swap for a colleague’s shift: proposed, looked at, agreed, done in both books',
  async (t) => {
    await page.getByRole('link', { name: 'Shifts' }).click();
    for (let weeks = 0; weeks < 2 && !(await dayButton(soon).isVisible()); weeks += 1) {
      await page.getByRole('button', { name: 'Later' }).click();
    }
    await dayButton(soon).click();
    await page.getByText('Give away or swap').click();
    await page.getByLabel('With whom').selectOption({ value: 'p2' });
    const inReturn = page.getByLabel('In return I take');
    await inReturn.locator('option').nth(1).waitFor({ state: 'attached' });
    await inReturn.selectOption({ index: 1 });
    await page.getByLabel('A word to the others').fill('my daughter’s play');
    await page.getByRole('button', { name: 'Propose' }).click();
    await shows(page, 'Proposed.');

    const other = await theirs.newPage();
    await other.goto(`${wall}/me/today?lang=zh&theme=dark`);
    await shows(other, '想与您换班');
    await seen(other, 'asked-zh');
    await other.getByRole('button', { name: '同意 …' }).click();
    await shows(other, '换后各时段人手不减');
    await other.getByRole('button', { name: '同意', exact: true }).click();
    await shows(other, '已同意');
    t.same(await daysOf(theirs.request), [soon]);
    t.same(await daysOf(mine.request), [dayOf(beganMs), later]);
    await other.close();
  },
);

t.test('leave beyond what is left is refused in the language of the page', async (t) => {
  await page.goto(`${wall}/me/leave?lang=zh`);
  await page
    .locator('input[type=date]')
    .first()
    .fill(dayOf(Date.now() + 20 * 24 * hourMs));
  await page
    .locator('input[name=to][type=date]')
    .first()
    .fill(dayOf(Date.now() + 40 * 24 * hourMs));
  await page.getByRole('button', { name: '申请', exact: true }).click();
  await page.getByRole('alert').waitFor();
  t.match(await page.getByRole('alert').innerText(), /只剩 960 分钟/);
  await page
    .locator('input[name=to][type=date]')
    .first()
    .fill(dayOf(Date.now() + 20 * 24 * hourMs));
  await page.getByRole('button', { name: '申请', exact: true }).click();
  await shows(page, '待审批');
  await seen(page, 'leave-zh');
});

t.test('a calendar’s address: told once, read by a calendar, revoked', async (t) => {
  await page.goto(`${wall}/me/own?lang=en`);
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = await page.locator('code').innerText();
  const feed = await planner.request.get(address);
  const events = new ICAL.Component(ICAL.parse(await feed.text())).getAllSubcomponents('vevent');
  const states = events.map((event) => String(event.getFirstPropertyValue('status'))).sort();
  t.same(states, ['CANCELLED', 'CONFIRMED', 'CONFIRMED'], 'what was swapped away stays, cancelled');
  const again = await planner.request.get(address, {
    headers: { 'if-none-match': feed.headers()['etag'] ?? '' },
  });
  t.equal(again.status(), 304);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await shows(page, 'no longer answers');
  t.equal((await planner.request.get(address)).status(), 404);
});

t.test('without a network the last schedule stays, with its age', async (t) => {
  await page.goto(`${wall}/me/today?lang=en`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await shows(page, 'Next break');
  await mine.setOffline(true);
  await page.reload();
  await shows(page, 'No connection. This is what was known at');
  t.match(await page.locator('.next strong').innerText(), clockOf(restMs));
  await seen(page, 'offline');
  await mine.setOffline(false);
  await page.reload();
  await page.getByText('No connection').waitFor({ state: 'detached' });
});

t.test('every page is clean for axe and fits a phone, in both languages and themes', async (t) => {
  for (const [lang, theme] of [
    ['zh', 'light'],
    ['en', 'dark'],
  ]) {
    for (const tab of ['today', 'shifts', 'swaps', 'leave', 'own']) {
      await page.goto(`${wall}/me/${tab}?lang=${lang}&theme=${theme}`);
      await page.locator('main > *').nth(1).waitFor();
      await page.waitForLoadState('networkidle');
      await page.evaluate(checker);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], `${tab} ${lang}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${tab} does not scroll sideways`);
      await seen(page, `${tab}-${lang}-${theme}`);
    }
  }
});

/** Two people, a shift of each in the coming days, one of today; swaps need nobody's word. */
async function published(): Promise<void> {
  const { request } = planner;
  await actAs(request, 'administrator', 'ada');
  const people = { p1: 'Wang Fang', p2: '李强' };
  const since = { effectiveFrom: '2026-01-01T00:00:00Z' };
  const name = { en: 'HQ', zh: '总部' };
  const site = { name, timeZone: 'UTC', privacy: 'eu', callerDigits: 0 };
  const settings = [
    { ...since, kind: 'tenant', id: 'main', value: { name } },
    { ...since, kind: 'site', id: 'hq', value: site },
    ...Object.keys(people).map((id) => ({ ...since, kind: 'person', id, value: { site: 'hq' } })),
  ];
  const document = { format: 'floorcast-directory/1', tenant: 'main', settings, people };
  const headers = { origin: wall };
  const path = `${wall}/v1/directory/import?dryRun=false`;
  const read = await request.post(path, { data: document, headers });
  if (!read.ok()) throw new Error(await read.text());
  await actAs(request, 'planner', 'ada');
  const effectiveFrom = dayOf(Date.now() - 400 * 24 * hourMs);
  const contract = { contractId: 'full', nameEn: 'Full', maxWeekMinutes: 2_400 };
  const setup = (value: object) => act(request, { setupDecided: { effectiveFrom, value } });
  await setup({ contract: { ...contract, leaveMinutes: { annual: 960 } } });
  for (const person of ['p1', 'p2']) {
    const groups = [{ group: 'sales', priority: 1, efficiency: 1 }];
    await setup({ employee: { person, contractId: 'full', groups, since: effectiveFrom } });
  }
  const rules = [{ ruleId: 'swaps', of: 'swap', approve: true }];
  await act(request, { approvalRulesDecided: { rules } });
  const begun = { name: 'days', from: dayOf(beganMs), days: 14, slotMinutes: 30 };
  const { draftBegun } = await act(request, { draftBegun: begun });
  const draftId = String(draftBegun?.['draftId']);
  const at = (day: string, hour: number) => Date.parse(`${day}T00:00:00Z`) + hour * hourMs;
  const shifts = [
    shift('today', 'p1', [beganMs, restMs, restMs + quarterMs, beganMs + 8 * hourMs]),
    shift('soon', 'p1', [at(soon, 8), at(soon, 12), at(soon, 12.5), at(soon, 16)]),
    shift('later', 'p2', [at(later, 8), at(later, 12), at(later, 12.5), at(later, 16)]),
  ];
  const edits = shifts.map((after) => ({ shiftId: after.shiftId, after }));
  await act(request, { draftEdited: { draftId, edits } });
  await act(request, { draftPublished: { draftId, inSpite: 'a day that has begun' } });
}

/** Work, a rest, work. */
function shift(shiftId: string, person: string, [from, rest, back, to]: number[]) {
  const [work, pause] = [1, 2];
  const part = (kind: number, fromMs = 0, toMs = 0) => ({
    ...{ kind, paid: true, from: isoOf(fromMs), to: isoOf(toMs) },
  });
  return {
    ...{ shiftId, person, day: dayOf(from ?? 0), from: isoOf(from ?? 0), to: isoOf(to ?? 0) },
    activities: [part(work, from, rest), part(pause, rest, back), part(work, back, to)],
  };
}

async function act(
  request: APIRequestContext,
  what: object,
): Promise<Record<string, Record<string, unknown>>> {
  const path = `${wall}/v1/schedule/acts?site=hq`;
  const answer = await request.post(path, { data: { act: what }, headers: { origin: wall } });
  if (!answer.ok()) throw new Error(await answer.text());
  return ((await answer.json()) as { act: Record<string, Record<string, unknown>> }).act;
}

async function actAs(request: APIRequestContext, role: string, person: string): Promise<void> {
  const acting = { tenant: 'main', role, person, site: 'hq' };
  await request.post(`${wall}/v1/acting`, { data: acting, headers: { origin: wall } });
}

async function daysOf(request: APIRequestContext): Promise<string[]> {
  const answer = await request.get(`${wall}/v1/schedule/my?from=${dayOf(beganMs)}`);
  return ((await answer.json()) as { shifts: { day: string }[] }).shifts.map(({ day }) => day);
}

function dayButton(day: string) {
  const words = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'UTC', month: 'short', day: 'numeric', weekday: 'short' },
  }).format(Date.parse(day));
  return page.locator('.week button', { hasText: words });
}

/** Waits, bounded, until a page shows these words. */
function shows(on: Page, words: string) {
  return on.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

async function seen(on: Page, name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await on.screenshot({ path: join(folder, `agent-${name}.png`), fullPage: true });
}

function dayOf(atMs: number): string {
  return isoOf(atMs).slice(0, 10);
}

function clockOf(atMs: number): string {
  return isoOf(atMs).slice(11, 16);
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
