import { breaksPerWindow } from '../amount-per-window.ts';
import { minutesWithin } from '../minutes-within.ts';
import { type RuleBreak, unbroken } from '../rule-break.ts';
import { numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { RuleWindow } from '../rule-windows.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Most minutes that night workers work on average in 24 hours (2003/88/EC Art. 8(a)). The weekly
 * day of rest does not enter the average (Art. 16(c)), nor does absence. A night worker works
 * `nightMinutes` of night time (Art. 2(4)) in at least `nights` shifts of the window.
 */
export function nightAverage(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const ofDay = new Float64Array(line.works.length);
  const nights = new Uint8Array(line.works.length);
  const [from, to] = [numberOf(inForce, 'fromMinute', 1_380), numberOf(inForce, 'toMinute', 360)];
  const least = numberOf(inForce, 'nightMinutes', 180);
  let any = false;
  for (const shift of line.worked) {
    ofDay[shift.day] = (ofDay[shift.day] ?? 0) + shift.worked;
    if (minutesWithin(shift, { from, to }, inForce.calendar) < least) continue;
    nights[shift.day] = 1;
    any = true;
  }
  if (!any) return unbroken;
  const max = numberOf(inForce, 'max', 480);
  const limits = (window: RuleWindow) => {
    const end = Math.min(window.to, ofDay.length);
    const first = Math.max(window.from, 0);
    const worked = nights.subarray(first, end).reduce((sum, night) => sum + night, 0);
    if (worked < numberOf(inForce, 'nights', 1)) return { min: null, max: null };
    const away = (line.awayBefore[end] ?? 0) - (line.awayBefore[first] ?? 0);
    const days = window.to - window.from;
    return { min: null, max: max * Math.max(days - Math.floor(days / 7) - away, 0) };
  };
  return breaksPerWindow(line, inForce, { ofDay, limits });
}
