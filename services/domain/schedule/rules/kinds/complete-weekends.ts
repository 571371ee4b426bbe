import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';
import { weekendsOf } from '../weekends.ts';

/** A weekend is worked on both days or on none, unless one of them is a day of absence. */
export function completeWeekends(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const found: RuleBreak[] = [];
  for (const { saturday, onSaturday, onSunday } of weekendsOf(line, inForce.calendar)) {
    const sunday = saturday + 1;
    if (onSaturday === onSunday || saturday < 0 || sunday >= line.works.length) continue;
    if (!holdsOn(inForce, saturday) && !holdsOn(inForce, sunday)) continue;
    if (line.away[saturday] === 1 || line.away[sunday] === 1) continue;
    if (saturday < line.engagedFrom || sunday >= line.engagedTo) continue;
    const { nameOf } = inForce.calendar;
    const facts = { from: nameOf(saturday), to: nameOf(onSaturday ? saturday : sunday) };
    found.push({ day: Math.max(saturday, inForce.from), amount: 1, sentence: 'max', facts });
  }
  return found;
}
