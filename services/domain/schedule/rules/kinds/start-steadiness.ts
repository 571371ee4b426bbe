import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** Most minutes by the wall clock between the beginnings of shifts on days one after another. */
export function startSteadiness(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const max = numberOf(inForce, 'max', 120);
  const { calendar } = inForce;
  const found: RuleBreak[] = [];
  for (const [at, next] of line.worked.entries()) {
    const before = line.worked[at - 1];
    if (!before || next.day !== before.day + 1 || !holdsOn(inForce, next.day)) continue;
    const starts = [before, next].map(({ fromMs }) => calendar.wallMinute(fromMs));
    const value = Math.abs((starts[1] ?? 0) - (starts[0] ?? 0));
    if (value <= max) continue;
    const times = { from: calendar.clockText(before.fromMs), to: calendar.clockText(next.fromMs) };
    const facts = { value, limit: max, ...times };
    found.push({ day: next.day, amount: value - max, sentence: 'max', facts });
  }
  return found;
}
