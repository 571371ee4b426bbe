import { type RuleBreak, unbroken } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

/** A pinned shift stands as it stood: same person, same begin and end. */
export function pinnedKept({ person, shifts }: Timeline, inForce: RuleInForce): RuleBreak[] {
  const pinned = person.stood?.filter((shift) => shift.pinned) ?? [];
  if (pinned.length === 0) return unbroken;
  const now = new Map(shifts.map(({ shift }) => [shift.shiftId, shift]));
  const found: RuleBreak[] = [];
  for (const { shiftId, day: name, fromMs, toMs } of pinned) {
    const day = inForce.calendar.placeOf(name);
    const kept = now.get(shiftId);
    if (!holdsOn(inForce, day)) continue;
    if (kept && kept.fromMs === fromMs && kept.toMs === toMs) continue;
    const facts = { at: inForce.calendar.clockText(fromMs), shift: shiftId };
    found.push({ day, amount: 1, sentence: kept ? 'moved' : 'gone', facts });
  }
  return found;
}
