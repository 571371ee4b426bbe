import { lineCost, type PersonModel, type RosterModel } from './roster-model.ts';
import { type Line, off, type Roster } from './roster-problem.ts';

/** The cover rows that a line enters, and how often it counts in each. */
export interface CoverEntries {
  rows: number[];
  values: number[];
}

/** Counts each row once for each of the line's shifts that it is about. */
export function coverEntries(model: RosterModel, line: Line): CoverEntries {
  const { shifts, rowStart, rowOfCell } = model;
  const counts = new Map<number, number>();
  for (let day = 0; day < line.length; day += 1) {
    const shift = line[day] as number;
    if (shift === off) continue;
    const cell = day * shifts + shift;
    for (let at = rowStart[cell] as number; at < (rowStart[cell + 1] as number); at += 1) {
      const row = rowOfCell[at] as number;
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
  }
  return { rows: [...counts.keys()], values: [...counts.values()] };
}

/** What people whose lines stay leave to the others. */
export interface Remainder {
  /** Still wanted of each cover row; negative where there are too many already. */
  required: Float64Array;
  /** Cost of their wishes, and what no roster avoids. */
  cost: number;
}

/** @param roster - lines of those who are not free; `null` when all are. */
export function remainderOf(
  model: RosterModel,
  { free, roster }: { free: readonly number[]; roster: Roster | null },
): Remainder {
  const required = Float64Array.from(model.rows, (row) => row.required);
  const isFree = new Set(free);
  let cost = model.constant;
  for (const [person, line] of (roster ?? []).entries()) {
    if (isFree.has(person)) continue;
    cost += lineCost(model, model.people[person] as PersonModel, line);
    const { rows, values } = coverEntries(model, line);
    for (const [at, row] of rows.entries()) {
      required[row] = (required[row] as number) - (values[at] as number);
    }
  }
  return { required, cost };
}
