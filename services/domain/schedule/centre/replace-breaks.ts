import { type CentreLine, linesOf, rosterOf } from './centre-line.ts';
import type { CentreProblem } from './centre-problem.ts';
import type { CentreRoster } from './centre-roster.ts';
import { coverState } from './cover-state.ts';
import { type Crew, crewGrid } from './crew-grid.ts';
import { emptyWorth, savedWorth } from './crew-worth.ts';
import { shiftWorth } from './shift-worth.ts';

/** A break that was moved. */
export interface MovedBreak {
  person: number;
  day: number;
  /** Place in the template's list of breaks. */
  at: number;
  /** Minutes from the start of the shift. */
  fromMin: number;
  toMin: number;
}

/** The roster with its breaks placed anew, and what that did. */
export interface ReplacedBreaks {
  roster: CentreRoster;
  moved: readonly MovedBreak[];
  /** Cost of cover before and after. */
  before: number;
  after: number;
}

/** Rounds over all people of the day at most. */
const maxRounds = 6;
/** A break stays where it is unless moving it saves at least so much. */
const worthMoving = 1e-6;

/**
 * Re-places the breaks that have not begun, for what is wanted now; shifts, breaks that have begun
 * and other days stay. From `nowMin` on people may serve another skill of theirs, too.
 *
 * People are looked at in turn, each time exactly, until nothing more is gained: a thousand people
 * take well under a second.
 *
 * @param nowMin - minutes from the first midnight.
 * @throws DomainError invalid when the problem is none.
 */
export function replaceBreaks(
  problem: CentreProblem,
  roster: CentreRoster,
  { day, nowMin }: { day: number; nowMin: number },
): ReplacedBreaks {
  const grid = crewGrid(problem);
  const lines = linesOf(grid, roster);
  const cover = coverState(grid);
  lines.forEach((line, person) => {
    cover.putLine(line, person, 1);
  });
  const before = cover.cost();
  const worth = emptyWorth(grid);
  const shifts = shiftWorth(grid);
  const fromTick = Math.ceil(nowMin / problem.stepMin);
  const there = lines.flatMap((line, person) => ((line.template[day] ?? -1) >= 0 ? [person] : []));
  for (let round = 0; round < maxRounds; round += 1) {
    const cost = cover.cost();
    for (const person of there) {
      const line = lines[person] as CentreLine;
      const had = cover.cost();
      const kept = { breaks: line.breaks.slice(), serves: line.serves.slice() };
      cover.putDay(line, { day, person, sign: -1 });
      savedWorth(grid, grid.crews[grid.people[person]?.crew ?? 0] as Crew, cover, worth);
      shifts.appraise(worth, []);
      shifts.settle(line, day, fromTick);
      cover.putDay(line, { day, person, sign: 1 });
      if (cover.cost() < had - worthMoving) continue;
      cover.putDay(line, { day, person, sign: -1 });
      line.breaks.set(kept.breaks);
      line.serves.set(kept.serves);
      cover.putDay(line, { day, person, sign: 1 });
    }
    if (cover.cost() > cost - worthMoving) break;
  }
  const replaced = rosterOf(grid, lines);
  return {
    roster: replaced,
    moved: movedBreaks(roster, replaced, day),
    before,
    after: cover.cost(),
  };
}

function movedBreaks(from: CentreRoster, to: CentreRoster, day: number): MovedBreak[] {
  return to.flatMap((days, person) => {
    const breaks = days[day]?.breaks ?? [];
    return breaks.flatMap((toMin, at) => {
      const fromMin = from[person]?.[day]?.breaks[at] ?? toMin;
      return fromMin === toMin ? [] : [{ person, day, at, fromMin, toMin }];
    });
  });
}
