// A switch is connected, and everything is set up in the pages, as its users do it: the whole
// installation, a source at the public door, and a browser.
import type { Page } from 'playwright-core';
import t from 'tap';
import { startInstalled } from '../helpers/installed.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string } };

const token = 'the-token-of-the-switch';
const sources = [{ id: 'pbx-1', tenant: 'main', site: 'hq', kind: 'cloudevents', token }];
const { wall, installation, system, browser } = await startInstalled(t, sources);
let events = 0;
// A computer in the office, and the wall.
const usual = { viewport: { width: 1920, height: 1080 }, locale: 'en' };
const [office, screen] = await Promise.all([browser.newPage(usual), browser.newPage(usual)]);
for (const page of [office, screen]) {
  page.setDefaultTimeout(6_000);
  page.on('pageerror', (error) => t.fail(error.message));
}
// An empty batch says: nothing happened, and I am here.
const beating = setInterval(() => void tell([]).catch(() => undefined), 500);
t.teardown(async () => {
  clearInterval(beating);
  signal('SIGCONT');
});

t.test('a switch nobody has set up: its tenant, site and figures are there', async (t) => {
  const now = Date.now();
  await tell([
    event('agent.signed-in', now - 60_000, {
      agent: 'PJSIP/1001',
      queue: 'sales',
      after: { memberships: [{ queue: 'sales', paused: false }] },
    }),
    ...['c1', 'c2', 'c3'].map((uniqueId, i) =>
      event('contact.offered', now - 30_000 + i * 1_000, { queue: 'sales', uniqueId }),
    ),
    event('contact.answered', now - 20_000, {
      queue: 'sales',
      uniqueId: 'c1',
      offeredAt: new Date(now - 30_000).toISOString(),
      agent: 'PJSIP/1001',
      waitMs: 10_000,
    }),
  ]);
  await screen.goto(`${wall}/`);
  await shows(screen, 'Supervisor · main');
  await shows(screen, 'Facts from the switches');
  await screen.getByRole('link', { name: 'Queues hq' }).click();
  await shows(screen, 'sales');
  await shows(screen, 'Served in 20 s');
  const row = screen.locator('tbody tr', { hasText: 'sales' });
  t.match(await row.innerText(), /sales\s+2\s/, 'two of three wait');
  // One was answered after 10 s of 20; the two who wait are past it already.
  await screen.waitForFunction(() => /\n33\.3\s*%/.test(document.body.innerText), null, {
    polling: 50,
  });
});

t.test('what was told of is set up with a click, its site and source with it', async (t) => {
  await office.goto(`${wall}/directory#queue`);
  await office.getByRole('button', { name: 'Act as administrator' }).click();
  await shows(office, 'Administrator');
  await shows(office, '1 not set up yet');
  await office.getByRole('button', { name: 'Set up hq/sales' }).click();
  await shows(office, 'Saved.');
  t.notMatch(await office.innerText('main'), 'not set up yet');
  await office.getByRole('link', { name: /^Agents/ }).click();
  await office.getByRole('button', { name: 'Set up as a person pbx-1/PJSIP/1001' }).click();
  await shows(office, 'Saved.');
  await office.getByRole('link', { name: /^People/ }).click();
  await office.getByRole('button', { name: 'Edit PJSIP-1001' }).click();
  await office.getByLabel('Person').last().fill('Ada Byron');
  await office.getByRole('button', { name: 'Save' }).click();
  await shows(office, 'Saved.');
  await screen.goto(`${wall}/wall/floor?inch=55&m=3&lang=en`);
  await shows(screen, 'Ada Byron');
});

t.test('a refusal stands at its field; nothing was saved', async (t) => {
  await office.getByRole('link', { name: /^Sites/ }).click();
  await office.getByRole('button', { name: 'Edit hq' }).click();
  await office.getByLabel('Time zone', { exact: true }).fill('Mars/Olympus');
  await office.getByRole('button', { name: 'Save' }).click();
  const zone = office.getByLabel('Time zone', { exact: true });
  await zone.and(office.locator('[aria-invalid="true"]')).waitFor();
  t.match(await office.getByRole('alert').innerText(), 'Mars/Olympus');
  await zone.fill('Europe/Tallinn');
  await office.getByRole('button', { name: 'Save' }).click();
  await shows(office, 'Saved.');
  t.match(await office.innerText('tbody'), 'Europe/Tallinn');
});

