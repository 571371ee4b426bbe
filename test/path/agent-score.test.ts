// An agent's afternoon with the own scores, over the whole installation: a card opened down to a
// contact and to a marked form, a contest decided by a second marker, the new total with its trace,
// a rule questioned, a plan ticked, a colleague rated, and no network at all.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIRequestContext, Page } from 'playwright-core';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';
import { until } from '../helpers/until.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const navigator: { serviceWorker: { ready: Promise<unknown>; controller: unknown } };
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const token = 'a-token-of-the-test-alone';
const sources = [{ id: 'pbx-1', tenant: 'main', site: 'hq', kind: 'cloudevents', token }];
const { wall, installation, browser } = await startInstalled(t, sources);
const contexts = () => browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'en' });
const [mine, quality, second] = await Promise.all([contexts(), contexts(), contexts()]);
const page = await mine.newPage();
page.setDefaultTimeout(20_000);
page.on('pageerror', (error) => t.fail(error.message));
const checker = await readFile('node_modules/axe-core/axe.min.js', 'utf8');

const beganMs = Date.now() - 120_000;
const legs = ['c1', 'c2', 'c3'].map((id) => `pbx-1|${id}|sales|1`);
await staffed();
await answered();
const evaluationId = await marked();
await actAs(mine.request, 'agent', 'p1');
await actAs(second.request, 'quality', 'quinn');

t.test('a line opens to its rule, its sum and to a contact', async (t) => {
  await page.goto(`${wall}/me/score?lang=en&theme=light`);
  await shows(page, 'Total');
  // Evaluations 0 × 70 %; of three contacts one was handed on: 33.3 % of 50 %, so 33.3 × 30 %.
  t.equal(await page.locator('[data-total]').innerText(), '10.0');
  await line('Transfers').click();
  t.match(await page.locator('[data-sum]').innerText(), '1 ÷ 3 = 33.3% ✓');
  await shows(page, 'Share of finished contacts that were handed on.');
  await shows(page, '33.3 points × weight 30 ÷ 100 = 10');
  await page.locator('details.opens[open] summary.part', { hasText: 'handed on' }).click();
  const leg = page.locator(`[data-leg="${legs[2]}"]`);
  await leg.waitFor();
  t.match(await leg.innerText(), /talked\s+30 s/, 'as the archive kept it');
  await seen(page, 'card-en');
  const foreign = await mine.request.get(
    `${wall}/v1/contacts/${encodeURIComponent('pbx-1|f1|sales|1')}`,
  );
  t.match([foreign.status(), await foreign.text()], [403, /took no part in contact/]);
});

t.test(
  'a marked form is contested, decided by another, and the new total has its trace',
  async (t) => {
    await line('Transfers').click();
    await line('Evaluations').click();
    await page.locator('summary.part', { hasText: 'Call, version 1' }).click();
    await shows(page, 'A critical question failed: the whole form is worth nothing.');
    await shows(page, 'you named the account aloud');
    const form = page.locator('details.opens[open] details.opens[open]');
    await form.getByText('Contest', { exact: true }).click();
    await form.getByLabel('What is not right, and why?').fill('The customer named it, not I.');
    await form.getByRole('button', { name: 'Send contest' }).click();
    await shows(page, 'Contested.');
    t.match(await page.locator('[data-contest]').first().innerText(), /open · Decided by/);
    await seen(page, 'contested-en');
    await decided();
    await page.goto(`${wall}/me/score/contests?lang=en`);
    await page.locator('[data-contest="accepted"]').waitFor();
    t.match(await page.locator('[data-contest]').innerText(), /The recording bears it out/);
    await page.getByRole('link', { name: 'Card' }).click();
    // 100 × 70 % and the 10 of before.
    t.equal(await page.locator('[data-total]').innerText(), '80.0');
    await line('Evaluations').click();
    t.match(await page.locator('[data-sum]').innerText(), '100 ÷ 1 = 100 ✓');
    await page.locator('summary.part', { hasText: 'Call, version 1' }).click();
    await shows(page, 'The second marker’s evaluation, made without seeing the first.');
  },
);

