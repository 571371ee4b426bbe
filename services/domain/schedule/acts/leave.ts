import { DomainError } from '../../domain-error.ts';
import type { LeaveAsked, LeaveCancelled, LeaveDecided } from '../request-act.ts';
import { employeeOn } from '../setup-on.ts';
import { withShifts } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { checkDay, daysBetween, daysOfSpan, siteCalendar } from '../site-calendar.ts';
import type { Leave, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { type Ruling, rulingOf } from './approval.ts';
import { publishedSchedule } from './changes.ts';
import { type Consequences, consequencesOf, refuseBroken } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import { checkAllowance, type LeaveSpan, leaveMinutes } from './leave-allowance.ts';
import { givenBack, leaveEdits } from './leave-shifts.ts';
import { mustStand, personConcerned } from './permission.ts';
import { nextVersion } from './versions.ts';

/** Acts about leave. */
export type LeaveAct = LeaveAsked | LeaveDecided | LeaveCancelled;

/** Decides about leave: within the allowance, by rules of approval, else by a person. */
export function decideLeave(state: SiteSchedule, act: LeaveAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'leave-asked':
      return asked(state, act, acting);
    case 'leave-decided':
      return decided(state, act, acting);
    case 'leave-cancelled':
      return cancelled(state, act, acting);
  }
}

function asked(state: SiteSchedule, request: LeaveAsked, acting: Acting): Decided {
  const person = personConcerned(acting, request.person);
  const act: LeaveAsked = {
    ...request,
    person,
    leaveId: acting.newId(),
    place: 0,
    approvalRule: '',
    edits: [],
    version: 0,
    state: 'asked',
  };
  const calendar = siteCalendar(acting.zone);
  checkSpan(state, act, calendar.dayOf(acting.nowMs));
  act.minutes = leaveMinutes(state, act, calendar);
  checkAllowance(state, act, act.minutes);
  const done = consequencesOfLeave(state, act, acting);
  const { verdict, rule } = rulingOnLeave(state, act, done, acting);
  act.approvalRule = rule?.ruleId ?? '';
  if (verdict === 'refuse') return only({ ...act, state: 'refused' });
  if (verdict === 'wait') {
    return only({ ...act, state: 'waiting-list', place: placeOf(state, act) });
  }
  // What hard rules forbid no rule of approval lets through: a person sees it.
  if (verdict === 'ask' || done.violations.some(({ hard }) => hard)) {
    return withConsequences({ ...act, approvalRule: '' }, done);
  }
  return withConsequences({ ...act, state: 'approved', ...versionOf(state, done.edits) }, done);
}

function decided(state: SiteSchedule, act: LeaveDecided, acting: Acting): Decided {
  mustStand(acting, 'decides');
  const leave = knownLeave(state, act.leaveId);
  if (leave.state !== 'asked' && leave.state !== 'waiting-list') {
    throw new DomainError('conflict', `the leave is ${leave.state} already`);
  }
  if (leave.person === acting.author) {
    throw new DomainError('not-allowed', `"${acting.author}" may not decide own leave`);
  }
  if (!act.approved) return only({ ...act, edits: [], version: 0 });
  const done = consequencesOfLeave(state, leave, acting);
  refuseBroken(done.violations);
  return withConsequences({ ...act, ...versionOf(state, done.edits) }, done);
}

/** Leave is given back before it begins; who waits for its days moves up, in order of asking. */
function cancelled(state: SiteSchedule, act: LeaveCancelled, acting: Acting): Decided {
  const leave = knownLeave(state, act.leaveId);
  personConcerned(acting, leave.person);
  if (leave.state === 'cancelled' || leave.state === 'refused') {
    throw new DomainError('conflict', `the leave is ${leave.state} already`);
  }
  const today = siteCalendar(acting.zone).dayOf(acting.nowMs);
  if (leave.state === 'approved' && leave.from < today) {
    throw new DomainError('conflict', `the leave has begun on ${leave.from}`);
  }
  const back = leave.state === 'approved' ? givenBack(state, leave.edits, acting.nowMs) : [];
  let now = freed(state, leave, back);
  const edits = new Map(back.map((edit) => [edit.shiftId, edit]));
  const movedUp: string[] = [];
  for (const waiting of waitingFor(state, leave)) {
    const done = consequencesOfLeave(now, waiting, acting);
    const isFit = rulingOnLeave(now, waiting, done, acting).verdict === 'approve';
    if (!isFit || done.violations.some(({ hard }) => hard)) continue;
    movedUp.push(waiting.leaveId);
    for (const edit of done.edits) edits.set(edit.shiftId, edit);
    now = {
      ...now,
      published: withShifts(now.published, done.edits),
      leaves: new Map(now.leaves).set(waiting.leaveId, { ...waiting, state: 'approved' }),
    };
  }
  const done = consequencesOf(
    { ...now, published: state.published },
    [...edits.values()],
    publishedSchedule(state, acting),
    acting,
  );
  refuseBroken(done.violations);
  return withConsequences({ ...act, movedUp, ...versionOf(state, done.edits) }, done);
}

