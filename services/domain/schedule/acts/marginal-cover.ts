import { curveOf, type WantedSlot } from '../cover-curve.ts';
import { setupOn } from '../setup-on.ts';
import type { CurveSlot, Shift } from '../shift.ts';
import { type ShiftBook, shiftsBetween } from '../shift-book.ts';
import { daysOfSpan, siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';
import { type CoverGround, slotsAt } from './cover-of-change.ts';

/** Cover of a span that follows small changes: a curve is a sum over shifts. */
export interface MarginalCover {
  slotMinutes: number;
  /** As it stands, with what was done by `change`. */
  curve: readonly CurveSlot[];
  /** Agent-minutes too few and too many, where what is required is known, if shifts changed so. */
  after(before: readonly Shift[], after: readonly Shift[]): { under: number; over: number };
  change(before: readonly Shift[], after: readonly Shift[]): void;
}

/** The cover of a span of a book. */
export function marginalCover(
  state: SiteSchedule,
  book: ShiftBook,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  ground: CoverGround,
  { zone }: Acting,
): MarginalCover {
  const calendar = siteCalendar(zone);
  const { slotMinutes } = ground;
  const slotMs = slotMinutes * 60_000;
  const [first, last] = [calendar.dayOf(fromMs), calendar.dayOf(toMs - 1)];
  const starts = daysOfSpan(first, last).flatMap((day) => {
    const [from, to] = [calendar.instant(day, 0), calendar.instant(day, 1_440)];
    return Array.from({ length: Math.ceil((to - from) / slotMs) }, (_, at) => from + at * slotMs);
  });
  const within = starts.filter((start) => start < toMs && start + slotMs > fromMs);
  const setup = setupOn(state.setup, first);
  const groups = new Set(
    [...setup.employees.values()].flatMap((one) => one.groups.map(({ group }) => group)),
  );
  const slots: readonly WantedSlot[] = slotsAt(within, groups, ground, zone);
  const of = (shifts: readonly Shift[]) => curveOf(shifts, setup, slots, slotMinutes);
  const base = of(shiftsBetween(book, fromMs, toMs)).map(({ scheduled }) => scheduled);
  const changed = (before: readonly Shift[], after: readonly Shift[]): number[] => {
    const [less, more] = [of(before), of(after)];
    return base.map((scheduled, at) => {
      const difference = (more[at]?.scheduled ?? 0) - (less[at]?.scheduled ?? 0);
      return scheduled + difference;
    });
  };
  return {
    slotMinutes,
    get curve() {
      return slots.map((slot, at) => ({ ...slot, scheduled: base[at] ?? 0 }));
    },
    after: (before, after) => {
      const sums = { under: 0, over: 0 };
      for (const [at, scheduled] of changed(before, after).entries()) {
        const required = slots[at]?.required ?? null;
        if (required === null) continue;
        sums.under += Math.max(0, required - scheduled) * slotMinutes;
        sums.over += Math.max(0, scheduled - required) * slotMinutes;
      }
      return sums;
    },
    change: (before, after) => {
      for (const [at, scheduled] of changed(before, after).entries()) base[at] = scheduled;
    },
  };
}