t.test('a rule is questioned, and the answer stands where it was asked', async (t) => {
  const form = page.locator('details.opens[open] details.opens[open]');
  await form.getByText('Question the rule itself · Form').click();
  await form.getByLabel('What is wrong with the rule?').last().fill('No greeting in chats.');
  await form.getByRole('button', { name: 'Send question' }).last().click();
  await shows(page, 'The rule is questioned.');
  const { flags } = await told<{ flags: { flagged: { flagId: string; about: string } }[] }>(
    'notes',
  );
  t.match(flags, [{ flagged: { about: 'form call' } }]);
  const flagId = flags[0]?.flagged.flagId;
  await act(quality.request, {
    flagAnswered: { flagId, changes: true, words: 'Chats get a form.' },
  });
  await page.goto(`${wall}/me/score/contests?lang=zh`);
  await shows(page, '规则将修改: Chats get a form.');
});

t.test(
  'the plan is written, ticked and summed up; a colleague is rated without a name',
  async (t) => {
    await page.goto(`${wall}/me/score/week?lang=en`);
    await page.getByLabel('What I want to do').fill('Go through the tariffs');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('checkbox', { name: 'done: Go through the tariffs' }).check();
    await page.getByText('1 of 1 done').waitFor();
    await page.getByLabel('Summary of the week').fill('Half of them are new.');
    await page.getByRole('button', { name: 'Save' }).click();
    await shows(page, 'Saved.');
    const { plans } = await told<{ plans: object[] }>('notes');
    t.match(plans, [{ items: [{ done: true }], summary: 'Half of them are new.' }]);
    await page.goto(`${wall}/me/score/marks?lang=en`);
    await page.getByText('Rate 李强').click();
    await shows(page, 'Your answers are kept without your name');
    await page.getByLabel('Tone').selectOption('4');
    await page.getByLabel('Personal data kept safe').selectOption('1');
    await page.getByRole('button', { name: 'Send answers' }).click();
    await shows(page, 'Nobody to rate just now.');
    const { rounds } = await told<{ rounds: { answered: number; results: object[] }[] }>('rounds');
    t.match(rounds, [{ answered: 1, results: [] }]);
  },
);

t.test('a period without a card says so, and the way back is one step', async (t) => {
  await page.goto(`${wall}/me/score/card?lang=en`);
  await shows(page, 'Total');
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await shows(page, 'There is no card for this period.');
  t.notOk(await page.locator('[data-total]').isVisible(), 'nor the figures of another one');
  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await page.locator('[data-total]').waitFor();
});

t.test(
  'without a network the card stays with its age, and nothing is lost that is not sent',
  async (t) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.locator('[data-total]').waitFor();
    await page.waitForLoadState('networkidle');
    await mine.setOffline(true);
    await page.reload();
    await shows(page, 'No connection. This is what was known at');
    t.equal(await page.locator('[data-total]').innerText(), '80.0');
    await page.getByRole('link', { name: 'My week' }).click();
    t.ok(await page.getByRole('checkbox', { name: 'done: Go through the tariffs' }).isChecked());
    await page.getByLabel('What I want to do').fill('Call back');
    await page.getByRole('button', { name: 'Add' }).click();
    await shows(page, 'No connection. Nothing was sent; what you wrote stays here.');
    await seen(page, 'offline-en');
    await mine.setOffline(false);
    await page.getByRole('button', { name: 'Save' }).click();
    await shows(page, 'Saved.');
    t.match(await told('notes'), { plans: [{ items: [{}, { text: 'Call back' }] }] });
  },
);

t.test('every part is clean for axe and fits a phone and a desk, in both languages', async (t) => {
  for (const [lang, theme, width] of [
    ['zh', 'light', 360],
    ['en', 'dark', 1280],
  ] as const) {
    await page.setViewportSize({ width, height: 780 });
    for (const part of ['card', 'contests', 'marks', 'week']) {
      await page.goto(`${wall}/me/score/${part}?lang=${lang}&theme=${theme}`);
      await page.locator('main section.note').first().waitFor();
      await page.waitForLoadState('networkidle');
      const closed = page.locator('main details:not([open]) > summary');
      for (let n = await closed.count(); n > 0; n -= 1) await closed.first().click();
      await page.waitForLoadState('networkidle');
      await page.evaluate(checker);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], `${part} ${lang}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${part} does not scroll sideways at ${width}`);
      await seen(page, `${part}-${lang}-${width}`);
    }
  }
});

