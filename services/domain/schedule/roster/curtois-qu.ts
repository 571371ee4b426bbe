import { DomainError } from '../../domain-error.ts';
import { off, type Roster, type RosterCover, type RosterProblem } from './roster-problem.ts';

/**
 * Reads an instance of the shift-scheduling benchmark of Curtois and Qu.
 *
 * Its cost is the weight of refused requests plus weighted under- and over-cover; all else is
 * hard. Day 0 is a Monday, and rules of minimum length do not bind at the borders.
 *
 * @param text - the file; lines may end in CR LF.
 * @throws DomainError naming the line that cannot be read.
 * @see T. Curtois and R. Qu, "Computational results on new staff scheduling benchmark
 *   instances", 2014.
 */
export function readCurtoisQu(text: string): RosterProblem {
  const sections = sectionsOf(text);
  const days = horizonOf(sections);
  const shifts = shiftsOf(sections);
  const shiftAt = placesOf(shifts.map(({ id }) => id));
  const people = peopleOf(sections, shiftAt);
  const personAt = placesOf(people.map(({ id }) => id));
  const dayOf = (field: string | undefined, row: Row) => whole(field, row, days - 1);
  const shiftOf = (field: string | undefined, row: Row) => placeIn(shiftAt, field, row, 'shift');
  for (const row of rowsOf(sections, 'SECTION_DAYS_OFF')) {
    const [id, ...offDays] = row.fields;
    const person = people[placeIn(personAt, id, row, 'employee')] as (typeof people)[number];
    for (const day of offDays) person.unavailable.push(dayOf(day, row));
  }
  for (const kind of ['on', 'off'] as const) {
    for (const row of rowsOf(sections, `SECTION_SHIFT_${kind.toUpperCase()}_REQUESTS`)) {
      const [id, day, shift, weight] = row.fields;
      const person = people[placeIn(personAt, id, row, 'employee')] as (typeof people)[number];
      person.wishes.push({
        day: dayOf(day, row),
        shift: shiftOf(shift, row),
        kind,
        weight: whole(weight, row),
      });
    }
  }
  const cover: RosterCover[] = rowsOf(sections, 'SECTION_COVER').map((row) => {
    const [day, shift, required, under, over] = row.fields;
    return {
      cells: [dayOf(day, row) * shifts.length + shiftOf(shift, row)],
      required: whole(required, row),
      underWeight: whole(under, row),
      overWeight: whole(over, row),
    };
  });
  return { days, firstWeekday: 1, shifts, people, cover };
}

/** The roster as rows: the employee, then one field a day, empty when off. */
export function writeCurtoisQu({ shifts, people }: RosterProblem, roster: Roster): string {
  const rows = people.map(({ id }, index) => {
    const days = Array.from(roster[index] ?? [], (shift) =>
      shift === off ? '' : (shifts[shift]?.id ?? ''),
    );
    return [id, ...days].join(',');
  });
  return `${rows.join('\n')}\n`;
}

/**
 * Reads rows that `writeCurtoisQu` wrote, to continue from them.
 *
 * @throws DomainError naming the row that does not fit the problem.
 */
export function readCurtoisQuRoster(problem: RosterProblem, text: string): Roster {
  const shiftAt = placesOf(problem.shifts.map(({ id }) => id));
  const lines = new Map<string, Int16Array>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const row = { number: index + 1, fields: line.split(',').map((field) => field.trim()) };
    const [id, ...shifts] = row.fields;
    if (shifts.length !== problem.days) {
      throw refusal(row, `holds ${shifts.length} days, not ${problem.days}`);
    }
    const places = shifts.map((shift) =>
      shift === '' ? off : placeIn(shiftAt, shift, row, 'shift'),
    );
    lines.set(id ?? '', Int16Array.from(places));
  }
  return problem.people.map(({ id }) => {
    const line = lines.get(id);
    if (!line) throw new DomainError('invalid', `the roster has no row for employee "${id}"`);
    return line;
  });
}

interface Row {
  number: number;
  fields: string[];
}

function sectionsOf(text: string): Map<string, Row[]> {
  const sections = new Map<string, Row[]>();
  let rows: Row[] | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('SECTION_')) {
      rows = [];
      sections.set(content, rows);
    } else if (rows) {
      rows.push({ number: index + 1, fields: content.split(',').map((field) => field.trim()) });
    } else {
      throw new DomainError('invalid', `line ${index + 1} stands before any SECTION_ heading`);
    }
  }
  return sections;
}

function rowsOf(sections: Map<string, Row[]>, heading: string): Row[] {
  const rows = sections.get(heading);
  if (!rows) throw new DomainError('invalid', `the instance has no ${heading}`);
  return rows;
}

function horizonOf(sections: Map<string, Row[]>): number {
  const [row] = rowsOf(sections, 'SECTION_HORIZON');
  if (!row) throw new DomainError('invalid', 'SECTION_HORIZON holds no number of days');
  const days = whole(row.fields[0], row);
  if (days < 1) throw refusal(row, 'gives a horizon of 0 days');
  return days;
}

function shiftsOf(sections: Map<string, Row[]>) {
  const rows = rowsOf(sections, 'SECTION_SHIFTS');
  const shiftAt = placesOf(rows.map(({ fields }) => fields[0] ?? ''));
  return rows.map((row) => {
    const [id, minutes, after] = row.fields;
    const names = (after ?? '').split('|').filter((name) => name !== '');
    return {
      id: id ?? '',
      minutes: whole(minutes, row),
      mayNotPrecede: names.map((name) => placeIn(shiftAt, name, row, 'shift')),
    };
  });
}

function peopleOf(sections: Map<string, Row[]>, shiftAt: Map<string, number>) {
  return rowsOf(sections, 'SECTION_STAFF').map((row) => {
    const [id, most, maxMinutes, minMinutes, maxRow, minRow, minOff, weekends] = row.fields;
    const maxOfShift = new Array<number>(shiftAt.size).fill(Number.POSITIVE_INFINITY);
    for (const part of (most ?? '').split('|').filter((text) => text !== '')) {
      const [shift, count] = part.split('=');
      maxOfShift[placeIn(shiftAt, shift, row, 'shift')] = whole(count, row);
    }
    return {
      id: id ?? '',
      limits: {
        maxMinutes: whole(maxMinutes, row),
        minMinutes: whole(minMinutes, row),
        maxDaysInARow: whole(maxRow, row),
        minDaysInARow: whole(minRow, row),
        minDaysOffInARow: whole(minOff, row),
        maxWeekends: whole(weekends, row),
        maxOfShift,
      },
      unavailable: [] as number[],
      wishes: [] as RosterProblem['people'][number]['wishes'][number][],
      pins: [],
      past: null,
    };
  });
}

function placesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}

function placeIn(
  places: Map<string, number>,
  name: string | undefined,
  row: Row,
  what: string,
): number {
  const place = places.get(name ?? '');
  if (place === undefined) throw refusal(row, `names the unknown ${what} "${name ?? ''}"`);
  return place;
}

function whole(field: string | undefined, row: Row, most = Number.MAX_SAFE_INTEGER): number {
  if (field === undefined || !/^\d+$/.test(field) || Number(field) > most) {
    throw refusal(row, `has "${field ?? ''}" where a whole number is due`);
  }
  return Number(field);
}

function refusal(row: Row, why: string): DomainError {
  return new DomainError('invalid', `line ${row.number} ${why}`);
}
