import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce, shiftFilter } from '../rule-in-force.ts';
import { type DayRun, runsOfDays } from '../runs-of-days.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Least and most days worked in a row, of a family or template where one is said. Too many are told
 * at the first day too many. A run is not too short where it begins or ends at the border of what
 * is known, of the engagement, or at an absence.
 */
export function consecutiveDays(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const marks = new Uint8Array(line.works.length);
  const counts = shiftFilter(inForce);
  for (const shift of line.worked) if (counts(shift)) marks[shift.day] = 1;
  const [min, max] = [numberOf(inForce, 'min', 0), numberOf(inForce, 'max', marks.length)];
  const found: RuleBreak[] = [];
  for (const { from, to } of runsOfDays(marks, 1)) {
    if (to <= inForce.from || from >= inForce.to) continue;
    const value = to - from;
    const names = { from: inForce.calendar.nameOf(from), to: inForce.calendar.nameOf(to - 1) };
    if (value > max && to > Math.max(inForce.from, from + max)) {
      const day = Math.max(from + max, inForce.from);
      if (day >= inForce.to) continue;
      const facts = { value, limit: max, ...names };
      found.push({ day, amount: value - max, sentence: 'max', facts });
    }
    if (value < min && !isCutOff(line, { from, to })) {
      const day = Math.max(from, inForce.from);
      const facts = { value, limit: min, ...names };
      found.push({ day, amount: min - value, sentence: 'min', facts });
    }
  }
  return found;
}

function isCutOff(line: Timeline, { from, to }: DayRun): boolean {
  const first = Math.max(0, line.engagedFrom);
  const end = Math.min(line.works.length, line.engagedTo);
  return from <= first || to >= end || line.away[from - 1] === 1 || line.away[to] === 1;
}
