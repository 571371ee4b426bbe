import { type RuleBreak, unbroken } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/** Work lies within the weekly times in which somebody can work; none said = always. */
export function availability(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  if (line.person.employee.available.length === 0) return unbroken;
  const found: RuleBreak[] = [];
  for (const shift of line.worked) {
    if (!holdsOn(inForce, shift.day)) continue;
    const value = minutesOutside(shift, line, inForce);
    if (value <= 0) continue;
    const { clockText } = inForce.calendar;
    const facts = { value, from: clockText(shift.fromMs), to: clockText(shift.toMs) };
    found.push({ day: shift.day, amount: value, sentence: 'max', facts });
  }
  return found;
}

function minutesOutside(shift: TimedShift, line: Timeline, { calendar }: RuleInForce): number {
  const spans: [number, number][] = [];
  for (let day = shift.day - 1; day <= shift.day + 1; day += 1) {
    const weekday = calendar.weekdayOf(day);
    for (const window of line.person.employee.available) {
      if (window.weekday !== weekday) continue;
      const { fromMinute, toMinute } = window;
      spans.push([calendar.instant(day, fromMinute), calendar.instant(day, toMinute)]);
    }
  }
  let outside = 0;
  let coveredMs = shift.fromMs;
  for (const [fromMs, toMs] of spans.sort((a, b) => a[0] - b[0])) {
    if (fromMs >= shift.toMs) break;
    if (fromMs > coveredMs) outside += fromMs - coveredMs;
    coveredMs = Math.max(coveredMs, toMs);
  }
  outside += Math.max(0, shift.toMs - coveredMs);
  return outside / 60_000;
}
