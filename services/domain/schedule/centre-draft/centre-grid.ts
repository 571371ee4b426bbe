import type { CentreDay } from '../centre/centre-problem.ts';
import type { ShiftTemplate } from '../shift.ts';
import { daysOfSpan, laterDay, siteCalendar, weekdayOf } from '../site-calendar.ts';

/** The days of a search as slots. */
export interface CentreGrid {
  days: readonly CentreDay[];
  /** Names of the days, by place. */
  names: readonly string[];
  /** First instant of each day, and of the day after the last. */
  startsMs: readonly number[];
  /** First slot of each day, and the number of slots. */
  firstSlots: readonly number[];
  slotMin: number;
}

/** Local days from one to another in slots from midnight to midnight. */
export function centreGrid(
  { from, to, zone }: { from: string; to: string; zone: string },
  slotMin: number,
): CentreGrid {
  const calendar = siteCalendar(zone);
  const names = daysOfSpan(from, to);
  const startsMs = [...names, laterDay(to, 1)].map((day) => calendar.instant(day, 0));
  const slotMs = slotMin * 60_000;
  let week = 0;
  let slots = 0;
  const firstSlots = [0];
  const days = names.map((day, at): CentreDay => {
    const weekday = weekdayOf(day);
    if (weekday === 1 && at > 0) week += 1;
    const [start = 0, end = 0] = [startsMs[at], startsMs[at + 1]];
    const count = Math.round((end - start) / slotMs);
    slots += count;
    firstSlots.push(slots);
    const byMin = 1_440 - count * slotMin;
    const jump = Array.from({ length: count }, (_, slot) => slot).find(
      (slot) => calendar.minuteOf(start + slot * slotMs) !== slot * slotMin,
    );
    const clockChange = byMin === 0 ? null : { atMin: (jump ?? 0) * slotMin, byMin };
    return { weekday, week, slots: count, clockChange };
  });
  return { days, names, startsMs, firstSlots, slotMin };
}

/** The slot that holds an instant: below 0 before the first, and as many as there are beyond. */
export function slotOf({ startsMs, firstSlots, slotMin }: CentreGrid, atMs: number): number {
  const first = startsMs[0] ?? 0;
  const last = firstSlots.at(-1) ?? 0;
  // From the first midnight on slots follow each other as time passes, whatever the clock shows.
  return Math.min(last, Math.floor((atMs - first) / (slotMin * 60_000)));
}

/** The coarsest grid of minutes on which all templates and their breaks lie. */
export function stepOf(templates: readonly ShiftTemplate[], slotMin: number): number {
  const minutes = templates.flatMap(({ startMinute, spanMinutes, breaks }) => [
    startMinute,
    spanMinutes,
    ...breaks.map((plan) => plan.minutes),
  ]);
  const steps = [15, 10, 5, 1].filter((step) => slotMin % step === 0);
  return steps.find((step) => minutes.every((one) => one % step === 0)) ?? 1;
}
