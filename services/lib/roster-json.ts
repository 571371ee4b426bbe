import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { DomainError } from '../domain/domain-error.ts';
import {
  off,
  type Roster,
  type RosterPerson,
  type RosterProblem,
  type RosterShift,
} from '../domain/schedule/roster/roster-problem.ts';

/** A roster problem as a file holds it: see roster-problem.schema.json. */
export interface RosterFile {
  firstDay: string;
  days: number;
  restMinutes?: number;
  shifts: FileShift[];
  contracts: FileContract[];
  people: FilePerson[];
  cover: {
    date: string;
    shifts: string[];
    required: number;
    underWeight: number;
    overWeight: number;
  }[];
}

interface FileShift {
  id: string;
  minutes: number;
  start?: string;
  spanMinutes?: number;
  mayNotPrecede?: string[];
}

interface FileContract {
  id: string;
  maxMinutes: number;
  minMinutes?: number;
  maxDaysInARow?: number;
  minDaysInARow?: number;
  minDaysOffInARow?: number;
  maxWeekends?: number;
  maxOfShift?: Record<string, number>;
}

interface FilePerson {
  id: string;
  contract: string;
  shifts?: string[];
  unavailable?: string[];
  wishes?: { date: string; shift?: string; kind: 'on' | 'off'; weight: number }[];
  pins?: { date: string; shift: string | null }[];
  past?: { daysWorked: number; daysOff: number; lastShift?: string };
}

const schema = JSON.parse(
  readFileSync(new URL('roster-problem.schema.json', import.meta.url), 'utf8'),
) as object;
const keepsSchema = new Ajv({ allErrors: false }).compile<RosterFile>(schema);

/**
 * Reads a roster problem in Floorcast's own form.
 *
 * @throws DomainError naming the place in the file that is wrong.
 */
export function readRosterFile(text: string): { file: RosterFile; problem: RosterProblem } {
  const file = parsed(text);
  if (!keepsSchema(file)) {
    const [fault] = keepsSchema.errors ?? [];
    throw invalid(`${fault?.instancePath || 'the problem'} ${fault?.message ?? 'is wrong'}`);
  }
  const shiftAt = placesOf(file.shifts, 'shifts');
  const shiftOf = (id: string, where: string) => placeIn(shiftAt, id, `${where} names the shift`);
  const dayOf = (date: string, where: string) => dayIn(file, date, where);
  const shifts = file.shifts.map((shift) => shiftFrom(file, shift, shiftOf));
  placesOf(file.people, 'people');
  const people = file.people.map((person) => personFrom(file, person, { shiftOf, dayOf }));
  const cover = file.cover.map(({ date, shifts: ids, ...wanted }, at) => {
    const where = `/cover/${at}`;
    const day = dayOf(date, where);
    return { ...wanted, cells: ids.map((id) => day * shifts.length + shiftOf(id, where)) };
  });
  const firstWeekday = plainDate(file.firstDay, '/firstDay').dayOfWeek;
  return { file, problem: { days: file.days, firstWeekday, shifts, people, cover } };
}

/** The roster by person: one entry a day, a shift's id or `null` when off. */
export function rosterById({ shifts, people }: RosterProblem, roster: Roster) {
  return Object.fromEntries(
    people.map(({ id }, at) => [
      id,
      Array.from(roster[at] ?? [], (shift) => (shift === off ? null : (shifts[shift]?.id ?? null))),
    ]),
  );
}

/**
 * Reads a roster as `rosterById` gives it, or a file that holds one as `roster`.
 *
 * @throws DomainError naming the person whose days do not fit the problem.
 */
export function readRosterById(problem: RosterProblem, text: string): Roster {
  const file = parsed(text) as { roster?: unknown } | null;
  const byId = (file?.roster ?? file) as Record<string, unknown> | null;
  const placeOf = new Map(problem.shifts.map(({ id }, at) => [id, at]));
  return problem.people.map(({ id }) => {
    const days = byId?.[id];
    if (!Array.isArray(days) || days.length !== problem.days) {
      throw invalid(`the roster gives "${id}" no list of ${problem.days} days`);
    }
    return Int16Array.from(days, (shift) =>
      shift === null ? off : placeIn(placeOf, String(shift), `"${id}" has the shift`),
    );
  });
}

