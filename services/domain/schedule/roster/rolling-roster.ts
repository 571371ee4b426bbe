import { DomainError } from '../../domain-error.ts';
import { guidedRoster } from './guided-roster.ts';
import { type PersonLines, personLines } from './person-lines.ts';
import { pricesOf } from './person-prices.ts';
import { rosterModel } from './roster-model.ts';
import {
  type Line,
  off,
  type Roster,
  type RosterLimits,
  type RosterPerson,
  type RosterProblem,
  weekdayOf,
} from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';
import type { SeededRandom } from './seeded-random.ts';
import { pastBefore } from './time-window.ts';

/** Days that are planned at once and kept, and days beyond that are only looked at. */
const kept = 14;
const lookedAt = 7;
/** The last days are planned at once, so that every total can still be reached. */
const lastDays = 42;

/**
 * A roster of a long horizon that keeps all hard rules, quickly: fortnight after fortnight, each
 * with its share of what is left of everybody's limits.
 *
 * @throws DomainError naming somebody for whom no line was found in that way.
 */
export function rollingRoster(
  problem: RosterProblem,
  { budget, random }: { budget: SearchBudget; random: SeededRandom },
): Roster {
  const lines = problem.people.map(() => new Int16Array(problem.days).fill(off));
  const counts = problem.people.map(() => new Work(problem.shifts.length));
  for (let day = 0; day < problem.days; day += kept) {
    const isLast = problem.days - day <= lastDays;
    const end = isLast ? problem.days : day + kept + lookedAt;
    const keptEnd = isLast ? problem.days : day + kept;
    const parts = blockPeople(problem, { day, end, lines, counts });
    const places = [...parts.keys()].filter((at) => parts[at]);
    const known = parts.flatMap((part) => (part ? [part] : []));
    const people = known.map(({ person }) => person);
    for (const [at, part] of parts.entries())
      if (!part) replan(problem, problem.people[at] as RosterPerson, lines[at] as Line);
    const part = { ...blockProblem(problem, day, end), people };
    const permitted = known.map((one) => one.permitted);
    const model = rosterModel(part, permitted);
    const nobody = people.map(() => null);
    const found = guidedRoster(model, nobody, { duals: null, budget, random });
    for (const [index, at] of places.entries()) {
      const line = found[index];
      if (!line) throw noLine(problem.people[at] as RosterPerson);
      const taken = line.subarray(0, keptEnd - day);
      (lines[at] as Line).set(taken, day);
      (counts[at] as Work).add(problem, taken, day);
    }
    if (isLast) break;
  }
  return lines;
}

/** The days of a block, with the cover on them. */
function blockProblem(problem: RosterProblem, day: number, end: number): RosterProblem {
  const shifts = problem.shifts.length;
  const cover = problem.cover.flatMap((row) => {
    const cells = row.cells.map((cell) => cell - day * shifts);
    const isInside = cells.every((cell) => cell >= 0 && cell < (end - day) * shifts);
    return isInside ? [{ ...row, cells }] : [];
  });
  const firstWeekday = weekdayOf(problem, day);
  return { ...problem, days: end - day, firstWeekday, people: [], cover };
}

function noLine({ id }: RosterPerson): DomainError {
  return new DomainError('unavailable', `no line was found for "${id}"`);
}

/** Ever longer ends of the horizon that are planned again where the last block permits no line. */
const replanned = [56, 84, 126, 182];

/** Plans somebody's last weeks again, whatever the cover, so that every total is reached. */
function replan(problem: RosterProblem, person: RosterPerson, line: Line): void {
  for (const length of replanned) {
    const day = Math.max(0, problem.days - Math.ceil(length / kept) * kept);
    const from = day - (day % kept);
    const work = new Work(problem.shifts.length);
    work.add(problem, line.subarray(0, from), 0);
    const block = { day: from, end: problem.days, line, work, slack: noSlack };
    const part = blockPerson(problem, person, block);
    const alone = { ...blockProblem(problem, from, problem.days), people: [part] };
    const [lines] = personLines(alone);
    const found = lines?.cheapest(pricesOf(alone, part).prices).line;
    if (!found) continue;
    line.set(found, from);
    return;
  }
  throw noLine(person);
}

/** What somebody worked so far. */
class Work {
  minutes = 0;
  weekends = 0;
  readonly ofShift: Int32Array;

  constructor(shifts: number) {
    this.ofShift = new Int32Array(shifts);
  }

