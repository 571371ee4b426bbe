// Who leads quality, drawing, marking and calibrating, in a browser over the whole installation:
// rules, a draw made again in the page and by its script, a contact's trace with its recording, marks
// by keyboard that outlive a reload, an evaluation with every point, a calibration with its kappa.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';
import { until } from '../helpers/until.ts';
import { day, drawnSite, longName, perPerson, week } from './drawn-site.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const token = 'a-token-of-the-test-alone';
const sources = [{ id: 'pbx-1', tenant: 'main', site: 'hq', kind: 'cloudevents', token }];
const { wall, installation, browser } = await startInstalled(t, sources);
const size = { width: 1440, height: 1000 };
const context = await browser.newContext({ viewport: size, locale: 'en' });
const [page, lea] = [await context.newPage(), (await browser.newContext()).request];
page.setDefaultTimeout(20_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

const door = `http://${installation.env['ACD_INGEST_HTTP']}`;
const site = drawnSite(page.request, { wall, door, token });
await site.staffed();
await site.actAs('team-lead', 'lea', lea);
await site.told();

t.test(
  'rules are decided, last week is drawn, and drawn again: in the page and by script',
  async (t) => {
    await page.goto(`${wall}/quality/samples?site=hq&part=rules&lang=en&theme=light`);
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('handed on').check();
    await page.getByLabel('complaints').uncheck();
    await shows('About 8 contacts a period');
    await seen('rules');
    await page.getByRole('button', { name: 'Decide these rules' }).click();
    await shows('The rules are decided.');
    await until(async () => ((await samples()).periods.includes(week) ? true : null), 20_000);
    await page.goto(`${wall}/quality/samples?site=hq&period=${week}&lang=en&theme=light`);
    await shows('SHA-256 of the seed');
    await page.getByRole('button', { name: 'Draw now' }).click();
    // Six contacts of each of four, two drawn of each; the one that was handed on is taken beside.
    await shows('24 contacts, 9 drawn');
    await page.getByRole('button', { name: 'Draw it again here' }).click();
    await shows('24 contacts, 9 drawn: the same as published.');
    await shows('The seed belongs to the digest published before.');
    t.equal(await page.getByText('● as published').count(), 9, 'row by row');
    await page.getByText('The same as a script').click();
    const [script, sample] = [
      join(installation.data, 'draw.mjs'),
      join(installation.data, 'sample.json'),
    ];
    await writeFile(script, (await page.locator('pre').textContent()) ?? '');
    await writeFile(sample, JSON.stringify(await samples(week)));
    const said = execFileSync(process.execPath, [script, sample], { encoding: 'utf8' });
    t.match(said, 'seed true list true\n24 contacts, 9 drawn, 9 of 9 as published');
    await seen('sample');
  },
);

t.test(
  'a drawn contact is marked by keyboard beside its trace; a reload loses nothing',
  async (t) => {
    const row = page.locator('tr', { hasText: 'handed on' });
    await row.getByRole('link', { name: 'Mark' }).click();
    await shows('What happened');
    const link = page.getByRole('link', { name: 'Open the recording' });
    t.equal(
      await link.getAttribute('href'),
      `https://recorder/${day}/p1-5.wav`,
      'the recording, by the template of its source',
    );
    await shows('handed on · Billing');
    t.match(await page.locator('details[open] table').innerText(), /0:30\s+handed on/);
    await page.getByText('The same customer within seven days').click();
    await page.locator('details li a').first().waitFor();
    await page.getByRole('group', { name: /^Tone/ }).getByRole('radio').first().focus();
    await page.keyboard.press('4');
    await page.keyboard.press('n');
    await shows('Costs all: Data kept private');
    t.match(await page.locator('.standing').innerText(), /Score 0[\s\S]*not passed, below 80/);
    await seen('mark-failed');
    await page.reload();
    await shows('Marks of an earlier visit are here again.');
    const kept = page.getByRole('group', { name: /^Data kept private/ });
    t.ok(await kept.getByLabel('No').isChecked());
    await kept.getByLabel('No').focus();
    await page.keyboard.press('y');
    await page.getByLabel('Place in the recording: Tone').fill('1:15');
    await page.getByRole('button', { name: 'Comment: Tone' }).click();
    await page.getByRole('textbox', { name: 'Comment: Tone' }).fill('calm until the end');
    await page.getByLabel('On the whole').fill('well done');
    // (3/4 of three weights and one of one) of four.
    t.match(await page.locator('.standing').innerText(), /Score 81\.3[\s\S]*passed, from 80/);
    await page.getByRole('button', { name: 'Submit the marks' }).click();
    await shows('Marked: 81.3 of 100, by version 1 of the form.');
    await page.getByRole('link', { name: 'Open the evaluation' }).click();
    await shows('Sum of the points');
    const table = await page.locator('table', { hasText: 'Sum of the points' }).innerText();
    t.match(table, /Tone\s+4 \(1 to 5\)\s+56\.25 \/ 75\s+1:15\s+calm until the end/);
    t.match(table, /81\.25 \/ 100/, 'the points add up to the score');
    await shows('Call, version 1, marked');
    await seen('opened');
  },
);

t.test(
  'evaluations are listed; a contact is found by person and day and spot-checked',
  async (t) => {
    await page.getByRole('link', { name: 'All evaluations' }).click();
    await shows('1 evaluations, mean 81.3');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    t.match(await readFile(await saved.path(), 'utf8'), /王敏,quinn,Quinn,call,Call,1,81\.25/);
    await page.getByRole('link', { name: 'Find a contact' }).click();
    await page.locator('main').getByLabel('Person').fill(longName);
    await page.locator('main').getByLabel('Person').press('Tab');
    await page.getByLabel('Day').fill(day.toString());
    await page.getByLabel('Day').press('Tab');
    t.equal(await counted('tbody tr', perPerson), perPerson);
    await page.locator('tbody a').first().click();
    await page.getByRole('link', { name: 'Calibrate with it' }).click();
    await shows('the contact you came from');
    await page.goBack();
    await page.getByRole('link', { name: 'Mark it' }).click();
    await page.getByRole('group', { name: /^Tone/ }).getByLabel('5').check();
    await shows('1 question is not answered');
    t.ok(await page.getByRole('button', { name: 'Submit the marks' }).isDisabled());
    await page.getByRole('button', { name: 'Go to it' }).click();
    await page.keyboard.press('y');
    await page.getByRole('button', { name: 'Submit the marks' }).click();
    await shows('Marked: 100 of 100');
  },
);

t.test('a calibration: blind until the end, then side by side with its kappa', async (t) => {
  await page.goto(`${wall}/quality/calibration?site=hq&lang=en&theme=light`);
  await page.locator('main').getByLabel('Person').fill('p2');
  await page.locator('main').getByLabel('Person').press('Tab');
  await page.getByLabel('Day').fill(day.toString());
  await page.getByLabel('Day').press('Tab');
  await page.getByRole('combobox', { name: /^Contact/ }).waitFor();
  for (const marker of ['quinn', 'lea']) {
    await page.getByLabel('Add a marker').fill(marker);
    await page.getByLabel('Add a marker').press('Tab');
  }
  await page.getByRole('button', { name: 'Begin one' }).click();
  await shows('The calibration has begun.');
  await page.getByRole('link', { name: 'Mark it' }).click();
  await page.getByRole('group', { name: /^Tone/ }).getByLabel('4').check();
  await page.getByRole('group', { name: /^Data/ }).getByLabel('Yes').check();
  await page.getByRole('button', { name: 'Submit the marks' }).click();
  await shows('You are done.');
  const { calibrations } = await site.read<{ calibrations: Begun[] }>('calibrations');
  const { calibrationId, contact } = calibrations[0]?.begun ?? { calibrationId: '', contact: '' };
  await site.act(
    {
      evaluated: {
        ...{ formId: 'call', contact, person: 'p2', purpose: 'calibration', of: calibrationId },
        answers: [
          { questionId: 'tone', value: 2, comment: 'too short' },
          { questionId: 'private', value: 1 },
        ],
      },
    },
    lea,
  );
  await page.reload();
  await shows('Lea is done');
  t.notMatch(await page.innerText('main'), 'too short', 'nobody sees the other marks yet');
  await page.getByRole('button', { name: 'End it' }).click();
  await shows('too short');
  // By hand: observed (0.5² + 0) / 2, by chance (0.5² + 0.25² + 0.75² + 0) / 4.
  await shows((1 - 0.125 / 0.21875).toFixed(3));
  const text = await page.innerText('main');
  t.match(text, /Weighted kappa\s+0\.429 moderate/);
  t.match(text, /26\.52 points/, 'the deviation of 81.25 and 43.75');
  t.match(text, /Tone\s+▲ 50%\s+4 \(1 to 5\)\s+2 \(1 to 5\)/, 'the widest first');
  await seen('calibration');
  await page.getByRole('link', { name: 'All calibrations' }).click();
  await shows('Kappa over time');
});

t.test('what a lead and a planner see, and a service that is away', async (t) => {
  await site.actAs('team-lead', 'lea');
  await page.goto(`${wall}/quality/samples?site=hq&lang=en&theme=light`);
  await shows('9 drawn');
  t.equal(await page.getByRole('link', { name: 'Mark', exact: true }).count(), 8);
  await page.goto(`${wall}/quality/samples?site=hq&part=rules&lang=en&theme=light`);
  await shows('2 each');
  t.equal(await page.getByRole('button', { name: 'Add a rule' }).count(), 0);
  await site.actAs('quality', 'quinn');
});

t.test('every part is clean for axe and fits its screen, in both languages', async (t) => {
  const marks = await site.read<{
    evaluations: { evaluation: { evaluationId: string; contact: string } }[];
  }>('evaluations');
  const [one] = marks.evaluations;
  const contact = encodeURIComponent('pbx-1|p3-1|sales|1');
  const places = [
    'samples?',
    'samples?part=rules',
    'evaluate?',
    `evaluate?open=${one?.evaluation.evaluationId}`,
    `evaluate?open=${contact}&part=contact&person=p3`,
    `evaluate?open=${contact}&part=mark&person=p3&line=call`,
    `evaluate?part=find&person=p3&line=${day}`,
    'calibration?',
  ];
  for (const [turn, { lang, theme, ...viewport }] of [
    { width: 360, height: 780, lang: 'zh', theme: 'dark' },
    { width: 1440, height: 900, lang: 'en', theme: 'light' },
  ].entries()) {
    await page.setViewportSize(viewport);
    for (const [at, place] of places.entries()) {
      // On the phone all of them, on the desk every second.
      if (turn === 1 && at % 2 === 1) continue;
      await page.goto(`${wall}/quality/${place}&site=hq&lang=${lang}&theme=${theme}`);
      await page.waitForSelector('.card h2, .card h3');
      await page.waitForLoadState('networkidle');
      await page.evaluate(checker);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], `${place} at ${viewport.width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${place} does not scroll sideways at ${viewport.width}`);
      await seen(`${at}-${viewport.width}-${lang}`);
    }
  }
});

interface Begun {
  begun: { calibrationId: string; contact: string };
}

/** Waits, bounded, until the page shows these words. */
function shows(words: string) {
  return page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

/** Waits until so many stand there. */
async function counted(selector: string, count: number): Promise<number> {
  await page
    .locator(selector)
    .nth(count - 1)
    .waitFor();
  return page.locator(selector).count();
}

async function seen(name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

function samples(period = '') {
  return site.read<{ periods: string[] }>(`samples?period=${period}`);
}
