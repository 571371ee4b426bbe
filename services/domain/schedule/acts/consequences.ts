import { DomainError } from '../../domain-error.ts';
import { type LostCover, lostCover } from '../cover-curve.ts';
import type { CurveSlot, Shift, Violation } from '../shift.ts';
import { type ShiftBook, shiftOf, shiftsOfPerson, withShifts } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { checkShift } from './check-shift.ts';
import { type CoverGround, coverOf } from './cover-of-change.ts';
import { freshViolations } from './rule-check.ts';

/** What edits of a schedule would do. */
export interface Consequences {
  /** With `before` filled in; those that change nothing are left out. */
  edits: readonly ShiftEdit[];
  book: ShiftBook;
  /** Beyond what stood already. */
  violations: readonly Violation[];
  before: readonly CurveSlot[];
  after: readonly CurveSlot[];
  lost: LostCover;
}

/** At most so many of each are told. */
const told = { violations: 200, slots: 2_000 };

/** The schedule that is edited. */
export interface EditedSchedule extends CoverGround {
  book: ShiftBook;
  /** Last local day whose shifts are known. */
  knownTo: string;
}

/**
 * What edits would do to a schedule: rules broken beyond what stood, cover before and after.
 * Refuses edits that are no schedule at all: a shift with a gap inside, of nobody, twice at once.
 */
export function consequencesOf(
  state: SiteSchedule,
  asked: readonly ShiftEdit[],
  schedule: EditedSchedule,
  acting: Acting,
): Consequences {
  const edits = filledIn(asked, schedule.book);
  const book = withShifts(schedule.book, edits);
  const touched = edits
    .flatMap(({ before, after }) => [before, after])
    .filter((one) => one !== null);
  const people = [...new Set(touched.map(({ person }) => person))];
  const calendar = siteCalendar(acting.zone);
  for (const { after } of edits) if (after) checkShift(state, after, calendar);
  for (const person of people) checkApart(shiftsOfPerson(book, person), calendar.clockText);
  const days = touched.map(({ day }) => day);
  const change = { before: schedule.book, after: book, people, days, knownTo: schedule.knownTo };
  const violations = freshViolations(state, change, acting);
  const { before, after } = coverOf(state, { ...change, edits }, schedule, acting);
  return {
    edits,
    book,
    violations: violations.slice(0, told.violations),
    before: before.slice(0, told.slots),
    after: after.slice(0, told.slots),
    lost: lostCover(before, after, schedule.slotMinutes),
  };
}

/** Refuses a change that breaks hard rules beyond what stood, in the rule's own words. */
export function refuseBroken(violations: readonly Violation[]): void {
  const hard = violations.filter((one) => one.hard);
  const [first] = hard;
  if (!first) return;
  const others = hard.length > 1 ? `, and ${hard.length - 1} more` : '';
  throw new DomainError('conflict', `${first.sentence}${others}`);
}

/** What cover a change costs, in words; empty = none. */
export function lostInWords({ slots, worst, minutes }: LostCover): string {
  if (slots === 0) return '';
  const people = Math.round(worst * 100) / 100;
  return `cover falls short by up to ${people} more in ${slots} slots, ${Math.round(minutes)} agent-minutes`;
}

function filledIn(asked: readonly ShiftEdit[], book: ShiftBook): ShiftEdit[] {
  const seen = new Set<string>();
  return asked.flatMap(({ shiftId, after }) => {
    if (seen.has(shiftId)) {
      throw new DomainError('invalid', `shift "${shiftId}" is edited twice in one act`);
    }
    seen.add(shiftId);
    const before = shiftOf(book, shiftId);
    if (!before && !after) throw new DomainError('not-found', `there is no shift "${shiftId}"`);
    return isSame(before, after)
      ? []
      : [{ shiftId, before, after: after && { ...after, shiftId } }];
  });
}

/** Do two shifts say the same? */
export function isSame(a: Shift | null, b: Shift | null): boolean {
  if (!a || !b) return a === b;
  return (
    a.person === b.person &&
    a.day === b.day &&
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.templateId === b.templateId &&
    a.pinned === b.pinned &&
    a.origin === b.origin &&
    a.activities.length === b.activities.length &&
    a.activities.every((one, at) => {
      const other = b.activities[at];
      return (
        one.kind === other?.kind &&
        one.fromMs === other.fromMs &&
        one.toMs === other.toMs &&
        one.paid === other.paid &&
        one.group === other.group &&
        one.note === other.note
      );
    })
  );
}

function checkApart(shifts: readonly Shift[], clockText: (atMs: number) => string): void {
  for (const [at, shift] of shifts.entries()) {
    const next = shifts[at + 1];
    if (!next || next.fromMs >= shift.toMs) continue;
    const sentence = `${shift.person} would be in two shifts at once at ${clockText(next.fromMs)}`;
    throw new DomainError('conflict', sentence);
  }
}
