/** Weeks from Monday ("2026-W48") and months ("2026-11") as local days, and as they are read. */
import { localeOf } from '../../format.ts';
import type { Lang } from '../../text.ts';
import { dayPlus, daysBetween, mondayOf, weekdayOf } from '../schedule/local-time.ts';

/** How long a period is. */
export type PeriodLength = 'week' | 'month';

/** How long a period is. */
export function lengthOf(period: string): PeriodLength {
  return period.includes('W') ? 'week' : 'month';
}

/** The period that holds a local day; weeks by ISO 8601. */
export function periodOf(day: string, length: PeriodLength): string {
  if (length === 'month') return day.slice(0, 7);
  const thursday = dayPlus(day, 4 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** First and last local day. */
export function periodDays(period: string): { from: string; to: string } {
  if (lengthOf(period) === 'week') {
    // 4 January is always in week 1.
    const first = mondayOf(`${period.slice(0, 4)}-01-04`);
    const from = dayPlus(first, 7 * (Number(period.slice(6)) - 1));
    return { from, to: dayPlus(from, 6) };
  }
  const next = monthPlus(period, 1);
  return { from: `${period}-01`, to: dayPlus(`${next}-01`, -1) };
}

/** A period so many later; negative = earlier. */
export function periodPlus(period: string, by: number): string {
  if (lengthOf(period) === 'month') return monthPlus(period, by);
  return periodOf(dayPlus(periodDays(period).from, 7 * by), 'week');
}

/** A period and those before it, the newest first. */
export function periodsBack(period: string, count: number): string[] {
  return Array.from({ length: count }, (_, back) => periodPlus(period, -back));
}

/** "November 2026", "W48 · 23 Nov – 29 Nov". */
export function periodName(period: string, lang: Lang): string {
  const { from, to } = periodDays(period);
  if (lengthOf(period) === 'month') {
    return nameOf(from, lang, { year: 'numeric', month: 'long' });
  }
  const day = { month: 'short', day: 'numeric' } as const;
  const days = `${nameOf(from, lang, day)} – ${nameOf(to, lang, day)}`;
  const week = Number(period.slice(6));
  return lang === 'zh' ? `第${week}周 · ${days}` : `W${week} · ${days}`;
}

function nameOf(day: string, lang: Lang, style: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(localeOf[lang], { ...style, timeZone: 'UTC' }).format(at);
}

function monthPlus(month: string, by: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}
