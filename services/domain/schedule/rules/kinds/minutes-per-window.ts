import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce, shiftFilter, wordOf } from '../rule-in-force.ts';
import type { RuleWindow } from '../rule-windows.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Least and most minutes in a window. `count` = "paid" takes paid leave along, "worked" only time at
 * the employer's disposal. Over a reference period the limits are averages a week: days of absence
 * are neutral and leave its length (2003/88/EC Art. 16(b)). A shift counts on the day it begins.
 */
export function minutesPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const isWorked = wordOf(inForce, 'count', 'paid') === 'worked';
  const isAverage = inForce.rule.window === 'reference-period';
  const ofDay = isWorked || isAverage ? new Float64Array(line.away.length) : line.awayPaid.slice();
  const counts = shiftFilter(inForce);
  for (const shift of line.shifts) {
    if (!counts(shift)) continue;
    ofDay[shift.day] = (ofDay[shift.day] ?? 0) + (isWorked ? shift.worked : shift.paid);
  }
  if (!isAverage) {
    const countsAbsence = !isWorked && line.awayPaid.some((minutes) => minutes > 0);
    return breaksPerWindow(line, inForce, { ofDay, countsAbsence });
  }
  const weeks = (window: RuleWindow) => (window.to - window.from - daysAway(line, window)) / 7;
  const min = numberOf(inForce, 'min', null);
  const max = numberOf(inForce, 'max', null);
  return breaksPerWindow(line, inForce, {
    ofDay,
    countsAbsence: true,
    limits: (window) => ({
      min: min === null ? null : min * weeks(window),
      max: max === null ? null : max * weeks(window),
    }),
  });
}

function daysAway({ awayBefore }: Timeline, { from, to }: RuleWindow): number {
  const end = Math.min(to, awayBefore.length - 1);
  return (awayBefore[end] ?? 0) - (awayBefore[Math.max(from, 0)] ?? 0);
}
