import { type RuleBreak, unbroken } from '../rule-break.ts';
import { type RuleInForce, wordOf } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/**
 * People work on the same days, or with `same` = "shift" at the same times: a trainee and a mentor,
 * a shared car. Days on which one of them is away or not engaged ask nothing of that one.
 */
export function peopleTogether(lines: readonly Timeline[], inForce: RuleInForce): RuleBreak[] {
  if (lines.length < 2) return unbroken;
  const isByShift = wordOf(inForce, 'same', 'shift') === 'shift';
  const found: RuleBreak[] = [];
  for (let day = inForce.from; day < inForce.to; day += 1) {
    const there = lines.filter(
      (line) => line.away[day] !== 1 && day >= line.engagedFrom && day < line.engagedTo,
    );
    const keys = new Map<string, string[]>();
    for (const line of there) {
      const shift = line.worked.find((one) => one.day === day);
      const key = keyOf(shift, isByShift);
      const { person } = line.person.employee;
      keys.set(key, [...(keys.get(key) ?? []), person]);
    }
    if (keys.size < 2) continue;
    const sides = [...keys.values()].sort((a, b) => b.length - a.length);
    const odd = sides.slice(1).flat();
    const facts = { people: odd.join(', '), others: sides[0]?.join(', ') ?? '' };
    const [person = ''] = odd;
    const sentence = isByShift ? 'shift' : 'day';
    found.push({ day, amount: odd.length, sentence, facts, person });
  }
  return found;
}

function keyOf(shift: TimedShift | undefined, isByShift: boolean): string {
  if (!shift) return 'off';
  return isByShift ? `${shift.fromMs} ${shift.toMs}` : 'works';
}
