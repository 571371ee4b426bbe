import { DomainError } from '../../domain-error.ts';
import type { CoverGround } from '../acts/cover-of-change.ts';
import { absencesOf } from '../acts/rule-check.ts';
import {
  type CentreProblem,
  type CentreSkill,
  centreLimits,
  type FairnessDebt,
} from '../centre/centre-problem.ts';
import { fairnessDebts } from '../fairness/fairness-debts.ts';
import { ruleBook } from '../rules/breaks-of-rules.ts';
import { usualScoreWeights } from '../schedule-score.ts';
import { employeeOn, rulesBetween, setupOn } from '../setup-on.ts';
import type { Employee, ScheduleRule, Shift } from '../shift.ts';
import { type ShiftBook, shiftsOfPerson } from '../shift-book.ts';
import { daysBetween, laterDay, siteCalendar } from '../site-calendar.ts';
import { siteEntries, usualFade } from '../site-ledger.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import { type CentreGrid, centreGrid, stepOf } from './centre-grid.ts';
import { centrePerson, type DraftPerson } from './centre-people.ts';
import { type CentreTemplates, centreTemplates } from './centre-templates.ts';
import { type GroupGains, withDayLevel } from './day-levels.ts';

/** A draft as it is to be searched. */
export interface DraftSearch {
  state: SiteSchedule;
  /** Published shifts, with the draft's in its days. */
  book: ShiftBook;
  ground: CoverGround;
  /** First and last local day of the draft. */
  from: string;
  to: string;
  zone: string;
  nowMs: number;
  holidays: ReadonlyMap<string, string>;
  rulesOfPreset: (preset: string) => readonly ScheduleRule[];
  /** Only these people are changed; empty = all. */
  people: readonly string[];
  /** Only these days; empty = all. */
  days: readonly string[];
  /** Cost of each person-day that becomes another one. */
  stability: number;
  /** For one service level of the whole day; null = each slot by itself. */
  gains: readonly GroupGains[] | null;
}

/** A search's problem, and how to read what it finds. */
export interface DraftProblem {
  centre: CentreProblem;
  grid: CentreGrid;
  templates: CentreTemplates;
  groups: readonly string[];
  zone: string;
  /** "person day" of what the search leaves as it is. */
  fixedDays: ReadonlySet<string>;
}

/** Rules look so many days back before the draft. */
const historyDays = 62;
/** The ledger counts so many months. */
const ledgerMonths = 6;
const noDebt: FairnessDebt = { night: 0, weekend: 0, late: 0, refusedWish: 0 };

/**
 * The problem of a draft: people with their hard rules as limits, what they did before, leave,
 * wishes and what they bore; requirement by group and slot. What is pinned, and people and days
 * that are not to be changed, are fixed.
 */
export function draftProblem(search: DraftSearch): DraftProblem {
  const { state, from, to, zone, ground } = search;
  const dayCount = daysBetween(from, to) + 1;
  if (dayCount > centreLimits.days) {
    throw new DomainError(
      'invalid',
      `${dayCount} days are searched at once, but at most ${centreLimits.days}: choose fewer days`,
    );
  }
  const setup = setupOn(state.setup, to);
  const grid = centreGrid({ from, to, zone }, ground.slotMinutes);
  const calendar = siteCalendar(zone);
  const stepMin = stepOf([...setup.templates.values()], ground.slotMinutes);
  const crew = crewOf(search, grid);
  const fixed = crew.flatMap((person) => person.fixed);
  const templates = centreTemplates(setup.templates.values(), fixed, { calendar, stepMin });
  const groups = groupsOf(search, grid, setup.employees.values());
  const book = rulesOf(search, setup, dayCount);
  const fixedDays = new Set(
    crew.flatMap(({ employee, fixed, fixedOff }) =>
      [...fixed.map(({ day }) => day), ...fixedOff].map((day) => `${employee.person} ${day}`),
    ),
  );
  const people = crew.map((person) => {
    const allowed = setup.contracts.get(person.employee.contractId)?.templateIds ?? [];
    const wishWeight = usualScoreWeights.wish;
    return centrePerson(person, { grid, templates, book, groups, allowed, zone, wishWeight });
  });
  const centre: CentreProblem = {
    slotMin: ground.slotMinutes,
    stepMin,
    days: grid.days,
    skills: groups.map((group) => {
      const skill = skillOf(group, search, grid);
      return search.gains ? withDayLevel(skill, search.gains, grid) : skill;
    }),
    templates: templates.list,
    people,
    weights: {
      ...{ under: 1, over: 1, wish: 1 },
      // Above the floor of a day's level no agent is too many by number: paid hours are weighed.
      paid: search.gains ? usualScoreWeights.overHour : 0,
      fairness: usualScoreWeights.fairness,
      stability: search.stability,
    },
    base: null,
  };
  return { centre, grid, templates, groups, zone, fixedDays };
}

