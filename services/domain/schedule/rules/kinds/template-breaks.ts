import type { Activity, BreakPlan } from '../../shift.ts';
import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, type RuleInForce } from '../rule-in-force.ts';
import type { TimedShift, Timeline } from '../timeline.ts';

/**
 * A shift has the breaks of its template: as many, in order, long enough, each begun in its window.
 * Shifts without a template, and cut ones with leave or sickness in them, are left.
 */
export function templateBreaks(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const found: RuleBreak[] = [];
  for (const shift of line.worked) {
    if (!shift.template || !holdsOn(inForce, shift.day) || isCut(shift)) continue;
    const taken = shift.shift.activities.filter(({ kind }) => isBreak(kind));
    for (const [at, plan] of shift.template.breaks.entries()) {
      const amount = minutesOff(taken[at], plan, shift.shift.fromMs);
      if (amount <= 0) continue;
      const begun = taken[at];
      const facts = {
        number: at + 1,
        minutes: plan.minutes,
        at: begun ? inForce.calendar.clockText(begun.fromMs) : '',
        template: shift.template.templateId,
      };
      found.push({ day: shift.day, amount, sentence: begun ? 'moved' : 'missing', facts });
    }
  }
  return found;
}

/** Minutes by which a break leaves its plan, too short or outside its window; all of a missing one. */
function minutesOff(taken: Activity | undefined, plan: BreakPlan, startMs: number): number {
  if (!taken) return plan.minutes;
  const begins = (taken.fromMs - startMs) / 60_000;
  const short = plan.minutes - (taken.toMs - taken.fromMs) / 60_000;
  const outside = Math.max(plan.earliestMinute - begins, begins - plan.latestMinute, 0);
  return Math.max(short, 0) + outside;
}

function isBreak(kind: Activity['kind']): boolean {
  return kind === 'break' || kind === 'meal' || kind === 'split';
}

function isCut({ shift, template }: TimedShift): boolean {
  if (shift.activities.some(({ kind }) => kind === 'leave' || kind === 'sick')) return true;
  return template !== null && (shift.toMs - shift.fromMs) / 60_000 !== template.spanMinutes;
}
