import {
  dayName,
  type SeriesHistory,
  type SpecialDay,
} from '../../domain/forecast/series-history.ts';
import type { LocalClock } from '../../domain/time/local-clock.ts';
import type { ImportedQueue } from './place-rows.ts';

/** Longest history that is forecast from, in days: older customers were others. */
const mostDays = 3_660;

/** A queue's past as it was known at one instant. */
export interface KnownPast {
  /** Whole days before the instant's day. */
  history: SeriesHistory;
  /** The day of the instant: its slots before the instant; `NaN` = not known or not yet. */
  today: Float64Array;
  /** The instant's place in its day; 0 = midnight. */
  fromSlot: number;
}

/**
 * What of a queue lies before an instant, on a grid of local days. Later rows are
 * not looked at. The hour that comes twice holds the mean of both.
 *
 * @returns `undefined` where no whole day before holds a known slot.
 */
export function knownPast(
  queue: Pick<ImportedQueue, 'startsMs' | 'calls'>,
  { clock, slotMinutes, beforeMs }: { clock: LocalClock; slotMinutes: number; beforeMs: number },
): KnownPast | undefined {
  const slotsPerDay = 1_440 / slotMinutes;
  const here = clock.reading(beforeMs);
  const known = queue.calls.findIndex((calls) => !Number.isNaN(calls));
  const firstMs = queue.startsMs[known];
  if (firstMs === undefined || firstMs >= beforeMs) return undefined;
  const firstDay = Math.max(clock.reading(firstMs).day, here.day - mostDays);
  if (firstDay >= here.day) return undefined;
  const size = (here.day - firstDay + 1) * slotsPerDay;
  const grid = new Float64Array(size).fill(Number.NaN);
  for (let i = known; i < queue.startsMs.length; i += 1) {
    const atMs = queue.startsMs[i] ?? 0;
    if (atMs >= beforeMs) break;
    const calls = queue.calls[i] ?? Number.NaN;
    const { day, minute } = clock.reading(atMs);
    if (day < firstDay || Number.isNaN(calls)) continue;
    const at = (day - firstDay) * slotsPerDay + minute / slotMinutes;
    const before = grid[at] ?? Number.NaN;
    grid[at] = Number.isNaN(before) ? calls : (before + calls) / 2;
  }
  const cut = size - slotsPerDay;
  return {
    history: { firstDay: dayName(firstDay), slotsPerDay, counts: grid.slice(0, cut) },
    today: grid.slice(cut),
    fromSlot: here.minute / slotMinutes,
  };
}

/**
 * The holidays flagged in a file beside a calendar's days: the union, with the
 * calendar's names where the file only flags.
 */
export function withFlagged(
  specialDays: readonly SpecialDay[],
  flagged: ImportedQueue['holidays'],
  { from, to }: { from: string; to: string },
): SpecialDay[] {
  const days = new Map(specialDays.map((special) => [special.day, special]));
  for (const { day: number, name } of flagged) {
    const day = dayName(number);
    const known = days.get(day);
    if (known?.kind === 'holiday' && (name === '' || known.name !== '')) continue;
    days.set(day, { day, kind: 'holiday', name: name || (known?.name ?? '') });
  }
  return [...days.values()]
    .filter(({ day }) => day >= from && day <= to)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
