import type { CentreRoster, CentreShift } from '../centre/centre-roster.ts';
import type { Activity, Shift, ShiftTemplate } from '../shift.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { DraftProblem } from './draft-problem.ts';

/**
 * What a search found, as shifts of the draft: those that it did not change are kept as they are,
 * a changed one keeps its id, and fixed ones are never touched.
 *
 * @param newId - a new id with each call.
 */
export function shiftsOfCentre(
  problem: DraftProblem,
  roster: CentreRoster,
  { stood, newId }: { stood: readonly Shift[]; newId: () => string },
): Shift[] {
  const { grid, centre, templates, zone } = problem;
  const calendar = siteCalendar(zone);
  const before = new Map(stood.map((shift) => [`${shift.person} ${shift.day}`, shift]));
  const inSearch = new Set(centre.people.map(({ id }) => id));
  // People and days that the search does not know stay.
  const shifts = stood.filter(
    ({ person, day }) => !inSearch.has(person) || !grid.names.includes(day),
  );
  for (const [at, person] of centre.people.entries()) {
    for (const [day, name] of grid.names.entries()) {
      const key = `${person.id} ${name}`;
      const was = before.get(key);
      if (problem.fixedDays.has(key)) {
        if (was) shifts.push(was);
        continue;
      }
      const found = roster[at]?.[day];
      const own = found ? templates.own[found.template] : null;
      if (!found || !own) continue;
      const made = madeShift(problem, own, found, {
        ...{ shiftId: was?.shiftId ?? '', person: person.id, day: name },
        fromMs: calendar.instant(name, own.startMinute),
      });
      if (was && isLike(was, made)) shifts.push(was);
      else shifts.push({ ...made, shiftId: was?.shiftId ?? newId() });
    }
  }
  return shifts.sort((a, b) =>
    a.person === b.person ? a.fromMs - b.fromMs : a.person < b.person ? -1 : 1,
  );
}

function madeShift(
  { groups, grid, centre }: DraftProblem,
  template: ShiftTemplate,
  { breaks, serves }: CentreShift,
  of: { shiftId: string; person: string; day: string; fromMs: number },
): Shift {
  const slotMs = grid.slotMin * 60_000;
  const toMs = of.fromMs + template.spanMinutes * 60_000;
  const firstSlotMs = Math.floor((of.fromMs - (grid.startsMs[0] ?? 0)) / slotMs) * slotMs;
  const originMs = (grid.startsMs[0] ?? 0) + firstSlotMs;
  const alone = centre.people.find(({ id }) => id === of.person)?.skills.length === 1;
  const activities: Activity[] = [];
  const work = (fromMs: number, endMs: number) => {
    for (let atMs = fromMs; atMs < endMs; ) {
      const slot = Math.floor((atMs - originMs) / slotMs);
      const untilMs = Math.min(endMs, originMs + (slot + 1) * slotMs);
      const skill = serves[slot] ?? -1;
      // Beyond the last day nothing is said of whom one serves: as before.
      const last = activities.at(-1);
      const group =
        alone || skill < 0 ? (last?.kind === 'work' ? last.group : '') : (groups[skill] ?? '');
      if (last?.kind === 'work' && last.group === group && last.toMs === atMs) last.toMs = untilMs;
      else
        activities.push({ kind: 'work', fromMs: atMs, toMs: untilMs, paid: true, group, note: '' });
      atMs = untilMs;
    }
  };
  let atMs = of.fromMs;
  for (const [place, { kind, minutes, paid }] of template.breaks.entries()) {
    const startMs = of.fromMs + (breaks[place] ?? 0) * 60_000;
    work(atMs, startMs);
    atMs = startMs + minutes * 60_000;
    activities.push({ kind, fromMs: startMs, toMs: atMs, paid, group: '', note: '' });
  }
  work(atMs, toMs);
  const { templateId } = template;
  return { ...of, templateId, toMs, activities, origin: 'optimiser', pinned: false };
}

/** The same times and the same inside, whoever made it. */
function isLike(a: Shift, b: Shift): boolean {
  const inside = (shift: Shift) =>
    shift.activities.map((one) => [one.kind, one.fromMs, one.toMs, one.paid, one.group].join());
  return (
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.templateId === b.templateId &&
    inside(a).join(';') === inside(b).join(';')
  );
}
