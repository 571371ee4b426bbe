import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import { type RuleInForce, shiftFilter } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Least and most days worked in a window, of a family or template where one is said. */
export function daysPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const ofDay = new Float64Array(line.works.length);
  const counts = shiftFilter(inForce);
  for (const shift of line.worked) if (counts(shift)) ofDay[shift.day] = 1;
  return breaksPerWindow(line, inForce, { ofDay });
}
