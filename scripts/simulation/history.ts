import type { Fact } from '../../services/domain/fact.ts';
import { type SiteDay, type Storm, siteDayAt } from './arrivals.ts';
import type { Door } from './deliver.ts';
import type { SitePlan } from './plan.ts';
import { startSiteRun } from './site-run.ts';

/** A stretch of a site's past. */
export interface Past {
  site: SitePlan;
  fromMs: number;
  toMs: number;
  seed: number;
  agents: number;
  storms: readonly Storm[];
}

/**
 * Writes a site's past through its door, day by day, the latest first: what is
 * not told yet is then always before what is, never a hole in it.
 *
 * @param progress - told after each day with the share done, 0 to 1.
 */
export async function writePast(
  past: Past,
  door: Door,
  { signal, progress }: { signal: AbortSignal; progress: (share: number) => void },
): Promise<void> {
  for (let day = siteDayAt(past.site, past.toMs - 1); day.endMs > past.fromMs; day = before(day)) {
    if (signal.aborted) return;
    const facts = factsOf(day, past);
    if (facts.length > 0) await door.deliver(facts);
    progress(Math.min(1, (past.toMs - day.startMs) / (past.toMs - past.fromMs)));
  }
}

function before(day: SiteDay): SiteDay {
  return siteDayAt(day.site, day.startMs - 1);
}

function factsOf(day: SiteDay, past: Past): Fact[] {
  const { seed, agents, storms } = past;
  const run = startSiteRun(day, { seed, agents, storms, ringing: false });
  const facts = run.advance(past.toMs);
  return facts.filter((fact) => fact.atMs >= past.fromMs);
}
