import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';
import { weekendsOf } from '../weekends.ts';

/** Most weekends worked in a row; told once for a run, at the first weekend too many. */
export function consecutiveWeekends(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const max = numberOf(inForce, 'max', 2);
  const found: RuleBreak[] = [];
  let run = 0;
  let told: RuleBreak | null = null;
  for (const { saturday, works } of weekendsOf(line, inForce.calendar)) {
    run = works ? run + 1 : 0;
    if (run <= max) told = null;
    if (run <= max || !(holdsOn(inForce, saturday) || holdsOn(inForce, saturday + 1))) continue;
    const facts = { value: run, limit: max, to: inForce.calendar.nameOf(saturday) };
    const day: number = told?.day ?? Math.max(saturday, inForce.from);
    if (told) found.pop();
    told = { day, amount: run - max, sentence: 'max', facts };
    found.push(told);
  }
  return found;
}
