import { DomainError } from '../domain/domain-error.ts';

/** No zone changes its offset more often than this in the years of one calendar. */
const mostChanges = 40;

/**
 * A VTIMEZONE of RFC 5545 for a stretch of time: each change of the clock in it stands by itself,
 * so nothing is said about years that the calendar does not show.
 *
 * @param zone - IANA zone.
 * @throws DomainError invalid for a zone that does not exist.
 */
export function calendarZone(zone: string, span: { fromMs: number; toMs: number }): string {
  const first = zonedAt(span.fromMs, zone);
  const observances = [
    observance({ ...named(first), fromOffset: first.offset, local: first.toPlainDateTime() }),
  ];
  let at = first;
  for (let n = 0; n < mostChanges; n += 1) {
    const change = at.getTimeZoneTransition('next');
    if (!change || change.epochMilliseconds > span.toMs) break;
    const before = change.subtract({ nanoseconds: 1 });
    // A change is named by what clocks showed before it.
    const local = before.add({ nanoseconds: 1 }).toInstant().toZonedDateTimeISO(before.offset);
    const fromOffset = before.offset;
    observances.push(observance({ ...named(change), fromOffset, local: local.toPlainDateTime() }));
    at = change;
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances, 'END:VTIMEZONE'].join('\r\n');
}

interface Observance {
  kind: 'STANDARD' | 'DAYLIGHT';
  offset: string;
  fromOffset: string;
  local: Temporal.PlainDateTime;
}

function observance({ kind, offset, fromOffset, local }: Observance): string {
  return [
    `BEGIN:${kind}`,
    `TZNAME:${offset}`,
    `TZOFFSETFROM:${digits(fromOffset)}`,
    `TZOFFSETTO:${digits(offset)}`,
    `DTSTART:${local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `END:${kind}`,
  ].join('\r\n');
}

/** Summer time is the greater of a year's offsets. */
function named(at: Temporal.ZonedDateTime): Pick<Observance, 'kind' | 'offset'> {
  const other = at.getTimeZoneTransition('next');
  const near = other && other.epochMilliseconds - at.epochMilliseconds < 366 * 86_400_000;
  const later = near ? other.offsetNanoseconds : at.offsetNanoseconds;
  return { kind: at.offsetNanoseconds > later ? 'DAYLIGHT' : 'STANDARD', offset: at.offset };
}

function digits(offset: string): string {
  return offset.replaceAll(':', '');
}

function zonedAt(atMs: number, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(zone);
  } catch {
    throw new DomainError('invalid', `"${zone}" is no time zone`);
  }
}
