// Who leads quality, with scorecards, in a browser over the whole installation: a definition built,
// tried and decided; everybody's cards, one opened down to an evaluation; figures out of a file; a
// month closed, closed anew, and what that changed; what a lead and a planner see.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const { wall, browser } = await startInstalled(t);
const size = { width: 1440, height: 900 };
const context = await browser.newContext({ viewport: size, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(12_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

const headers = { origin: wall };
const today = Temporal.Now.plainDateISO('UTC');
const month = today.toString().slice(0, 7);
const before = today.subtract({ months: 1 }).toString().slice(0, 7);
const longName = 'Maximiliane-Alexandra von Hohenstein-Wallenrod zu Sonnenberg';
const names: Record<string, string> = {
  p1: '王敏',
  p2: '李强',
  p3: longName,
  p4: 'Ann',
  lea: 'Lea',
};
/** Tone from 1 to 5: a scale of four steps, so (tone - 1) / 4 of 100 points. */
const tones: Record<string, number> = { p1: 5, p2: 4, p3: 3, q1: 2 };
await staffed();

t.test('a scorecard is built: weights are told live, it is tried, and decided', async (t) => {
  await page.goto(`${wall}/quality/definitions?site=hq&lang=en&theme=light`);
  await shows('Nobody has decided yet how people are scored.');
  await page.getByRole('link', { name: 'New by month' }).click();
  await page.getByLabel('Name (English)').fill('Month');
  await page.getByLabel('Name (Chinese)').fill('月绩效');
  await page.getByLabel('Points for the best').fill('5');
  await page.getByLabel('Closed after days').fill('0');
  await page.getByLabel('Add a measure').selectOption('outside');
  const records = page.getByRole('group', { name: /^From outside/ });
  await records.getByLabel('Name of the figure').fill('records');
  await records.getByLabel('Quality / Quantity').selectOption('quantity');
  await shows('Weights add up to 110, not to 100.');
  const decide = page.getByRole('button', { name: 'Decide', exact: true });
  t.ok(await decide.isDisabled(), 'not before it is right');
  const evaluations = page.getByRole('group', { name: 'Evaluations' });
  await evaluations.getByLabel('Weight').fill('50');
  await records.getByLabel('Weight').fill('50');
  await shows('Quality weighs 50, but must weigh at least 60.');
  await evaluations.getByLabel('Weight').fill('70');
  await records.getByLabel('Weight').fill('30');
  await shows('Quality 70 + quantity 30 = 100 of 100');
  for (const [of, low, high] of [
    [evaluations, '0', '100'],
    [records, '0', '200'],
  ] as const) {
    await of.getByLabel('Figure', { exact: true }).first().fill(low);
    await of.getByLabel('Figure', { exact: true }).last().fill(high);
  }
  await page.getByLabel('Holds from').fill('2020-01-01');
  await page.getByRole('button', { name: 'Try it' }).click();
  await shows('With this curve 1 of 4 people would get 80 points or more');
  await shows('totals are told alone');
  t.match(await rowOf('王敏'), /105\.0/, 'the one measure that is known, and the best’s 5');
  await seen('definition-new');
  await decide.click();
  await shows('Decided: Month holds from 2020-01-01.');
});

t.test('a harder curve is tried beside what stands, and changes nothing', async (t) => {
  const evaluations = page.getByRole('group', { name: 'Evaluations' });
  await page.locator('dl', { hasText: 'The same' }).waitFor();
  await evaluations.getByLabel('Figure', { exact: true }).first().fill('50');
  await shows('Something was changed since: try it again.');
  await page.getByRole('button', { name: 'Try it' }).click();
  // 75 of 100 is half way from 50 to 100; 50 is its beginning; 25 lies below.
  await page.locator('tr', { hasText: '李强' }).getByText('−25').waitFor();
  t.match(await rowOf(longName), /45\.0\s+0\.0\s+−45/, 'the last’s 5 are off both');
  t.match(await page.innerText('dl:has-text("Lower")'), /Lower\s+3/);
  await seen('definition-trial');
  t.equal((await cardsOf()).find(({ person }) => person === 'p2')?.total, 75, 'as it stands');
});

t.test('everybody’s cards: order, best and last, too small a sample, rows in sight', async (t) => {
  await page.getByRole('link', { name: 'Team cards' }).click();
  const grid = page.getByRole('region', { name: 'Cards of people by measure' });
  await grid.waitFor();
  // Team a: 100 + 5, 75, 50 - 5; nobody has figures from outside yet.
  t.match(await rowOf('王敏'), /105\.0\s+★ best, \+5\s+1 of 3/);
  t.match(await rowOf(longName), /45\.0\s+▽ last, −5\s+3 of 3/);
  t.match(await rowOf('Ann'), /–\s+not enough/);
  t.equal(await grid.getByRole('link').first().innerText(), '王敏', 'the best of the first team');
  await page.locator('label', { hasText: /^Team/ }).locator('select').selectOption('b');
  t.ok((await grid.getByRole('row').count()) < 60, '161 people, but only those in sight');
  t.match(await page.innerText('main'), /161 people/);
  await page.locator('label', { hasText: /^Team/ }).locator('select').selectOption('a');
  await seen('grid');
});

t.test(
  'a card opens to its lines, a line to its items, and an item to its evaluation',
  async (t) => {
    await page.getByRole('link', { name: '李强' }).click();
    await page.getByRole('heading', { name: 'Card of 李强' }).waitFor();
    t.match(await rowOf('Sum of lines'), /75$/);
    await page.getByRole('link', { name: 'Open Evaluations' }).click();
    const line = page.getByRole('region', { name: 'Evaluations', exact: true });
    await line.getByText('75 ÷ 1 = 75').waitFor();
    await line.getByText('The items below add up to it.').waitFor();
    t.match(await line.innerText(), /75 gives 75\.0 points/);
    t.match(await line.locator('tbody').innerText(), /evaluation.*Call v1/s);
    const href = await line.getByRole('link', { name: 'evaluation' }).getAttribute('href');
    t.match(href, /^\/quality\/evaluate\?.*open=/);
    t.match(await page.innerText('main'), /Evaluations at 100: \+25 points/, 'its lever');
    await seen('card');
  },
);

t.test('figures out of a file: faults by line, then recorded, and the card follows', async (t) => {
  await page.getByRole('link', { name: 'Outside figures' }).click();
  const file = (lines: string[]) => ({
    name: 'records.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['person;figure;n', ...lines].join('\n')),
  });
  await page.setInputFiles('input[type=file]', file(['李强;100;3', 'nobody;5;1', 'p1;many;1']));
  await shows('2 lines cannot be taken');
  await shows('Line 3: “nobody”, nobody of this site is called so');
  await shows('Line 4: “many”, no number');
  await page.setInputFiles('input[type=file]', file(['李强;100;30']));
  await shows('1 figure can be taken.');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await shows('1 figure was recorded.');
  // 0.7 × 75 + 0.3 × 50.
  t.ok(
    Math.abs(((await cardsOf()).find(({ person }) => person === 'p2')?.total ?? 0) - 67.5) < 1e-9,
  );
});

t.test('a month is closed, closed anew with its cause, and what changed is told', async (t) => {
  await page.getByRole('link', { name: 'Closing', exact: true }).click();
  await page
    .getByRole('button', { name: /^Close now/ })
    .first()
    .click();
  await shows('is closed with 166 cards.');
  await evaluate('p2', 2, before);
  // The service makes the second version by itself; once it is there, nothing else is to be closed.
  await page.waitForFunction(
    async (path) => {
      const told = (await (await fetch(path)).json()) as { periods: { closes: unknown[] }[] };
      return told.periods.some(({ closes }) => closes.length === 2);
    },
    `${wall}/v1/scores/closes?site=hq`,
    { polling: 200 },
  );
  await page.reload();
  await shows('an evaluation came later');
  await page.getByRole('button', { name: /^Close anew/ }).click();
  await page.getByLabel('Why again').fill('a recording was found');
  await page.locator('form').getByRole('button', { name: 'Close anew' }).click();
  await shows('would be as it is');
  const changes = page.locator('details', { hasText: 'What changed' });
  await changes.first().locator('summary').click();
  // 75 and 25 are 50 in the middle.
  await page.locator('td', { hasText: 'Evaluations 75.0 → 50.0' }).first().waitFor();
  t.match(await rowOf('李强'), /75\.0\s+45\.0\s+−30.*Best or last of the team ±0 → −5/);
  await seen('closes');
  await page.goto(`${wall}/quality/definitions?site=hq&open=month&lang=en&theme=light`);
  await page.getByLabel('Holds from').fill(`${before}-01`);
  await shows('is closed: it can hold from a later day on only.');
});

t.test('the table for pay, and what a lead and a planner see', async (t) => {
  const csv = await context.request.get(`${wall}/v1/scores/cards?site=hq&format=csv`);
  t.match(await csv.text(), /p1,王敏,a,160,1\.3,/, 'with the pay coefficient of the post');
  await actAs('team-lead', 'lea');
  await page.goto(`${wall}/quality/cards?site=hq&lang=en&theme=light`);
  await page.getByRole('link', { name: '王敏' }).waitFor();
  t.match(await page.innerText('main'), / 5 people/, 'the own team and oneself, not 161 others');
  await page.goto(`${wall}/quality/cards?site=hq&part=closes&lang=en&theme=light`);
  await shows('To be closed');
  t.equal(await page.getByRole('button', { name: /^Close/ }).count(), 0, 'a lead closes nothing');
  await actAs('planner', 'pia');
  await page.goto(`${wall}/quality/definitions?site=hq&open=month&lang=en&theme=light`);
  await shows('Leads and quality try scorecards.');
  t.ok(await page.getByLabel('Name (English)').isDisabled());
  await actAs('quality', 'quin');
});

t.test('every view is clean for axe and fits its screen, in both languages', async (t) => {
  const views = [
    `cards?site=hq&team=a`,
    `cards?site=hq&person=p2&line=evaluation-score&team=a`,
    'cards?site=hq&part=closes',
    'cards?site=hq&part=figures',
    'definitions?site=hq',
    'definitions?site=hq&open=month',
  ];
  for (const { lang, theme, ...viewport } of [
    { width: 360, height: 780, lang: 'zh', theme: 'dark' },
    { width: 1440, height: 900, lang: 'en', theme: 'light' },
  ]) {
    await page.setViewportSize(viewport);
    for (const [at, view] of views.entries()) {
      // Cards everywhere, each other view on one of the screens.
      if (at > 1 && (at % 2 === 0) !== (viewport.width === 360)) continue;
      await page.goto(`${wall}/quality/${view}&lang=${lang}&theme=${theme}`);
      await page.waitForSelector('.card');
      await page.waitForLoadState('networkidle');
      await page.evaluate(checker);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], `${view} at ${viewport.width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${view} does not scroll sideways at ${viewport.width}`);
      await seen(`view-${at}-${viewport.width}-${lang}`);
    }
  }
});

/** Waits, bounded, until the page shows these words. */
function shows(words: string) {
  return page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

function rowOf(words: string): Promise<string> {
  return page.locator('tr', { hasText: words }).first().innerText();
}

async function seen(name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `cards-${name}.png`), fullPage: true });
}

