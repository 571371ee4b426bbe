import type {
  CentrePerson,
  CentrePin,
  CentreWish,
  FairnessDebt,
  PersonSkill,
  SlotSpan,
} from '../centre/centre-problem.ts';
import type { WishSet } from '../request-act.ts';
import type { RuleBook } from '../rules/breaks-of-rules.ts';
import { compileRules } from '../rules/compile-rules.ts';
import { pastOfTimeline } from '../rules/past-of-timeline.ts';
import type { RuledAbsence } from '../rules/rule-input.ts';
import { timelineOf } from '../rules/timeline.ts';
import { isWishFor } from '../schedule-score.ts';
import type { Employee, Shift } from '../shift.ts';
import { siteCalendar, weekdayOf } from '../site-calendar.ts';
import { type CentreGrid, slotOf } from './centre-grid.ts';
import type { CentreTemplates } from './centre-templates.ts';

/** One person of a draft. */
export interface DraftPerson {
  employee: Employee;
  /** Shifts before the first day, as far as rules look back. */
  before: readonly Shift[];
  /** Shifts of days that the search leaves as they are. */
  fixed: readonly Shift[];
  /** Days, by name, that stay free because they are not to be changed. */
  fixedOff: readonly string[];
  absences: readonly RuledAbsence[];
  wishes: readonly WishSet[];
  debt: FairnessDebt;
}

/** What people of a search have in common. */
export interface CrewGround {
  grid: CentreGrid;
  templates: CentreTemplates;
  book: RuleBook;
  /** Groups by place. */
  groups: readonly string[];
  /** Templates that the contract may be given; empty = all. */
  allowed: readonly string[];
  zone: string;
  /** Cost of a refused wish of strength 1. */
  wishWeight: number;
}

/** A person as a search takes them. */
export function centrePerson(person: DraftPerson, ground: CrewGround): CentrePerson {
  const { employee, before, absences, debt } = person;
  const { book, templates, allowed } = ground;
  const ruled = { employee, shifts: before, absences, stood: null };
  const line = timelineOf(ruled, book.setup, book.calendar);
  const { limits, templates: legal } = compileRules(book, line);
  const served = new Set(employee.groups.map(({ group }) => group));
  const places = legal
    .filter(({ templateId }) => allowed.length === 0 || allowed.includes(templateId))
    .filter(({ groups }) => groups.length === 0 || groups.some((group) => served.has(group)))
    .flatMap(({ templateId }) => templates.placeOf.get(templateId) ?? []);
  const pins = pinsOf(person, ground);
  const pinned = pins.flatMap((pin) => (pin.kind === 'shift' ? [pin.template] : []));
  return {
    id: employee.person,
    skills: skillsOf(employee, ground.groups),
    templates: [...new Set([...places, ...pinned])].sort((a, b) => a - b),
    rules: limits,
    unavailable: unavailableOf(employee, ground, pins),
    wishes: wishesOf(person, ground),
    pins,
    past: pastOfTimeline(line, book.calendar, Math.max(0, book.calendar.from - 28)),
    debt,
  };
}

function skillsOf({ groups }: Employee, known: readonly string[]): PersonSkill[] {
  return groups.flatMap(({ group, priority, efficiency }) => {
    const skill = known.indexOf(group);
    return skill < 0 ? [] : [{ skill, priority, efficiency: efficiency || 1 }];
  });
}

/** Leave comes before what is fixed, and that before a day that only is not to be changed. */
function pinsOf(person: DraftPerson, { grid, templates }: CrewGround): CentrePin[] {
  const pins = new Map<number, CentrePin>();
  for (const name of person.fixedOff) {
    const day = grid.names.indexOf(name);
    if (day >= 0) pins.set(day, { kind: 'off', day });
  }
  for (const shift of person.fixed) {
    const day = grid.names.indexOf(shift.day);
    const template = templates.placeOfShift(shift);
    if (day >= 0) {
      pins.set(
        day,
        template === undefined ? { kind: 'off', day } : { kind: 'shift', day, template },
      );
    }
  }
  for (const { from, to, paidMinutesADay: paidMin } of person.absences) {
    for (const [day, name] of grid.names.entries()) {
      if (name < from || name > to) continue;
      pins.set(day, { kind: 'leave', day, paidMin: Math.round(paidMin) });
    }
  }
  return [...pins.values()].sort((a, b) => a.day - b.day);
}

/** Slots outside of the windows of availability and of the engagement. What is pinned may be. */
function unavailableOf(
  { available, since, until }: Employee,
  { grid, zone }: CrewGround,
  pins: readonly CentrePin[],
): SlotSpan[] {
  const pinned = new Set(pins.flatMap((pin) => (pin.kind === 'shift' ? [pin.day] : [])));
  const total = grid.firstSlots.at(-1) ?? 0;
  const free = new Uint8Array(total);
  const calendar = siteCalendar(zone);
  for (const [day, name] of grid.names.entries()) {
    const first = grid.firstSlots[day] ?? 0;
    const next = grid.firstSlots[day + 1] ?? total;
    if ((since && name < since) || (until && name > until)) continue;
    if (available.length === 0 || pinned.has(day)) {
      // A night that begins on the last day of work still ends.
      free.fill(1, first, Math.min(total, next + (next - first)));
      continue;
    }
    for (const { weekday, fromMinute, toMinute } of available) {
      if (weekday !== weekdayOf(name)) continue;
      const from = Math.max(0, slotOf(grid, calendar.instant(name, fromMinute)));
      free.fill(1, from, Math.max(from, slotOf(grid, calendar.instant(name, toMinute))));
    }
  }
  return spansWithout(free);
}

function spansWithout(free: Uint8Array): SlotSpan[] {
  const spans: SlotSpan[] = [];
  for (let slot = 0; slot < free.length; slot += 1) {
    if (free[slot] === 1) continue;
    const last = spans.at(-1);
    if (last?.toSlot === slot) last.toSlot = slot + 1;
    else spans.push({ fromSlot: slot, toSlot: slot + 1 });
  }
  return spans;
}

function wishesOf({ wishes }: DraftPerson, ground: CrewGround): CentreWish[] {
  const { grid, templates, wishWeight } = ground;
  return wishes.flatMap((wish) => {
    const template = wish.templateId ? templates.placeOf.get(wish.templateId) : null;
    if (template === undefined) return [];
    const kind = wish.work ? ('on' as const) : ('off' as const);
    return grid.names.flatMap((name, day) =>
      isWishFor(wish, name) ? [{ day, template, kind, weight: wish.strength * wishWeight }] : [],
    );
  });
}
