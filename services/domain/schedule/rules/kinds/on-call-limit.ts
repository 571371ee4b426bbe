import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Least and most minutes on call in a window. */
export function onCallLimit(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const ofDay = new Float64Array(line.works.length);
  for (const { day, onCall } of line.shifts) ofDay[day] = (ofDay[day] ?? 0) + onCall;
  return breaksPerWindow(line, inForce, { ofDay });
}
