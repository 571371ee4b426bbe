import {
  type Line,
  off,
  type Roster,
  type RosterPerson,
  type RosterProblem,
  weekdayOf,
} from './roster-problem.ts';

/** The hard rules, each known by its name. */
export type HardRule =
  | 'unavailable'
  | 'pinned'
  | 'succession'
  | 'max-of-shift'
  | 'max-minutes'
  | 'min-minutes'
  | 'max-days-in-a-row'
  | 'min-days-in-a-row'
  | 'min-days-off-in-a-row'
  | 'max-weekends';

/** One place where a roster breaks a rule. */
export interface RuleBreak {
  rule: HardRule;
  /** Place of the person. */
  person: number;
  /** The day it shows on; `null` when it is of the whole horizon. */
  day: number | null;
}

/** Every place where the roster breaks a hard rule; none for a roster that may be worked. */
export function ruleBreaks(problem: RosterProblem, roster: Roster): RuleBreak[] {
  return problem.people.flatMap((person, at) => {
    const line = roster[at] as Line;
    return (Object.keys(rules) as HardRule[]).flatMap((rule) =>
      rules[rule](problem, person, line).map((day) => ({ rule, person: at, day })),
    );
  });
}

/** Days on which a line breaks a rule; `null` stands for the horizon. */
type Rule = (problem: RosterProblem, person: RosterPerson, line: Line) => (number | null)[];

const rules: Record<HardRule, Rule> = {
  unavailable: (_, { unavailable }, line) => unavailable.filter((day) => line[day] !== off),
  pinned: (_, { pins }, line) =>
    pins.filter(({ day, shift }) => line[day] !== (shift ?? off)).map(({ day }) => day),
  succession,
  'max-of-shift': maxOfShift,
  'max-minutes': (problem, { limits }, line) =>
    minutesOf(problem, line) > limits.maxMinutes ? [null] : [],
  'min-minutes': (problem, { limits }, line) =>
    minutesOf(problem, line) < limits.minMinutes ? [null] : [],
  'max-days-in-a-row': (_, { limits, past }, line) =>
    blocksOf(line)
      .filter(({ isWork, first, length }) => {
        const before = first === 0 ? (past?.daysWorked ?? 0) : 0;
        return isWork && length + before > limits.maxDaysInARow;
      })
      .map(({ first }) => first),
  'min-days-in-a-row': (_, { limits, past }, line) =>
    shortBlocks(line, { isWork: true, least: limits.minDaysInARow, before: past?.daysWorked }),
  'min-days-off-in-a-row': (_, { limits, past }, line) =>
    shortBlocks(line, { isWork: false, least: limits.minDaysOffInARow, before: past?.daysOff }),
  'max-weekends': maxWeekends,
};

function succession({ shifts }: RosterProblem, { past }: RosterPerson, line: Line): number[] {
  return [...line.keys()].filter((day) => {
    const before = day === 0 ? (past?.lastShift ?? off) : (line[day - 1] as number);
    return shifts[before]?.mayNotPrecede.includes(line[day] as number) ?? false;
  });
}

function maxOfShift({ shifts }: RosterProblem, { limits }: RosterPerson, line: Line): null[] {
  const over = shifts.filter((_, shift) => {
    const worked = line.reduce((count, of) => count + (of === shift ? 1 : 0), 0);
    return worked > (limits.maxOfShift[shift] ?? Number.POSITIVE_INFINITY);
  });
  return over.map(() => null);
}

function minutesOf({ shifts }: RosterProblem, line: Line): number {
  return line.reduce((sum, shift) => sum + (shifts[shift]?.minutes ?? 0), 0);
}

function maxWeekends(problem: RosterProblem, { limits }: RosterPerson, line: Line): null[] {
  const weekends = new Set<number>();
  for (const [day, shift] of line.entries()) {
    const weekday = weekdayOf(problem, day);
    if (shift !== off && weekday >= 6) weekends.add(day - weekday);
  }
  return weekends.size > limits.maxWeekends ? [null] : [];
}

interface Block {
  isWork: boolean;
  first: number;
  length: number;
}

function blocksOf(line: Line): Block[] {
  const blocks: Block[] = [];
  for (const [day, shift] of line.entries()) {
    const isWork = shift !== off;
    const last = blocks.at(-1);
    if (last?.isWork === isWork) last.length += 1;
    else blocks.push({ isWork, first: day, length: 1 });
  }
  return blocks;
}

/**
 * Blocks shorter than a minimum. The one that touches the last day may still grow, and without
 * a past so may the one that touches the first.
 */
function shortBlocks(
  line: Line,
  { isWork, least, before }: { isWork: boolean; least: number; before: number | undefined },
): number[] {
  return blocksOf(line)
    .filter((block) => {
      if (block.isWork !== isWork || block.first + block.length === line.length) return false;
      if (block.first > 0) return block.length < least;
      return before !== undefined && block.length + before < least;
    })
    .map(({ first }) => first);
}