function freed(state: SiteSchedule, leave: Leave, back: readonly ShiftEdit[]): SiteSchedule {
  return {
    ...state,
    published: withShifts(state.published, back),
    leaves: new Map(state.leaves).set(leave.leaveId, { ...leave, state: 'cancelled' }),
  };
}

/** Those on the waiting list who share a day with a leave, in order of asking. */
function waitingFor({ leaves }: SiteSchedule, { from, to }: Leave): Leave[] {
  return [...leaves.values()].filter(
    (one) => one.state === 'waiting-list' && one.from <= to && one.to >= from,
  );
}

function versionOf(state: SiteSchedule, edits: readonly ShiftEdit[]) {
  return { edits, version: edits.length > 0 ? nextVersion(state) : 0 };
}

/** Place on the waiting list: among those who wait for one of its days. */
export function placeOf(
  { leaves }: Pick<SiteSchedule, 'leaves'>,
  { leaveId, from, to }: Pick<Leave, 'leaveId' | 'from' | 'to'>,
): number {
  let place = 1;
  for (const one of leaves.values()) {
    if (one.leaveId === leaveId) break;
    if (one.state === 'waiting-list' && one.from <= to && one.to >= from) place += 1;
  }
  return place;
}

function consequencesOfLeave(
  state: SiteSchedule,
  leave: LeaveSpan & Pick<Leave, 'leaveKind'>,
  acting: Acting,
): Consequences {
  const edits = leaveEdits(state, leave, siteCalendar(acting.zone), acting.nowMs);
  return consequencesOf(state, edits, publishedSchedule(state, acting), acting);
}

function rulingOnLeave(
  state: SiteSchedule,
  leave: LeaveSpan & Pick<Leave, 'leaveId' | 'leaveKind'>,
  { lost }: Consequences,
  { zone, nowMs }: Acting,
): Ruling {
  const fromMs = siteCalendar(zone).instant(leave.from, leave.fromMinute);
  const people = [leave.person];
  const away = Math.max(
    ...daysOfSpan(leave.from, leave.to).map((day) => awayOn(state, leave, day)),
  );
  const { leaveKind, from: day } = leave;
  return rulingOf(state, { of: 'leave', fromMs, day, people, lost, leaveKind, away }, nowMs);
}

/** People away on a day if the leave were approved. */
function awayOn(
  { leaves, sickness }: SiteSchedule,
  { person }: Pick<Leave, 'person'>,
  day: string,
): number {
  const away = new Set([person]);
  for (const one of leaves.values()) {
    if (one.state === 'approved' && one.from <= day && one.to >= day) away.add(one.person);
  }
  for (const one of sickness.values()) if (one.from <= day && one.to >= day) away.add(one.person);
  return away.size;
}

function checkSpan(state: SiteSchedule, leave: LeaveAsked, today: string): void {
  const { person, from, to, fromMinute, toMinute, leaveKind, reason } = leave;
  checkDay(from, 'from');
  checkDay(to, 'to');
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `leave from ${from} to ${to} ${why}`);
  };
  if (to < from) refuse('ends before it begins');
  if (daysBetween(from, to) > 366) refuse('is longer than a year');
  if (from < today) refuse('begins in the past');
  if (leaveKind === '' || leaveKind.length > 40) refuse(`is of the kind "${leaveKind}"`);
  if (reason.length > 1_000) refuse('has a reason of more than 1000 characters');
  if (toMinute > 0 && (from !== to || fromMinute >= toMinute || toMinute > 1_440)) {
    refuse(`of the minutes ${fromMinute} to ${toMinute} is no part of one day`);
  }
  if (!employeeOn(state.setup, person, from)) refuse(`is for "${person}", who is not engaged`);
  for (const one of state.leaves.values()) {
    if (one.person !== person || one.from > to || one.to < from) continue;
    if (one.state === 'refused' || one.state === 'cancelled') continue;
    if (
      toMinute > 0 &&
      one.toMinute > 0 &&
      (one.toMinute <= fromMinute || one.fromMinute >= toMinute)
    ) {
      continue;
    }
    refuse(`meets leave from ${one.from} to ${one.to}, which is ${one.state}`);
  }
}

function knownLeave({ leaves }: SiteSchedule, leaveId: string): Leave {
  const leave = leaves.get(leaveId);
  if (!leave) throw new DomainError('not-found', `there is no leave "${leaveId}"`);
  return leave;
}
