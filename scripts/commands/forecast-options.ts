import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import { type LocalClock, localClock } from '../../services/domain/time/local-clock.ts';
import type { Role } from '../../services/staffing-forecast/import/columns.ts';
import { slotLengths } from '../../services/staffing-forecast/import/read-history.ts';
import {
  cutStart,
  type DateOrder,
  readDates,
  timeOfDay,
} from '../../services/staffing-forecast/import/times.ts';

/** Where a forecast begins. */
export interface Origin {
  atMs: number;
  /** Local wall clock, "YYYY-MM-DDTHH:MM". */
  label: string;
}

/** What the command was asked for. */
export interface ForecastOptions {
  path: string;
  out: string | undefined;
  slotMinutes: number;
  zone: string;
  /** Empty = none. */
  calendar: string;
  origins: Origin[];
  days: number;
  columns: Partial<Record<Role, string>>;
  dateOrder: DateOrder | undefined;
}

const mostDays = 400;
/** A backtest of five years, day by day. */
const mostOrigins = 2_000;

/** Reads the command line of `floorcast forecast`; what is missing or wrong is refused by name. */
export function readForecastOptions(args: string[]): ForecastOptions {
  const values = parsed(args);
  const { in: path, zone, slot, origin = [], days = '14', out, calendar = '' } = values;
  if (path === undefined) throw refusal('give --in FILE, or - for standard input');
  if (zone === undefined) throw refusal('give --zone, for example Europe/Paris');
  if (slot === undefined) throw refusal('give --slot 5, 15, 30 or 60');
  if (origin.length === 0) throw refusal('give --origin, for example 2026-06-01');
  if (origin.length > mostOrigins) {
    throw refusal(`${origin.length} times --origin: at most ${mostOrigins} are taken`);
  }
  const slotMinutes = slotLengths.find((length) => String(length) === slot);
  if (!slotMinutes) throw refusal(`--slot is "${slot}", but must be 5, 15, 30 or 60`);
  if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > mostDays) {
    throw refusal(`--days is "${days}", but must be a whole number from 1 to ${mostDays}`);
  }
  const dateOrder = values['date-order'];
  if (dateOrder !== undefined && dateOrder !== 'dmy' && dateOrder !== 'mdy') {
    throw refusal(`--date-order is "${dateOrder}", but must be dmy or mdy`);
  }
  const clock = localClock(zone);
  return {
    ...{ path, out, slotMinutes, zone, calendar, dateOrder },
    days: Number(days),
    origins: origin.map((time) => readOrigin(time, clock, slotMinutes)),
    columns: readColumns(values.columns ?? ''),
  };
}

function parsed(args: string[]) {
  const string = { type: 'string' } as const;
  const options = {
    ...{ in: string, out: string, slot: string, zone: string, calendar: string, days: string },
    ...{ columns: string, 'date-order': string },
    origin: { type: 'string', multiple: true },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw refusal((error as Error).message.split('. ')[0] ?? 'bad options');
  }
}

function readOrigin(text: string, clock: LocalClock, slotMinutes: number): Origin {
  const refuse = (why: string) => refusal(`--origin "${text}" ${why}`);
  const [dateCell, timeCell] = cutStart(text.trim());
  const date = /^\d{4}-\d{2}-\d{2}$/.test(dateCell)
    ? readDates([dateCell]).dates.get(dateCell)
    : undefined;
  const time = timeCell === '' ? { minute: 0 } : timeOfDay(timeCell);
  if (!date || !time) throw refuse('is no date and no YYYY-MM-DDTHH:MM');
  if (time.minute % slotMinutes !== 0) {
    throw refuse(`does not begin an interval of ${slotMinutes} minutes`);
  }
  const { offset } = time;
  if (offset === 'Z' && !/^(etc\/)?(utc|gmt)$/i.test(clock.zone)) {
    throw refuse(`is UTC, but the zone is ${clock.zone}: give local wall clock`);
  }
  const instants = clock.instants(date.day, time.minute);
  const ahead = offset === 'Z' ? 0 : offset;
  const wallMs = date.day * 86_400_000 + time.minute * 60_000;
  const atMs =
    ahead === undefined ? instants[0] : instants.find((at) => at === wallMs - ahead * 60_000);
  // A day whose midnight is left out begins at its first instant.
  const begins = atMs ?? (time.minute === 0 ? firstInstant(clock, date.day) : undefined);
  if (begins === undefined) throw refuse(`is no time of ${clock.zone}`);
  const label = new Date(wallMs).toISOString().slice(0, 16);
  return { atMs: begins, label: instants.length > 1 ? label + clock.offsetName(begins) : label };
}

function firstInstant(clock: LocalClock, day: number): number | undefined {
  for (let minute = 0; minute < 1_440; minute += 15) {
    const [atMs] = clock.instants(day, minute);
    if (atMs !== undefined) return atMs;
  }
  return undefined;
}

function readColumns(list: string): Partial<Record<Role, string>> {
  const pairs = list.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const cut = pair.indexOf('=');
      if (cut < 1) throw refusal(`--columns has "${pair}", which is no role=name`);
      return [pair.slice(0, cut), pair.slice(cut + 1)];
    }),
  );
}

function refusal(sentence: string): DomainError {
  return new DomainError('invalid', sentence);
}
