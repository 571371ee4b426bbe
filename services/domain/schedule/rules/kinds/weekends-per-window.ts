import { breaksPerWindow } from '../amount-per-window.ts';
import type { RuleBreak } from '../rule-break.ts';
import type { RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';
import { weekendsOf } from '../weekends.ts';

/**
 * Least and most weekends worked in a window. A weekend is worked when Saturday or Sunday is, and
 * belongs to the window of its Saturday.
 */
export function weekendsPerWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const ofDay = new Float64Array(line.works.length);
  for (const { saturday, works } of weekendsOf(line, inForce.calendar)) {
    if (works && saturday >= 0) ofDay[saturday] = 1;
  }
  return breaksPerWindow(line, inForce, { ofDay });
}
