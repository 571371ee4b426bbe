import type { SpecialDay } from '../domain/forecast/series-history.ts';

/** Special days of a calendar over local days, the last included. */
export type Calendars = (of: {
  /** "auto" = by the zone, "" = none, else a country or region. */
  calendar: string;
  zone: string;
  from: string;
  to: string;
}) => { code: string; specialDays: SpecialDay[] };
