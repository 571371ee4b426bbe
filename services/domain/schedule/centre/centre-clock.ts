import type { CentreDay } from './centre-problem.ts';

/**
 * Minutes that really passed from midnight until a wall-clock minute of the day.
 *
 * A minute that the clock skips is the moment at which it jumps; of two minutes with one name the
 * first is meant.
 */
export function elapsedMin({ clockChange }: CentreDay, wallMin: number): number {
  if (!clockChange) return wallMin;
  const { atMin, byMin } = clockChange;
  if (byMin > 0) return wallMin < atMin + byMin ? Math.min(wallMin, atMin) : wallMin - byMin;
  return wallMin < atMin ? wallMin : wallMin - byMin;
}

/** The wall-clock minute of the day after so many minutes have passed since midnight. */
export function wallMin({ clockChange }: CentreDay, elapsed: number): number {
  if (!clockChange || elapsed < clockChange.atMin) return elapsed;
  return elapsed + clockChange.byMin;
}

/**
 * The days of a site as the problem wants them.
 *
 * @param zone - IANA name such as `Europe/Paris`.
 * @param firstDay - ISO date.
 * @param slotMin - minutes of a slot.
 */
export function centreDays(
  zone: string,
  { firstDay, days }: { firstDay: string; days: number },
  slotMin: number,
): CentreDay[] {
  const first = Temporal.PlainDate.from(firstDay);
  let week = 0;
  return Array.from({ length: days }, (_, at) => {
    const date = first.add({ days: at });
    const midnight = date.toZonedDateTime(zone);
    const next = date.add({ days: 1 }).toZonedDateTime(zone);
    const minutes = (next.epochMilliseconds - midnight.epochMilliseconds) / 60_000;
    if (at > 0 && date.dayOfWeek === 1) week += 1;
    return {
      weekday: date.dayOfWeek,
      week,
      slots: minutes / slotMin,
      clockChange: minutes === 1_440 ? null : changeOf(midnight, 1_440 - minutes),
    };
  });
}

function changeOf(midnight: Temporal.ZonedDateTime, byMin: number) {
  const change = midnight.getTimeZoneTransition('next');
  const passed = change ? change.epochMilliseconds - midnight.epochMilliseconds : 0;
  return { atMin: passed / 60_000, byMin };
}
