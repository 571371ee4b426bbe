/**
 * First instant of the local day that holds an instant. A day has 23, 24 or 25
 * hours; where clocks skip midnight it begins at the first minute there is.
 *
 * @param zone - IANA zone, for example "Asia/Shanghai".
 */
export function localDayStart(nowMs: number, zone: string): number {
  return zoned(nowMs, zone).startOfDay().epochMilliseconds;
}

/** First instant after the local day that holds an instant. */
export function localDayEnd(nowMs: number, zone: string): number {
  return zoned(nowMs, zone).add({ days: 1 }).startOfDay().epochMilliseconds;
}

function zoned(nowMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs)).toZonedDateTimeISO(zone);
}
