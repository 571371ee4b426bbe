import type { Shift } from '../shift.ts';
import { type ShiftBook, shiftsOfPerson } from '../shift-book.ts';
import { withoutStretch } from '../shift-cut.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { Offer, SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { handOver } from './hand-over.ts';

/** What is offered. */
export type OfferedSpan = Pick<Offer, 'of' | 'fromMs' | 'toMs'>;

/**
 * What taking an offer does to a person's shifts. Overtime is work added, joined to a shift it
 * touches; early leave takes work away. Empty when the person has nothing to give away there.
 */
export function offerEdits(
  state: SiteSchedule,
  { of, fromMs, toMs }: OfferedSpan,
  person: string,
  book: ShiftBook,
  acting: Acting,
): ShiftEdit[] {
  const calendar = siteCalendar(acting.zone);
  if (of === 'overtime') {
    const hands = handOver(state, book, acting);
    hands.add(overtimeOf(person, { fromMs, toMs }, acting.newId(), calendar.dayOf(fromMs)));
    return hands.edits();
  }
  return shiftsOfPerson(book, person).flatMap((shift) => {
    if (shift.fromMs >= toMs || shift.toMs <= fromMs) return [];
    if (!shift.activities.some((one) => one.kind === 'work' && one.toMs > fromMs)) return [];
    const left = withoutStretch(shift, { fromMs, toMs });
    const after: Shift | null = left && {
      ...left,
      templateId: '',
      origin: 'offer',
      day: calendar.dayOf(left.fromMs),
    };
    return [{ shiftId: shift.shiftId, before: shift, after }];
  });
}

function overtimeOf(
  person: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  shiftId: string,
  day: string,
): Shift {
  return {
    shiftId,
    person,
    day,
    templateId: '',
    fromMs,
    toMs,
    activities: [{ kind: 'work', fromMs, toMs, paid: true, group: '', note: '' }],
    origin: 'offer',
    pinned: false,
  };
}
