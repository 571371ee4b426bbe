import { type Line, off, type Roster, type RosterProblem } from './roster-problem.ts';

/** What a roster costs, part by part; the parts add up to `total`. */
export interface RosterCost {
  total: number;
  /** Refused wishes to work. */
  wishesOn: number;
  /** Refused wishes not to work. */
  wishesOff: number;
  underCover: number;
  overCover: number;
}

/** What the roster costs: refused wishes, and people too few and too many. */
export function rosterCost(problem: RosterProblem, roster: Roster): RosterCost {
  const cost = { total: 0, wishesOn: 0, wishesOff: 0, underCover: 0, overCover: 0 };
  for (const [index, person] of problem.people.entries()) {
    const line = roster[index] as Line;
    for (const { day, shift, kind, weight } of person.wishes) {
      const worked = line[day] as number;
      const met = (shift === null ? worked !== off : worked === shift) === (kind === 'on');
      if (met) continue;
      if (kind === 'on') cost.wishesOn += weight;
      else cost.wishesOff += weight;
    }
  }
  const working = workingOn(problem, roster);
  for (const { cells, required, underWeight, overWeight } of problem.cover) {
    let present = 0;
    for (const cell of cells) present += working[cell] as number;
    if (present < required) cost.underCover += (required - present) * underWeight;
    else cost.overCover += (present - required) * overWeight;
  }
  cost.total = cost.wishesOn + cost.wishesOff + cost.underCover + cost.overCover;
  return cost;
}

/** How many work each cell, day × number of shifts + shift. */
export function workingOn({ days, shifts }: RosterProblem, roster: Roster): Int32Array {
  const working = new Int32Array(days * shifts.length);
  for (const line of roster) {
    for (let day = 0; day < days; day += 1) {
      const shift = line[day] as number;
      if (shift === off) continue;
      const cell = day * shifts.length + shift;
      working[cell] = (working[cell] as number) + 1;
    }
  }
  return working;
}
