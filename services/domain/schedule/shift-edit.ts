import type { Shift } from './shift.ts';

/** One change to shifts. Both `null` does not occur. */
export interface ShiftEdit {
  shiftId: string;
  /** As it stood; `null` = there was none. Filled in. */
  before: Shift | null;
  /** As it is to stand; `null` = taken away. */
  after: Shift | null;
}
