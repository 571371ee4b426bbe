import type { ImportedLeave } from '../../domain/schedule/schedule-act.ts';
import { CellFault } from './cell-fault.ts';
import { toDay } from './cells.ts';
import type { FileRow } from './read-file.ts';

const kinds = new Map([
  ['年假', 'annual'],
  ['年休假', 'annual'],
  ['事假', 'unpaid'],
  ['产假', 'parental'],
  ['育儿假', 'parental'],
  ['培训', 'training'],
]);

/** Leave out of a line. */
export function toLeave(row: FileRow, person: string): ImportedLeave {
  const [from, to] = [toDay(row.of('from')), toDay(row.of('to') || row.of('from'))];
  if (!from) throw new CellFault('from', `"${row.of('from')}" is no day`);
  if (!to) throw new CellFault('to', `"${row.of('to')}" is no day`);
  if (to < from) throw new CellFault('to', `leave ends on ${to}, before it begins on ${from}`);
  const kind = row.of('kind') || 'annual';
  return { leaveId: '', person, leaveKind: kinds.get(kind) ?? kind, from, to, minutes: 0 };
}