t.test('a target holds on the wall as soon as it is decided, from its instant on', async (t) => {
  await screen.goto(`${wall}/wall/queues?inch=55&m=3&lang=en`);
  await shows(screen, 'Served in 20 s');
  await office.getByRole('link', { name: /^Queues/ }).click();
  await office.getByRole('button', { name: 'Edit hq/sales' }).click();
  await office.getByLabel('Target, s').fill('5');
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  await office.getByLabel('Holds from').fill(localOf(midnight));
  await office.getByRole('button', { name: 'Save' }).click();
  await shows(office, 'Saved.');
  await shows(screen, 'Served in 5 s');
  await screen.waitForFunction(() => /\n0\.0\s*%/.test(document.body.innerText), null, {
    polling: 50,
  });
  t.pass('the caller who waited 10 s was not served in time, from midnight on');
});

t.test('two decide about the same: the second is told, and nothing is overwritten', async (t) => {
  await office.getByRole('button', { name: 'Edit hq/sales' }).click();
  await screen.goto(`${wall}/directory?lang=en#queue`);
  await screen.getByRole('button', { name: 'Act as administrator' }).click();
  await screen.getByRole('button', { name: 'Edit hq/sales' }).click();
  await screen.getByLabel('Target, s').fill('7');
  await screen.getByRole('button', { name: 'Save' }).click();
  await shows(screen, 'Saved.');
  await office.getByLabel('Target, s').fill('9');
  await office.getByRole('button', { name: 'Save' }).click();
  await shows(office, 'Somebody else changed the same thing');
  await office.getByRole('button', { name: 'Read again' }).click();
  await office.getByRole('button', { name: 'Edit hq/sales' }).click();
  t.equal(await office.getByLabel('Target, s').inputValue(), '7');
  await office.getByText('Versions: ').click();
  t.match(await office.locator('details ol').innerText(), 'targetMs: 5000 → 7000');
});

t.test('ingest hangs: the wall says so, and is fresh again when it does not', async (t) => {
  await screen.goto(`${wall}/wall/queues?inch=55&m=3&lang=en`);
  await screen.waitForSelector('section[data-age="fresh"]');
  signal('SIGSTOP');
  await screen.waitForSelector('section[data-age="late"]');
  await shows(screen, 'acd-ingest silent');
  signal('SIGCONT');
  await screen.waitForSelector('section[data-age="fresh"]');
  t.pass('it came back by itself');
});

t.test('a wall may look at queues, but decides nothing', async (t) => {
  await office.goto(`${wall}/directory`);
  await office.click('summary');
  await office.getByLabel('Role').selectOption('wall');
  await office.getByRole('button', { name: 'Act', exact: true }).click();
  await shows(office, 'Only an administrator can change');
  t.equal(await office.getByRole('button', { name: /^Edit/ }).count(), 0);
  const put = await office.request.put(`${wall}/v1/directory/settings`, {
    data: { commandId: 'c', setting: {} },
  });
  t.equal(put.status(), 403);
});

/** Waits, bounded, until a page shows these words. */
function shows(page: Page, words: string) {
  // Not by frames: of two pages the one behind paints seldom.
  return page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
    polling: 50,
  });
}

function event(type: string, atMs: number, data: object) {
  events += 1;
  return {
    specversion: '1.0',
    id: `e${events}`,
    source: '/pbx/1',
    type: `floorcast.${type}.v1`,
    time: new Date(atMs).toISOString(),
    data,
  };
}

async function tell(batch: object[]): Promise<void> {
  const door = `http://${installation.env['ACD_INGEST_HTTP']}/v1/events`;
  const answer = await fetch(door, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(batch),
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** Stops ingest where it stands, or lets it go on: a program that hangs, not one that ended. */
function signal(what: NodeJS.Signals): void {
  const pid = system.children.get('acd-ingest')?.pid();
  if (pid) process.kill(pid, what);
}

/** An instant as a field of local date and time takes it. */
function localOf(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
