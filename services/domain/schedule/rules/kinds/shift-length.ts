import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce, shiftFilter, wordOf } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/** Least and most minutes of one shift: its `span` from first to last work, `worked` or `paid`. */
export function shiftLength(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const min = numberOf(inForce, 'min', 0);
  const max = numberOf(inForce, 'max', Number.POSITIVE_INFINITY);
  const count = wordOf(inForce, 'count', 'span');
  const counts = shiftFilter(inForce);
  const found: RuleBreak[] = [];
  for (const shift of line.worked) {
    if (!holdsOn(inForce, shift.day) || !counts(shift)) continue;
    const value = lengthOf(shift, count);
    const at = inForce.calendar.clockText(shift.fromMs);
    if (value > max) {
      const facts = { value, limit: max, at };
      found.push({ day: shift.day, amount: value - max, sentence: 'max', facts });
    }
    if (value < min) {
      const facts = { value, limit: min, at };
      found.push({ day: shift.day, amount: min - value, sentence: 'min', facts });
    }
  }
  return found;
}

function lengthOf({ fromMs, toMs, worked, paid }: TimedShift, count: string): number {
  if (count === 'worked') return worked;
  return count === 'paid' ? paid : (toMs - fromMs) / 60_000;
}
