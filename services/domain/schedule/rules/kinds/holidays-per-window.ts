import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Most public holidays worked in a window; 0 = none may be. */
export function holidaysPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { days } = inForce.calendar;
  const ofDay = Float64Array.from(line.works, (works, day) => (days[day]?.holiday ? works : 0));
  return breaksPerWindow(line, inForce, { ofDay });
}
