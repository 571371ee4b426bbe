import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Least and most minutes between the parts of a split shift, and most parts of one. */
export function splitGap(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const [min, max] = [numberOf(inForce, 'min', 0), numberOf(inForce, 'max', 240)];
  const maxParts = numberOf(inForce, 'maxParts', Number.POSITIVE_INFINITY);
  const found: RuleBreak[] = [];
  for (const { day, shift } of line.worked) {
    if (!holdsOn(inForce, day)) continue;
    const gaps = shift.activities.filter(({ kind }) => kind === 'split');
    if (gaps.length >= maxParts) {
      const facts = { value: gaps.length + 1, limit: maxParts };
      found.push({ day, amount: gaps.length + 1 - maxParts, sentence: 'parts', facts });
    }
    for (const { fromMs, toMs } of gaps) {
      const value = (toMs - fromMs) / 60_000;
      if (value >= min && value <= max) continue;
      const [sentence, limit] = value > max ? (['max', max] as const) : (['min', min] as const);
      const facts = { value, limit, at: inForce.calendar.clockText(fromMs) };
      found.push({ day, amount: Math.abs(value - limit), sentence, facts });
    }
  }
  return found;
}
