// The sources of the simulated centre: who it says it is at the public door.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sites } from './simulation/plan.ts';

/**
 * The file of the simulated centre's sources, one per site, all of tenant
 * `demo`; written with fresh tokens at the first start, kept afterwards.
 */
export function demoSources(data: string): string {
  const file = join(data, 'demo-sources.json');
  if (existsSync(file)) return file;
  const sources = sites.map((site) => ({
    id: site.source,
    tenant: 'demo',
    site: site.id,
    kind: 'cloudevents',
    token: randomBytes(24).toString('base64url'),
    cadenceMs: 1_000,
  }));
  writeFileSync(file, `${JSON.stringify({ sources }, null, 2)}\n`, { mode: 0o600 });
  return file;
}
