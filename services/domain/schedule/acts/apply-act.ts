import type { ScheduleAct } from '../schedule-act.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Contents, LoggedAct, WantedContents } from './acting.ts';

/** Contents that the fold of this act looks at: of a publication its shifts, else none. */
export declare function contentsToApply(act: ScheduleAct): WantedContents;

/**
 * The state after one more act. An act about what is not there, and a repeated command, change
 * nothing but the position.
 */
export declare function applyAct(
  state: SiteSchedule,
  logged: LoggedAct,
  contents: Pick<Contents, 'shifts'>,
): SiteSchedule;
