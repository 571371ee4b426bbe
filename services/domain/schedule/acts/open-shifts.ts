import { DomainError } from '../../domain-error.ts';
import type { OpenShiftClaimed, OpenShiftPosted } from '../request-act.ts';
import { employeeOn } from '../setup-on.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { Deed, OpenShift, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { rulingOf } from './approval.ts';
import { publishedSchedule } from './changes.ts';
import { checkForm } from './check-shift.ts';
import { consequencesOf, refuseBroken } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import { mustStand, personConcerned } from './permission.ts';
import { nextVersion, withVersion } from './versions.ts';

const kept = { ms: 90 * 86_400_000, most: 20_000 };

type OpenShiftClosed = { kind: 'open-shift-closed'; openId: string };

/** Acts about open shifts. */
export type OpenShiftAct = OpenShiftPosted | OpenShiftClaimed | OpenShiftClosed;

/** A shift without a person: put up, taken by the first whom the rules allow, taken down. */
export function decideOpenShift(state: SiteSchedule, act: OpenShiftAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'open-shift-posted':
      mustStand(acting, 'decides');
      return only(posted(act, acting));
    case 'open-shift-claimed':
      return claimed(state, act, acting);
    case 'open-shift-closed':
      mustStand(acting, 'decides');
      openOne(state, act.openId);
      return only(act);
  }
}

/** The state after an act about an open shift. */
export function applyOpenShift(state: SiteSchedule, act: OpenShiftAct, deed: Deed): SiteSchedule {
  switch (act.kind) {
    case 'open-shift-posted': {
      const { kind: _, ...asked } = act;
      const open: OpenShift = { ...asked, state: 'open', person: '', posted: deed, last: deed };
      const matters = (one: OpenShift) =>
        one.state === 'open' || one.last.atMs >= deed.atMs - kept.ms;
      const room = pruned(state.openShifts, matters, kept.most);
      return { ...state, openShifts: put(room, act.openId, open) };
    }
    case 'open-shift-claimed': {
      const { openId, person, edit, version, kind } = act;
      const openShifts = change(state.openShifts, openId, (open) => ({
        ...open,
        state: 'taken' as const,
        person,
        last: deed,
      }));
      const making = { version, edits: edit ? [edit] : [], act: kind, reason: '' };
      return withVersion({ ...state, openShifts }, making, deed);
    }
    case 'open-shift-closed':
      return {
        ...state,
        openShifts: change(state.openShifts, act.openId, (open) => ({
          ...open,
          state: 'closed' as const,
          last: deed,
        })),
      };
  }
}

function posted(act: OpenShiftPosted, acting: Acting): OpenShiftPosted {
  const shift = { ...act.shift, person: '', shiftId: acting.newId() };
  checkForm(shift, siteCalendar(acting.zone));
  if (shift.fromMs <= acting.nowMs) {
    throw new DomainError('invalid', `the open shift on ${shift.day} would have begun already`);
  }
  return { ...act, openId: acting.newId(), shift };
}

function claimed(state: SiteSchedule, act: OpenShiftClaimed, acting: Acting): Decided {
  const person = personConcerned(acting, act.person);
  const { shift, groups, closesAtMs } = openOne(state, act.openId);
  if ((closesAtMs ?? shift.fromMs) <= acting.nowMs || shift.fromMs <= acting.nowMs) {
    throw new DomainError('conflict', `the open shift on ${shift.day} can no longer be taken`);
  }
  const served = employeeOn(state.setup, person, shift.day)?.groups.map(({ group }) => group) ?? [];
  if (groups.length > 0 && !groups.some((group) => served.includes(group))) {
    const sentence = `"${person}" serves none of the groups ${groups.join(', ')}`;
    throw new DomainError('not-allowed', sentence);
  }
  const edit = {
    shiftId: shift.shiftId,
    before: null,
    after: { ...shift, person, origin: 'open-shift' as const },
  };
  const done = consequencesOf(state, [edit], publishedSchedule(state, acting), acting);
  refuseBroken(done.violations);
  const asked = {
    of: 'open-shift' as const,
    fromMs: shift.fromMs,
    day: shift.day,
    people: [person],
    lost: done.lost,
    leaveKind: '',
    away: 0,
  };
  const { verdict, rule } = rulingOf(state, asked, acting.nowMs);
  if (verdict === 'refuse') {
    throw new DomainError('not-allowed', `rule "${rule?.ruleId}" refuses it`);
  }
  return withConsequences({ ...act, person, edit, version: nextVersion(state) }, done);
}

function openOne({ openShifts }: SiteSchedule, openId: string): OpenShift {
  const open = openShifts.get(openId);
  if (!open) throw new DomainError('not-found', `there is no open shift "${openId}"`);
  if (open.state !== 'open') throw new DomainError('conflict', `the open shift is ${open.state}`);
  return open;
}
