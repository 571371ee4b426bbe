import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Fact } from '../../services/domain/fact.ts';
import { siteDayAt } from './arrivals.ts';
import type { Past } from './history.ts';
import { startSiteRun } from './site-run.ts';

/** One queue's contacts by the quarter of an hour they were offered in. */
interface Quarter {
  offered: number;
  handled: number;
  /** Talking and after-call work of the handled ones together, in milliseconds. */
  handleMs: number;
}

const quarterMs = 15 * 60_000;

/**
 * A site's past as any switch's report of intervals would give it: CSV of
 * `start,queue,offered,handled,total handle time`, every queue and whole quarter of an hour, on the
 * wall clock of the site with its offset. They are the very contacts that the
 * site tells one by one later: the same seed plays the same days.
 */
export async function pastFigures(past: Past, signal: AbortSignal): Promise<string> {
  const quarters = new Map<string, Map<number, Quarter>>();
  for (const { id } of past.site.queues) quarters.set(id, new Map());
  for (let day = siteDayAt(past.site, past.fromMs); day.startMs < past.toMs; ) {
    const { seed, agents, storms } = past;
    const run = startSiteRun(day, { seed, agents, storms, ringing: false });
    count(quarters, run.advance(past.toMs));
    day = siteDayAt(past.site, day.endMs);
    // Time goes on at the site meanwhile.
    await letOthersRun(undefined, { signal });
  }
  return toCsv(past, quarters);
}

function count(quarters: Map<string, Map<number, Quarter>>, facts: readonly Fact[]): void {
  const completedMs = new Map<string, number>();
  for (const fact of facts) {
    if (fact.about !== 'contact') continue;
    const own = quarters.get(fact.queue);
    if (!own || fact.offeredAtMs === null) continue;
    const startMs = Math.floor(fact.offeredAtMs / quarterMs) * quarterMs;
    const quarter = own.get(startMs) ?? { offered: 0, handled: 0, handleMs: 0 };
    own.set(startMs, quarter);
    const { what, legId, atMs } = fact;
    if (what.kind === 'offered') quarter.offered += 1;
    if (what.kind === 'completed') {
      quarter.handled += 1;
      quarter.handleMs += what.talkMs ?? 0;
      completedMs.set(legId, atMs);
    }
    if (what.kind === 'acw-ended') quarter.handleMs += atMs - (completedMs.get(legId) ?? atMs);
  }
}

function toCsv({ site, fromMs, toMs }: Past, quarters: Map<string, Map<number, Quarter>>): string {
  const lines = ['start,queue,offered,handled,total handle time'];
  for (let startMs = wholeFrom(fromMs); startMs + quarterMs <= toMs; startMs += quarterMs) {
    const start = Temporal.Instant.fromEpochMilliseconds(startMs)
      .toZonedDateTimeISO(site.timeZone)
      .toString({ timeZoneName: 'never', smallestUnit: 'minute' });
    for (const [queue, own] of quarters) {
      const { offered = 0, handled = 0, handleMs = 0 } = own.get(startMs) ?? {};
      lines.push(`${start},${queue},${offered},${handled},${handleMs / 1000}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function wholeFrom(fromMs: number): number {
  return Math.ceil(fromMs / quarterMs) * quarterMs;
}
