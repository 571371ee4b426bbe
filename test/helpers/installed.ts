import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Test } from 'tap';
import { readInstallation } from '../../scripts/installation.ts';
import { startSystem } from '../../scripts/system.ts';
import { freePortBase } from './ports.ts';

/** A source of facts, as in `sources.json`. */
export interface TestSource {
  id: string;
  tenant: string;
  site: string;
  kind: string;
  token: string;
}

/** Starts a whole installation without the simulated centre, in a folder and on ports of its own. */
export async function startInstalled(t: Test, sources: readonly TestSource[] = []) {
  const data = await mkdtemp(join(tmpdir(), 'floorcast-test-'));
  t.teardown(() => rm(data, { recursive: true, force: true }));
  if (sources.length > 0) {
    await writeFile(join(data, 'sources.json'), JSON.stringify({ sources }), { mode: 0o600 });
  }
  const installation = readInstallation(join(import.meta.dirname, '..', '..'), {
    ...process.env,
    FLOORCAST_DATA: data,
    FLOORCAST_PORT_BASE: String(await freePortBase()),
  });
  const say = (line: string) => t.comment(line);
  const [system, browser] = await Promise.all([
    startSystem(installation, { say, simulate: false }),
    openBrowser(t),
  ]);
  t.teardown(() => system.stop());
  return { wall: installation.wall, installation, system, browser };
}

/** A browser that closes with the test. */
export async function openBrowser(t: Test): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env['FLOORCAST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  t.teardown(() => browser.close());
  return browser;
}
