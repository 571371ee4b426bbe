import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** No work before the first or after the last day of an engagement. */
export function engagement(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { since, until } = line.person.employee;
  const found: RuleBreak[] = [];
  for (const { day, fromMs } of line.worked) {
    if ((day >= line.engagedFrom && day < line.engagedTo) || !holdsOn(inForce, day)) continue;
    const isEarly = day < line.engagedFrom;
    const facts = { at: inForce.calendar.clockText(fromMs), limit: isEarly ? since : until };
    found.push({ day, amount: 1, sentence: isEarly ? 'early' : 'late', facts });
  }
  return found;
}
