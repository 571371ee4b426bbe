import { DomainError } from '../domain-error.ts';
import type { Activity, Shift, ShiftOrigin, ShiftTemplate } from './shift.ts';
import type { SiteCalendar } from './site-calendar.ts';

/**
 * A shift as a template makes it: it begins by the wall clock, lasts its span as time passes, and
 * has its breaks as near to the middle of their windows as their order and the least work between
 * them let. A template that leaves no room for its breaks is refused.
 */
export function shiftOfTemplate(
  template: ShiftTemplate,
  {
    shiftId,
    person,
    day,
    origin,
  }: { shiftId: string; person: string; day: string; origin: ShiftOrigin },
  calendar: SiteCalendar,
): Shift {
  const fromMs = calendar.instant(day, template.startMinute);
  const activities: Activity[] = [];
  const kind = template.family === 'on-call' ? 'on-call' : 'work';
  let minute = 0;
  const fill = (to: number) => {
    if (to > minute) activities.push(stretch(fromMs, { kind, from: minute, to, paid: true }));
    minute = to;
  };
  for (const { kind, start, end, paid } of placedBreaks(template)) {
    fill(start);
    activities.push(stretch(fromMs, { kind, from: start, to: end, paid }));
    minute = end;
  }
  fill(template.spanMinutes);
  const toMs = fromMs + template.spanMinutes * 60_000;
  const { templateId } = template;
  return { shiftId, person, day, templateId, fromMs, toMs, activities, origin, pinned: false };
}

/** Breaks of a template in minutes from its start, in the order of its plans. */
export function placedBreaks(template: ShiftTemplate): PlacedBreak[] {
  const { breaks, minWorkMinutes, spanMinutes, templateId } = template;
  // The latest each may begin so that those after it still fit, from the last back.
  let limit = spanMinutes - minWorkMinutes;
  const latest = breaks
    .toReversed()
    .map(({ latestMinute, minutes }) => {
      const start = Math.min(latestMinute, limit - minutes);
      limit = start - minWorkMinutes;
      return start;
    })
    .toReversed();
  let earliest = minWorkMinutes;
  return breaks.map(({ kind, minutes, earliestMinute, latestMinute, paid }, at) => {
    const first = Math.max(earliest, earliestMinute);
    const last = latest[at] ?? first;
    if (first > last) {
      const where = `a ${kind} of ${minutes} minutes, place ${at + 1}`;
      throw new DomainError('invalid', `template "${templateId}" leaves no room for ${where}`);
    }
    const middle = Math.round((earliestMinute + latestMinute) / 2 / 5) * 5;
    const start = Math.min(last, Math.max(first, middle));
    earliest = start + minutes + minWorkMinutes;
    return { kind, start, end: start + minutes, paid };
  });
}

/** A break in minutes from the start of its shift. */
export interface PlacedBreak {
  kind: 'break' | 'meal' | 'split';
  start: number;
  end: number;
  paid: boolean;
}

function stretch(
  startMs: number,
  { kind, from, to, paid }: { kind: Activity['kind']; from: number; to: number; paid: boolean },
): Activity {
  const [fromMs, toMs] = [startMs + from * 60_000, startMs + to * 60_000];
  return { kind, fromMs, toMs, paid, group: '', note: '' };
}
