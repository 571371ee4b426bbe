import type { HardRule } from './hard-rules.ts';
import { personLines } from './person-lines.ts';
import { pricesOf } from './person-prices.ts';
import type { RosterLimits, RosterPerson, RosterProblem } from './roster-problem.ts';

/** Rules of one person that cannot all be kept; without any one of them the others could. */
export interface RosterConflict {
  /** Place of the person. */
  person: number;
  rules: ConflictingRule[];
  /** Ways out, the smallest change first; each alone is enough. */
  relaxations: RosterRelaxation[];
}

/** A rule in a conflict. */
export interface ConflictingRule {
  rule: HardRule;
  /** The limit; `null` for a rule that has none. */
  limit: number | null;
  /** The day of leave or of a settled cell, `null` for a rule of the whole horizon. */
  day: number | null;
  /** Place of the shift, where the rule is of one kind of shift. */
  shift: number | null;
}

/** A change of one rule that is enough. */
export interface RosterRelaxation {
  rule: ConflictingRule;
  /** The limit that would do; `null` = the rule has to go, or the day to be given back. */
  to: number | null;
}

/**
 * Who cannot have any line, which rules of theirs exclude one another, and what the smallest
 * changes are that would do.
 *
 * Rules are taken away one after the other; what cannot be taken away is the conflict (deletion
 * filter).
 *
 * @see J. Chinneck and E. Dravnieks, "Locating minimal infeasible constraint sets in linear
 *   programs", ORSA Journal on Computing 3 (2), 1991.
 */
export function rosterConflicts(problem: RosterProblem): RosterConflict[] {
  return problem.people.flatMap((person, at) => {
    if (hasLine(problem, person)) return [];
    const rules = smallestConflict(problem, person);
    return [{ person: at, rules, relaxations: relaxationsOf(problem, person, rules) }];
  });
}

/** A conflict in one sentence. */
export function conflictSentence(
  { people, shifts }: RosterProblem,
  { person, rules, relaxations }: RosterConflict,
): string {
  const named = ({ rule, limit, day, shift }: ConflictingRule) => {
    const of = shift === null ? '' : ` of "${shifts[shift]?.id}"`;
    const on = day === null ? '' : ` on day ${day + 1}`;
    return `${rule}${of}${limit === null ? '' : ` ${limit}`}${on}`;
  };
  const ways = relaxations.slice(0, mostNamed).map(({ rule, to }) => {
    return to === null ? `without ${named(rule)}` : `with ${named({ ...rule, limit: to })}`;
  });
  const set = rules
    .slice(0, mostNamed * 2)
    .map(named)
    .join(', ');
  const more = rules.length > mostNamed * 2 ? ` and ${rules.length - mostNamed * 2} more` : '';
  const would = ways.length > 0 ? `; it could work ${ways.join(', or ')}` : '';
  return `the hard rules of "${people[person]?.id}" permit no line: ${set}${more}${would}`;
}

const mostNamed = 4;

function hasLine(problem: RosterProblem, person: RosterPerson): boolean {
  const alone = { ...problem, people: [person], cover: [] };
  const [lines] = personLines(alone);
  return lines?.cheapest(pricesOf(alone, person).prices).line != null;
}

function smallestConflict(problem: RosterProblem, person: RosterPerson): ConflictingRule[] {
  let rest = person;
  const kept: ConflictingRule[] = [];
  for (const rule of rulesOf(problem, person)) {
    const without = changed(rest, rule, null);
    if (hasLine(succession(problem, rule), without)) kept.push(rule);
    else rest = without;
  }
  return kept;
}

