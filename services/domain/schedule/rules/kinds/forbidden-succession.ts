import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, isOneOf, numberOf, type RuleInForce, wordsOf } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/**
 * A shift of `from` is not followed by one of `to`, both families or templates, as the next shift
 * within `days` days.
 */
export function forbiddenSuccession(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const [from, to] = [wordsOf(inForce, 'from'), wordsOf(inForce, 'to')];
  const days = numberOf(inForce, 'days', 1);
  const found: RuleBreak[] = [];
  for (const [at, next] of line.worked.entries()) {
    const before = line.worked[at - 1];
    if (!before || next.day - before.day > days) continue;
    if (!(holdsOn(inForce, next.day) || holdsOn(inForce, before.day))) continue;
    if (!isOneOf(from, before) || !isOneOf(to, next)) continue;
    const names = [before, next].map(({ day }) => inForce.calendar.nameOf(day));
    const families = { before: before.family, after: next.family };
    const facts = { ...families, from: names[0] ?? '', to: names[1] ?? '' };
    const day = holdsOn(inForce, next.day) ? next.day : before.day;
    found.push({ day, amount: 1, sentence: 'max', facts });
  }
  return found;
}
