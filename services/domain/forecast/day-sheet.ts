import {
  dayNumber,
  daysOf,
  type PlannedEvent,
  type SeriesHistory,
  type SpecialDay,
  weekdayOf,
} from './series-history.ts';

/**
 * A history as the methods read it: one row a day, one column a slot that was
 * ever open. Rows before an origin never depend on rows after it.
 */
export interface DaySheet {
  /** Day number of row 0. */
  firstDay: number;
  /** Rows of history. */
  days: number;
  /** Columns: slots of the day in which contacts were ever counted. */
  slots: number;
  /** The slot of the day that each column is. */
  slotOf: Int32Array;
  /** Days × slots: what was counted; `NaN` where not known or excluded by the planner. */
  counted: Float64Array;
  /** The same with special days and all events taken out: what the weekday's habits are learned from. */
  ordinary: Float64Array;
  /** Days × slots: {@link countRoot} of ordinary. */
  roots: Float64Array;
  /** 0 = Monday … 6 = Sunday for rows of history and horizon; a make-up day is the weekday it is for. */
  weekday: Uint8Array;
  /** Special days by row, of history and horizon. */
  holidays: Map<number, SpecialDay>;
}

/** One number of an array that is known to reach that far. */
export function at(numbers: Float64Array, index: number): number {
  return numbers[index] as number;
}

/** The same of whole numbers: apart, so that both stay as fast as an array's own brackets. */
export function wholeAt(numbers: Uint8Array | Int32Array, index: number): number {
  return numbers[index] as number;
}

/** Lays a history out as rows of ordinary and special days. */
export function daySheet(
  history: SeriesHistory,
  horizon: number,
  specialDays: readonly SpecialDay[],
  events: readonly PlannedEvent[],
): DaySheet {
  const { slotsPerDay, counts } = history;
  const days = daysOf(history);
  const firstDay = dayNumber(history.firstDay);
  const slotOf = openSlots(counts, days, slotsPerDay);
  const slots = slotOf.length;
  const holidays = new Map<number, SpecialDay>();
  const weekday = new Uint8Array(days + horizon);
  for (let row = 0; row < weekday.length; row++) weekday[row] = weekdayOf(firstDay + row);
  for (const special of specialDays) {
    const row = dayNumber(special.day) - firstDay;
    if (row < 0 || row >= weekday.length) continue;
    if (special.kind === 'holiday') holidays.set(row, special);
    // A worked Saturday stands for a Friday, a worked Sunday for a Monday.
    else if (wholeAt(weekday, row) >= 5) weekday[row] = wholeAt(weekday, row) === 5 ? 4 : 0;
  }
  const counted = new Float64Array(days * slots);
  for (let row = 0; row < days; row++) {
    for (let s = 0; s < slots; s++) {
      counted[row * slots + s] = at(counts, row * slotsPerDay + wholeAt(slotOf, s));
    }
  }
  const grid = { firstDay, days, slotsPerDay };
  const excluded = events.filter(({ treatment }) => treatment === 'exclude');
  for (const event of excluded) takeOut(counted, slotOf, event, grid);
  const ordinary = counted.slice();
  for (const event of events) takeOut(ordinary, slotOf, event, grid);
  for (const row of holidays.keys()) {
    if (row < days) ordinary.fill(Number.NaN, row * slots, (row + 1) * slots);
  }
  const roots = ordinary.map(countRoot);
  return { firstDay, days, slots, slotOf, counted, ordinary, roots, weekday, holidays };
}

/** The scale that profiles stand on: a count's square root, with even variance from about 1 up. */
export function countRoot(count: number): number {
  return Math.sqrt(count + 0.25);
}

function openSlots(counts: Float64Array, days: number, slotsPerDay: number): Int32Array {
  const open = new Uint8Array(slotsPerDay);
  for (let i = 0; i < days * slotsPerDay; i++) {
    if (at(counts, i) > 0) open[i % slotsPerDay] = 1;
  }
  return Int32Array.from([...open.keys()].filter((slot) => open[slot] === 1));
}

function takeOut(
  counted: Float64Array,
  slotOf: Int32Array,
  event: PlannedEvent,
  grid: { firstDay: number; days: number; slotsPerDay: number },
): void {
  const from = slotIndex(event.from, grid);
  const to = slotIndex(event.to, grid);
  const slots = slotOf.length;
  const lastRow = Math.min(grid.days - 1, Math.floor(to / grid.slotsPerDay));
  for (let row = Math.max(0, Math.floor(from / grid.slotsPerDay)); row <= lastRow; row++) {
    for (let s = 0; s < slots; s++) {
      const index = row * grid.slotsPerDay + wholeAt(slotOf, s);
      if (index >= from && index < to) counted[row * slots + s] = Number.NaN;
    }
  }
}

/** Slots from the grid's start to a local wall-clock time, fractional within a slot. */
export function slotIndex(
  local: string,
  { firstDay, slotsPerDay }: { firstDay: number; slotsPerDay: number },
): number {
  const [hours = 0, minutes = 0] = local.slice(11).split(':').map(Number);
  const day = dayNumber(local) - firstDay;
  return day * slotsPerDay + ((hours * 60 + minutes) * slotsPerDay) / 1440;
}
