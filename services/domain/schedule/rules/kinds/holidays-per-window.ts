import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Most public holidays worked in a window; 0 = none may be. */
export function holidaysPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { days } = inForce.calendar;
  const ofDay = new Float64Array(line.works.length);
  for (const { day } of line.worked) if (days[day]?.holiday) ofDay[day] = 1;
  return breaksPerWindow(line, inForce, { ofDay });
}
