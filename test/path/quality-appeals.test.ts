// Quality, a second marker, an administrator and a lead, in a browser over the whole installation:
// contests decided blind with their effect, a questioned rule, a ladder tried before it holds and
// reviewed, coaching with its follow-up, a plan checked, praise, a topic.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';
import { actingAt, coachedSite, longName, monthBack } from './coached-site.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const { wall, browser } = await startInstalled(t);
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(20_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
const headers = { origin: wall };
const acting = actingAt(wall, async () => (await browser.newContext()).request);
await actAs('administrator', 'ada');
await coachedSite(acting, async (document) => {
  const path = `${wall}/v1/directory/import?dryRun=false`;
  const read = await context.request.post(path, { data: document, headers });
  if (!read.ok()) throw new Error(await read.text());
});

t.test('quality sees what is contested by its deadline, and assigns who decides', async (t) => {
  await actAs('quality', 'quin');
  await open('appeals');
  await shows('Open with others · 3');
  t.match(await page.innerText('main'), /○ open\s+2 d 23 h left/, 'the promised three days');
  for (const name of ['王敏', 'Ann Arbor', longName]) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name: 'Who decides' }).waitFor();
    // The clerk may have asked either of them already; then there is nothing left to assign.
    const marker = page.getByLabel('Second marker');
    const dan = marker.locator('option', { hasText: 'Dan Decider' });
    t.equal(await marker.locator('option', { hasText: 'Quin' }).count(), 0, 'never the first');
    if ((await dan.count()) > 0) {
      await marker.selectOption({ value: 'dan' });
      await page.getByRole('button', { name: 'Assign' }).click();
    }
    await page.locator('section', { hasText: 'with Dan Decider' }).last().waitFor();
  }
  await seen('queue');
});

t.test('the second marker decides an evaluation blind, and the total follows', async (t) => {
  await actAs('team-lead', 'dan');
  await open('appeals');
  await shows('Yours to decide · 3');
  await page.getByRole('link', { name: '王敏' }).click();
  await shows('You mark blind');
  t.notMatch(
    await page.innerText('main'),
    /Quin|did not listen|43\.8/,
    'no first marks, no marker',
  );
  await seen('blind');
  const decide = page.getByRole('button', { name: 'Decide', exact: true });
  await shows('2 questions are not answered yet.');
  t.ok(await decide.isDisabled());
  await page.getByRole('group', { name: /Tone/ }).getByLabel('5', { exact: true }).check();
  await page
    .getByRole('group', { name: /Greeting/ })
    .getByLabel('yes', { exact: false })
    .first()
    .check();
  await page.getByLabel('Reason, in words').fill('The line was noisy, as said.');
  await decide.click();
  // 0.6 × 43.75 + 0.4 × 95 before; 0.6 × 100 + 0.4 × 95 after.
  await shows('Total 64.3 → 98.0');
  await shows('version 2');
  await seen('effect');
  const p1 = await acting('agent', 'p1');
  const card = await p1.read<{ card: { total: number } }>(`card?site=hq&period=${monthBack(1)}`);
  t.equal(card.card.total, 98, 'and the person sees it');
});

t.test('a line gets the figure that holds, minutes are excused in part', async () => {
  await page.getByRole('link', { name: 'Ann Arbor' }).click();
  await shows('Figure as it stands: 88');
  await page.getByLabel('Figure that holds instead').fill('98');
  await page.getByLabel('Reason, in words').fill('They were found.');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  await shows('Total 88.0 → 98.0');
  await page.getByRole('link', { name: longName }).click();
  await shows('09:00 to 09:20: 20 min');
  await page.getByLabel('Accept in part').check();
  await page.getByLabel('Minutes excused').fill('12');
  await page.getByLabel('Reason, in words').fill('The outage lasted twelve.');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  await shows('12 min are excused (the system)');
  await shows('Nothing waits for you.');
});

t.test('outcomes are told by team; a questioned rule is answered once', async (t) => {
  await actAs('quality', 'quin');
  await open('appeals', '&part=outcomes');
  await page.getByRole('row', { name: /North 3 3 0 0 100\.0%/ }).waitFor();
  await page.getByRole('link', { name: 'Questioned rules' }).click();
  await shows('Question: Greeting');
  await page.getByLabel('Answer in words').fill('At night another greeting will do.');
  await page.getByLabel('The rule is changed').check();
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await shows('● the rule is changed');
  const href = await page.getByRole('link', { name: 'Change the rule' }).getAttribute('href');
  t.match(href, /^\/quality\/forms\?.*open=call/);
});

