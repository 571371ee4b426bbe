import { DomainError } from '../../domain-error.ts';
import { employeeOn } from '../setup-on.ts';
import type { Shift } from '../shift.ts';
import { longestShiftMs } from '../shift-book.ts';
import type { SiteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';

/** Stretches in one shift. */
const mostActivities = 60;

/** Refuses a shift that is none: without an employee, with a gap inside, on another day. */
export function checkShift(state: SiteSchedule, shift: Shift, calendar: SiteCalendar): void {
  const { person, day } = shift;
  if (!employeeOn(state.setup, person, day)) {
    throw new DomainError('not-found', `nobody "${person}" is engaged at the site on ${day}`);
  }
  checkForm(shift, calendar);
}

/** Refuses a shift whose times and activities do not fit together, whoever's it is. */
export function checkForm(shift: Shift, calendar: SiteCalendar): void {
  const { fromMs, toMs, day, activities } = shift;
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `the shift of "${shift.person}" on ${day} ${why}`);
  };
  if (!(Number.isInteger(fromMs) && Number.isInteger(toMs))) refuse('has no whole instants');
  if (toMs <= fromMs) refuse('ends before it begins');
  if (toMs - fromMs > longestShiftMs) refuse('is longer than 36 hours');
  const begins = calendar.dayOf(fromMs);
  if (begins !== day) refuse(`begins on ${begins}`);
  if (activities.length === 0 || activities.length > mostActivities) {
    refuse(`has ${activities.length} activities, but must have 1 to ${mostActivities}`);
  }
  let end = fromMs;
  for (const activity of activities) {
    if (activity.fromMs !== end || activity.toMs <= activity.fromMs) {
      refuse(`has a gap or an overlap at ${calendar.clockText(activity.fromMs)}`);
    }
    if (activity.note.length > 500) refuse('has a note longer than 500 characters');
    end = activity.toMs;
  }
  if (end !== toMs) refuse(`has activities until ${calendar.clockText(end)}, not to its end`);
}
