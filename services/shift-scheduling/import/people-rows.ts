import type { Employee } from '../../domain/schedule/shift.ts';
import { CellFault } from './cell-fault.ts';
import { toDay, toList } from './cells.ts';
import type { FileRow } from './read-file.ts';
import type { RowGround } from './row-ground.ts';

/** "sales:1:1.2" — group, priority, efficiency. */
const skillForm = /^([^:：]+)(?:[:：](\d+))?(?:[:：](\d+(?:\.\d+)?))?$/;

/** A person out of a line; what the file says nothing of stays as it stood. */
export function toEmployee(
  row: FileRow,
  person: string,
  { setup, groups, effectiveFrom }: RowGround,
): Employee {
  const stood = setup.employees.get(person);
  const contractId = row.of('contract') || (stood?.contractId ?? '');
  if (!setup.contracts.has(contractId)) {
    const known = [...setup.contracts.keys()].join(', ') || 'none yet';
    throw new CellFault('contract', `contract is "${contractId}", but must be of ${known}`);
  }
  const skills = toList(row.of('groups')).map((text, at) => {
    const [, group = '', priority, efficiency] = skillForm.exec(text) ?? [];
    if (!group || (groups.size > 0 && !groups.has(group))) {
      throw new CellFault('groups', `"${text}" is no group of the site`);
    }
    return { group, priority: Number(priority ?? at + 1), efficiency: Number(efficiency ?? 1) };
  });
  const day = (field: 'since' | 'until', otherwise: string) => {
    const cell = row.of(field);
    const found = cell === '' ? otherwise : toDay(cell);
    if (found === null) throw new CellFault(field, `"${cell}" is no day`);
    return found;
  };
  return {
    person,
    contractId,
    groups: skills.length > 0 ? skills : (stood?.groups ?? []),
    available: stood?.available ?? [],
    post: row.of('post') || (stood?.post ?? ''),
    standInFor: row.of('standInFor') ? toList(row.of('standInFor')) : (stood?.standInFor ?? []),
    since: day('since', stood?.since ?? effectiveFrom),
    until: day('until', stood?.until ?? ''),
    protections: row.of('protections') ? toList(row.of('protections')) : (stood?.protections ?? []),
    team: row.of('team') || (stood?.team ?? ''),
  };
}
