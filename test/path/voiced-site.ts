// The quality desk in a browser over the real directory, scores and gateway: a site with a team of
// seven, whom lea leads, and one of one, whom lou leads. Nothing is decided about scores yet.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Test } from 'tap';
import { buildWallboard, isBuilt } from '../../scripts/wallboard.ts';
import { openBrowser } from '../helpers/installed.ts';
import { startNats } from '../helpers/nats.ts';
import { startService } from '../helpers/service.ts';
import { actingAt } from './coached-site.ts';

// The part of a browser's world that the functions run inside the page touch.
declare const document: { body: { innerText: string }; documentElement: { scrollWidth: number } };
declare const innerWidth: number;
declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

export const longName = 'Maximiliane-Alexandra von Hohenstein-Wallenrod zu Sonnenberg';
export const team = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'];

/** Starts it, acting as who leads quality. Pages come from FLOORCAST_PAGES, or are built. */
export async function startVoices(t: Test) {
  const door = await startDoor(t);
  const browser = await openBrowser(t);
  const size = { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport: size, locale: 'en' });
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  page.on('pageerror', (error) => t.fail(error.message));
  const actAs = async (role: string, person: string) => {
    const data = { tenant: 'main', role, person, site: '' };
    await context.request.post(`${door}/v1/acting`, { data, headers: { origin: door } });
  };
  await actAs('administrator', 'ada');
  await staff(context, door);
  await actAs('quality', 'quin');
  const acting = actingAt(door, async () => (await browser.newContext()).request);
  return { door, page, acting, actAs, team, longName, ...watching(page) };
}

/** What is looked at on a page. */
function watching(page: Page) {
  const checker = readFile('node_modules/axe-core/axe.min.js', 'utf8');
  return {
    /** Waits, bounded, until the page shows these words. */
    shows: (words: string) =>
      page.waitForFunction((wanted) => document.body.innerText.includes(wanted), words, {
        polling: 50,
      }),
    /** A screenshot, where FLOORCAST_SHOTS says. */
    seen: async (name: string) => {
      const folder = process.env['FLOORCAST_SHOTS'];
      if (!folder) return;
      await page.screenshot({ path: join(folder, `voices-${name}.png`), fullPage: true });
    },
    /** Clean for axe, and no wider than its screen. */
    clean: async (t: Test, what: string) => {
      await page.evaluate(await checker);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      });
      t.same(found, [], what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(wide <= 0, `${what}: nothing scrolls sideways`);
    },
  };
}

async function startDoor(t: Test): Promise<string> {
  const root = join(import.meta.dirname, '..', '..');
  if (!process.env['FLOORCAST_PAGES'] && !isBuilt(root)) await buildWallboard(root);
  const { url } = await startNats(t);
  const nowhere = { EVENT_ARCHIVE_GRPC: '127.0.0.1:1', AGENT_STATUS_GRPC: '127.0.0.1:1' };
  const env = { FLOORCAST_NATS_URL: url, ...nowhere };
  const directory = await startService(t, 'directory', env);
  const named = { ...env, DIRECTORY_GRPC: directory.address };
  const scores = await startService(t, 'scorecards', named);
  const gateway = await startService(t, 'gateway', { ...named, SCORECARDS_GRPC: scores.address });
  return `http://${gateway.address}`;
}

async function staff({ request }: BrowserContext, door: string): Promise<void> {
  const since = { effectiveFrom: '2025-01-01T00:00:00Z' };
  const name = (en: string, zh: string) => ({ en, zh });
  const site = { timeZone: 'UTC', privacy: 'cn', callerDigits: 0, name: name('HQ', '总部') };
  const led = (id: string, lead: string, own: object) => {
    return { ...since, kind: 'team', id, value: { name: own, site: 'hq', lead } };
  };
  const person = (id: string, own: string) => {
    return { ...since, kind: 'person', id, value: { site: 'hq', team: own, duties: [] } };
  };
  const settings = [
    { ...since, kind: 'tenant', id: 'main', value: { name: name('HQ', '总部') } },
    { ...since, kind: 'site', id: 'hq', value: site },
    ...[led('north', 'lea', name('North', '北组')), led('south', 'lou', name('South', '南组'))],
    ...team.map((id) => person(id, 'north')),
    ...[person('s1', 'south'), person('lea', ''), person('lou', ''), person('quin', '')],
  ];
  const people = { n1: longName, lea: 'Lea Lead', quin: 'Quin' };
  const data = { format: 'floorcast-directory/1', tenant: 'main', settings, people };
  const path = `${door}/v1/directory/import?dryRun=false`;
  const put = await request.post(path, { data, headers: { origin: door } });
  if (!put.ok()) throw new Error(await put.text());
}
