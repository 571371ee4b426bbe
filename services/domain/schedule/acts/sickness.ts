import { DomainError } from '../../domain-error.ts';
import type { SicknessReported, StandInAssigned } from '../floor-act.ts';
import { employeeOn } from '../setup-on.ts';
import type { Shift } from '../shift.ts';
import { shiftOf, shiftsOfPerson } from '../shift-book.ts';
import { checkDay, daysBetween, siteCalendar } from '../site-calendar.ts';
import type { Deed, Sickness, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { pruned, put } from './apply-map.ts';
import { publishedSchedule } from './changes.ts';
import { consequencesOf, refuseBroken } from './consequences.ts';
import { withConsequences } from './decided.ts';
import { type Given, handOver, pieceOf } from './hand-over.ts';
import { awayEdit } from './leave-shifts.ts';
import { mustStand, personConcerned } from './permission.ts';
import { nextVersion, withVersion } from './versions.ts';

const kept = { days: 800, most: 100_000 };
/** Who stands in begins on the quarter of the hour. */
const quarterMs = 15 * 60_000;

/** Somebody is away sick: what is left of the shifts becomes sick time. No rule stands against it. */
export function decideSickness(
  state: SiteSchedule,
  asked: SicknessReported,
  acting: Acting,
): Decided {
  const person = personConcerned(acting, asked.person);
  checkSpan(state, { ...asked, person });
  const edits = shiftsOfPerson(state.published, person)
    .filter(({ day, toMs }) => day >= asked.from && day <= asked.to && toMs > acting.nowMs)
    .map((shift) => {
      const fromMs = Math.max(shift.fromMs, acting.nowMs);
      return awayEdit(shift, { fromMs, toMs: shift.toMs }, { kind: 'sick', paid: true });
    });
  const done = consequencesOf(state, edits, publishedSchedule(state, acting), acting);
  const act: SicknessReported = {
    ...asked,
    person,
    sicknessId: acting.newId(),
    edits: done.edits,
    version: done.edits.length > 0 ? nextVersion(state) : 0,
  };
  return withConsequences(act, done);
}

/** Somebody works what another cannot: from now on, if the shift runs already. */
export function decideStandIn(state: SiteSchedule, act: StandInAssigned, acting: Acting): Decided {
  mustStand(acting, 'decides');
  const shift = shiftOf(state.published, act.shiftId);
  if (!shift) throw new DomainError('not-found', `there is no published shift "${act.shiftId}"`);
  if (state.standIns.has(act.shiftId)) {
    throw new DomainError('conflict', `somebody stands in for ${shift.person} already`);
  }
  const given = awayStretch(state, shift, act.person, acting.nowMs);
  const hands = handOver(state, state.published, acting);
  const piece = pieceOf(state, given, siteCalendar(acting.zone));
  hands.add({ ...piece, shiftId: acting.newId(), origin: 'stand-in' });
  const done = consequencesOf(state, hands.edits(), publishedSchedule(state, acting), acting);
  refuseBroken(done.violations);
  return withConsequences({ ...act, edits: done.edits, version: nextVersion(state) }, done);
}

/** Shifts of somebody sick that nobody stands in for, as they were. */
export function uncoveredBy(
  { standIns }: Pick<SiteSchedule, 'standIns'>,
  { edits }: Pick<Sickness, 'edits'>,
): Shift[] {
  return edits
    .filter(({ shiftId }) => !standIns.has(shiftId))
    .map(({ before }) => before)
    .filter((shift) => shift !== null);
}

/** The state after somebody fell sick. */
export function applySickness(
  state: SiteSchedule,
  act: SicknessReported,
  deed: Deed,
): SiteSchedule {
  const { kind, ...reported } = act;
  const today = new Date(deed.atMs).toISOString().slice(0, 10);
  const room = pruned(state.sickness, ({ to }) => daysBetween(to, today) <= kept.days, kept.most);
  const sickness = put(room, act.sicknessId, { ...reported, reported: deed });
  // Why somebody is away is seen only by who decides leave.
  const making = { version: act.version, edits: act.edits, act: kind, reason: '' };
  return withVersion({ ...state, sickness }, making, deed);
}

/** The state after somebody stands in. */
export function applyStandIn(state: SiteSchedule, act: StandInAssigned, deed: Deed): SiteSchedule {
  const { version, edits, kind, shiftId, person } = act;
  const worked = edits.find(({ after }) => after?.person === person)?.shiftId ?? '';
  const room = pruned(state.standIns, () => true, kept.most);
  const making = { version, edits, act: kind, reason: '' };
  return withVersion({ ...state, standIns: put(room, shiftId, worked) }, making, deed);
}

/** What of a shift is not worked, with what it was to be. */
export function awayStretch(
  state: SiteSchedule,
  shift: Shift,
  taker: string,
  nowMs: number,
): Given {
  const away = shift.activities.filter(({ kind }) => kind === 'sick' || kind === 'leave');
  const [first, last] = [away[0], away.at(-1)];
  const was = [...state.sickness.values(), ...state.leaves.values()]
    .flatMap(({ edits }) => edits)
    .findLast(({ shiftId }) => shiftId === shift.shiftId)?.before;
  if (!first || !last || !was) {
    throw new DomainError('conflict', `${shift.person} is not away on ${shift.day}`);
  }
  const soonest = Math.ceil(nowMs / quarterMs) * quarterMs;
  const fromMs = Math.max(first.fromMs, first.fromMs > nowMs ? first.fromMs : soonest);
  if (fromMs >= last.toMs) throw new DomainError('conflict', `the shift on ${shift.day} is over`);
  return { shift: was, taker, fromMs, toMs: last.toMs };
}

function checkSpan(state: SiteSchedule, { person, from, to }: SicknessReported): void {
  checkDay(from, 'from');
  checkDay(to, 'to');
  if (to < from || daysBetween(from, to) > 366) {
    throw new DomainError('invalid', `sickness from ${from} to ${to} is no span of up to a year`);
  }
  if (!employeeOn(state.setup, person, from)) {
    throw new DomainError('not-found', `nobody "${person}" is engaged at the site on ${from}`);
  }
}
