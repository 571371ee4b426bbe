import { checkPeople, ruleBook, violationsOf } from '../rules/breaks-of-rules.ts';
import { crewChecks } from '../rules/rule-checks.ts';
import type { RuledAbsence, RuledPerson } from '../rules/rule-input.ts';
import { rulesBetween, setupOn } from '../setup-on.ts';
import type { ScheduleRule, Violation } from '../shift.ts';
import { type ShiftBook, shiftsOfPerson } from '../shift-book.ts';
import { daysBetween, earliest, laterDay, latest } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting } from './acting.ts';

/** A change of shifts whose rules are asked for. */
export interface RuledChange {
  before: ShiftBook;
  after: ShiftBook;
  /** Whose shifts differ. */
  people: readonly string[];
  /** Local days on which shifts differ. */
  days: readonly string[];
  /** Last local day whose shifts are known: minima are not asked for beyond it. */
  knownTo: string;
}

/** Days around a change in which a break of a rule can show: its weeks, rest to the next day. */
const around = 7;
/** Changes further apart are checked apart. */
const most = 92 - 2 * around;

/**
 * What a change breaks beyond what was broken before, the hard first: a break that stood and is not
 * made worse is none of its doing.
 */
export function freshViolations(
  state: SiteSchedule,
  change: RuledChange,
  acting: Acting,
): Violation[] {
  return clustersOf(change.days).flatMap((span) => freshIn(state, change, span, acting));
}

/** All that a schedule breaks in days, whoever's doing it is. */
export function standingViolations(
  state: SiteSchedule,
  { book, from, to }: { book: ShiftBook; from: string; to: string },
  acting: Acting,
): Violation[] {
  const check = checkOf(state, { from, to, knownTo: to, exact: true }, acting);
  return check(book, [...state.setup.employees.keys()]);
}

/**
 * A check of many alternatives in the same days, each of one person: the rules are made ready once.
 * Rules over several people are not looked at; the act itself looks at them.
 */
export function alternativesCheck(
  state: SiteSchedule,
  { from, to, knownTo }: { from: string; to: string; knownTo: string },
  acting: Acting,
): (before: ShiftBook, after: ShiftBook, person: string) => Violation[] {
  const check = checkOf(state, { from, to, knownTo, exact: false, alone: true }, acting);
  return (before, after, person) => beyond(check(before, [person]), check(after, [person]));
}

function freshIn(
  state: SiteSchedule,
  { before, after, people, knownTo }: RuledChange,
  { from, to }: Span,
  acting: Acting,
): Violation[] {
  const check = checkOf(state, { from, to, knownTo, exact: false }, acting);
  return beyond(check(before, people), check(after, people));
}

/** Breaks that were not there, or are worse than they were. */
function beyond(before: readonly Violation[], after: readonly Violation[]): Violation[] {
  const stood = new Map<string, number>();
  for (const one of before) {
    stood.set(keyOf(one), Math.max(stood.get(keyOf(one)) ?? 0, one.amount));
  }
  return after.filter((one) => one.amount > (stood.get(keyOf(one)) ?? 0) + 1e-9);
}

interface Span {
  from: string;
  to: string;
}

interface CheckedSpan extends Span {
  knownTo: string;
  /** Of the days alone, not of those around. */
  exact: boolean;
  /** Without rules over several people. */
  alone?: boolean;
}

/** The rules of a span made ready, as a check of books. */
function checkOf(
  state: SiteSchedule,
  { from, to, knownTo, exact, alone = false }: CheckedSpan,
  acting: Acting,
): (book: ShiftBook, people: readonly string[]) => Violation[] {
  const last = latest(to, knownTo);
  // No more days than rules are checked at once.
  const beside = exact ? 0 : Math.min(around, (91 - daysBetween(from, to)) >> 1);
  const checkedFrom = laterDay(from, -beside);
  const checkedTo = earliest(laterDay(to, beside), last);
  const span = { from: checkedFrom, to: checkedTo };
  const isCrew = ({ kind }: ScheduleRule) => crewChecks.has(kind) || kind === 'people-per-slot';
  const rules = rulesBetween(state.setup, span, acting.rulesOfPreset).filter(
    (rule) => !alone || !isCrew(rule),
  );
  if (rules.length === 0) return () => [];
  const { templates, contracts, employees } = setupOn(state.setup, to);
  const known = {
    from: laterDay(checkedFrom, -historyDays(rules)),
    to: earliest(last, laterDay(checkedTo, 40)),
  };
  const ruled = ruleBook({
    zone: acting.zone,
    from: checkedFrom,
    days: daysBetween(checkedFrom, checkedTo) + 1,
    knownFrom: known.from,
    knownTo: known.to,
    rules,
    templates: [...templates.values()],
    contracts: [...contracts.values()],
    holidays: acting.holidays,
    slotMinutes: 30,
    nowMs: null,
  });
  const everybody = rules.some(isCrew) ? [...employees.keys()] : null;
  return (book, people) => {
    const asked = ruledPeople(state, everybody ?? people, book, { ...known, employees });
    return violationsOf(ruled, checkPeople(ruled, asked));
  };
}

/** A week is enough for most; who counts over a month or a reference period looks further back. */
function historyDays(rules: readonly ScheduleRule[]): number {
  if (rules.some(({ window }) => window === 'reference-period')) return 390;
  const longest = rules.flatMap(({ numbers }) => [
    numbers.get('days') ?? 0,
    numbers.get('weeks') ?? 0,
  ]);
  return Math.min(390, Math.max(62, ...longest));
}

function ruledPeople(
  state: SiteSchedule,
  people: readonly string[],
  book: ShiftBook,
  { from, to, employees }: Span & Pick<ReturnType<typeof setupOn>, 'employees'>,
): RuledPerson[] {
  const away = absencesOf(state, new Set(people));
  return people.flatMap((person) => {
    const employee = employees.get(person);
    if (!employee) return [];
    const shifts = shiftsOfPerson(book, person).filter(({ day }) => day >= from && day <= to);
    return [{ employee, shifts, absences: away.get(person) ?? [], stood: null }];
  });
}

/** Whole days of approved leave and of sickness. */
export function absencesOf(
  state: SiteSchedule,
  people: ReadonlySet<string>,
): Map<string, RuledAbsence[]> {
  const away = new Map<string, RuledAbsence[]>();
  const put = (person: string, absence: RuledAbsence) => {
    if (people.has(person)) away.set(person, [...(away.get(person) ?? []), absence]);
  };
  for (const {
    person,
    from,
    to,
    state: standing,
    minutes,
    toMinute,
    edits,
  } of state.leaves.values()) {
    if (standing !== 'approved' || toMinute > 0) continue;
    // Where shifts became leave their minutes are counted there.
    const aDay = edits.length > 0 ? 0 : minutes / (daysBetween(from, to) + 1);
    put(person, { from, to, kind: 'leave', paidMinutesADay: aDay });
  }
  for (const { person, from, to } of state.sickness.values()) {
    put(person, { from, to, kind: 'sick', paidMinutesADay: 0 });
  }
  return away;
}

/** Days in order, those near each other together, none longer than rules are checked at once. */
function clustersOf(days: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const day of [...new Set(days)].sort()) {
    const last = spans.at(-1);
    if (last && daysBetween(last.to, day) <= around && daysBetween(last.from, day) < most) {
      last.to = day;
    } else spans.push({ from: day, to: day });
  }
  return spans;
}

function keyOf({ ruleId, person, day, facts }: Violation): string {
  // Of a rule about slots one day can hold several.
  return `${ruleId} ${person} ${day} ${person === '' ? (facts.get('from') ?? '') : ''}`;
}
