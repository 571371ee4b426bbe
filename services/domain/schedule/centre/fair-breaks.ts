import type { CentreProblem, CentreTemplate } from './centre-problem.ts';
import type { CentreRoster, CentreShift } from './centre-roster.ts';
import { type CrewGrid, crewGrid } from './crew-grid.ts';

/**
 * Deals the breaks out fairly: people who work the same shift on the same day and can serve the same
 * may trade their breaks without anything else changing, so whoever had late breaks so far takes
 * the early ones now. Costs nothing; cover stays what it was, to the slot.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function fairBreaks(problem: CentreProblem, roster: CentreRoster): CentreRoster {
  const grid = crewGrid(problem);
  const dealt = roster.map((days) => [...days]);
  const late = new Float64Array(problem.people.length);
  problem.days.forEach((_, day) => {
    for (const people of alike(grid, roster, day)) {
      const shifts = people.map((person) => roster[person]?.[day] as CentreShift);
      const template = problem.templates[shifts[0]?.template ?? 0] as CentreTemplate;
      const byLateness = shifts
        .map((shift) => ({ shift, lateness: lateness(template, shift) }))
        .sort((a, b) => a.lateness - b.lateness);
      const byPast = [...people].sort((a, b) => (late[b] ?? 0) - (late[a] ?? 0) || a - b);
      byPast.forEach((person, at) => {
        const taken = byLateness[at];
        const row = dealt[person];
        if (!taken || !row) return;
        row[day] = taken.shift;
        late[person] = (late[person] ?? 0) + taken.lateness;
      });
    }
  });
  return dealt;
}

/**
 * How late the breaks of a shift lie in their windows, against the middle.
 *
 * @returns the sum over its breaks, each from -0.5 (earliest) to 0.5 (latest).
 */
export function lateness({ breaks }: CentreTemplate, shift: CentreShift): number {
  return breaks.reduce((sum, { earliestMin, latestMin }, at) => {
    const window = latestMin - earliestMin;
    const place = (shift.breaks[at] ?? earliestMin) - earliestMin;
    return sum + (window > 0 ? place / window - 0.5 : 0);
  }, 0);
}

/** People of a day who work the same template and are of one crew; groups of two and more. */
function alike({ people }: CrewGrid, roster: CentreRoster, day: number): number[][] {
  const groups = new Map<string, number[]>();
  roster.forEach((days, person) => {
    const shift = days[day];
    if (!shift) return;
    const key = `${shift.template}/${people[person]?.crew}`;
    const group = groups.get(key);
    if (group) group.push(person);
    else groups.set(key, [person]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
