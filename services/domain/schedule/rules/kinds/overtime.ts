import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Most minutes of overtime in a window. A day's work is normal up to `normalDay` minutes and as
 * long as its calendar week has not reached `normalWeek`; the rest is overtime. A limit that is not
 * said is not looked at (Labour Law Art. 36 and 41).
 */
export function overtime(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const normalDay = numberOf(inForce, 'normalDay', Number.POSITIVE_INFINITY);
  const normalWeek = numberOf(inForce, 'normalWeek', Number.POSITIVE_INFINITY);
  const ofDay = new Float64Array(line.works.length);
  for (const { day, worked } of line.worked) ofDay[day] = (ofDay[day] ?? 0) + worked;
  let normal = 0;
  for (const [day, worked] of ofDay.entries()) {
    if (inForce.calendar.weekdayOf(day) === 1) normal = 0;
    const ordinary = Math.min(worked, normalDay, normalWeek - normal);
    normal += ordinary;
    ofDay[day] = worked - ordinary;
  }
  return breaksPerWindow(line, inForce, { ofDay });
}
