/** Time across the grid: local days of equal width, so a day of 23 hours is as wide as its neighbours. */
import { dayPlus, daysFrom, instantAt, localAt, startOfDay } from '../local-time.ts';

/** The days that are shown and how wide each is, in pixels. */
export interface Axis {
  days: readonly string[];
  /** Instants at which they begin, and the end of the last. */
  starts: readonly number[];
  dayWidth: number;
  zone: string;
}

/** The axis of some local days. */
export function axisOf(from: string, days: number, dayWidth: number, zone: string): Axis {
  const shown = daysFrom(from, days);
  const starts = [...shown, dayPlus(from, days)].map((day) => startOfDay(day, zone));
  return { days: shown, starts, dayWidth, zone };
}

/** The pixel of an instant; before and after the days that are shown, their edges. */
export function xOf({ starts, dayWidth }: Axis, atMs: number): number {
  const last = starts.length - 1;
  const first = starts[0] ?? 0;
  const end = starts[last] ?? 0;
  if (atMs <= first) return 0;
  if (atMs >= end) return last * dayWidth;
  // A guess by days of 24 hours is wrong by one at most.
  let i = Math.min(last - 1, Math.floor((atMs - first) / 86_400_000));
  while (i > 0 && (starts[i] ?? 0) > atMs) i -= 1;
  while (i < last - 1 && (starts[i + 1] ?? 0) <= atMs) i += 1;
  const from = starts[i] ?? 0;
  return (i + (atMs - from) / ((starts[i + 1] ?? from + 1) - from)) * dayWidth;
}

/** The local day and minute of the clock under a pixel, to whole steps of minutes. */
export function spotAt(
  axis: Axis,
  x: number,
  stepMinutes: number,
): { day: string; minute: number } {
  const last = axis.days.length - 1;
  const i = Math.min(last, Math.max(0, Math.floor(x / axis.dayWidth)));
  const from = axis.starts[i] ?? 0;
  const to = axis.starts[i + 1] ?? from;
  const part = Math.min(1, Math.max(0, x / axis.dayWidth - i));
  const { minute } = localAt(from + part * (to - from) * 0.999_99, axis.zone);
  return { day: axis.days[i] ?? '', minute: Math.floor(minute / stepMinutes) * stepMinutes };
}

/** Hours between two marks of the head, by how wide a day is. */
export function hourStep(dayWidth: number): number {
  const hour = dayWidth / 24;
  return [1, 2, 3, 6, 12].find((hours) => hours * hour >= 44) ?? 24;
}

/** Marks of a day's head: the hour and its pixel within all days. */
export function hourMarks(axis: Axis, day: number): { hour: number; x: number }[] {
  const step = hourStep(axis.dayWidth);
  const marks: { hour: number; x: number }[] = [];
  for (let hour = step; hour < 24; hour += step) {
    marks.push({ hour, x: xOf(axis, instantAt(axis.days[day] ?? '', hour * 60, axis.zone)) });
  }
  return marks;
}