interface Places {
  shiftOf: (id: string, where: string) => number;
  dayOf: (date: string, where: string) => number;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`the problem is not JSON: ${(error as Error).message}`);
  }
}

function shiftFrom(file: RosterFile, shift: FileShift, shiftOf: Places['shiftOf']): RosterShift {
  const barred = new Set((shift.mayNotPrecede ?? []).map((id) => shiftOf(id, `"${shift.id}"`)));
  const { restMinutes } = file;
  if (restMinutes !== undefined) {
    const endMinute = startMinute(shift) + (shift.spanMinutes ?? shift.minutes);
    for (const [at, next] of file.shifts.entries()) {
      if (minutesADay + startMinute(next) - endMinute < restMinutes) barred.add(at);
    }
  }
  return { id: shift.id, minutes: shift.minutes, mayNotPrecede: [...barred] };
}

const minutesADay = 1_440;

function startMinute({ id, start }: FileShift): number {
  if (start === undefined) throw invalid(`restMinutes needs the start of shift "${id}"`);
  return Number(start.slice(0, 2)) * 60 + Number(start.slice(3));
}

function personFrom(
  file: RosterFile,
  person: FilePerson,
  { shiftOf, dayOf }: Places,
): RosterPerson {
  const where = `person "${person.id}"`;
  const contract = file.contracts.find(({ id }) => id === person.contract);
  if (!contract) throw invalid(`${where} has the unknown contract "${person.contract}"`);
  const maxOfShift = file.shifts.map(({ id }) => contract.maxOfShift?.[id] ?? file.days);
  for (const id of Object.keys(contract.maxOfShift ?? {})) shiftOf(id, `"${contract.id}"`);
  if (person.shifts) {
    const able = new Set(person.shifts.map((id) => shiftOf(id, where)));
    for (const at of maxOfShift.keys()) if (!able.has(at)) maxOfShift[at] = 0;
  }
  const { past } = person;
  if (past && past.daysWorked > 0 !== (past.lastShift !== undefined)) {
    throw invalid(
      `${where} has a past with daysWorked ${past.daysWorked} that its lastShift denies`,
    );
  }
  return {
    id: person.id,
    limits: {
      maxMinutes: contract.maxMinutes,
      minMinutes: contract.minMinutes ?? 0,
      maxDaysInARow: contract.maxDaysInARow ?? file.days,
      minDaysInARow: contract.minDaysInARow ?? 1,
      minDaysOffInARow: contract.minDaysOffInARow ?? 1,
      maxWeekends: contract.maxWeekends ?? file.days,
      maxOfShift,
    },
    unavailable: (person.unavailable ?? []).map((date) => dayOf(date, where)),
    wishes: (person.wishes ?? []).map(({ date, shift, kind, weight }) => ({
      ...{ day: dayOf(date, where), kind, weight },
      shift: shift === undefined ? null : shiftOf(shift, where),
    })),
    pins: (person.pins ?? []).map(({ date, shift }) => ({
      day: dayOf(date, where),
      shift: shift === null ? null : shiftOf(shift, where),
    })),
    past: past
      ? {
          daysWorked: past.daysWorked,
          daysOff: past.daysOff,
          lastShift: past.lastShift === undefined ? null : shiftOf(past.lastShift, where),
        }
      : null,
  };
}

function dayIn({ firstDay, days }: RosterFile, date: string, where: string): number {
  const first = plainDate(firstDay, '/firstDay');
  const day = first.until(plainDate(date, where), { largestUnit: 'days' }).days;
  if (day >= 0 && day < days) return day;
  throw invalid(`${where} names ${date}, not one of the ${days} days from ${firstDay}`);
}

function plainDate(date: string, where: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(date);
  } catch {
    throw invalid(`${where} has "${date}", which is no day`);
  }
}

function placesOf(named: readonly { id: string }[], what: string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, { id }] of named.entries()) {
    if (places.has(id)) throw invalid(`/${what}/${at} has the id "${id}" of another`);
    places.set(id, at);
  }
  return places;
}

function placeIn(places: ReadonlyMap<string, number>, id: string, what: string): number {
  const place = places.get(id);
  if (place === undefined) throw invalid(`${what} "${id}", which there is not`);
  return place;
}

function invalid(sentence: string): DomainError {
  return new DomainError('invalid', sentence);
}
