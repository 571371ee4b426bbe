import { at, slotIndex, wholeAt } from './day-sheet.ts';
import type { Footing } from './footing.ts';
import { weekdayCounts } from './robust-fit.ts';
import type { PlannedEvent } from './series-history.ts';

/** Weight, in events, of the assumption that an event changes nothing. */
const priorEvents = 0.5;

/**
 * Lays the effect of the planner's modelled events on a forecast: contacts
 * counted over expected at past events of the same name, drawn towards 1 the
 * fewer there were. An event never seen changes nothing.
 *
 * @param mean - days × columns of the sheet from the origin; changed in place.
 */
export function applyEvents(
  from: Footing,
  mean: Float64Array,
  events: readonly PlannedEvent[],
  slotsPerDay: number,
): void {
  const modelled = events.filter(({ treatment }) => treatment === 'model');
  for (const name of new Set(modelled.map((event) => event.name))) {
    const same = modelled.filter((event) => event.name === name);
    const effect = eventEffect(from, same, slotsPerDay);
    if (effect === 0) continue;
    for (const event of same) {
      forEachSlot(from, event, slotsPerDay, (row, s) => {
        const i = (row - from.origin) * from.sheet.slots + s;
        if (i >= 0 && i < mean.length) mean[i] = at(mean, i) * Math.exp(effect);
      });
    }
  }
}

/** Log of counted over expected, drawn towards 0. */
function eventEffect(from: Footing, events: readonly PlannedEvent[], slotsPerDay: number): number {
  const { sheet, origin, fits, smooth } = from;
  const habits = [0, 1, 2, 3, 4, 5, 6].map((day) => weekdayCounts(fits.long, day, 1));
  let sum = 0;
  let seen = 0;
  for (const event of events) {
    let counted = 0;
    let expected = 0;
    forEachSlot(from, event, slotsPerDay, (row, s) => {
      const y = row < origin ? at(sheet.counted, row * sheet.slots + s) : Number.NaN;
      if (Number.isNaN(y)) return;
      const habit = at(habits[wholeAt(sheet.weekday, row)] as Float64Array, s);
      counted += y;
      expected += habit * Math.exp(at(smooth, row));
    });
    if (expected < 1) continue;
    sum += Math.log((counted + 0.5) / (expected + 0.5));
    seen++;
  }
  return sum / (seen + priorEvents);
}

/** Every slot of an event as row and column of the sheet, future rows as well. */
function forEachSlot(
  { sheet }: Footing,
  event: PlannedEvent,
  slotsPerDay: number,
  visit: (row: number, column: number) => void,
): void {
  const grid = { firstDay: sheet.firstDay, slotsPerDay };
  const from = slotIndex(event.from, grid);
  const to = slotIndex(event.to, grid);
  const last = Math.min(sheet.weekday.length - 1, Math.floor(to / slotsPerDay));
  for (let row = Math.max(0, Math.floor(from / slotsPerDay)); row <= last; row++) {
    for (let s = 0; s < sheet.slots; s++) {
      const index = row * slotsPerDay + wholeAt(sheet.slotOf, s);
      if (index >= from && index < to) visit(row, s);
    }
  }
}
