import { DomainError } from '../../domain-error.ts';
import type { ScheduleRule, Violation } from '../shift.ts';
import { peoplePerSlot } from './kinds/people-per-slot.ts';
import type { RuleBreak } from './rule-break.ts';
import { type RuleCalendar, ruleCalendar } from './rule-calendar.ts';
import { ruleKindOf } from './rule-catalogue.ts';
import { crewChecks, personChecks } from './rule-checks.ts';
import { isFor, type RuleInForce, ruleInForce } from './rule-in-force.ts';
import { type RuledPerson, type RuleGround, type RuleInput, ruleLimits } from './rule-input.ts';
import { ruleSentence } from './rule-sentences.ts';
import { addToCounts, emptyCounts, type SlotCounts } from './slot-counts.ts';
import { type SetupById, type Timeline, timelineOf } from './timeline.ts';

/** The rules of a span made ready: made once, used for every check of it. */
export interface RuleBook {
  calendar: RuleCalendar;
  setup: SetupById;
  personal: readonly RuleInForce[];
  crew: readonly RuleInForce[];
  slots: readonly RuleInForce[];
}

/** People checked, person by person, so that a change of one is checked alone. */
export interface Checked {
  lines: ReadonlyMap<string, Timeline>;
  /** What each breaks alone. */
  broken: ReadonlyMap<string, readonly Violation[]>;
  /** People in slots, by the id of the rule. */
  slots: ReadonlyMap<string, SlotCounts>;
}

/**
 * Every rule that a schedule breaks, the hard first, then by day and person.
 *
 * The one place where the rules come together; each has a file in `kinds/`. Breaks are of the days
 * that are checked; what lies before them is looked at, not told.
 */
export function breaksOfRules(input: RuleInput): Violation[] {
  const book = ruleBook(input);
  return violationsOf(book, checkPeople(book, input.people));
}

/** Makes the rules of a span ready. Refuses more rules than the limit and kinds that are none. */
export function ruleBook(ground: RuleGround): RuleBook {
  if (ground.rules.length > ruleLimits.rules) {
    const sentence = `${ground.rules.length} rules are more than ${ruleLimits.rules}`;
    throw new DomainError('invalid', sentence);
  }
  const calendar = ruleCalendar(ground);
  const inForce = ground.rules
    .map((rule) => ruleInForce(rule, calendar, ground))
    .filter(({ from, to }) => from < to);
  for (const { rule } of inForce) {
    if (ruleKindOf(rule.kind)) continue;
    throw new DomainError('invalid', `rule "${rule.ruleId}" is of no known kind, "${rule.kind}"`);
  }
  const setup = {
    templates: new Map(ground.templates.map((one) => [one.templateId, one])),
    contracts: new Map(ground.contracts.map((one) => [one.contractId, one])),
  };
  return {
    calendar,
    setup,
    personal: inForce.filter(({ rule }) => personChecks.has(rule.kind)),
    crew: inForce.filter(({ rule }) => crewChecks.has(rule.kind)),
    slots: inForce.filter(({ rule }) => rule.kind === 'people-per-slot'),
  };
}

/** Checks people, each alone. */
export function checkPeople(book: RuleBook, people: readonly RuledPerson[]): Checked {
  if (people.length > ruleLimits.people) {
    throw new DomainError('invalid', `${people.length} people are more than ${ruleLimits.people}`);
  }
  const slots = new Map(book.slots.map((inForce) => [inForce.rule.ruleId, emptyCounts(inForce)]));
  return recheckPeople(book, { lines: new Map(), broken: new Map(), slots }, people);
}

/**
 * Checks people whose shifts changed; all others stay as they were checked. In milliseconds, so
 * that it can follow a drag.
 */
export function recheckPeople(
  book: RuleBook,
  before: Checked,
  changed: readonly RuledPerson[],
): Checked {
  const lines = new Map(before.lines);
  const broken = new Map(before.broken);
  const slots = new Map(
    [...before.slots].map(([id, one]) => [id, { ...one, counts: one.counts.slice() }]),
  );
  for (const person of changed) {
    const id = person.employee.person;
    const line = timelineOf(person, book.setup, book.calendar);
    const old = lines.get(id);
    lines.set(id, line);
    broken.set(id, breaksOfPerson(book, line));
    for (const inForce of book.slots) {
      const counts = slots.get(inForce.rule.ruleId);
      if (counts && old && isFor(inForce.rule, old.person.employee)) {
        addToCounts(counts, old, inForce, -1);
      }
      if (counts && isFor(inForce.rule, person.employee)) addToCounts(counts, line, inForce, 1);
    }
  }
  return { lines, broken, slots };
}

/** All that is broken, the hard first, then by day and person. */
export function violationsOf(book: RuleBook, { lines, broken, slots }: Checked): Violation[] {
  const all = [...broken.values()].flat();
  for (const inForce of book.crew) {
    const check = crewChecks.get(inForce.rule.kind);
    const crew = [...lines.values()].filter(({ person }) => isFor(inForce.rule, person.employee));
    for (const one of check?.(crew, inForce) ?? []) all.push(told(one, inForce, one.person ?? ''));
  }
  for (const inForce of book.slots) {
    const counts = slots.get(inForce.rule.ruleId);
    if (!counts) continue;
    for (const one of peoplePerSlot(counts, inForce)) all.push(told(one, inForce, ''));
  }
  return all.sort(byWeight);
}

function breaksOfPerson(book: RuleBook, line: Timeline): Violation[] {
  const { employee } = line.person;
  const found: Violation[] = [];
  for (const inForce of book.personal) {
    if (!isFor(inForce.rule, employee)) continue;
    const breaks = personChecks.get(inForce.rule.kind)?.(line, inForce) ?? [];
    for (const one of breaks) found.push(told(one, inForce, employee.person));
  }
  return found;
}

function told(broken: RuleBreak, { rule, calendar }: RuleInForce, person: string): Violation {
  const { ruleId, kind, hard, source } = rule;
  const entries = Object.entries(broken.facts).map(([name, fact]) => [name, plain(fact)] as const);
  const facts = new Map([['sentence', broken.sentence], ['person', person], ...entries]);
  return {
    ruleId,
    kind,
    person,
    day: calendar.nameOf(broken.day),
    amount: broken.amount,
    unit: ruleKindOf(kind)?.unit ?? 'shifts',
    hard,
    cost: hard ? 0 : costOf(rule, broken.amount),
    facts,
    source,
    sentence: ruleSentence(kind, facts, 'en'),
  };
}

function costOf({ weight }: ScheduleRule, amount: number): number {
  return weight * amount;
}

/** Numbers without the dust of clock arithmetic. */
function plain(fact: string | number): string {
  return typeof fact === 'string' ? fact : String(Math.round(fact * 1_000) / 1_000);
}

function byWeight(a: Violation, b: Violation): number {
  return (
    Number(b.hard) - Number(a.hard) ||
    compare(a.day, b.day) ||
    compare(a.person, b.person) ||
    compare(a.ruleId, b.ruleId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
