import { minutesWithin } from '../minutes-within.ts';
import type { RuleBreak } from '../rule-break.ts';
import { clockOf } from '../rule-calendar.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** No work in a stretch of the day by the wall clock: minors, pregnant and nursing workers at night. */
export function noWorkBetween(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const [from, to] = [numberOf(inForce, 'fromMinute', 1_320), numberOf(inForce, 'toMinute', 360)];
  const names = { between: clockOf(from), and: clockOf(to) };
  const found: RuleBreak[] = [];
  for (const shift of line.worked) {
    if (!holdsOn(inForce, shift.day)) continue;
    const value = minutesWithin(shift, { from, to }, inForce.calendar);
    if (value <= 0) continue;
    const at = inForce.calendar.clockText(shift.fromMs);
    found.push({ day: shift.day, amount: value, sentence: 'max', facts: { value, at, ...names } });
  }
  return found;
}