  add(problem: RosterProblem, line: Line, firstDay: number): void {
    let lastWeekend = Number.NEGATIVE_INFINITY;
    for (const [at, shift] of line.entries()) {
      if (shift === off) continue;
      this.minutes += problem.shifts[shift]?.minutes ?? 0;
      this.ofShift[shift] = (this.ofShift[shift] as number) + 1;
      const weekday = weekdayOf(problem, firstDay + at);
      if (weekday < 6 || firstDay + at - weekday === lastWeekend) continue;
      lastWeekend = firstDay + at - weekday;
      this.weekends += 1;
    }
  }
}

interface Block {
  day: number;
  end: number;
  line: Line;
  work: Work;
  slack: Slack;
}

interface BlockPerson {
  person: RosterPerson;
  permitted: PersonLines;
}

/** Everybody with a share of their limits; `null` for whom no share permits a line. */
function blockPeople(
  problem: RosterProblem,
  {
    day,
    end,
    lines,
    counts,
  }: { day: number; end: number; lines: readonly Line[]; counts: readonly Work[] },
): (BlockPerson | null)[] {
  const found: (BlockPerson | null)[] = problem.people.map(() => null);
  for (const slack of end === problem.days ? [noSlack] : slacks) {
    const missing = [...found.keys()].filter((at) => !found[at]);
    const people = missing.map((at) => {
      const block = { day, end, line: lines[at] as Line, work: counts[at] as Work, slack };
      return blockPerson(problem, problem.people[at] as RosterPerson, block);
    });
    const part = { ...blockProblem(problem, day, end), people, cover: [] };
    for (const [index, permitted] of personLines(part).entries()) {
      const person = people[index] as RosterPerson;
      const { line } = permitted.cheapest(pricesOf(part, person).prices);
      if (line) found[missing[index] as number] = { person, permitted };
    }
  }
  return found;
}

/** The person with a share of the limits. */
function blockPerson(problem: RosterProblem, person: RosterPerson, block: Block): RosterPerson {
  const { day, end, line } = block;
  const within = <T extends { day: number }>(all: readonly T[]): T[] =>
    all
      .filter((one) => one.day >= day && one.day < end)
      .map((one) => ({ ...one, day: one.day - day }));
  const past = pastBefore(person, line, day);
  const rest = person.limits.minDaysOffInARow;
  return {
    id: person.id,
    unavailable: person.unavailable.filter((at) => at >= day && at < end).map((at) => at - day),
    wishes: within(person.wishes),
    pins: within(person.pins),
    // A longer rest is worth no more than one long enough, and many people share an automaton.
    past: past && { ...past, daysOff: Math.min(past.daysOff, Math.max(1, rest)) },
    limits: shareOfLimits(problem, person, block),
  };
}

const noSlack: Slack = { shifts: 0, weekends: 0 };

/** Shifts by which a block may miss its share of minutes, weekends by which it may exceed it. */
const slacks: readonly Slack[] = [
  noSlack,
  { shifts: 0, weekends: 1 },
  { shifts: 1, weekends: 0 },
  { shifts: 2, weekends: 1 },
  { shifts: 4, weekends: 1 },
  { shifts: 100, weekends: 2 },
];

interface Slack {
  shifts: number;
  weekends: number;
}

/** As much of the limits as the block's days are of the days left. */
function shareOfLimits(
  problem: RosterProblem,
  { limits }: RosterPerson,
  { day, end, work, slack }: Block,
): RosterLimits {
  const part = (end - day) / (problem.days - day);
  const unit = Math.max(1, ...problem.shifts.map(({ minutes }) => minutes));
  const isAll = end === problem.days;
  const least = Math.max(0, limits.minMinutes - work.minutes);
  const most = limits.maxMinutes - work.minutes;
  const weekends = limits.maxWeekends - work.weekends;
  // Whole shifts, so that many people share an automaton.
  const rounded = (minutes: number) => Math.ceil(minutes / unit) * unit;
  return {
    ...limits,
    maxMinutes: isAll ? most : Math.min(most, rounded(most * part) + slack.shifts * unit),
    minMinutes: isAll ? least : Math.max(0, rounded(least * part) - slack.shifts * unit),
    maxWeekends: isAll
      ? weekends
      : Math.min(weekends, Math.floor(weekends * part) + slack.weekends),
    maxOfShift: limits.maxOfShift.map((all, shift) => {
      const left = all - (work.ofShift[shift] as number);
      return isAll ? left : Math.min(left, Math.ceil(left * part));
    }),
  };
}