t.test('rules of the ladder are tried beside those that hold, then reviewed', async (t) => {
  await actAs('administrator', 'ada');
  await open('ladder', '&part=rules');
  await page.getByLabel('Best share of a rung, %').fill('30');
  await page.getByLabel('Only with a mean total of at least').fill('80');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  // Of eight on the lowest rung 13 % are one and 30 % two; the second has a mean of 81.
  await shows('1 person would fare differently');
  const row = page.getByRole('row', { name: new RegExp(`^${longName}`) });
  t.match(await row.innerText(), /81\s+2 of 8\s+▲ up → Desk 126[\s\S]*= stays\s+in the middle/);
  await seen('tried');
  await page.getByRole('link', { name: 'Reviews', exact: true }).click();
  await page.getByRole('button', { name: /^Do the review/ }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await shows('moved or were warned.');
  await seen('reviews');
  await page.getByRole('link', { name: 'Posts', exact: true }).click();
  await page.getByRole('link', { name: /Ann Arbor/ }).click();
  await shows('among the best share');
  await page.getByRole('combobox', { name: 'Post' }).selectOption('114');
  await page.getByLabel('Reason', { exact: true }).fill('Trained on the storm desk');
  await page.getByRole('button', { name: 'Put there' }).click();
  await shows('Ann Arbor holds Desk 114.');
  await seen('held');
  const csv = await context.request.get(`${wall}/v1/scores/ladder?site=hq&format=csv`);
  t.match(await csv.text(), /p2,Ann Arbor,114,Desk 114,114台,3,1\.2/);
});

t.test('a lead coaches: a follow-up done, a new note, a plan checked, praise', async (t) => {
  await actAs('team-lead', 'lea');
  await open('notes');
  await shows('▲ follow-up overdue');
  await page.getByRole('button', { name: 'Done: 李强' }).click();
  await shows('No follow-up is due.');
  await page.getByLabel('Person').last().fill('Ann Arbor');
  await page.getByLabel('What was said and agreed').fill('Two more calls together.');
  await page.getByRole('button', { name: 'Write down' }).click();
  await shows('Written down.');
  await page.getByRole('link', { name: 'Work plans' }).click();
  await shows('8 without a plan, 1 to check, 0 checked.');
  await seen('plans');
  await page.getByRole('button', { name: 'Checked: Ann Arbor' }).click();
  await shows('checked by Lea Lead');
  await page.getByRole('link', { name: 'Praise', exact: true }).click();
  await page.getByLabel('Person').last().fill('Cem');
  await page.getByLabel('What for').fill('Stayed calm.');
  await page.getByRole('button', { name: 'Praise', exact: true }).click();
  await shows('Cem is praised.');
  await shows('Preset "eu": walls name nobody.');
  const p6 = await acting('agent', 'p6');
  t.match(await p6.read('notes?site=hq'), { praise: [{ words: 'Stayed calm.' }], coaching: [] });
  await actAs('quality', 'quin');
  await open('notes', '&part=topic');
  await page.getByLabel('Title (English)').fill('Say the next step');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.locator('.title', { hasText: 'Say the next step' }).waitFor();
});

t.test('every view is clean for axe and fits its screen, in both languages', async (t) => {
  const views = [
    ...['appeals?site=hq', 'appeals?site=hq&part=outcomes', 'appeals?site=hq&part=flags'],
    ...['ladder?site=hq&person=p3', 'ladder?site=hq&part=rules', 'ladder?site=hq&part=reviews'],
    ...['ladder?site=hq&part=away', 'notes?site=hq', 'notes?site=hq&part=plans'],
    ...['notes?site=hq&part=praise', 'notes?site=hq&part=topic', 'notes?site=hq&person=p3'],
  ];
  await actAs('administrator', 'ada');
  for (const [turn, { lang, theme, ...viewport }] of [
    { width: 360, height: 780, lang: 'zh', theme: 'dark' },
    { width: 1440, height: 900, lang: 'en', theme: 'light' },
  ].entries()) {
    await page.setViewportSize(viewport);
    for (const [at, view] of views.entries()) {
      // All on a phone; every other one, which axe looks at there, on a desk.
      if (turn === 1 && at % 2 === 0) continue;
      await page.goto(`${wall}/quality/${view}&lang=${lang}&theme=${theme}`);
      await page.waitForSelector('.card');
      await page.waitForLoadState('networkidle');
      if (at % 2 === turn) {
        await page.evaluate(checker);
        const found = await page.evaluate(async () => {
          const { violations } = await axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
        });
        t.same(found, [], `${view} at ${viewport.width}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${view} does not scroll sideways at ${viewport.width}`);
      await seen(`view-${at}-${viewport.width}-${lang}`);
    }
  }
});

function open(step: string, more = '') {
  return page.goto(`${wall}/quality/${step}?site=hq&lang=en&theme=light${more}`);
}

/** Waits, bounded, until the page shows these words. */
function shows(words: string) {
  return page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

async function seen(name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `appeals-${name}.png`), fullPage: true });
}

async function actAs(role: string, person: string): Promise<void> {
  const acting = { tenant: 'main', role, person, site: '' };
  await context.request.post(`${wall}/v1/acting`, { data: acting, headers });
}
