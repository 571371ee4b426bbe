import { localDay } from '../domain/time/local-day.ts';
import type { Floor } from './floor.ts';
import type { Peak } from './totals.ts';

/** The highest numbers waiting at once, of every site and of all together. */
export interface Peaks {
  /** Looks at the floor as it is now. */
  take: () => void;
  /** The peak of a site, or of all sites for an empty one. */
  of: (site: string) => Peak;
  /** What was seen is void: the tenant was erased. */
  forget: () => void;
}

/** Watches the peaks of the local day; each says since when it was watched. */
export function makePeaks({
  floor,
  zoneOf,
  now,
}: {
  floor: Floor;
  zoneOf: (site: string) => string;
  now: () => number;
}): Peaks {
  const peaks = new Map<string, Peak & { dayEndMs: number }>();
  const see = (site: string, waiting: number): Peak => {
    const nowMs = now();
    const kept = peaks.get(site);
    if (kept && nowMs < kept.dayEndMs) {
      kept.waiting = Math.max(kept.waiting, waiting);
      return kept;
    }
    const day = localDay(nowMs, zoneOf(site));
    const peak = { waiting, sinceMs: kept ? day.startMs : nowMs, dayEndMs: day.endMs };
    peaks.set(site, peak);
    return peak;
  };
  return {
    take: () => {
      const waiting = new Map<string, number>([['', 0]]);
      for (const queue of floor.queues.values()) {
        for (const site of ['', queue.site]) {
          waiting.set(site, (waiting.get(site) ?? 0) + queue.waiting);
        }
      }
      for (const [site, count] of waiting) see(site, count);
    },
    of: (site) => see(site, 0),
    forget: () => peaks.clear(),
  };
}
