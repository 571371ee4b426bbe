import { DomainError } from '../../domain/domain-error.ts';
import type { ImportedLeave, SetupChange } from '../../domain/schedule/schedule-act.ts';
import type { ShiftEdit } from '../../domain/schedule/shift-edit.ts';
import { CellFault } from './cell-fault.ts';
import { type FileKind, forms } from './forms.ts';
import { toLeave } from './leave-rows.ts';
import { toEmployee } from './people-rows.ts';
import { type Fault, type FileRow, readFile } from './read-file.ts';
import type { RowGround } from './row-ground.ts';
import { toShift } from './shift-rows.ts';
import { toTemplate } from './template-rows.ts';

/** What a file says. */
export interface Understood {
  columns: Record<string, string>;
  unused: string[];
  setup: SetupChange[];
  edits: ShiftEdit[];
  leave: ImportedLeave[];
  faults: Fault[];
  /** Lines taken. */
  taken: number;
  samples: string[];
}

const maxFaults = 200;
const samplesTold = 10;

/** What the file says, line by line; nothing is done yet. */
export function understand(
  content: Uint8Array,
  of: FileKind,
  { columns: given, ...ground }: RowGround & { columns: Record<string, string> },
): Understood {
  const form = forms[of];
  const unknown = Object.keys(given).find((name) => !form.fields.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = form.fields.map(({ name }) => name).join(', ');
    throw new DomainError('invalid', `"${of}" have no field "${unknown}": give one of ${known}`);
  }
  const { columns, unused, rows } = readFile(content, { ...form, given });
  const read: Understood = {
    columns,
    unused,
    setup: [],
    edits: [],
    leave: [],
    faults: [],
    taken: 0,
    samples: [],
  };
  for (const row of rows) {
    try {
      const said = take(read, of, row, ground);
      read.taken += 1;
      if (read.samples.length < samplesTold) read.samples.push(JSON.stringify(said, plainMaps));
    } catch (error) {
      if (!(error instanceof CellFault) && !(error instanceof DomainError)) throw error;
      if (read.faults.length >= maxFaults) break;
      const column = error instanceof CellFault ? (columns[error.field] ?? error.field) : '';
      read.faults.push({ line: row.line, column, sentence: error.message });
    }
  }
  return read;
}

function take(read: Understood, of: FileKind, row: FileRow, ground: RowGround): unknown {
  const { effectiveFrom } = ground;
  switch (of) {
    case 'people': {
      const employee = toEmployee(row, personOf(row, ground), ground);
      read.setup.push({ effectiveFrom, removed: false, value: { of: 'employee', employee } });
      return employee;
    }
    case 'templates': {
      const template = toTemplate(row, ground);
      read.setup.push({ effectiveFrom, removed: false, value: { of: 'template', template } });
      return template;
    }
    case 'shifts': {
      const after = toShift(row, personOf(row, ground), ground);
      read.edits.push({ shiftId: after.shiftId, before: null, after });
      return after;
    }
    case 'leave': {
      const leave = toLeave(row, personOf(row, ground));
      read.leave.push(leave);
      return leave;
    }
  }
}

/** Who is meant: by id, or by a name that only one has. */
function personOf(row: FileRow, { byName }: RowGround): string {
  const id = row.of('person');
  if (id) return id;
  const name = row.of('name');
  const known = byName.get(name);
  if (known) return known;
  throw new CellFault(
    name ? 'name' : 'person',
    name ? `nobody, or more than one, is named "${name}"` : 'the person is missing',
  );
}

function plainMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
