import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** No work begins on a day of leave or sickness. A night shift of the eve may reach into it. */
export function absence(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const found: RuleBreak[] = [];
  for (const { day, worked, fromMs } of line.worked) {
    if (line.away[day] !== 1 || !holdsOn(inForce, day)) continue;
    const facts = { value: worked, at: inForce.calendar.clockText(fromMs) };
    found.push({ day, amount: worked, sentence: 'max', facts });
  }
  return found;
}