/** Everybody engaged on a day of the draft, with what is fixed of theirs. */
function crewOf(search: DraftSearch, { names }: CentreGrid): DraftPerson[] {
  const { state, book, from, to } = search;
  const employees = [...state.setup.employees.keys()].sort().flatMap((person) => {
    return employeeOn(state.setup, person, from) ?? employeeOn(state.setup, person, to) ?? [];
  });
  const away = absencesOf(state, new Set(employees.map(({ person }) => person)));
  const debts = debtsOf(search);
  const [onlyPeople, onlyDays] = [new Set(search.people), new Set(search.days)];
  const knownFrom = laterDay(from, -historyDays);
  return employees.map((employee) => {
    const { person } = employee;
    const all = shiftsOfPerson(book, person);
    const held = onlyPeople.size > 0 && !onlyPeople.has(person);
    const isFree = (day: string) => !held && (onlyDays.size === 0 || onlyDays.has(day));
    const fixed = all.filter(
      (shift) => shift.day >= from && shift.day <= to && (!isFree(shift.day) || isFixed(shift)),
    );
    const taken = new Set(fixed.map(({ day }) => day));
    return {
      employee,
      before: all.filter(({ day }) => day >= knownFrom && day < from),
      fixed,
      fixedOff: names.filter((day) => !isFree(day) && !taken.has(day)),
      absences: away.get(person) ?? [],
      wishes: [...state.wishes.values()].filter((wish) => wish.person === person),
      debt: debts.get(person) ?? noDebt,
    };
  });
}

/** Pinned, or holding what a search cannot give: leave, training, on call. */
function isFixed({ pinned, activities }: Shift): boolean {
  const given = ['work', 'break', 'meal', 'split'];
  return pinned || activities.some(({ kind }) => !given.includes(kind));
}

function debtsOf({ state, ...search }: DraftSearch): Map<string, FairnessDebt> {
  const { entries, months } = siteEntries(state, search, ledgerMonths);
  return fairnessDebts(entries, { months, fade: usualFade });
}

/** Groups that anybody serves or that anything is required of. */
function groupsOf(
  { ground }: DraftSearch,
  { names }: CentreGrid,
  employees: Iterable<Employee>,
): string[] {
  const groups = new Set<string>();
  for (const employee of employees) for (const { group } of employee.groups) groups.add(group);
  const first = names[0];
  const curves = first === undefined ? null : ground.requiredOn(first);
  for (const { group } of curves?.slots ?? []) groups.add(group);
  return [...groups].sort();
}

/** A group nothing is known of draws nobody, and nobody is too many there. */
function skillOf(group: string, { ground }: DraftSearch, grid: CentreGrid): CentreSkill {
  const slotMs = grid.slotMin * 60_000;
  const first = grid.startsMs[0] ?? 0;
  const required = new Array<number>(grid.firstSlots.at(-1) ?? 0).fill(0);
  let known = 0;
  const seen = new Set<object>();
  for (const day of grid.names) {
    const curves = ground.requiredOn(day);
    if (!curves || seen.has(curves)) continue;
    seen.add(curves);
    for (const slot of curves.slots) {
      const at = Math.floor((slot.startMs - first) / slotMs);
      if (slot.group !== group || slot.required === null || required[at] === undefined) continue;
      required[at] = slot.required;
      known += 1;
    }
  }
  const { underHour, overHour } = usualScoreWeights;
  const overWeight = known > 0 ? overHour : 0;
  return { id: group, required, underWeight: underHour, overWeight, dayLevel: null };
}

function rulesOf(search: DraftSearch, setup: ReturnType<typeof setupOn>, days: number) {
  const { state, from, to, zone, holidays, rulesOfPreset, ground } = search;
  return ruleBook({
    ...{ zone, from, days, holidays, knownFrom: laterDay(from, -historyDays), knownTo: to },
    rules: rulesBetween(state.setup, { from, to }, rulesOfPreset),
    templates: [...setup.templates.values()],
    contracts: [...setup.contracts.values()],
    slotMinutes: ground.slotMinutes,
    nowMs: null,
  });
}
