import type { Activity } from '../../domain/schedule/shift.ts';
import type { SiteCalendar } from '../../domain/schedule/site-calendar.ts';
import { toMinute } from './cells.ts';

const kinds = new Map<string, Activity['kind']>([
  ...(
    ['break', 'meal', 'training', 'meeting', 'coaching', 'leave', 'sick', 'split', 'other'] as const
  ).map((kind) => [kind, kind] as const),
  ['小休', 'break'],
  ['休息', 'break'],
  ['用餐', 'meal'],
  ['午餐', 'meal'],
  ['晚餐', 'meal'],
  ['培训', 'training'],
  ['会议', 'meeting'],
  ['辅导', 'coaching'],
]);
const unpaid: readonly Activity['kind'][] = ['meal', 'split'];

/**
 * What happens inside a shift: "10:00-10:15 break; 12:00-12:30 meal", by the wall clock. What is
 * not named is work.
 *
 * @returns null when it cannot be read, or does not lie in the shift in order.
 */
export function toActivities(
  cell: string,
  { day, fromMs, toMs }: { day: string; fromMs: number; toMs: number },
  calendar: SiteCalendar,
): Activity[] | null {
  const list: Activity[] = [];
  let atMs = fromMs;
  const put = (kind: Activity['kind'], endMs: number) => {
    const paid = !unpaid.includes(kind);
    if (endMs > atMs) list.push({ kind, fromMs: atMs, toMs: endMs, paid, group: '', note: '' });
    atMs = Math.max(atMs, endMs);
  };
  for (const part of cell.split(/[;；]/).filter((one) => one.trim())) {
    const [, first = '', last = '', word = ''] =
      /^\s*(\S+?)\s*[-–]\s*(\S+)\s+(\S+)\s*$/.exec(part) ?? [];
    const [start, end] = [toMinute(first), toMinute(last)];
    const kind = kinds.get(word.toLowerCase());
    if (start === null || end === null || !kind) return null;
    const begins = after(calendar.instant(day, start), fromMs, () =>
      calendar.instant(day, start + 1_440),
    );
    const ends = after(calendar.instant(day, end), begins, () =>
      calendar.instant(day, end + 1_440),
    );
    if (begins < atMs || ends > toMs || ends <= begins) return null;
    put('work', begins);
    put(kind, ends);
  }
  put('work', toMs);
  return list;
}

/** A time before the shift's start is one of the next day. */
function after(ms: number, startMs: number, nextDay: () => number): number {
  return ms < startMs ? nextDay() : ms;
}