/** A team, an agent's phone, a second marker with the duty to decide contests. */
async function staffed(): Promise<void> {
  await actAs(quality.request, 'administrator', 'ada');
  const since = { effectiveFrom: '2026-01-01T00:00:00Z' };
  const name = { en: 'HQ', zh: '总部' };
  const site = { name, timeZone: 'UTC', privacy: 'eu', callerDigits: 0 };
  const people = { p1: 'Wang Fang', p2: '李强', quinn: 'Quinn' };
  const work = { site: 'hq', team: 'a' };
  const identity = (agent: string, person: string) => {
    return {
      kind: 'sourceIdentity',
      id: `pbx-1/${agent}`,
      value: { source: 'pbx-1', agent, person },
    };
  };
  const settings = [
    { kind: 'tenant', id: 'main', value: { name } },
    { kind: 'site', id: 'hq', value: site },
    {
      kind: 'source',
      id: 'pbx-1',
      value: { name, site: 'hq', kind: 'cloudevents', cadenceMs: 1_000 },
    },
    { kind: 'team', id: 'a', value: { name: { en: 'Team A', zh: '甲班' }, site: 'hq', lead: '' } },
    { kind: 'person', id: 'p1', value: work },
    { kind: 'person', id: 'p2', value: work },
    { kind: 'person', id: 'quinn', value: { site: 'hq', duties: ['appeals'] } },
    identity('101', 'p1'),
    identity('102', 'p2'),
  ].map((one) => ({ ...since, ...one }));
  const document = { format: 'floorcast-directory/1', tenant: 'main', settings, people };
  const path = `${wall}/v1/directory/import?dryRun=false`;
  const read = await quality.request.post(path, { data: document, headers: { origin: wall } });
  if (!read.ok()) throw new Error(await read.text());
}

