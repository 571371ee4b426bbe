import type { Absence } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { Shift } from '../domain/schedule/shift.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import type { Context } from '../lib/context.ts';
import { reads, seesReasons } from './asked.ts';

/**
 * A shift as the caller may see it. Why somebody is away is seen by who decides
 * leave; what colleagues are told about their day by nobody but them and who leads.
 */
export function shownShift(context: Context, shift: Shift): Shift {
  if (shift.person === context.person || seesReasons(context)) return shift;
  const leads = reads(context);
  return {
    ...shift,
    activities: shift.activities.map((activity) => {
      const away = activity.kind === 'sick' || activity.kind === 'leave';
      const kind = away ? (leads ? 'leave' : 'other') : activity.kind;
      return { ...activity, kind, note: leads && !away ? activity.note : '' };
    }),
  };
}

/** Who is away on days of a span, as the caller may see it; agents see themselves. */
export function shownAbsences(
  context: Context,
  state: SiteSchedule,
  { from, to }: { from: string; to: string },
): Absence[] {
  const all = reads(context);
  const reasons = seesReasons(context);
  const touches = (one: { person: string; from: string; to: string }) =>
    one.from <= to && one.to >= from && (all || one.person === context.person);
  const leaves = [...state.leaves.values()]
    .filter((leave) => touches(leave) && leave.state !== 'refused' && leave.state !== 'cancelled')
    .map((leave) => {
      const shown = reasons || leave.person === context.person;
      return { ...spanOf(leave), kind: shown ? leave.leaveKind : 'leave', state: leave.state };
    });
  const sick = [...state.sickness.values()].filter(touches).map((one) => {
    const shown = reasons || one.person === context.person;
    return { ...spanOf(one), kind: shown ? 'sick' : 'leave', state: 'approved' };
  });
  return [...leaves, ...sick].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function spanOf({ person, from, to }: { person: string; from: string; to: string }) {
  return { person, from, to };
}
