/** How a contest names what it is about. */
import { localAt } from '../../schedule/local-time.ts';

const minuteMs = 60_000;

/**
 * Minutes of a local day: "2026-11-12 540-560", whole ones around the stretch; of one that goes on,
 * those that are over.
 */
export function minutesTarget(
  day: string,
  { from, to }: { from: string; to: string },
  { zone, nowMs }: { zone: string; nowMs: number },
): string {
  const whole = Math.ceil(Date.parse(to) / minuteMs);
  const over = Math.floor(nowMs / minuteMs);
  const first = minuteOf(day, Date.parse(from), zone);
  const last = minuteOf(day, Math.min(whole, over) * minuteMs, zone);
  return `${day} ${first}-${Math.max(first + 1, last)}`;
}

/** A line of a card: "2026-11 MEASURE". */
export function lineTarget(period: string, measureId: string): string {
  return `${period} ${measureId}`;
}

/** A shift lies whole in the day on which it begins, so a minute may lie in the next. */
function minuteOf(day: string, atMs: number, zone: string): number {
  const local = localAt(atMs, zone);
  const days = Math.round((Date.parse(local.day) - Date.parse(day)) / 86_400_000);
  return days * 1_440 + local.minute;
}
