import type { Activity } from '../../shift.ts';
import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import { isAtWork, type Timeline } from '../timeline.ts';

/**
 * Most minutes of work without a break of at least `breakMinutes` (2003/88/EC Art. 4: a break where
 * the working day is longer than six hours). Told once a shift, for its longest stretch.
 */
export function breakAfterWork(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const max = numberOf(inForce, 'max', 360);
  const least = numberOf(inForce, 'breakMinutes', 15);
  const found: RuleBreak[] = [];
  for (const { day, worked, shift } of line.worked) {
    if (worked <= max || !holdsOn(inForce, day)) continue;
    const longest = longestStretch(shift.activities, least);
    if (longest.minutes <= max) continue;
    const value = longest.minutes;
    const from = inForce.calendar.clockText(longest.fromMs);
    const facts = { value, limit: max, breakMinutes: least, from };
    found.push({ day, amount: value - max, sentence: 'max', facts });
  }
  return found;
}

function longestStretch(activities: readonly Activity[], least: number) {
  let longest = { minutes: 0, fromMs: 0 };
  let now = { minutes: 0, fromMs: 0 };
  for (const { kind, fromMs, toMs } of activities) {
    const minutes = (toMs - fromMs) / 60_000;
    if (!isAtWork(kind)) {
      if (minutes >= least) now = { minutes: 0, fromMs: 0 };
      continue;
    }
    now = { minutes: now.minutes + minutes, fromMs: now.minutes === 0 ? fromMs : now.fromMs };
    if (now.minutes > longest.minutes) longest = now;
  }
  return longest;
}
