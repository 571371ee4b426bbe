import type { ActivityKind, Shift } from '../shift.ts';
import { shiftOf, shiftsOfPerson } from '../shift-book.ts';
import { activitiesWithin, joined } from '../shift-cut.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import type { SiteCalendar } from '../site-calendar.ts';
import type { Leave, SiteSchedule } from '../site-schedule.ts';
import { isSame } from './consequences.ts';
import { hoursOf, type LeaveSpan } from './leave-allowance.ts';

/**
 * Shifts that leave takes somebody out of. They stand on as leave, with their id, so that somebody
 * can stand in and that they come back when the leave is given back.
 */
export function leaveEdits(
  state: SiteSchedule,
  leave: LeaveSpan & Pick<Leave, 'leaveKind'>,
  calendar: SiteCalendar,
  nowMs: number,
): ShiftEdit[] {
  const { person, from, to, toMinute, leaveKind } = leave;
  const hours = toMinute > 0 ? hoursOf(from, leave, calendar) : null;
  return shiftsOfPerson(state.published, person).flatMap((shift) => {
    const stretch = hours ?? { fromMs: shift.fromMs, toMs: shift.toMs };
    if (!hours && (shift.day < from || shift.day > to)) return [];
    const fromMs = Math.max(stretch.fromMs, nowMs);
    if (fromMs >= Math.min(stretch.toMs, shift.toMs) || stretch.toMs <= shift.fromMs) return [];
    const kind = { kind: 'leave' as const, paid: leaveKind !== 'unpaid' };
    return [awayEdit(shift, { fromMs, toMs: stretch.toMs }, kind)];
  });
}

/** A stretch of a shift becomes time away; what was unpaid in it stays unpaid. */
export function awayEdit(
  shift: Shift,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { kind, paid }: { kind: Extract<ActivityKind, 'leave' | 'sick'>; paid: boolean },
): ShiftEdit {
  const before = activitiesWithin(shift.activities, { fromMs: shift.fromMs, toMs: fromMs });
  const away = activitiesWithin(shift.activities, { fromMs, toMs }).map((activity) => ({
    ...activity,
    kind,
    paid: paid && activity.paid,
    group: '',
    note: '',
  }));
  const after = activitiesWithin(shift.activities, { fromMs: toMs, toMs: shift.toMs });
  const activities = joined([...before, ...away, ...after]);
  return { shiftId: shift.shiftId, before: shift, after: { ...shift, activities } };
}

/** Shifts come back as they were, if they still stand as the leave left them. */
export function givenBack(
  state: SiteSchedule,
  edits: readonly ShiftEdit[],
  nowMs: number,
): ShiftEdit[] {
  return edits.flatMap(({ shiftId, before, after }) => {
    const now = shiftOf(state.published, shiftId);
    if (!now || !before || !isSame(now, after) || now.fromMs <= nowMs) return [];
    return [{ shiftId, before: now, after: before }];
  });
}
