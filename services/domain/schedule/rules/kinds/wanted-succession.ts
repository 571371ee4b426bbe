import { type RuleBreak, unbroken } from '../rule-break.ts';
import { holdsOn, isOneOf, type RuleInForce, wordsOf } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/**
 * The day after a shift of `from` is one of `to`: families, templates, or "off". Absence and the
 * border of what is known or of the engagement ask for nothing.
 */
export function wantedSuccession(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const [from, to] = [wordsOf(inForce, 'from'), wordsOf(inForce, 'to')];
  if (to.length === 0) return unbroken;
  const lasts = new Map<number, TimedShift>();
  const firsts = new Map<number, TimedShift>();
  for (const shift of line.worked) {
    lasts.set(shift.day, shift);
    if (!firsts.has(shift.day)) firsts.set(shift.day, shift);
  }
  const end = Math.min(line.works.length, line.engagedTo);
  const found: RuleBreak[] = [];
  for (const [day, shift] of lasts) {
    const next = day + 1;
    if (!isOneOf(from, shift) || next >= end || line.away[next] === 1) continue;
    if (!holdsOn(inForce, next)) continue;
    const follower = firsts.get(next);
    if (follower ? isOneOf(to, follower) : to.includes('off')) continue;
    const { nameOf } = inForce.calendar;
    const families = { before: shift.family, after: follower?.family ?? 'off' };
    const facts = { ...families, wanted: to.join(', '), from: nameOf(day), to: nameOf(next) };
    found.push({ day: next, amount: 1, sentence: 'min', facts });
  }
  return found;
}
