import type { ActivityKind, Contract, Shift, ShiftFamily, ShiftTemplate } from '../shift.ts';
import type { RuleCalendar } from './rule-calendar.ts';
import type { RuledPerson } from './rule-input.ts';

/** A shift with what rules ask of it. */
export interface TimedShift {
  shift: Shift;
  template: ShiftTemplate | null;
  /** Place of the local day on which it begins. */
  day: number;
  /** From the first to the last instant at work: leave, sickness and on-call are none. */
  fromMs: number;
  toMs: number;
  /** There is work in it. */
  works: boolean;
  /** Minutes. Worked are those at the employer's disposal: paid breaks too, leave and on-call not. */
  paid: number;
  worked: number;
  onCall: number;
  family: ShiftFamily;
}

/** One person's shifts and days, by the places of the calendar. */
export interface Timeline {
  person: RuledPerson;
  contract: Contract | null;
  /** By start; those of days that are not known are left out. */
  shifts: readonly TimedShift[];
  /** Those with work. */
  worked: readonly TimedShift[];
  /** 1 where a shift with work begins on the day. */
  works: Uint8Array;
  /** 1 on days of absence, and the paid minutes these count. */
  away: Uint8Array;
  awayPaid: Float64Array;
  /** Days of absence before each day, and before the end. */
  awayBefore: Int32Array;
  /** Places of the first day of the engagement and of the first after it. */
  engagedFrom: number;
  engagedTo: number;
}

/** Templates and contracts by id. */
export interface SetupById {
  templates: ReadonlyMap<string, ShiftTemplate>;
  contracts: ReadonlyMap<string, Contract>;
}

/** A person's timeline. */
export function timelineOf(
  person: RuledPerson,
  { templates, contracts }: SetupById,
  calendar: RuleCalendar,
): Timeline {
  const size = calendar.days.length;
  const shifts = person.shifts
    .map((shift) => timedShift(shift, templates.get(shift.templateId) ?? null, calendar))
    .filter(({ day }) => day >= 0 && day < size)
    .sort((a, b) => a.shift.fromMs - b.shift.fromMs || a.shift.toMs - b.shift.toMs);
  const works = new Uint8Array(size);
  const worked = shifts.filter((shift) => shift.works);
  for (const { day } of worked) works[day] = 1;
  const { since, until, contractId } = person.employee;
  return {
    person,
    contract: contracts.get(contractId) ?? null,
    shifts,
    worked,
    works,
    ...daysAway(person, calendar),
    engagedFrom: since === '' ? Number.NEGATIVE_INFINITY : calendar.placeOf(since),
    engagedTo: until === '' ? Number.POSITIVE_INFINITY : calendar.placeOf(until) + 1,
  };
}

function timedShift(
  shift: Shift,
  template: ShiftTemplate | null,
  calendar: RuleCalendar,
): TimedShift {
  const timed: TimedShift = {
    shift,
    template,
    day: calendar.placeOf(shift.day),
    fromMs: shift.toMs,
    toMs: shift.fromMs,
    works: false,
    paid: 0,
    worked: 0,
    onCall: 0,
    family: template?.family ?? 'day',
  };
  for (const { kind, fromMs, toMs, paid } of shift.activities) {
    const minutes = (toMs - fromMs) / 60_000;
    if (paid) timed.paid += minutes;
    if (kind === 'on-call') timed.onCall += minutes;
    if (!isAtWork(kind) && kind !== 'break' && kind !== 'meal') continue;
    if (isAtWork(kind)) timed.works = true;
    if (paid || isAtWork(kind)) timed.worked += minutes;
    if (fromMs < timed.fromMs) timed.fromMs = fromMs;
    if (toMs > timed.toMs) timed.toMs = toMs;
  }
  if (!template) timed.family = familyByTimes(timed, calendar);
  return timed;
}

/** Is somebody at the employer's disposal in it? Breaks are not, whether paid or not. */
export function isAtWork(kind: ActivityKind): boolean {
  switch (kind) {
    case 'work':
    case 'training':
    case 'meeting':
    case 'coaching':
    case 'other':
      return true;
    case 'break':
    case 'meal':
    case 'leave':
    case 'sick':
    case 'on-call':
    case 'split':
      return false;
  }
}

/** A shift made by hand has the family of its times; night as in 2003/88/EC Art. 2(3). */
function familyByTimes(timed: TimedShift, calendar: RuleCalendar): ShiftFamily {
  const { shift, day, fromMs, toMs, works, onCall } = timed;
  if (!works) return onCall > 0 ? 'on-call' : 'day';
  if (shift.activities.some(({ kind }) => kind === 'split')) return 'split';
  const nights = [day, day + 1].map((at) => [calendar.instant(at, 0), calendar.instant(at, 300)]);
  if (nights.some(([from = 0, to = 0]) => fromMs < to && toMs > from)) return 'night';
  if (toMs > calendar.instant(day, 1_200)) return 'late';
  return fromMs < calendar.instant(day, 540) ? 'early' : 'day';
}

function daysAway({ absences }: RuledPerson, calendar: RuleCalendar) {
  const size = calendar.days.length;
  const away = new Uint8Array(size);
  const awayPaid = new Float64Array(size);
  const awayBefore = new Int32Array(size + 1);
  for (const { from, to, paidMinutesADay } of absences) {
    const last = Math.min(calendar.placeOf(to), size - 1);
    for (let day = Math.max(calendar.placeOf(from), 0); day <= last; day += 1) {
      away[day] = 1;
      awayPaid[day] = Math.max(awayPaid[day] ?? 0, paidMinutesADay);
    }
  }
  for (let day = 0; day < size; day += 1) {
    awayBefore[day + 1] = (awayBefore[day] ?? 0) + (away[day] ?? 0);
  }
  return { away, awayPaid, awayBefore };
}
