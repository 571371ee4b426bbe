import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce } from '../rule-in-force.ts';
import { runsOfDays } from '../runs-of-days.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Least and most days off in a row between two days worked. Days of leave are off; with one among
 * them they are never too many. What touches the border of what is known is not too few.
 */
export function consecutiveDaysOff(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const size = line.works.length;
  const [min, max] = [numberOf(inForce, 'min', 0), numberOf(inForce, 'max', size)];
  const found: RuleBreak[] = [];
  for (const { from, to } of runsOfDays(line.works, 0)) {
    if (to <= inForce.from || from >= inForce.to) continue;
    const [first, end] = [Math.max(from, line.engagedFrom), Math.min(to, line.engagedTo)];
    const value = end - first;
    const names = { from: inForce.calendar.nameOf(first), to: inForce.calendar.nameOf(end - 1) };
    const isBetween = from > 0 && to < size && first === from && end === to;
    if (value < min && isBetween) {
      const facts = { value, limit: min, ...names };
      const day = Math.max(from, inForce.from);
      found.push({ day, amount: min - value, sentence: 'min', facts });
    }
    if (value > max && line.awayBefore[first] === line.awayBefore[end]) {
      const facts = { value, limit: max, ...names };
      const day = Math.min(Math.max(first + max, inForce.from), inForce.to - 1);
      found.push({ day, amount: value - max, sentence: 'max', facts });
    }
  }
  return found;
}
