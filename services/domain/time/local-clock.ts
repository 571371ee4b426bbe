import { DomainError } from '../domain-error.ts';

/** Milliseconds in a day of UTC. */
export const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Days remembered: thirty years of one zone. */
const daysKept = 11_000;

/** A zone's wall clock, fast for many readings of the same days. */
export interface LocalClock {
  zone: string;
  /**
   * The instants at which the clock shows a time: one; two in the hour that
   * comes twice, in order; none in the hour that is left out.
   *
   * @param day - days since 1970-01-01.
   * @param minute - minutes after midnight, 0 to 1439.
   */
  instants(day: number, minute: number): readonly number[];
  /** What the clock shows at an instant. */
  reading(atMs: number): { day: number; minute: number };
  /** The offset from UTC at an instant, "+01:00". */
  offsetName(atMs: number): string;
}

/** When a zone's clock does not change on a day, its offset; else `null`. */
type OffsetOfDay = number | null;

/**
 * The wall clock of a zone.
 *
 * @param zone - IANA name, for example "Europe/Paris". A name that is none is refused.
 */
export function localClock(zone: string): LocalClock {
  checkZone(zone);
  const offsets = new Map<number, OffsetOfDay>();
  const offsetOn = (day: number): OffsetOfDay => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetOfDay(day, zone);
    if (offsets.size >= daysKept) offsets.clear();
    offsets.set(day, offset);
    return offset;
  };
  return {
    zone,
    instants: (day, minute) => {
      const offset = offsetOn(day);
      const wallMs = day * dayMs + minute * minuteMs;
      return offset === null ? instantsOf(wallMs, zone) : [wallMs - offset];
    },
    reading: (atMs) => {
      const wallMs = atMs + offsetAt(atMs, zone, offsetOn);
      const day = Math.floor(wallMs / dayMs);
      return { day, minute: Math.floor((wallMs - day * dayMs) / minuteMs) };
    },
    offsetName: (atMs) => zoned(atMs, zone).offset.slice(0, 6),
  };
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new DomainError('invalid', `there is no time zone "${zone}": give one as Europe/Paris`);
  }
}

function offsetOfDay(day: number, zone: string): OffsetOfDay {
  // A clock may jump at midnight itself, so the hours around the day must agree as well.
  const [before, after] = [offsetMs(day * dayMs - 15 * 3_600_000, zone), afterDay(day, zone)];
  return before === after ? before : instantsChange(day, zone);
}

function afterDay(day: number, zone: string): number {
  return offsetMs((day + 1) * dayMs + 15 * 3_600_000, zone);
}

/** The offsets around a day differ: does the clock change on the day itself? */
function instantsChange(day: number, zone: string): OffsetOfDay {
  const plain = new Date(day * dayMs).toISOString().slice(0, 10);
  const date = Temporal.PlainDate.from(plain);
  const start = date.toZonedDateTime(zone).epochMilliseconds;
  const end = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const offset = offsetMs(start, zone);
  const whole = end - start === dayMs && start + offset === day * dayMs;
  return whole && offsetMs(end - 1, zone) === offset ? offset : null;
}

function instantsOf(wallMs: number, zone: string): number[] {
  const wall = Temporal.PlainDateTime.from(new Date(wallMs).toISOString().slice(0, 19));
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  );
  if (!earlier || !later || !earlier.toPlainDateTime().equals(wall)) return [];
  const starts = [earlier.epochMilliseconds, later.epochMilliseconds];
  return starts[0] === starts[1] ? starts.slice(0, 1) : starts;
}

function offsetAt(atMs: number, zone: string, offsetOn: (day: number) => OffsetOfDay): number {
  const day = Math.floor(atMs / dayMs);
  const [today, next, last] = [offsetOn(day), offsetOn(day + 1), offsetOn(day - 1)];
  return today !== null && today === next && today === last ? today : offsetMs(atMs, zone);
}

function offsetMs(atMs: number, zone: string): number {
  return zoned(atMs, zone).offsetNanoseconds / 1_000_000;
}

function zoned(atMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
}
