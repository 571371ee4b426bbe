import { dayMs, type LocalClock } from './local-clock.ts';

/** One slot of a local day. */
export interface LocalSlot {
  /** Its place in a day of 24 hours of wall clock: 09:30 is 19 where a slot is 30 minutes. */
  index: number;
  /** When it begins. */
  startMs: number;
  /** Local wall clock, "YYYY-MM-DDTHH:MM"; in the hour that comes twice with its offset. */
  label: string;
}

/**
 * The slots of a local day as they pass: 23 or 25 hours of them when the clocks
 * change. An hour that comes twice gives its slots twice, an hour that does not
 * exist none.
 *
 * @param day - days since 1970-01-01.
 */
export function localSlots(clock: LocalClock, day: number, slotMinutes: number): LocalSlot[] {
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  const slots: LocalSlot[] = [];
  for (let index = 0; index < 1_440 / slotMinutes; index += 1) {
    const minute = index * slotMinutes;
    const label = `${date}T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
    const starts = clock.instants(day, minute);
    for (const startMs of starts) {
      const offset = starts.length > 1 ? clock.offsetName(startMs) : '';
      slots.push({ index, startMs, label: label + offset });
    }
  }
  // Where half an hour comes twice, its slots follow each other as they pass, not by label.
  return slots.sort((a, b) => a.startMs - b.startMs);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
