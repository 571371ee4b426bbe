import type { Shift } from '../../shift.ts';
import { type RuleBreak, unbroken } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import type { Timeline } from '../timeline.ts';

const dayMs = 86_400_000;

/**
 * Shifts change (come, go, move) only so many days of 24 hours before they begin. Of a moved shift
 * the earlier of both beginnings counts; what is over already is left.
 */
export function notice({ person, shifts }: Timeline, inForce: RuleInForce): RuleBreak[] {
  const { nowMs, calendar } = inForce;
  if (person.stood === null || nowMs === null) return unbroken;
  const limit = numberOf(inForce, 'min', 2);
  const before = new Map(person.stood.map((shift) => [shift.shiftId, shift]));
  const after = new Map(shifts.map(({ shift }) => [shift.shiftId, shift]));
  const found: RuleBreak[] = [];
  for (const shiftId of new Set([...before.keys(), ...after.keys()])) {
    const changed = [before.get(shiftId), after.get(shiftId)].filter(
      (shift) => shift !== undefined,
    );
    const first = changed.reduce((a, b) => (a.fromMs <= b.fromMs ? a : b));
    const day = calendar.placeOf(first.day);
    if (isSame(changed) || changed.every(({ toMs }) => toMs <= nowMs)) continue;
    const value = (first.fromMs - nowMs) / dayMs;
    if (value >= limit || !holdsOn(inForce, day)) continue;
    const told = {
      value: Math.max(value, 0).toFixed(1),
      limit,
      at: calendar.clockText(first.fromMs),
    };
    found.push({ day, amount: limit - Math.max(value, 0), sentence: 'min', facts: told });
  }
  return found;
}

function isSame([a, b]: readonly Shift[]): boolean {
  return a !== undefined && b !== undefined && a.fromMs === b.fromMs && a.toMs === b.toMs;
}
