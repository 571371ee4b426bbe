import { type RuleBreak, unbroken } from '../rule-break.ts';
import { numberOf, type RuleInForce, wordOf } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/**
 * Of these people at most `max` work on one day, or with `same` = "time" at the same moment: two who
 * must not meet, the only two who know a system.
 */
export function peopleApart(lines: readonly Timeline[], inForce: RuleInForce): RuleBreak[] {
  const max = numberOf(inForce, 'max', 1);
  if (lines.length <= max) return unbroken;
  const isByTime = wordOf(inForce, 'same', 'time') === 'time';
  const found: RuleBreak[] = [];
  for (let day = inForce.from; day < inForce.to; day += 1) {
    const there = lines.flatMap((line) => {
      const shift = line.worked.find((one) => one.day === day);
      return shift ? [{ person: line.person.employee.person, shift }] : [];
    });
    const together = isByTime ? largestMeeting(there) : there.map(({ person }) => person);
    if (together.length <= max) continue;
    const facts = { people: together.join(', '), value: together.length, limit: max };
    const sentence = isByTime ? 'time' : 'day';
    const person = together.at(-1) ?? '';
    found.push({ day, amount: together.length - max, sentence, facts, person });
  }
  return found;
}

/** The most people whose shifts share a moment: one at which a shift begins. */
function largestMeeting(there: readonly { person: string; shift: TimedShift }[]): string[] {
  let largest: string[] = [];
  for (const { shift } of there) {
    const now = there.filter(
      (other) => other.shift.fromMs <= shift.fromMs && other.shift.toMs > shift.fromMs,
    );
    if (now.length > largest.length) largest = now.map(({ person }) => person);
  }
  return largest;
}
