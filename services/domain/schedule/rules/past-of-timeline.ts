import type { CentrePast } from '../centre/centre-problem.ts';
import { shiftClassOf } from './compile-rules.ts';
import type { RuleCalendar } from './rule-calendar.ts';
import type { Timeline } from './timeline.ts';
import { weekendsOf } from './weekends.ts';

/**
 * What somebody did up to the eve of the first day that is checked, so that no limit of a search
 * ends at the border.
 *
 * @param weekendsFrom - first place of the period whose weekends are limited.
 * @returns `null` when nothing before is known.
 */
export function pastOfTimeline(
  line: Timeline,
  calendar: RuleCalendar,
  weekendsFrom: number,
): CentrePast | null {
  const { from, days } = calendar;
  if (from === 0) return null;
  const before = line.worked.filter(({ day }) => day < from);
  const eve = before.filter(({ day }) => day === from - 1).at(-1);
  const startMs = days[from]?.startMs ?? 0;
  const lastMs = before.reduce(
    (latest, { toMs }) => Math.max(latest, toMs),
    Number.NEGATIVE_INFINITY,
  );
  const monday = from - (calendar.weekdayOf(from) - 1);
  const inWeek = line.shifts.filter(({ day }) => day >= monday && day < from);
  const weekends = weekendsOf(line, calendar).filter(
    ({ saturday, works }) => works && saturday >= weekendsFrom && saturday + 1 < from,
  );
  const firstOfWeek = Math.max(monday, 0);
  const nights = new Uint8Array(from);
  for (const { day, family } of before) if (family === 'night') nights[day] = 1;
  const paidAway = line.awayPaid.subarray(firstOfWeek, from).reduce((sum, one) => sum + one, 0);
  return {
    lastEndMin: before.length === 0 ? null : (lastMs - startMs) / 60_000,
    eveClass: eve ? shiftClassOf(eve.family) : null,
    daysWorked: lastRun(line.works.subarray(0, from), 1),
    daysOff: lastRun(line.works.subarray(0, from), 0),
    nightsInARow: lastRun(nights, 1),
    weekMinutes: inWeek.reduce((sum, { paid }) => sum + paid, paidAway),
    weekDaysOff: daysOff(line, firstOfWeek, from),
    weekends: weekends.length,
    saturdayWorked: calendar.weekdayOf(from) === 7 && line.works[from - 1] === 1,
  };
}

/** How many marks at the end have this value. */
function lastRun(marks: Uint8Array, value: 0 | 1): number {
  let length = 0;
  while (length < marks.length && marks[marks.length - 1 - length] === value) length += 1;
  return length;
}

/** Days that are neither worked nor absence. */
function daysOff({ works, away }: Timeline, from: number, to: number): number {
  let count = 0;
  for (let day = from; day < to; day += 1) if (works[day] !== 1 && away[day] !== 1) count += 1;
  return count;
}
