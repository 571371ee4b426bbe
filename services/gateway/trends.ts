import type { Trend } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { type LocalDay, localDay } from '../domain/time/local-day.ts';
import { ask } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { ownContext, type Services } from './services.ts';
import {
  intervalLengthS,
  type OfferedAt,
  type PastDay,
  pastDay,
  sameWeekday,
  trendOf,
} from './trend.ts';

/** The trends of one tenant's sites, kept and renewed each minute while somebody looks. */
export interface Trends {
  /** The newest one; undefined until the first is there. Asking keeps it fresh. */
  of: (site: string) => Trend | undefined;
  /** What was read is void: the tenant was erased. */
  forget: () => void;
  close: () => void;
}

/** So many weeks make the past. */
const pastWeeks = 13;
/** Pages read of one past day; beyond it the day is left out. */
const maxPages = 20;
const renewMs = 60_000;
/** The past changes when history is read in: it is read anew so often, or at midnight. */
const pastRenewMs = 10 * 60_000;

interface Kept {
  trend: Trend | undefined;
  past: PastDay[];
  pastOf: number;
  pastReadMs: number;
  renewedMs: number;
  renewing: boolean;
}

/** What the trends are read from. */
export interface TrendsSource {
  services: Services;
  zoneOf: (site: string) => string;
  /** Told when a trend was renewed. */
  renewed: () => void;
  now: () => number;
  log: Log;
}

/** Trends of one tenant. */
export function openTrends(tenant: string, source: TrendsSource): Trends {
  const kept = new Map<string, Kept>();
  const renewDue = (site: string, one: Kept) => {
    const due = one.renewedMs + renewMs <= source.now();
    if (due && !one.renewing) void renew(tenant, site, one, source);
  };
  const timer = setInterval(() => {
    for (const [site, one] of kept) renewDue(site, one);
  }, 5_000);
  return {
    of: (site) => {
      const one = kept.get(site) ?? newKept();
      kept.set(site, one);
      renewDue(site, one);
      return one.trend;
    },
    forget: () => kept.clear(),
    close: () => clearInterval(timer),
  };
}

function newKept(): Kept {
  const never = Number.NEGATIVE_INFINITY;
  return {
    trend: undefined,
    past: [],
    pastOf: 0,
    pastReadMs: never,
    renewedMs: never,
    renewing: false,
  };
}

async function renew(tenant: string, site: string, one: Kept, source: TrendsSource): Promise<void> {
  const { services, now, log } = source;
  one.renewing = true;
  try {
    const nowMs = now();
    const zone = source.zoneOf(site);
    const day = localDay(nowMs, zone);
    const today = await offeredToday(services, { tenant, site, day, nowMs });
    await readPast(one, source, { tenant, site, zone, day, nowMs });
    one.trend = trendOf({ day, zone, nowMs }, today, one.past);
    source.renewed();
  } catch (error) {
    log.warn({ trend: { tenant, site }, why: String(error) }, 'the trend stays as it was');
  } finally {
    // A failed one is tried again after a minute too: the services have other things to do.
    one.renewedMs = now();
    one.renewing = false;
  }
}

async function offeredToday(
  { queues }: Services,
  { tenant, site, day, nowMs }: { tenant: string; site: string; day: LocalDay; nowMs: number },
): Promise<OfferedAt[]> {
  const request = {
    tenant,
    site,
    queue: '',
    from: new Date(day.startMs),
    to: new Date(nowMs),
    lengthS: intervalLengthS(day),
  };
  const { intervals } = await ask(queues, queues.listIntervals, request, {
    context: ownContext(tenant),
  });
  return intervals.map(toOffered);
}

async function readPast(
  one: Kept,
  { services, log }: TrendsSource,
  {
    tenant,
    site,
    zone,
    day,
    nowMs,
  }: { tenant: string; site: string; zone: string; day: LocalDay; nowMs: number },
): Promise<void> {
  if (one.pastOf === day.startMs && nowMs - one.pastReadMs < pastRenewMs) return;
  try {
    const past: PastDay[] = [];
    for (let weeks = 1; weeks <= pastWeeks; weeks += 1) {
      const then = sameWeekday(nowMs, zone, weeks);
      const offered = await offeredThen(services, { tenant, site, day: then });
      const read = offered && pastDay(then, zone, offered);
      if (read) past.push(read);
    }
    Object.assign(one, { past, pastOf: day.startMs, pastReadMs: nowMs });
  } catch (error) {
    // Without the archive the wall still shows today.
    if (one.pastOf !== day.startMs) one.past = [];
    log.warn({ trend: { tenant, site }, why: String(error) }, 'no past for the trend');
  }
}

async function offeredThen(
  { history }: Services,
  { tenant, site, day }: { tenant: string; site: string; day: LocalDay },
): Promise<OfferedAt[] | null> {
  const offered: OfferedAt[] = [];
  let pageToken = '';
  for (let page = 0; page < maxPages; page += 1) {
    const request = {
      tenant,
      site,
      queues: [],
      from: new Date(day.startMs),
      to: new Date(day.endMs),
      lengthS: intervalLengthS(day),
      pageSize: 10_000,
      pageToken,
    };
    const answer = await ask(history, history.listQueueIntervals, request, {
      context: ownContext(tenant),
      withinMs: 10_000,
    });
    offered.push(...answer.intervals.map(toOffered));
    pageToken = answer.nextPageToken;
    if (!pageToken) return offered;
  }
  return null;
}

function toOffered(interval: {
  start?: Date | undefined;
  figures?: { offered: number } | undefined;
}): OfferedAt {
  return { startMs: interval.start?.getTime() ?? 0, offered: interval.figures?.offered ?? 0 };
}
