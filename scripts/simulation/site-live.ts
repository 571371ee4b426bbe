import type { Fact } from '../../services/domain/fact.ts';
import { type SiteDay, type Storm, siteDayAt } from './arrivals.ts';
import type { SitePlan } from './plan.ts';
import { type SiteRun, startSiteRun } from './site-run.ts';

/** A site from some instant on, day after day. */
export interface LiveSite {
  /** Lets time pass and tells what happened since the last call, in order of time. */
  advance: (toMs: number) => Fact[];
  /** Takes a storm that begins now or later into the day under way. */
  storm: (storm: Storm, nowMs: number) => void;
}

interface Options {
  seed: number;
  agents: number;
  /** Storms called up earlier, so that a restart tells the same again. */
  storms: readonly Storm[];
}

/**
 * A site under way from `fromMs`. What lies before is lived through in silence,
 * so that the floor stands as it would; whoever is signed in is told at once.
 */
export function openLiveSite(site: SitePlan, fromMs: number, options: Options): LiveSite {
  const storms = [...options.storms];
  const begin = (day: SiteDay) =>
    startSiteRun(day, { seed: options.seed, agents: options.agents, storms, ringing: true });
  const first = siteDayAt(site, fromMs);
  // The day before may still have people on their way home.
  let runs = [begin(siteDayAt(site, first.startMs - 1)), begin(first)];
  for (const run of runs) run.advance(fromMs);
  let told = runs.flatMap((run) => run.roll(fromMs));
  return {
    advance: (toMs) => {
      runs = withNewDays(runs, toMs, begin);
      const facts = [...told, ...runs.flatMap((run) => run.advance(toMs))];
      told = [];
      runs = runs.filter((run) => !run.over());
      return facts.sort((a, b) => a.atMs - b.atMs);
    },
    storm: (storm, nowMs) => {
      storms.push(storm);
      runs = runs.map((run) => {
        if (storm.fromMs < run.day.startMs || storm.fromMs >= run.day.endMs) return run;
        const again = begin(run.day);
        again.advance(nowMs);
        return again;
      });
    },
  };
}

function withNewDays(runs: SiteRun[], toMs: number, begin: (day: SiteDay) => SiteRun): SiteRun[] {
  const known = [...runs];
  for (;;) {
    const last = known.at(-1);
    if (!last || last.day.endMs > toMs) return known;
    known.push(begin(siteDayAt(last.day.site, last.day.endMs)));
  }
}
