import type { RuleCalendar } from './rule-calendar.ts';
import type { Timeline } from './timeline.ts';

/** A weekend with at least one known day. */
export interface Weekend {
  /** Place of its Saturday; -1 where only the Sunday is known. */
  saturday: number;
  onSaturday: boolean;
  onSunday: boolean;
  works: boolean;
}

/** The weekends of a timeline, in order. */
export function weekendsOf({ works }: Timeline, { weekdayOf }: RuleCalendar): Weekend[] {
  const found: Weekend[] = [];
  // Saturday is the sixth day of the week.
  for (let saturday = 6 - weekdayOf(0); saturday < works.length; saturday += 7) {
    const [onSaturday, onSunday] = [works[saturday] === 1, works[saturday + 1] === 1];
    found.push({ saturday, onSaturday, onSunday, works: onSaturday || onSunday });
  }
  return found;
}
