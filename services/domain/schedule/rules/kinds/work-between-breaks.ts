import type { Activity } from '../../shift.ts';
import type { RuleBreak } from '../rule-break.ts';
import { holdsOn, numberOf, type RuleInForce } from '../rule-in-force.ts';
import { isAtWork, type Timeline } from '../timeline.ts';

/**
 * Least minutes at work between two breaks, and with `ends` between a break and either end of the
 * shift. Told once a shift, for its shortest stretch.
 */
export function workBetweenBreaks(line: Timeline, inForce: RuleInForce): RuleBreak[] {
  const min = numberOf(inForce, 'min', 60);
  const ends = numberOf(inForce, 'ends', 0);
  const found: RuleBreak[] = [];
  for (const { day, shift } of line.worked) {
    if (!holdsOn(inForce, day)) continue;
    const stretches = stretchesOf(shift.activities);
    if (stretches.length < 2) continue;
    const lacks = stretches.map(({ minutes, fromMs }, at) => {
      const limit = at === 0 || at === stretches.length - 1 ? ends : min;
      return { value: minutes, limit, fromMs, lack: limit - minutes };
    });
    const worst = lacks.reduce((most, one) => (one.lack > most.lack ? one : most));
    if (worst.lack <= 0) continue;
    const { value, limit, fromMs, lack } = worst;
    const facts = { value, limit, from: inForce.calendar.clockText(fromMs) };
    found.push({ day, amount: lack, sentence: 'min', facts });
  }
  return found;
}

function stretchesOf(activities: readonly Activity[]): { minutes: number; fromMs: number }[] {
  const stretches: { minutes: number; fromMs: number }[] = [];
  let now: { minutes: number; fromMs: number } | null = null;
  for (const { kind, fromMs, toMs } of activities) {
    if (!isAtWork(kind)) {
      now = null;
      continue;
    }
    if (!now) {
      now = { minutes: 0, fromMs };
      stretches.push(now);
    }
    now.minutes += (toMs - fromMs) / 60_000;
  }
  return stretches;
}
