import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce, wordsOf } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Families of shifts rotate forward in `order`: early, late, night and, after days off, early again.
 * From one shift to the next within `resetDays` the family stays or goes on; a step back is a
 * break, and so is the step round to the first without a day off between.
 */
export function forwardRotation(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const order = wordsOf(inForce, 'order', 'early,day,late,night');
  const resetDays = numberOf(inForce, 'resetDays', 4);
  const rotating = line.worked.filter(({ family }) => order.includes(family));
  const found: RuleBreak[] = [];
  for (const [at, next] of rotating.entries()) {
    const before = rotating[at - 1];
    if (!before || next.day - before.day > resetDays) continue;
    if (!(holdsOn(inForce, next.day) || holdsOn(inForce, before.day))) continue;
    const [was, is] = [order.indexOf(before.family), order.indexOf(next.family)];
    const goesRound = was === order.length - 1 && is === 0 && next.day - before.day > 1;
    if (is >= was || goesRound) continue;
    const { nameOf } = inForce.calendar;
    const families = { before: before.family, after: next.family };
    const facts = { ...families, from: nameOf(before.day), to: nameOf(next.day) };
    const day = holdsOn(inForce, next.day) ? next.day : before.day;
    found.push({ day, amount: 1, sentence: 'max', facts });
  }
  return found;
}
