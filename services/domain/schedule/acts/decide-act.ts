import type { ScheduleAct } from '../schedule-act.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided, WantedContents } from './acting.ts';

/** Contents that deciding this act looks at. */
export declare function contentsWanted(
  state: SiteSchedule,
  act: ScheduleAct,
  acting: Pick<Acting, 'nowMs' | 'zone'>,
): WantedContents;

/**
 * Decides an act on what stands: fills it in, or refuses it with a `DomainError`.
 *
 * @param seenPosition - what its maker had seen; `null` = whatever stands. Refused as `conflict`
 *   when the draft, thing of the setup or shift concerned was changed after it.
 */
export declare function decideAct(
  state: SiteSchedule,
  act: ScheduleAct,
  acting: Acting,
  seenPosition: number | null,
): Decided;
