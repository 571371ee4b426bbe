import type { BreakPlan, ShiftFamily, ShiftTemplate } from '../../domain/schedule/shift.ts';
import { CellFault } from './cell-fault.ts';
import { toList, toMinute, toWeekdays } from './cells.ts';
import type { FileRow } from './read-file.ts';
import type { RowGround } from './row-ground.ts';

const families = new Map<string, ShiftFamily>([
  ...(['early', 'day', 'late', 'night', 'split', 'on-call'] as const).map(
    (one) => [one, one] as const,
  ),
  ['早班', 'early'],
  ['早', 'early'],
  ['白班', 'day'],
  ['日班', 'day'],
  ['中班', 'day'],
  ['晚班', 'late'],
  ['晚', 'late'],
  ['夜班', 'night'],
  ['夜', 'night'],
  ['两头班', 'split'],
  ['备班', 'on-call'],
]);
/** "meal 30 180-300 unpaid": kind, minutes, earliest and latest minute from the start. */
const breakForm =
  /^(break|meal|split|小休|休息|用餐)\s+(\d+)\s+(\d+)\s*[-–]\s*(\d+)(?:\s+(paid|unpaid|带薪|不带薪))?$/i;
const usualWorkMinutes = 30;

/** A template out of a line. */
export function toTemplate(row: FileRow, { groups }: RowGround): ShiftTemplate {
  const templateId = row.of('template');
  if (!templateId) throw new CellFault('template', 'the id of the template is missing');
  const start = minute(row, 'start');
  const end = minute(row, 'end');
  const spanMinutes = end > start ? end - start : end + 1_440 - start;
  const weekdays = toWeekdays(row.of('weekdays'));
  if (!weekdays) throw new CellFault('weekdays', `"${row.of('weekdays')}" are no weekdays`);
  const only = toList(row.of('groups'));
  const strange = only.find((group) => groups.size > 0 && !groups.has(group));
  if (strange) throw new CellFault('groups', `"${strange}" is no group of the site`);
  const breaks = row
    .of('breaks')
    .split(/[;；]/)
    .map((text) => text.trim())
    .filter(Boolean);
  return {
    templateId,
    nameEn: row.of('nameEn') || templateId,
    nameZh: row.of('nameZh'),
    startMinute: start,
    spanMinutes,
    weekdays,
    breaks: breaks.map(toBreak),
    minWorkMinutes: usualWorkMinutes,
    family: familyOf(row.of('family'), start, spanMinutes),
    groups: only,
  };
}

function minute(row: FileRow, field: 'start' | 'end'): number {
  const found = toMinute(row.of(field));
  if (found === null) throw new CellFault(field, `"${row.of(field)}" is no time`);
  return found;
}

function toBreak(text: string): BreakPlan {
  const [, word = '', minutes, earliest, latest, pay = ''] = breakForm.exec(text) ?? [];
  if (!word) throw new CellFault('breaks', `"${text}" is not as "meal 30 180-300 unpaid"`);
  const kind = /meal|用餐/i.test(word) ? 'meal' : /split/i.test(word) ? 'split' : 'break';
  const paid = pay ? /^(paid|带薪)$/i.test(pay) : kind === 'break';
  const [earliestMinute, latestMinute] = [Number(earliest), Number(latest)];
  return { kind, minutes: Number(minutes), earliestMinute, latestMinute, paid };
}

/** As the file says, or by the hours. */
function familyOf(word: string, startMinute: number, spanMinutes: number): ShiftFamily {
  if (word) {
    const known = families.get(word.toLowerCase());
    if (known) return known;
    throw new CellFault(
      'family',
      `"${word}" is no family: early, day, late, night, split, on-call`,
    );
  }
  const end = startMinute + spanMinutes;
  if (startMinute < 180 || end > 1_500) return 'night';
  if (startMinute < 480) return 'early';
  return end > 1_260 ? 'late' : 'day';
}
