/** One local day as instants: 23, 24 or 25 hours, or half an hour off. */
export interface LocalDay {
  startMs: number;
  /** First instant of the next day. */
  endMs: number;
}

/**
 * The first instant of the local day that holds an instant. Where the clocks go
 * forward at midnight, the day begins at the first instant that exists.
 *
 * @param zone - IANA name, for example "Asia/Shanghai".
 */
export function localDayStart(atMs: number, zone: string): number {
  return localDate(atMs, zone).toZonedDateTime(zone).epochMilliseconds;
}

/** The first instant after the local day that holds an instant. */
export function localDayEnd(atMs: number, zone: string): number {
  return localDate(atMs, zone).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/** The local day that holds an instant. */
export function localDay(atMs: number, zone: string): LocalDay {
  return { startMs: localDayStart(atMs, zone), endMs: localDayEnd(atMs, zone) };
}

function localDate(atMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
}
