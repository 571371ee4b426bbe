import { DomainError } from '../../domain-error.ts';
import { employeeOn, setupOn } from '../setup-on.ts';
import { paidMinutesOf } from '../shift.ts';
import { shiftsOfPerson } from '../shift-book.ts';
import { activitiesWithin } from '../shift-cut.ts';
import { daysOfSpan, type SiteCalendar, weekdayOf } from '../site-calendar.ts';
import type { Leave, SiteSchedule } from '../site-schedule.ts';

/** Leave of one kind in one year of the calendar. */
export interface Allowance {
  leaveKind: string;
  /** Minutes a year, by the contract. */
  minutes: number;
  /** Approved. */
  takenMinutes: number;
  /** Asked for and not yet decided; on the waiting list too. */
  askedMinutes: number;
}

/** What a leave is about. */
export type LeaveSpan = Pick<Leave, 'person' | 'from' | 'to' | 'fromMinute' | 'toMinute'>;

/** A person's allowances of the year of a day, by kind. Kinds the contract does not limit are not in it. */
export function allowancesOf(state: SiteSchedule, person: string, day: string): Allowance[] {
  const contractId = employeeOn(state.setup, person, day)?.contractId ?? '';
  const contract = setupOn(state.setup, day).contracts.get(contractId);
  const year = day.slice(0, 4);
  return [...(contract?.leaveMinutes ?? [])].map(([leaveKind, minutes]) => {
    const of = (states: readonly Leave['state'][]) =>
      [...state.leaves.values()]
        .filter(
          (leave) =>
            leave.person === person &&
            leave.leaveKind === leaveKind &&
            leave.from.startsWith(year) &&
            states.includes(leave.state),
        )
        .reduce((sum, leave) => sum + leave.minutes, 0);
    return {
      leaveKind,
      minutes,
      takenMinutes: of(['approved']),
      askedMinutes: of(['asked', 'waiting-list']),
    };
  });
}

/** Refuses leave beyond what is left, what is asked for already counted. */
export function checkAllowance(
  state: SiteSchedule,
  { person, leaveKind, from }: Pick<Leave, 'person' | 'leaveKind' | 'from'>,
  minutes: number,
): void {
  const allowance = allowancesOf(state, person, from).find((one) => one.leaveKind === leaveKind);
  if (!allowance) return;
  const left = allowance.minutes - allowance.takenMinutes - allowance.askedMinutes;
  if (minutes <= left) return;
  const year = from.slice(0, 4);
  const sentence = `${minutes} minutes of ${leaveKind} leave, but ${Math.max(0, left)} are left in ${year}`;
  throw new DomainError('conflict', sentence);
}

/**
 * Paid minutes that leave takes. Of published days what the shifts have; of days to come a fifth
 * of the contract's week, Monday to Friday.
 */
export function leaveMinutes(
  state: SiteSchedule,
  { person, from, to, fromMinute, toMinute }: LeaveSpan,
  calendar: SiteCalendar,
): number {
  const shifts = shiftsOfPerson(state.published, person);
  let minutes = 0;
  for (const day of daysOfSpan(from, to)) {
    if (day >= state.publishedFrom && day <= state.publishedTo) {
      const hours = toMinute > 0 ? hoursOf(day, { fromMinute, toMinute }, calendar) : null;
      for (const shift of shifts) {
        if (hours) {
          minutes += paidMinutesOf({ activities: activitiesWithin(shift.activities, hours) });
        } else if (shift.day === day) minutes += paidMinutesOf(shift);
      }
    } else if (toMinute > 0) minutes += toMinute - fromMinute;
    else if (weekdayOf(day) <= 5) {
      const contractId = employeeOn(state.setup, person, day)?.contractId ?? '';
      const contract = setupOn(state.setup, day).contracts.get(contractId);
      minutes += Math.round((contract?.maxWeekMinutes ?? 0) / 5);
    }
  }
  return minutes;
}

/** Hours of a day as instants. */
export function hoursOf(
  day: string,
  { fromMinute, toMinute }: Pick<Leave, 'fromMinute' | 'toMinute'>,
  calendar: SiteCalendar,
): { fromMs: number; toMs: number } {
  return { fromMs: calendar.instant(day, fromMinute), toMs: calendar.instant(day, toMinute) };
}
