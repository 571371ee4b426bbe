import { DomainError } from '../../domain-error.ts';
import { employeeOn } from '../setup-on.ts';
import type { Activity, Shift, ShiftOrigin } from '../shift.ts';
import { type ShiftBook, shiftOf, shiftsOfPerson } from '../shift-book.ts';
import { activitiesWithin, joinedShift, shiftOfActivities, withoutStretch } from '../shift-cut.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { type SiteCalendar, siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { isSame } from './consequences.ts';

/** A stretch of somebody's shift that another is to work. */
export interface Given {
  shift: Shift;
  taker: string;
  fromMs: number;
  toMs: number;
}

/**
 * Shifts while they change hands: stretches are first taken from who gives, then given to who
 * takes, so that a circle of three works.
 *
 * A whole shift keeps its id with its new holder. Of a cut one what is left keeps the id, and the
 * piece gets a new one. A piece that touches a shift of the taker is joined to it, and the taker's
 * id stays.
 */
export interface HandOver {
  take(given: Given): void;
  give(given: Given, origin: ShiftOrigin): void;
  /** Puts up a new stretch of work for somebody: overtime. */
  add(piece: Shift): void;
  edits(): ShiftEdit[];
}

/** A hand-over on what a book holds. */
export function handOver(state: SiteSchedule, book: ShiftBook, acting: Acting): HandOver {
  const calendar = siteCalendar(acting.zone);
  /** As they are to stand, by id; `null` = no more. */
  const changed = new Map<string, Shift | null>();
  const standing = (shiftId: string): Shift | null =>
    changed.has(shiftId) ? (changed.get(shiftId) ?? null) : shiftOf(book, shiftId);
  const shiftsNow = (person: string): Shift[] => [
    ...shiftsOfPerson(book, person).filter(({ shiftId }) => !changed.has(shiftId)),
    ...[...changed.values()]
      .filter((shift) => shift?.person === person)
      .filter((one) => one !== null),
  ];
  const put = (piece: Shift): void => {
    let shift = piece;
    for (const other of shiftsNow(piece.person)) {
      if (other.toMs !== shift.fromMs && other.fromMs !== shift.toMs) continue;
      changed.set(shift.shiftId, null);
      shift = { ...joinedShift(other, shift), templateId: '' };
    }
    const whole = shiftOfActivities(shift, shift.activities);
    if (whole) changed.set(whole.shiftId, { ...whole, day: calendar.dayOf(whole.fromMs) });
  };
  return {
    take: ({ shift, fromMs, toMs }) => {
      const now = standing(shift.shiftId);
      if (!now) return;
      const left = withoutStretch(now, { fromMs, toMs });
      const cut = left && { ...left, templateId: '', day: calendar.dayOf(left.fromMs) };
      changed.set(shift.shiftId, cut);
    },
    give: (given, origin) => {
      const { shift, fromMs, toMs } = given;
      const isWhole = fromMs === shift.fromMs && toMs === shift.toMs;
      const shiftId = isWhole ? shift.shiftId : acting.newId();
      put({ ...pieceOf(state, given, calendar), shiftId, origin });
    },
    add: put,
    edits: () =>
      [...changed].flatMap(([shiftId, after]) => {
        const before = shiftOf(book, shiftId);
        return isSame(before, after) ? [] : [{ shiftId, before, after }];
      }),
  };
}

/** Refuses a stretch that cannot change hands: outside the shift, through a break, personal time. */
export function checkGiven({ shift, fromMs, toMs }: Given, calendar: SiteCalendar): void {
  const where = `the shift of ${shift.person} on ${shift.day}`;
  if (!(fromMs >= shift.fromMs && toMs <= shift.toMs && fromMs < toMs)) {
    const span = `${calendar.clockText(fromMs)} to ${calendar.clockText(toMs)}`;
    throw new DomainError('invalid', `${span} lies not within ${where}`);
  }
  for (const activity of shift.activities) {
    const { kind } = activity;
    if (activity.toMs <= fromMs || activity.fromMs >= toMs) continue;
    if (personal.has(kind)) {
      throw new DomainError('conflict', `${where} holds ${kind}, which cannot change hands`);
    }
    const isRest = kind === 'break' || kind === 'meal';
    for (const border of [fromMs, toMs]) {
      if (!isRest || border <= activity.fromMs || border >= activity.toMs) continue;
      const at = calendar.clockText(border);
      throw new DomainError('invalid', `${at} cuts a ${kind} of ${where}: cut before or after it`);
    }
  }
}

/** Time that is somebody's own. */
const personal = new Set<Activity['kind']>(['training', 'meeting', 'coaching', 'leave', 'sick']);

/** A stretch as the taker works it: work for groups they do not serve becomes work for any. */
export function pieceOf(
  state: SiteSchedule,
  { shift, taker, fromMs, toMs }: Given,
  calendar: SiteCalendar,
): Shift {
  const isWhole = fromMs === shift.fromMs && toMs === shift.toMs;
  const employee = employeeOn(state.setup, taker, shift.day);
  const served = new Set(employee?.groups.map(({ group }) => group));
  const activities = activitiesWithin(shift.activities, { fromMs, toMs }).map((activity) =>
    activity.group === '' || served.has(activity.group) ? activity : { ...activity, group: '' },
  );
  return {
    ...shift,
    person: taker,
    templateId: isWhole ? shift.templateId : '',
    day: calendar.dayOf(fromMs),
    fromMs,
    toMs,
    activities,
  };
}
