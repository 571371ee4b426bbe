import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/** Nobody is in two shifts at once, on call included. */
export function overlap({ shifts }: Timeline, inForce: RuleInForce): RuleBreak[] {
  const found: RuleBreak[] = [];
  let latest: TimedShift | null = null;
  for (const next of shifts) {
    const value = latest ? (overlapEnd(latest, next) - next.shift.fromMs) / 60_000 : 0;
    if (latest && value > 0 && (holdsOn(inForce, next.day) || holdsOn(inForce, latest.day))) {
      const facts = { value, at: inForce.calendar.clockText(next.shift.fromMs) };
      const day = holdsOn(inForce, next.day) ? next.day : latest.day;
      found.push({ day, amount: value, sentence: 'max', facts });
    }
    if (!latest || next.shift.toMs > latest.shift.toMs) latest = next;
  }
  return found;
}

function overlapEnd(a: TimedShift, b: TimedShift): number {
  return Math.min(a.shift.toMs, b.shift.toMs);
}
