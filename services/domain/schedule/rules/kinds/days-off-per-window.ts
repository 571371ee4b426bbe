import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Least and most days of a window on which no work begins. A day of leave is one. */
export function daysOffPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const ofDay = new Float64Array(line.works.length);
  for (const [day, works] of line.works.entries()) ofDay[day] = 1 - works;
  return breaksPerWindow(line, inForce, { ofDay });
}
