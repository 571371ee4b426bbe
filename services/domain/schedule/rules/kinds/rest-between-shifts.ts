import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, isOneOf, numberOf, type RuleInForce, wordsOf } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/**
 * Least minutes, as they pass, from the end of work to the next beginning (2003/88/EC Art. 3).
 * Of shifts that overlap the one that ends last counts. `after` names families or templates after which it holds; none = after any.
 */
export function restBetweenShifts(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const min = numberOf(inForce, 'min', 660);
  const after = wordsOf(inForce, 'after');
  const found: RuleBreak[] = [];
  let latest: TimedShift | null = null;
  for (const next of line.worked) {
    const before: TimedShift | null = latest;
    if (!latest || next.toMs > latest.toMs) latest = next;
    if (!before || !(holdsOn(inForce, next.day) || holdsOn(inForce, before.day))) continue;
    if (after.length > 0 && !isOneOf(after, before)) continue;
    const value = Math.max(0, (next.fromMs - before.toMs) / 60_000);
    if (value >= min) continue;
    const { clockText } = inForce.calendar;
    const ends = { from: clockText(before.toMs), to: clockText(next.fromMs) };
    const facts = { value, limit: min, ...ends };
    const day = holdsOn(inForce, next.day) ? next.day : before.day;
    found.push({ day, amount: min - value, sentence: 'min', facts });
  }
  return found;
}
