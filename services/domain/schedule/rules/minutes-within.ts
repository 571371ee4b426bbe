import type { RuleCalendar } from './rule-calendar.ts';
import { isAtWork, type TimedShift } from './timeline.ts';

/** A stretch of every day by the wall clock; `to` not above `from` = into the next day. */
export interface DailySpan {
  /** Minutes after midnight. */
  from: number;
  to: number;
}

/** Minutes at work of a shift within a stretch of the day, as they pass. */
export function minutesWithin(shift: TimedShift, { from, to }: DailySpan, calendar: RuleCalendar) {
  const end = to > from ? to : to + 1_440;
  let ms = 0;
  for (let day = shift.day - 1; day <= shift.day + 1; day += 1) {
    const [first, last] = [calendar.instant(day, from), calendar.instant(day, end)];
    if (shift.toMs <= first || shift.fromMs >= last) continue;
    for (const { kind, fromMs, toMs } of shift.shift.activities) {
      if (isAtWork(kind)) ms += Math.max(0, Math.min(toMs, last) - Math.max(fromMs, first));
    }
  }
  return ms / 60_000;
}
