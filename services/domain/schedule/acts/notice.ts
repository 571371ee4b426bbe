import { setupOn } from '../setup-on.ts';
import type { Shift } from '../shift.ts';
import { laterDay, siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';

/** First local day on which a change needs no consent. */
export function noticeFrom(
  state: SiteSchedule,
  { nowMs, zone }: Pick<Acting, 'nowMs' | 'zone'>,
): string {
  const today = siteCalendar(zone).dayOf(nowMs);
  return laterDay(today, setupOn(state.setup, today).noticeDays);
}

/** Does a change leave somebody's hours as they are? */
export function keepsHours(before: Shift, after: Shift): boolean {
  return (
    before.person === after.person && before.fromMs === after.fromMs && before.toMs === after.toMs
  );
}
