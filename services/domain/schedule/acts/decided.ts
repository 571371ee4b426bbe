import type { ScheduleAct } from '../schedule-act.ts';
import type { Decided } from './acting.ts';
import type { Consequences } from './consequences.ts';

/** An act that changes no shift. */
export function only(act: ScheduleAct): Decided {
  return { act, violations: [], before: [], after: [], secret: '' };
}

/** An act with what it does to shifts. */
export function withConsequences(
  act: ScheduleAct,
  { violations, before, after }: Pick<Consequences, 'violations' | 'before' | 'after'>,
): Decided {
  return { act, violations, before, after, secret: '' };
}
