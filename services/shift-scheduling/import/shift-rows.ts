import type { Shift } from '../../domain/schedule/shift.ts';
import { shiftOfTemplate } from '../../domain/schedule/shift-of-template.ts';
import { toActivities } from './activities.ts';
import { CellFault } from './cell-fault.ts';
import { toDay, toMinute } from './cells.ts';
import type { FileRow } from './read-file.ts';
import type { RowGround } from './row-ground.ts';

/** A shift out of a line: of its template, or from start to end with what is named inside. */
export function toShift(row: FileRow, person: string, { setup, calendar }: RowGround): Shift {
  const day = toDay(row.of('day'));
  if (!day) throw new CellFault('day', `"${row.of('day')}" is no day`);
  const templateId = row.of('template');
  const template = templateId ? setup.templates.get(templateId) : undefined;
  if (templateId && !template)
    throw new CellFault('template', `no template is named "${templateId}"`);
  const of = { shiftId: '', person, day, origin: 'import' as const };
  const start = row.of('start');
  const made = template ? shiftOfTemplate(template, of, calendar) : null;
  if (!start && made) return made;
  const [from, to] = [toMinute(start), toMinute(row.of('end'))];
  if (from === null) throw new CellFault('start', `"${start}" is no time`);
  if (to === null) throw new CellFault('end', `"${row.of('end')}" is no time`);
  const fromMs = calendar.instant(day, from);
  const toMs = calendar.instant(day, to > from ? to : to + 1_440);
  const cell = row.of('activities');
  // A template's own times need no more: its breaks are where it puts them.
  if (made?.fromMs === fromMs && made.toMs === toMs && !cell) return made;
  const activities = toActivities(cell, { day, fromMs, toMs }, calendar);
  if (!activities) {
    throw new CellFault('activities', `"${cell}" is not as "10:00-10:15 break; 12:00-12:30 meal"`);
  }
  return { ...of, templateId, fromMs, toMs, activities, pinned: false };
}