/** All rules that bind a person, those that are seldom the reason first, so that they go first. */
function rulesOf({ days, shifts }: RosterProblem, person: RosterPerson): ConflictingRule[] {
  const { limits, unavailable, pins } = person;
  const none = { limit: null, day: null, shift: null };
  const rules: ConflictingRule[] = [];
  if (shifts.some(({ mayNotPrecede }) => mayNotPrecede.length > 0)) {
    rules.push({ ...none, rule: 'succession' });
  }
  for (const [shift, limit] of limits.maxOfShift.entries()) {
    if (limit < days) rules.push({ ...none, rule: 'max-of-shift', limit, shift });
  }
  for (const day of new Set(unavailable)) rules.push({ ...none, rule: 'unavailable', day });
  for (const { day } of pins) rules.push({ ...none, rule: 'pinned', day });
  for (const rule of Object.keys(limitOf) as NumericRule[]) {
    rules.push({ ...none, rule, limit: limits[limitOf[rule]] });
  }
  return rules;
}

type NumericRule = keyof typeof limitOf;

const limitOf = {
  'max-weekends': 'maxWeekends',
  'min-days-off-in-a-row': 'minDaysOffInARow',
  'min-days-in-a-row': 'minDaysInARow',
  'max-days-in-a-row': 'maxDaysInARow',
  'max-minutes': 'maxMinutes',
  'min-minutes': 'minMinutes',
} as const satisfies Partial<Record<HardRule, keyof RosterLimits>>;

/** The problem without the rule of succession, if it is that which is looked at. */
function succession(problem: RosterProblem, { rule }: ConflictingRule): RosterProblem {
  if (rule !== 'succession') return problem;
  return { ...problem, shifts: problem.shifts.map((shift) => ({ ...shift, mayNotPrecede: [] })) };
}

/** The person with another limit, or with none where it is `null`. */
function changed(person: RosterPerson, rule: ConflictingRule, to: number | null): RosterPerson {
  const { limits, unavailable, pins } = person;
  if (rule.rule === 'unavailable') {
    return { ...person, unavailable: unavailable.filter((day) => day !== rule.day) };
  }
  if (rule.rule === 'pinned')
    return { ...person, pins: pins.filter(({ day }) => day !== rule.day) };
  if (rule.rule === 'max-of-shift') {
    const maxOfShift = limits.maxOfShift.map((most, shift) =>
      shift === rule.shift ? (to ?? noLimit) : most,
    );
    return { ...person, limits: { ...limits, maxOfShift } };
  }
  const field = limitOf[rule.rule as NumericRule];
  if (field === undefined) return person;
  const free = field.startsWith('max') ? noLimit : 0;
  return { ...person, limits: { ...limits, [field]: to ?? free } };
}

const noLimit = 1_000_000;

function relaxationsOf(
  problem: RosterProblem,
  person: RosterPerson,
  rules: readonly ConflictingRule[],
): RosterRelaxation[] {
  const found = rules.flatMap((rule): (RosterRelaxation & { size: number })[] => {
    const without = changed(person, rule, null);
    if (!hasLine(succession(problem, rule), without)) return [];
    if (rule.limit === null) return [{ rule, to: null, size: wholeSize }];
    const to = nearestLimit(problem, person, rule as ConflictingRule & { limit: number });
    return [{ rule, to, size: Math.abs(to - rule.limit) / Math.max(1, rule.limit) }];
  });
  found.sort((a, b) => a.size - b.size);
  return found.map(({ rule, to }) => ({ rule, to }));
}

/** To give up a rule altogether weighs as much as a limit changed by this part of it. */
const wholeSize = 0.25;

/** The limit nearest to the one there is that permits a line, by halving. */
function nearestLimit(
  problem: RosterProblem,
  person: RosterPerson,
  rule: ConflictingRule & { limit: number },
): number {
  const isMost = rule.rule.startsWith('max');
  const minutes = problem.days * Math.max(1, ...problem.shifts.map((shift) => shift.minutes));
  let wrong = rule.limit;
  let right = isMost ? Math.max(minutes, rule.limit + 1) : 0;
  if (!isMost) wrong = Math.min(wrong, minutes + 1);
  while (Math.abs(right - wrong) > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (hasLine(problem, changed(person, rule, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}
