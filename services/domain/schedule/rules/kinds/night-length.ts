import { minutesWithin } from '../minutes-within.ts';
import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Most minutes worked in a shift with work at night, for work with special hazards or strain
 * (2003/88/EC Art. 8(b)). Night holds 00:00 to 05:00 at least (Art. 2(3)).
 */
export function nightLength(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const max = numberOf(inForce, 'max', 480);
  const [from, to] = [numberOf(inForce, 'fromMinute', 0), numberOf(inForce, 'toMinute', 300)];
  const found: RuleBreak[] = [];
  for (const shift of line.worked) {
    if (shift.worked <= max || !holdsOn(inForce, shift.day)) continue;
    if (minutesWithin(shift, { from, to }, inForce.calendar) <= 0) continue;
    const facts = { value: shift.worked, limit: max, at: inForce.calendar.clockText(shift.fromMs) };
    found.push({ day: shift.day, amount: shift.worked - max, sentence: 'max', facts });
  }
  return found;
}
