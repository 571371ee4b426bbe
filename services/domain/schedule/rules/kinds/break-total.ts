import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import { isAtWork, type Timeline } from '../timeline.ts';

/** Who is at work more than `afterMinutes` in a shift has breaks of `min` minutes in sum. */
export function breakTotal(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const [after, min] = [numberOf(inForce, 'afterMinutes', 360), numberOf(inForce, 'min', 30)];
  const found: RuleBreak[] = [];
  for (const { day, shift } of line.worked) {
    if (!holdsOn(inForce, day)) continue;
    let [work, value] = [0, 0];
    for (const { kind, fromMs, toMs } of shift.activities) {
      if (isAtWork(kind)) work += (toMs - fromMs) / 60_000;
      if (kind === 'break' || kind === 'meal' || kind === 'split')
        value += (toMs - fromMs) / 60_000;
    }
    if (work <= after || value >= min) continue;
    const facts = { value, limit: min, work };
    found.push({ day, amount: min - value, sentence: 'min', facts });
  }
  return found;
}
