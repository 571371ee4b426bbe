import type { RuleBreak } from '../rule-break.ts';
import { clockOf } from '../rule-calendar.ts';
import { holdsOn, numberOf, type RuleInForce, wordOf } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Breaks (or meals) begin not before `earliest` and not after `latest`: minutes from the start of
 * the shift, or with `by` = "clock" after midnight of its day.
 */
export function breakWindow(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const earliest = numberOf(inForce, 'earliest', 0);
  const latest = numberOf(inForce, 'latest', Number.POSITIVE_INFINITY);
  const wanted = wordOf(inForce, 'activity', 'meal');
  const isByClock = wordOf(inForce, 'by', 'shift') === 'clock';
  const { calendar } = inForce;
  const found: RuleBreak[] = [];
  for (const { day, fromMs: startMs, shift } of line.worked) {
    if (!holdsOn(inForce, day)) continue;
    const zeroMs = isByClock ? calendar.instant(day, 0) : startMs;
    const at = (minutes: number) =>
      isByClock ? calendar.instant(day, minutes) : zeroMs + minutes * 60_000;
    for (const { kind, fromMs } of shift.activities) {
      if (kind !== wanted) continue;
      const early = (at(earliest) - fromMs) / 60_000;
      const late = latest === Number.POSITIVE_INFINITY ? 0 : (fromMs - at(latest)) / 60_000;
      if (early <= 0 && late <= 0) continue;
      const limit = early > 0 ? earliest : latest;
      const facts = { at: calendar.clockText(fromMs), limit: clockOf(limit), activity: kind };
      const sentence = (early > 0 ? 'early' : 'late') + (isByClock ? '-by-clock' : '');
      found.push({ day, amount: Math.max(early, late), sentence, facts });
    }
  }
  return found;
}
