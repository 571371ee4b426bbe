import chineseDays from 'chinese-days';
import Holidays from 'date-holidays';
import { DomainError } from '../domain/domain-error.ts';
import {
  dayName,
  dayNumber,
  type SpecialDay,
  weekdayOf,
} from '../domain/forecast/series-history.ts';

/** Which special days are asked for. */
export interface CalendarQuestion {
  /** "FR", "US-CA", "DE/BY/A"; "auto" = the zone's country; "" = none. */
  calendar: string;
  /** IANA name; only "auto" looks at it. */
  zone: string;
  /** Local dates, "YYYY-MM-DD", both included. */
  from: string;
  to: string;
}

/** The special days of a calendar, ascending, one a day. */
export interface CalendarDays {
  /** The calendar that was used, as "DE-BY"; empty for none. */
  code: string;
  specialDays: SpecialDay[];
}

/** Longest span that is asked for at once: history is years, not centuries. */
const mostDays = 40_000;

/**
 * Public holidays and make-up working days of a country or region.
 *
 * Names are the country's own and the same each year, also of a day taken in
 * place of a holiday on a weekend. Mainland China's days off and the weekend days
 * worked for them (调休) are those decreed by the State Council, as far as
 * `chineseYears` reaches; beyond, the statutory days alone.
 *
 * @see date-holidays and chinese-days, whose lists these are.
 */
export function calendarDays({ calendar, zone, from, to }: CalendarQuestion): CalendarDays {
  const code = calendar === 'auto' ? countryOf(zone) : calendar.trim();
  if (code === '') return { code, specialDays: [] };
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (!(last - first < mostDays)) {
    throw new DomainError('invalid', `the days ${from} to ${to} of a calendar are too many`);
  }
  const { holidays, name } = open(code);
  const days = new Map<string, SpecialDay>();
  for (let year = Number(from.slice(0, 4)) - 1; year <= Number(to.slice(0, 4)); year += 1) {
    const list = name === 'CN' ? chinese(holidays, year) : publicDays(holidays, year);
    for (const special of list) if (!days.has(special.day)) days.set(special.day, special);
  }
  const within = [...days.values()].filter(({ day }) => day >= from && day <= to);
  return { code: name, specialDays: within.sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

/** The years whose days off and make-up working days of mainland China are known. */
export function chineseYears(): { first: number; last: number } {
  let [first, last] = [2_020, 2_020];
  while (isDecreed(first - 1)) first -= 1;
  while (isDecreed(last + 1)) last += 1;
  return { first, last };
}

function open(code: string): { holidays: Holidays; name: string } {
  const parts = code.toUpperCase().split(/[-/_]/);
  const [country = '', state, region] = parts;
  const known = new Holidays();
  const refuse = (what: string, choices: object | undefined) => {
    const list = Object.keys(choices ?? {});
    const some = list.length === 0 ? 'none is known' : `known are ${list.slice(0, 60).join(', ')}`;
    return new DomainError('invalid', `there is no calendar "${code}": ${what}; ${some}`);
  };
  if (parts.length > 3 || !Object.hasOwn(known.getCountries(), country)) {
    throw refuse('the first part is a country', known.getCountries());
  }
  const states = known.getStates(country) as Record<string, string> | undefined;
  if (state !== undefined && !Object.hasOwn(states ?? {}, state)) {
    throw refuse(`${country} has no region "${state}" with days of its own`, states);
  }
  const regions = state === undefined ? undefined : known.getRegions(country, state);
  if (region !== undefined && !Object.hasOwn((regions as object | undefined) ?? {}, region)) {
    throw refuse(`${country}-${state} has no part "${region}"`, regions as object | undefined);
  }
  return { holidays: new Holidays(...(parts as [string, string, string])), name: parts.join('-') };
}

/** Days of one year that are public holidays for most of their length. */
function publicDays(holidays: Holidays, year: number): SpecialDay[] {
  const found = holidays.getHolidays(year).filter(({ type }) => type === 'public');
  return found.flatMap(({ date, start, end, name }) => {
    const startDay = dayNumber(date.slice(0, 10));
    const startHour = Number(date.slice(11, 13)) + Number(date.slice(14, 16)) / 60;
    const hours = startHour + (end.getTime() - start.getTime()) / 3_600_000;
    const bare = name.replace(/\s*\((substitute day|observed|.*?代休|.*?补假)\)\s*$/i, '');
    const days: SpecialDay[] = [];
    for (let n = 0; n * 24 < hours; n += 1) {
      const covered = Math.min(hours, n * 24 + 24) - Math.max(startHour, n * 24);
      // A day off from noon on, as 三八 in China, is no day off.
      if (covered > 12) days.push({ day: dayName(startDay + n), kind: 'holiday', name: bare });
    }
    return days;
  });
}

function chinese(holidays: Holidays, year: number): SpecialDay[] {
  return isDecreed(year) ? decreed(year) : statutoryDays(holidays, year);
}

/** Mainland China as decreed: days off, weekends within them included, and make-up days. */
function decreed(year: number): SpecialDay[] {
  const days: SpecialDay[] = [];
  const end = dayNumber(`${year + 1}-01-01`);
  for (let number = dayNumber(`${year}-01-01`); number < end; number += 1) {
    const day = dayName(number);
    const { work, name } = chineseDays.getDayDetail(day);
    const weekend = weekdayOf(number) >= 5;
    // A holiday's name comes as "Spring Festival,春节,4"; an ordinary day's is its weekday.
    const chinese = name.split(',')[1];
    if (chinese === undefined) continue;
    if (!work) days.push({ day, kind: 'holiday', name: chinese });
    else if (weekend) days.push({ day, kind: 'working-day', name: chinese });
  }
  return days;
}

function isDecreed(year: number): boolean {
  return chineseDays.getDayDetail(`${year}-10-02`).name.includes(',');
}

/** The statutory days off of mainland China, by the names of the decrees. */
const statutory = ['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆节'];

/** Years that are not decreed yet: the statutory days, under the names of the decrees. */
function statutoryDays(holidays: Holidays, year: number): SpecialDay[] {
  return publicDays(holidays, year).flatMap((special) => {
    const name = statutory.find((known) => special.name.startsWith(known));
    return name === undefined ? [] : [{ ...special, name }];
  });
}

const countries = new Map<string, string>();

/** The country whose own zone it is; empty where there is none or it shares it. */
function countryOf(zone: string): string {
  if (countries.size === 0) {
    const shared = new Set<string>();
    for (const country of Object.keys(new Holidays().getCountries())) {
      for (const one of zonesOf(country)) {
        if (countries.has(one)) shared.add(one);
        countries.set(one, country);
      }
    }
    for (const one of shared) countries.delete(one);
  }
  return countries.get(zone) ?? '';
}

function zonesOf(country: string): readonly string[] {
  try {
    return new Intl.Locale('und', { region: country }).getTimeZones() ?? [];
  } catch {
    // The library knows a few territories that are no regions of Unicode.
    return [];
  }
}
