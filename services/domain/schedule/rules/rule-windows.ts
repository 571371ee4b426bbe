import type { ScheduleRule } from '../shift.ts';
import type { RuleCalendar } from './rule-calendar.ts';

/** Days over which a rule counts, as places; the last not included. */
export interface RuleWindow {
  from: number;
  to: number;
  /** All its days are known. */
  whole: boolean;
}

/**
 * The windows of a rule that touch the days that are checked, by start. Rolling ones begin on each
 * day; those that would reach beyond what is known are left out where another holds the same days.
 */
export function windowsOf(rule: ScheduleRule, calendar: RuleCalendar): RuleWindow[] {
  const { from, to, days } = calendar;
  const size = days.length;
  const window = (first: number, end: number): RuleWindow => {
    return { from: first, to: end, whole: first >= 0 && end <= size };
  };
  switch (rule.window) {
    case '':
      return [];
    case 'day':
      return Array.from({ length: to - from }, (_, at) => window(from + at, from + at + 1));
    case 'calendar-week': {
      const monday = from - (calendar.weekdayOf(from) - 1);
      const weeks = Math.ceil((to - monday) / 7);
      return Array.from({ length: weeks }, (_, at) => window(monday + at * 7, monday + at * 7 + 7));
    }
    case 'rolling-days': {
      const length = rule.numbers.get('days') ?? 7;
      const first = Math.max(from - length + 1, 0);
      const last = Math.max(Math.min(to - 1, size - length), first);
      return Array.from({ length: last - first + 1 }, (_, at) =>
        window(first + at, first + at + length),
      );
    }
    case 'month':
      return monthWindows(calendar, 1, calendar.nameOf(from)).map((one) => window(...one));
    case 'reference-period':
      return periodWindows(rule, calendar).map((one) => window(...one));
  }
}

/** Periods one after another from an anchor on, so many days or calendar months long. */
function periodWindows(rule: ScheduleRule, calendar: RuleCalendar): [number, number][] {
  const months = rule.numbers.get('months') ?? 0;
  if (months > 0) return monthWindows(calendar, months, rule.words.get('anchor') || '2024-01-01');
  const length = rule.numbers.get('days') ?? 28;
  // A Monday, so that periods of whole weeks begin on Mondays where nothing is said.
  const anchor = calendar.placeOf(rule.words.get('anchor') || '2024-01-01');
  const { from, to } = calendar;
  const first = anchor + Math.floor((from - anchor) / length) * length;
  const count = Math.ceil((to - first) / length);
  return Array.from({ length: count }, (_, at) => [first + at * length, first + (at + 1) * length]);
}

function monthWindows(calendar: RuleCalendar, months: number, anchor: string): [number, number][] {
  const { from, to } = calendar;
  const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const placeOf = (month: number) => {
    const number = String((month % 12) + 1).padStart(2, '0');
    return calendar.placeOf(`${Math.floor(month / 12)}-${number}-01`);
  };
  const start = monthOf(anchor);
  const now = monthOf(calendar.nameOf(from));
  const found: [number, number][] = [];
  let month = start + Math.floor((now - start) / months) * months;
  while (placeOf(month) < to) {
    found.push([placeOf(month), placeOf(month + months)]);
    month += months;
  }
  return found;
}
