import type { RuleCalendar } from '../rules/rule-calendar.ts';
import type { Timeline } from '../rules/timeline.ts';

/** What one person bore in one month; whole numbers. */
export interface LedgerMonth {
  /** "2026-11", by the day on which shifts begin. */
  month: string;
  /** Shifts that reach between 01:00 and 05:00: one that ends at half past midnight is late. */
  nights: number;
  /** Saturdays and Sundays worked. */
  weekends: number;
  /** Public holidays worked. */
  holidays: number;
  /** Shifts that end late and are no nights. */
  lates: number;
  refusedWishes: number;
}

/** From 21:00 on a shift ends late, where a site says nothing else. */
export const usualLateMinute = 1_260;

/** A wish that was not kept: the local day it was for. */
export interface RefusedWish {
  person: string;
  day: string;
}

/**
 * What somebody bore, month by month, from published shifts.
 *
 * @param lateMinute - a shift that ends after this minute of its day ends late.
 * @param refused - wishes not kept, of anybody.
 * @returns the months in which something was borne, in order.
 */
export function ledgerMonths(
  { worked, person }: Timeline,
  calendar: RuleCalendar,
  { lateMinute, refused }: { lateMinute: number; refused: readonly RefusedWish[] },
): LedgerMonth[] {
  const months = new Map<string, LedgerMonth>();
  const monthOf = (month: string) => {
    const known = months.get(month) ?? nothing(month);
    months.set(month, known);
    return known;
  };
  const daysSeen = new Set<number>();
  for (const { day, fromMs, toMs } of worked) {
    const at = calendar.days[day];
    if (!at) continue;
    const month = monthOf(at.month);
    const isNight = touchesNight({ day, fromMs, toMs }, calendar);
    if (isNight) month.nights += 1;
    else if (toMs > calendar.instant(day, lateMinute)) month.lates += 1;
    if (daysSeen.has(day)) continue;
    daysSeen.add(day);
    if (at.weekday >= 6) month.weekends += 1;
    if (at.holiday !== '') month.holidays += 1;
  }
  for (const wish of refused) {
    if (wish.person === person.employee.person) monthOf(wish.day.slice(0, 7)).refusedWishes += 1;
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

function touchesNight(
  { day, fromMs, toMs }: { day: number; fromMs: number; toMs: number },
  { instant }: RuleCalendar,
): boolean {
  return [day, day + 1].some((at) => fromMs < instant(at, 300) && toMs > instant(at, 60));
}

function nothing(month: string): LedgerMonth {
  return { month, nights: 0, weekends: 0, holidays: 0, lates: 0, refusedWishes: 0 };
}
