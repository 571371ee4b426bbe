import { DomainError } from '../../domain-error.ts';
import type { LadderOnly } from '../../score/ladder/ladder-on.ts';
import { employeeOn, setupOn } from '../setup-on.ts';
import { paidMinutesOf, type Shift, type Violation } from '../shift.ts';
import { type ShiftBook, shiftOf, shiftsOfPerson, withShifts } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { publishedSchedule } from './changes.ts';
import { handOver, pieceOf } from './hand-over.ts';
import { marginalCover } from './marginal-cover.ts';
import { offerEdits } from './offer-shifts.ts';
import { absencesOf, alternativesCheck } from './rule-check.ts';
import { awayStretch } from './sickness.ts';
import { type KeyPost, keyPostOf, placeIn } from './stand-ins.ts';

/** For what somebody is looked for. */
export interface CandidateQuestion {
  purpose: 'stand-in' | 'overtime' | 'early-leave';
  /** With `stand-in`: the shift of somebody away. */
  shiftId: string;
  /** With the others: the span. */
  fromMs: number;
  toMs: number;
}

/** One who could. */
export interface Candidate {
  person: string;
  /** Agent-minutes of shortfall (with early leave: of surplus) it would take away. */
  effectMinutes: number;
  /** Paid minutes it would cost; below 0 = it saves. */
  paidMinutes: number;
  /** What forbids it, hard rules first; with a hard one it is only shown. */
  violations: readonly Violation[];
  /** The post of who is away, when trained for it; `null` = not. */
  trained: (Pick<KeyPost, 'postId' | 'nameEn' | 'nameZh'> & { place: number }) | null;
}

/** At most so many are told. */
const mostCandidates = 200;
const noLadder: LadderOnly = { holdings: new Map(), ladder: [] };

/**
 * Who could, the best effect first; before all others who is trained for the post, in the order in
 * which they are to be asked; whom hard rules forbid it last. Rules over several people are looked
 * at by the act itself.
 *
 * @param ladder - posts, who holds them, and who is trained for them.
 */
export function rankCandidates(
  state: SiteSchedule,
  question: CandidateQuestion,
  acting: Acting,
  ladder: LadderOnly = noLadder,
): Candidate[] {
  const calendar = siteCalendar(acting.zone);
  const shift = question.purpose === 'stand-in' ? awayShift(state, question.shiftId) : null;
  const span = shift ?? question;
  const day = calendar.dayOf(span.fromMs);
  const post = shift ? keyPostOf(state, ladder, { person: shift.person, day: shift.day }) : null;
  const schedule = publishedSchedule(state, acting);
  const reach = { fromMs: span.fromMs - 12 * 3_600_000, toMs: span.toMs + 12 * 3_600_000 };
  const cover = marginalCover(state, state.published, reach, schedule, acting);
  const stands = cover.after([], []);
  const days = { from: day, to: calendar.dayOf(span.toMs), knownTo: state.publishedTo };
  const check = alternativesCheck(state, days, acting);
  const { employees } = setupOn(state.setup, day);
  const away = absencesOf(state, new Set(employees.keys()));
  const candidates = [...employees.values()].flatMap((employee) => {
    const { person } = employee;
    if (person === shift?.person || !employeeOn(state.setup, person, day)) return [];
    // Who is ill or on leave is asked for nothing.
    if (away.get(person)?.some(({ from, to }) => from <= day && day <= to)) return [];
    const edits = editsFor(state, question, shift, person, acting);
    if (edits.length === 0 || isTwiceAtOnce(state.published, edits, person)) return [];
    const [before, after] = [shiftsIn(edits, 'before'), shiftsIn(edits, 'after')];
    const then = cover.after(before, after);
    const isLess = question.purpose === 'early-leave';
    const violations = check(state.published, withShifts(state.published, edits), person);
    return [
      {
        person,
        effectMinutes: isLess
          ? stands.over - then.over - (then.under - stands.under)
          : stands.under - then.under,
        paidMinutes: paidOf(after) - paidOf(before),
        violations: violations.slice(0, 20),
        trained: trainedFor(post, person),
      },
    ];
  });
  return candidates.sort(byEffect).slice(0, mostCandidates);
}

function trainedFor(post: KeyPost | null, person: string): Candidate['trained'] {
  if (!post?.standIns.includes(person)) return null;
  const { postId, nameEn, nameZh } = post;
  return { postId, nameEn, nameZh, place: placeIn(post, person) };
}

function byEffect(a: Candidate, b: Candidate): number {
  const forbidden = ({ violations }: Candidate) => Number(violations.some(({ hard }) => hard));
  const untrained = ({ trained }: Candidate) => Number(trained === null);
  return (
    forbidden(a) - forbidden(b) ||
    untrained(a) - untrained(b) ||
    (a.trained?.place ?? 0) - (b.trained?.place ?? 0) ||
    Math.round(b.effectMinutes - a.effectMinutes) ||
    a.paidMinutes - b.paidMinutes ||
    (a.person < b.person ? -1 : 1)
  );
}

function awayShift(state: SiteSchedule, shiftId: string): Shift {
  const shift = shiftOf(state.published, shiftId);
  if (!shift) throw new DomainError('not-found', `there is no published shift "${shiftId}"`);
  return shift;
}

function editsFor(
  state: SiteSchedule,
  { purpose, fromMs, toMs }: CandidateQuestion,
  shift: Shift | null,
  person: string,
  acting: Acting,
): ShiftEdit[] {
  if (purpose !== 'stand-in') {
    const span = { of: purpose, fromMs, toMs };
    return offerEdits(state, span, person, state.published, acting);
  }
  if (!shift) return [];
  const given = awayStretch(state, shift, person, acting.nowMs);
  const hands = handOver(state, state.published, acting);
  const piece = pieceOf(state, given, siteCalendar(acting.zone));
  hands.add({ ...piece, shiftId: acting.newId(), origin: 'stand-in' });
  return hands.edits();
}

function isTwiceAtOnce(book: ShiftBook, edits: readonly ShiftEdit[], person: string): boolean {
  const shifts = shiftsOfPerson(withShifts(book, edits), person);
  return shifts.some((shift, at) => (shifts[at + 1]?.fromMs ?? shift.toMs) < shift.toMs);
}

function shiftsIn(edits: readonly ShiftEdit[], side: 'before' | 'after'): Shift[] {
  return edits.map((edit) => edit[side]).filter((shift) => shift !== null);
}

function paidOf(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, shift) => sum + paidMinutesOf(shift), 0);
}