/** Three contacts of p1, the last of them handed on, and one of p2; told and archived. */
async function answered(): Promise<void> {
  const events = ['c1', 'c2', 'c3', 'f1'].flatMap((uniqueId, n) => {
    const atMs = beganMs + n * 1_000;
    const agent = uniqueId === 'f1' ? '102' : '101';
    const leg = { queue: 'sales', uniqueId, offeredAt: isoOf(atMs) };
    const endedBy = uniqueId === 'c3' ? 'transfer' : 'customer';
    return [
      event(atMs, 'contact.offered', { queue: 'sales', uniqueId }),
      event(atMs + 5_000, 'contact.answered', { ...leg, agent, waitMs: 5_000 }),
      ...(uniqueId === 'c3'
        ? [event(atMs + 35_000, 'contact.transferred', { ...leg, agent, to: '200' })]
        : []),
      event(atMs + 35_000, 'contact.completed', { ...leg, agent, talkMs: 30_000, endedBy }),
      event(atMs + 36_000, 'contact.acw-ended', { ...leg, agent }),
    ];
  });
  const answer = await fetch(`http://${installation.env['ACD_INGEST_HTTP']}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(events),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  await actAs(quality.request, 'quality', 'queenie');
  for (const leg of [...legs, 'pbx-1|f1|sales|1']) {
    await until(async () => {
      const found = await quality.request.get(`${wall}/v1/contacts/${encodeURIComponent(leg)}`);
      const told = found.ok()
        ? ((await found.json()) as { legs: { acwMs: number | null }[] })
        : null;
      return told?.legs[0]?.acwMs === null ? null : told;
    }, 20_000);
  }
}

/** How people are scored, and a first evaluation that a critical question brings to nothing. */
async function marked(): Promise<string> {
  const scale = { questionId: 'tone', textEn: 'Tone', textZh: '语气', kind: 1, weight: 1 };
  const safe = { questionId: 'privacy', textEn: 'Personal data kept safe', textZh: '客户信息保密' };
  const questions = [
    { ...scale, least: 1, most: 5 },
    { ...safe, kind: 2, weight: 1, critical: 2 },
  ];
  const groups = [{ groupId: 'all', nameEn: 'Service', nameZh: '服务', weight: 100, questions }];
  const form = { formId: 'call', nameEn: 'Call', nameZh: '通话质检', passMark: 80, groups };
  await act(quality.request, { formDecided: { ...form, notApplicable: 'drop' } });
  const curve = { curve: 'linear', minSample: 1, aspect: 'quality' };
  const measures = [
    {
      ...curve,
      measureId: 'evaluation',
      kind: 'evaluation-score',
      weight: 70,
      points: [point(0, 0), point(100, 100)],
    },
    {
      ...curve,
      measureId: 'transfers',
      kind: 'transfer-share',
      weight: 30,
      points: [point(0, 100), point(0.5, 0)],
    },
  ];
  const definition = {
    ...{ definitionId: 'month', nameEn: 'Month', nameZh: '月绩效', period: 'month', measures },
    ...{ minQualityWeight: 60, appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
  };
  await act(quality.request, { definitionDecided: { definition } });
  const ratings = [{ person: 'p2', rater: 'p1', relation: 'peer' }];
  const closesAt = isoOf(Date.now() + 7 * 86_400_000);
  await act(quality.request, { roundBegun: { name: 'Autumn', formId: 'call', ratings, closesAt } });
  const answers = [
    { questionId: 'tone', value: 3 },
    { questionId: 'privacy', value: 0, comment: 'you named the account aloud', atS: 12 },
  ];
  const evaluation = { formId: 'call', contact: legs[0], person: 'p1', purpose: 'spot', answers };
  const contactAt = isoOf(beganMs);
  const done = await act(quality.request, {
    evaluated: { ...evaluation, contactAt, queue: 'sales' },
  });
  return String(done['evaluated']?.['evaluationId']);
}

/** The second marker, chosen by the service, marks the same contact anew. */
async function decided(): Promise<void> {
  const open = await until(async () => {
    const path = `${wall}/v1/scores/appeals?site=hq`;
    const { appeals } = (await (await second.request.get(path)).json()) as {
      appeals: { appealId: string; target: string; secondMarker: string }[];
    };
    return appeals.find(
      ({ target, secondMarker }) => target === evaluationId && secondMarker === 'quinn',
    );
  }, 20_000);
  const answers = [
    { questionId: 'tone', value: 5 },
    { questionId: 'privacy', value: 1 },
  ];
  const outcome = { outcome: 'accepted', reason: 'The recording bears it out.' };
  const evaluation = { answers };
  await act(second.request, { appealDecided: { appealId: open.appealId, ...outcome, evaluation } });
}

function line(name: string) {
  return page.locator('details.opens > summary', { has: page.locator('.bar'), hasText: name });
}

async function told<Answer>(list: string): Promise<Answer> {
  const answer = await mine.request.get(`${wall}/v1/scores/${list}?site=hq`);
  return (await answer.json()) as Answer;
}

async function act(
  request: APIRequestContext,
  what: object,
): Promise<Record<string, Record<string, unknown>>> {
  const path = `${wall}/v1/scores/acts?site=hq`;
  const answer = await request.post(path, { data: { act: what }, headers: { origin: wall } });
  if (!answer.ok()) throw new Error(await answer.text());
  return ((await answer.json()) as { act: Record<string, Record<string, unknown>> }).act;
}

async function actAs(request: APIRequestContext, role: string, person: string): Promise<void> {
  const acting = { tenant: 'main', role, person, site: 'hq' };
  await request.post(`${wall}/v1/acting`, { data: acting, headers: { origin: wall } });
}

function event(atMs: number, type: string, told: object) {
  return {
    ...{ specversion: '1.0', source: '/pbx/1', type: `floorcast.${type}.v1`, time: isoOf(atMs) },
    ...{ id: crypto.randomUUID(), data: told },
  };
}

function point(figure: number, points: number) {
  return { figure, points };
}

/** Waits, bounded, until a page shows these words. */
function shows(on: Page, words: string) {
  return on.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

async function seen(on: Page, name: string): Promise<void> {
  const folder = process.env['FLOORCAST_SHOTS'];
  if (folder) await on.screenshot({ path: join(folder, `score-${name}.png`), fullPage: true });
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
