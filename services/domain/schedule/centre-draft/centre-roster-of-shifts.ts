import type { CentreRoster, CentreShift } from '../centre/centre-roster.ts';
import type { Activity, Shift } from '../shift.ts';
import { placedBreaks } from '../shift-of-template.ts';
import type { DraftProblem } from './draft-problem.ts';

/**
 * Shifts as a roster of the search, to continue from and to stay close to. A shift that no template
 * is like is left out: the search then begins without it.
 */
export function rosterOfShifts(problem: DraftProblem, shifts: readonly Shift[]): CentreRoster {
  const { grid, centre } = problem;
  const days = new Map(grid.names.map((name, day) => [name, day]));
  const byPerson = Map.groupBy(shifts, ({ person }) => person);
  return centre.people.map((person) => {
    const row: (CentreShift | null)[] = grid.names.map(() => null);
    const first = person.skills.toSorted((a, b) => a.priority - b.priority)[0]?.skill ?? 0;
    for (const shift of byPerson.get(person.id) ?? []) {
      const day = days.get(shift.day);
      if (day !== undefined) row[day] = centreShift(problem, shift, day, first);
    }
    return row;
  });
}

function centreShift(
  { centre, grid, templates, groups }: DraftProblem,
  shift: Shift,
  day: number,
  firstSkill: number,
): CentreShift | null {
  const place = templates.placeOfShift(shift);
  const template = place === undefined ? undefined : centre.templates[place];
  if (place === undefined || !template) return null;
  const own = templates.own[place];
  const breaks = breaksOf(shift, template.breaks.length, centre.stepMin);
  const placed = own ? placedBreaks(own).map(({ start }) => start) : [];
  const slotMs = grid.slotMin * 60_000;
  const startMs = grid.startsMs[day] ?? 0;
  const total = grid.firstSlots.at(-1) ?? 0;
  const from = Math.floor((shift.fromMs - startMs) / slotMs);
  const to = Math.ceil((shift.toMs - startMs) / slotMs);
  const firstSlot = grid.firstSlots[day] ?? 0;
  const serves: number[] = [];
  for (let slot = from; slot < to && firstSlot + slot < total; slot += 1) {
    const atMs = startMs + slot * slotMs;
    const work = shift.activities.find(
      ({ kind, fromMs, toMs }) => kind === 'work' && fromMs < atMs + slotMs && toMs > atMs,
    );
    const skill = work ? groups.indexOf(work.group) : -1;
    serves.push(work ? (skill >= 0 ? skill : firstSkill) : -1);
  }
  return { template: place, breaks: breaks ?? placed, serves };
}

const pauses: readonly Activity['kind'][] = ['break', 'meal', 'split'];

/** Where the breaks of a shift begin; `null` when there are others than the template has. */
function breaksOf({ activities, fromMs }: Shift, count: number, stepMin: number): number[] | null {
  const found = activities.filter(({ kind }) => pauses.includes(kind));
  if (found.length !== count) return null;
  const starts = found.map((one) => (one.fromMs - fromMs) / 60_000);
  return starts.every((start) => start % stepMin === 0) ? starts : null;
}
