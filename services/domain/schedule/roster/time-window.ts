import {
  type Line,
  off,
  type Roster,
  type RosterPast,
  type RosterPerson,
  type RosterProblem,
  weekdayOf,
} from './roster-problem.ts';

/** Days and people that are planned again while all else stays. */
export interface TimeWindow {
  firstDay: number;
  /** The day after the last. */
  endDay: number;
  /** Days after the window that stay as they are, so that no rule is broken at the border. */
  tailDays: number;
  /** Places of the people whose days are free. */
  people: readonly number[];
}

/** A whole number of weeks: a block of work that begins in the window ends within them. */
export const windowTail = 14;

/**
 * The problem of a window alone: what the days around and the other people leave of limits and
 * cover, with the days before as everybody's past. Cover rows that reach beyond the window are
 * left out, so a roster found has to be costed, and checked, as a whole.
 */
export function windowProblem(
  problem: RosterProblem,
  roster: Roster,
  window: TimeWindow,
): RosterProblem {
  const { firstDay, endDay, people } = window;
  const shifts = problem.shifts.length;
  const isFree = new Set(people);
  const others = new Int32Array(problem.days * shifts);
  for (const [person, line] of roster.entries()) {
    if (isFree.has(person)) continue;
    for (let day = firstDay; day < endDay; day += 1) {
      const shift = line[day] as number;
      if (shift !== off)
        others[day * shifts + shift] = (others[day * shifts + shift] as number) + 1;
    }
  }
  const [from, to] = [firstDay * shifts, endDay * shifts];
  const cover = problem.cover.flatMap((row) => {
    if (!row.cells.every((cell) => cell >= from && cell < to)) return [];
    const present = row.cells.reduce((sum, cell) => sum + (others[cell] as number), 0);
    const cells = row.cells.map((cell) => cell - from);
    return [{ ...row, cells, required: row.required - present }];
  });
  return {
    days: endDay - firstDay + window.tailDays,
    firstWeekday: weekdayOf(problem, firstDay),
    shifts: problem.shifts,
    people: people.map((person) =>
      windowPerson(problem, problem.people[person] as RosterPerson, {
        line: roster[person] as Line,
        window,
      }),
    ),
    cover,
  };
}

function windowPerson(
  problem: RosterProblem,
  person: RosterPerson,
  { line, window }: { line: Line; window: TimeWindow },
): RosterPerson {
  const { firstDay, endDay, tailDays } = window;
  const lastDay = endDay + tailDays;
  const worked = workOutside(problem, line, { firstDay, endDay: lastDay });
  const { limits } = person;
  const within = <T extends { day: number }>(all: readonly T[], until: number): T[] =>
    all
      .filter(({ day }) => day >= firstDay && day < until)
      .map((one) => ({ ...one, day: one.day - firstDay }));
  const tail = Array.from({ length: tailDays }, (_, at) => {
    const shift = line[endDay + at] as number;
    return { day: endDay + at - firstDay, shift: shift === off ? null : shift };
  });
  return {
    id: person.id,
    limits: {
      ...limits,
      maxMinutes: limits.maxMinutes - worked.minutes,
      minMinutes: Math.max(0, limits.minMinutes - worked.minutes),
      maxWeekends: limits.maxWeekends - worked.weekends,
      maxOfShift: limits.maxOfShift.map((most, shift) => most - (worked.ofShift[shift] as number)),
    },
    unavailable: person.unavailable
      .filter((day) => day >= firstDay && day < endDay)
      .map((day) => day - firstDay),
    wishes: within(person.wishes, endDay),
    pins: [...within(person.pins, endDay), ...tail],
    past: pastBefore(person, line, firstDay),
  };
}

/** What somebody works on the days outside of a span of whole weeks. */
function workOutside(
  problem: RosterProblem,
  line: Line,
  { firstDay, endDay }: { firstDay: number; endDay: number },
) {
  const ofShift = new Int32Array(problem.shifts.length);
  const weekends = new Set<number>();
  let minutes = 0;
  for (const [day, shift] of line.entries()) {
    if (shift === off || (day >= firstDay && day < endDay)) continue;
    minutes += problem.shifts[shift]?.minutes ?? 0;
    ofShift[shift] = (ofShift[shift] as number) + 1;
    const weekday = weekdayOf(problem, day);
    if (weekday >= 6) weekends.add(day - weekday);
  }
  return { minutes, ofShift, weekends: weekends.size };
}

/** What a line says of the days before one day, with what the person did before it all. */
export function pastBefore(
  { past }: RosterPerson,
  line: Line,
  firstDay: number,
): RosterPast | null {
  if (firstDay === 0) return past;
  const isWork = line[firstDay - 1] !== off;
  let first = firstDay - 1;
  while (first > 0 && (line[first - 1] !== off) === isWork) first -= 1;
  const before = first > 0 ? 0 : ((isWork ? past?.daysWorked : past?.daysOff) ?? 0);
  const length = firstDay - first + before;
  return {
    daysWorked: isWork ? length : 0,
    daysOff: isWork ? 0 : length,
    lastShift: isWork ? (line[firstDay - 1] as number) : null,
  };
}
