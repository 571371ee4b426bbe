import { amount, durationS, isBlank } from './amounts.ts';
import type { Reading, Role } from './columns.ts';
import { type Faults, tell } from './faults.ts';
import type { Table } from './table.ts';

/** One row's cells. */
export type Cells = readonly string[];

/** A column of handle time, or of a part of it. */
export interface NumberColumn {
  role: Role;
  reading: Reading;
  /** Seconds in a row; `NaN` = blank. */
  read(cells: Cells, line: number): number;
}

/**
 * How the numbers of a row are read. What is no number, or less than nothing, is
 * a fault with its line.
 */
export function numberColumns({ header, decimal }: Table, faults: Faults) {
  const indexOf = (role: Role) =>
    header.columns.find((column) => column.role === role)?.index ?? -1;
  const [callsAt, answeredAt, abandonedAt] = [
    indexOf('calls'),
    indexOf('answered'),
    indexOf('abandoned'),
  ];
  const nameAt = (index: number) =>
    header.columns.find((column) => column.index === index)?.name ?? 'calls';
  const count = (cells: Cells, line: number, index: number): number => {
    const cell = cells[index] ?? '';
    if (isBlank(cell)) return Number.NaN;
    const number = amount(cell, decimal);
    if (number !== undefined && number >= 0) return number;
    tell(faults, line, `${nameAt(index)} is "${cell}", which is no number of contacts`);
    return Number.NaN;
  };
  const times = header.columns.flatMap(({ role, name, index, reading, unitS = 1 }) => {
    if (reading === undefined) return [];
    const read = (cells: Cells, line: number): number => {
      const cell = cells[index] ?? '';
      if (isBlank(cell)) return Number.NaN;
      const seconds = durationS(cell, decimal, unitS);
      if (seconds !== undefined && seconds >= 0) return seconds;
      tell(faults, line, `${name} is "${cell}", which is no time in seconds or h:mm:ss`);
      return Number.NaN;
    };
    return [{ role, reading, read }];
  });
  return {
    /** Offered contacts; where only the answered are told, these and the abandoned. */
    calls: (cells: Cells, line: number, intervalAt: number): number => {
      if (intervalAt >= 0) return count(cells, line, intervalAt);
      if (callsAt >= 0) return count(cells, line, callsAt);
      const answered = count(cells, line, answeredAt);
      return abandonedAt < 0 ? answered : answered + count(cells, line, abandonedAt);
    },
    /** Contacts that were handled; `NaN` where the file does not tell them apart. */
    handled: (cells: Cells, line: number): number =>
      answeredAt < 0 ? Number.NaN : count(cells, line, answeredAt),
    times,
  };
}
