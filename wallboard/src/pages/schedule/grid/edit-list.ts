/** Lists of edits: put onto shifts, turned round, brought together. */
import type { Edit, Shift } from '../shift-view.ts';

/** Shifts with edits done. */
export function edited(
  shifts: ReadonlyMap<string, Shift>,
  edits: readonly Edit[],
): ReadonlyMap<string, Shift> {
  const all = new Map(shifts);
  for (const { shiftId, after } of edits) {
    if (after) all.set(shiftId, after);
    else all.delete(shiftId);
  }
  return all;
}

/** What takes edits back, the last first. */
export function inverseOf(edits: readonly Edit[]): Edit[] {
  return edits.toReversed().map(({ shiftId, before, after }) => ({
    shiftId,
    before: after,
    after: before,
  }));
}

/** Several edits of one shift as one; what came and went again is none. */
export function merged(edits: readonly Edit[]): Edit[] {
  const byShift = new Map<string, Edit>();
  for (const edit of edits) {
    const known = byShift.get(edit.shiftId);
    byShift.set(edit.shiftId, known ? { ...edit, before: known.before } : edit);
  }
  return [...byShift.values()].filter(({ before, after }) => before !== null || after !== null);
}
