import type { Trend } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { type LocalDay, localDay } from '../domain/time/local-day.ts';

/** Contacts offered in one interval. */
export interface OfferedAt {
  startMs: number;
  offered: number;
}

/** One step of the trend: half an hour. */
export const stepMs = 30 * 60_000;

/** The local day some weeks before that of an instant: by the calendar, never by hours. */
export function sameWeekday(nowMs: number, zone: string, weeksBack: number): LocalDay {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  // Noon exists on every day of every zone.
  const noon = now.toPlainDate().subtract({ weeks: weeksBack }).toPlainDateTime({ hour: 12 });
  return localDay(noon.toZonedDateTime(zone).epochMilliseconds, zone);
}

/** Offered per local half-hour of one past day, by its label on the wall clock ("09:30"). */
export type PastDay = ReadonlyMap<string, number[]>;

/**
 * A past day by the labels of its clock. An hour that the clock showed twice
 * has two figures under one label, a skipped one none. Null when nothing was
 * recorded that day: a day without a record is no day without calls.
 */
export function pastDay(
  day: LocalDay,
  zone: string,
  offered: readonly OfferedAt[],
): PastDay | null {
  const inside = offered.filter(({ startMs }) => startMs >= day.startMs && startMs < day.endMs);
  if (inside.length === 0) return null;
  const byLabel = new Map<string, number[]>();
  sumsByStep(day, inside).forEach((sum, step) => {
    const label = labelOf(day.startMs + step * stepMs, zone);
    byLabel.set(label, [...(byLabel.get(label) ?? []), sum]);
  });
  return byLabel;
}

/** Today's contacts beside the mean, lowest and highest of the past days, step by local step. */
export function trendOf(
  { day, zone, nowMs }: { day: LocalDay; zone: string; nowMs: number },
  today: readonly OfferedAt[],
  past: readonly PastDay[],
): Trend {
  const sums = sumsByStep(day, today);
  const begun = Math.min(sums.length, Math.floor((nowMs - day.startMs) / stepMs) + 1);
  const trend: Trend = {
    dayStartMs: day.startMs,
    stepS: stepMs / 1000,
    steps: sums.length,
    today: sums.slice(0, begun),
    usual: [],
    low: [],
    high: [],
    pastDays: past.length,
  };
  if (past.length === 0) return trend;
  for (let step = 0; step < sums.length; step += 1) {
    const label = labelOf(day.startMs + step * stepMs, zone);
    const figures = past.flatMap((each) => each.get(label) ?? []);
    const known = figures.length > 0 ? figures : neighbours(past, day, { zone, step });
    trend.usual.push(known.reduce((all, figure) => all + figure, 0) / Math.max(known.length, 1));
    trend.low.push(known.length > 0 ? Math.min(...known) : 0);
    trend.high.push(known.length > 0 ? Math.max(...known) : 0);
  }
  return trend;
}

/** A label no past day had (its clock skipped the hour): the step before it stands in. */
function neighbours(
  past: readonly PastDay[],
  day: LocalDay,
  { zone, step }: { zone: string; step: number },
): number[] {
  for (let before = step - 1; before >= 0; before -= 1) {
    const label = labelOf(day.startMs + before * stepMs, zone);
    const figures = past.flatMap((each) => each.get(label) ?? []);
    if (figures.length > 0) return figures;
  }
  return [];
}

/** 46, 48 or 50 sums; intervals of any length up to a step fall into the step they begin in. */
function sumsByStep({ startMs, endMs }: LocalDay, offered: readonly OfferedAt[]): number[] {
  const sums = new Array<number>(Math.ceil((endMs - startMs) / stepMs)).fill(0);
  for (const each of offered) {
    const step = Math.floor((each.startMs - startMs) / stepMs);
    const before = sums[step];
    if (before !== undefined) sums[step] = before + each.offered;
  }
  return sums;
}

function labelOf(atMs: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return local.toPlainTime().toString({ smallestUnit: 'minute' });
}

/**
 * The length of intervals to ask for, in seconds: halves of an hour, or quarters
 * where the zone is not a whole number of half-hours from UTC (Kathmandu).
 */
export function intervalLengthS({ startMs }: LocalDay): number {
  return startMs % stepMs === 0 ? 1_800 : 900;
}