async function cardsOf(): Promise<{ person: string; total: number | null }[]> {
  const told = await context.request.get(`${wall}/v1/scores/cards?site=hq&period=${month}`);
  return ((await told.json()) as { cards: { person: string; total: number | null }[] }).cards;
}

async function actAs(role: string, person: string): Promise<void> {
  const acting = { tenant: 'main', role, person, site: '' };
  await context.request.post(`${wall}/v1/acting`, { data: acting, headers });
}

async function act(what: object): Promise<void> {
  const path = `${wall}/v1/scores/acts?site=hq`;
  const answer = await context.request.post(path, { data: { act: what }, headers });
  if (!answer.ok()) throw new Error(await answer.text());
}

async function evaluate(person: string, tone: number, of: string): Promise<void> {
  const contactAt = of === month ? new Date().toISOString() : `${of}-15T12:00:00Z`;
  const answers = [{ questionId: 'tone', value: tone }];
  const contact = `c-${person}-${tone}-${of}`;
  await act({
    evaluated: { formId: 'call', contact, person, purpose: 'spot', contactAt, answers },
  });
}

/** Two teams of 4 and 161 with a lead, a form, a ladder, and marks of two months. */
async function staffed(): Promise<void> {
  await actAs('administrator', 'ada');
  const since = { effectiveFrom: '2026-01-01T00:00:00Z' };
  const name = { en: 'HQ', zh: '总部' };
  const site = { name, timeZone: 'UTC', privacy: 'eu', callerDigits: 0 };
  const team = (id: string, lead: string) => ({
    ...{
      ...since,
      kind: 'team',
      id,
      value: { name: { en: `Team ${id}`, zh: `${id}组` }, site: 'hq', lead },
    },
  });
  const many = Array.from({ length: 161 }, (_, i) => `q${i + 1}`);
  const people = [
    ...['p1', 'p2', 'p3', 'p4', 'lea'].map((id) => [id, id === 'lea' ? '' : 'a'] as const),
    ...many.map((id) => [id, 'b'] as const),
  ];
  const settings = [
    { ...since, kind: 'tenant', id: 'main', value: { name } },
    { ...since, kind: 'site', id: 'hq', value: site },
    ...[team('a', 'lea'), team('b', '')],
    ...people.map(([id, own]) => ({
      ...since,
      kind: 'person',
      id,
      value: { site: 'hq', team: own },
    })),
  ];
  const document = { format: 'floorcast-directory/1', tenant: 'main', settings, people: names };
  const path = `${wall}/v1/directory/import?dryRun=false`;
  const read = await context.request.post(path, { data: document, headers });
  if (!read.ok()) throw new Error(await read.text());
  const posts = [{ postId: '160', nameEn: '160', nameZh: '160台', rung: 1, payCoefficient: 1.3 }];
  const rules = {
    ...{ effectiveFrom: '2020-01-01', posts, reviewMonths: 1, upShare: 0.1, upMinTotal: 85 },
    ...{ downShare: 0.1, downMaxTotal: 60, minGroup: 5, starTotals: [60, 70, 80, 88, 95] },
  };
  await act({ ladderDecided: { rules } });
  const holding = { person: 'p1', postId: '160', since: '2020-01-01' };
  await act({ holdingDecided: { holding, reason: 'as it was' } });
  await actAs('quality', 'quin');
  const tone = { questionId: 'tone', textEn: 'Tone', kind: 1, weight: 1, least: 1, most: 5 };
  const groups = [{ groupId: 'all', nameEn: 'All', weight: 100, questions: [tone] }];
  const form = {
    formId: 'call',
    nameEn: 'Call',
    nameZh: '通话',
    notApplicable: 'drop',
    passMark: 80,
  };
  await act({ formDecided: { ...form, groups } });
  for (const [person, mark] of Object.entries(tones)) {
    await evaluate(person, mark, month);
    await evaluate(person, mark, before);
  }
}
