import {
  agentsOf,
  dayStartsH,
  pressureByHour,
  type QueuePlan,
  type SitePlan,
  shifts,
  weekdayFactor,
} from './plan.ts';
import { randomOf } from './random.ts';

/** A storm called up by hand: `times` the usual contacts for some minutes. */
export interface Storm {
  site: string;
  /** Empty = every queue of the site. */
  queue: string;
  fromMs: number;
  minutes: number;
  times: number;
}

/** A site's day from 06:00 to 06:00 local time, whatever the clocks do in between. */
export interface SiteDay {
  site: SitePlan;
  /** The local date it begins on, for example "2026-11-22". */
  date: string;
  startMs: number;
  endMs: number;
}

/** One contact that will arrive. */
export interface Arrival {
  atMs: number;
  queue: QueuePlan;
  /** Unique within the site. */
  uniqueId: string;
}

const slotMs = 15 * 60_000;

/** The day of a site that an instant belongs to. */
export function siteDayAt(site: SitePlan, atMs: number): SiteDay {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(site.timeZone);
  // On the wall clock: six hours of time before 06:00 are not always midnight.
  const date = local.toPlainDateTime().subtract({ hours: dayStartsH }).toPlainDate();
  const at = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: site.timeZone, plainTime: { hour: dayStartsH } });
  return {
    site,
    date: date.toString(),
    startMs: at(date).epochMilliseconds,
    endMs: at(date.add({ days: 1 })).epochMilliseconds,
  };
}

/**
 * Every first contact of a site's day. Each queue and quarter of an hour has
 * its own chance, so that a storm adds contacts and changes no other one.
 */
export function arrivalsOf(
  day: SiteDay,
  { seed, agents, storms }: { seed: number; agents: number; storms: readonly Storm[] },
): Arrival[] {
  const arrivals: Arrival[] = [];
  const mood = randomOf(seed, day.site.id, day.date, 'mood').logNormal(1, 0.07);
  for (const queue of day.site.queues) {
    for (let fromMs = day.startMs; fromMs < day.endMs; fromMs += slotMs) {
      const mean = mood * contactsPerHour(day.site, queue, fromMs, agents) * (slotMs / 3_600_000);
      const random = randomOf(seed, day.site.id, queue.id, fromMs);
      add(arrivals, { queue, fromMs, lengthMs: slotMs, mean, random, prefix: `${day.site.id}` });
    }
  }
  for (const storm of storms) addStorm(arrivals, day, storm, { seed, agents });
  return arrivals.sort((a, b) => a.atMs - b.atMs);
}

/** What the agents on duty can carry, times how busy the hour is. */
function contactsPerHour(site: SitePlan, queue: QueuePlan, atMs: number, agents: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(site.timeZone);
  const hour = local.hour < dayStartsH ? local.hour + 24 : local.hour;
  const present = (agentsOf(site, agents) * 5) / 7;
  const share = shifts
    .filter((shift) => shift.fromH <= hour && hour < shift.toH)
    .reduce((sum, shift) => sum + shift.share, 0);
  const meanHandlingS = site.queues.reduce((s, one) => s + one.share * (one.talkS + one.acwS), 0);
  const weekday = weekdayFactor[local.subtract({ hours: dayStartsH }).dayOfWeek - 1] ?? 1;
  const pressure = (pressureByHour[local.hour] ?? 0.6) * weekday * growth(atMs);
  // Small groups cannot be as busy as large ones and still answer in time.
  const load = Math.max(0.35, 0.85 - 1.1 / Math.sqrt(present));
  return (queue.share * present * share * load * pressure * 3600) / meanHandlingS;
}

/** Two percent a year, so that history has a trend to find. */
function growth(atMs: number): number {
  const yearMs = 365.25 * 86_400_000;
  return 1 + 0.02 * ((atMs - Date.UTC(2026, 0, 1)) / yearMs);
}

function addStorm(
  arrivals: Arrival[],
  day: SiteDay,
  storm: Storm,
  { seed, agents }: { seed: number; agents: number },
): void {
  if (storm.site !== day.site.id || storm.fromMs < day.startMs || storm.fromMs >= day.endMs) return;
  const lengthMs = storm.minutes * 60_000;
  for (const queue of day.site.queues) {
    if (storm.queue && storm.queue !== queue.id) continue;
    const usual = contactsPerHour(day.site, queue, storm.fromMs, agents);
    const mean = (usual * Math.max(0, storm.times - 1) * lengthMs) / 3_600_000;
    const random = randomOf(seed, day.site.id, queue.id, 'storm', storm.fromMs);
    add(arrivals, {
      queue,
      fromMs: storm.fromMs,
      lengthMs,
      mean,
      random,
      prefix: `${day.site.id}-storm`,
    });
  }
}

interface Stretch {
  queue: QueuePlan;
  fromMs: number;
  lengthMs: number;
  mean: number;
  random: ReturnType<typeof randomOf>;
  prefix: string;
}

function add(arrivals: Arrival[], stretch: Stretch): void {
  const { queue, fromMs, lengthMs, mean, random, prefix } = stretch;
  const count = random.poisson(mean);
  for (let n = 0; n < count; n += 1) {
    arrivals.push({
      atMs: fromMs + Math.floor(random.uniform() * lengthMs),
      queue,
      uniqueId: `${prefix}-${queue.id}-${Math.floor(fromMs / 1000)}.${n + 1}`,
    });
  }
}
