import { centreModel } from './centre-model.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';
import type { CentreRule } from './centre-roster.ts';
import { emptyWorth } from './crew-worth.ts';
import { linePricer } from './line-pricer.ts';

/** A rule of a person that is part of a conflict. */
export interface ConflictRule {
  rule: CentreRule;
  /** Day of a pin or the first day of an absence; `null` for rules of the contract. */
  day: number | null;
  /** The rule's number; `null` where it has none. */
  value: number | null;
}

/** What would make a person's rules agree. */
export interface Relaxation extends ConflictRule {
  /** The nearest number that does; `null` = the rule must go. */
  to: number | null;
}

/** Rules of one person that cannot all be kept; without any one of them the others can. */
export interface CentreConflict {
  /** Place in the list of people. */
  person: number;
  rules: readonly ConflictRule[];
  /** Each alone resolves this conflict; the smallest change first. */
  relaxations: readonly Relaxation[];
}

/**
 * Finds whose rules contradict each other, since every hard rule is one person's: for each such
 * person the smallest set of rules that cannot be kept together (deletion filter: a rule is left
 * out for good when the rest still conflicts; Chinneck and Dravnieks, 1991), until none is left.
 *
 * @returns the conflicts, and the problem with the smallest relaxation of each applied, which has a
 *   roster.
 * @throws DomainError invalid when the problem is none.
 */
export function findConflicts(problem: CentreProblem): {
  conflicts: readonly CentreConflict[];
  relaxed: CentreProblem;
} {
  const stuck = stuckPeople(problem);
  if (stuck.length === 0) return { conflicts: [], relaxed: problem };
  const conflicts: CentreConflict[] = [];
  const people = [...problem.people];
  for (const person of stuck) {
    let its = people[person] as CentrePerson;
    for (let round = 0; round < maxRounds && !canWork(problem, its); round += 1) {
      const { conflict, resolved } = conflictOf(problem, its, person);
      conflicts.push(conflict);
      its = resolved;
    }
    people[person] = its;
  }
  return { conflicts, relaxed: { ...problem, people } };
}

/** Conflicts of one person looked for; each relaxes a rule, so there are not many. */
const maxRounds = 40;

/** People who have no permitted line. */
function stuckPeople(problem: CentreProblem): number[] {
  const model = centreModel(problem);
  const pricer = linePricer(model);
  const nothing = emptyWorth(model);
  return model.people.flatMap((_, at) => {
    return pricer.price(at, nothing) < Number.POSITIVE_INFINITY ? [] : [at];
  });
}

function canWork(problem: CentreProblem, person: CentrePerson): boolean {
  return stuckPeople({ ...problem, people: [person], base: null }).length === 0;
}

/** A rule as something that can be changed. */
interface Lever extends ConflictRule {
  /** The person without the rule, or with another number. */
  set(person: CentrePerson, to: number | null): CentrePerson;
  /** Numbers to try, nearest first; empty where the rule can only go. */
  steps: readonly number[];
}

function conflictOf(problem: CentreProblem, person: CentrePerson, at: number) {
  const kept = new Set(levers(problem, person));
  const all = [...kept];
  const without = (dropped: readonly Lever[]) =>
    dropped.reduce((its, lever) => lever.set(its, null), person);
  for (const lever of all) {
    kept.delete(lever);
    if (canWork(problem, without(all.filter((one) => !kept.has(one))))) kept.add(lever);
  }
  const others = all.filter((lever) => !kept.has(lever));
  const relaxations = [...kept].map((lever) => relaxationOf(problem, lever, without(others)));
  relaxations.sort((a, b) => a.size - b.size);
  const first = relaxations[0];
  return {
    conflict: {
      person: at,
      rules: [...kept].map(({ rule, day, value }) => ({ rule, day, value })),
      relaxations: relaxations.map(({ lever: { rule, day, value }, to }) => {
        return { rule, day, value, to };
      }),
    },
    resolved: first ? first.lever.set(person, first.to) : person,
  };
}

/** The least change of one rule that makes the conflict's others possible. */
function relaxationOf(problem: CentreProblem, lever: Lever, person: CentrePerson) {
  let [low, high] = [0, lever.steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (canWork(problem, lever.set(person, lever.steps[middle] ?? null))) high = middle;
    else low = middle + 1;
  }
  const to = lever.steps[low] ?? null;
  const value = lever.value ?? 1;
  const size = to === null ? 2 : Math.abs(to - value) / Math.max(1, Math.abs(value));
  return { lever, to, size };
}

function levers(problem: CentreProblem, person: CentrePerson): Lever[] {
  const { rules, pins, unavailable } = person;
  const found: Lever[] = [];
  const days = problem.days.length;
  const rule = (
    name: CentreRule,
    value: number | null,
    change: Omit<Lever, keyof ConflictRule>,
  ) => {
    if (value !== null) found.push({ rule: name, day: null, value, ...change });
  };
  const range = (
    key: 'weekMinutes' | 'horizonMinutes' | 'weekDaysOff',
    step: number,
    top: number,
  ) => {
    const { min, max } = rules[key];
    const name = { weekMinutes: 'week-minutes', horizonMinutes: 'horizon-minutes' } as const;
    const base = key === 'weekDaysOff' ? 'week-days-off' : name[key];
    const set = (side: 'min' | 'max') => (its: CentrePerson, to: number | null) =>
      withRules(its, { [key]: { ...its.rules[key], [side]: to } });
    rule(`${base}-min`, min, { steps: down(min ?? 0, 0, step), set: set('min') });
    rule(`${base}-max`, max, { steps: up(max ?? 0, top, step), set: set('max') });
  };
  range('weekMinutes', 30, 7 * 1_440);
  range('horizonMinutes', 30, days * 1_440);
  range('weekDaysOff', 1, 7);
  const count = (name: CentreRule, key: 'maxDaysInARow' | 'maxNightsInARow' | 'maxWeekends') => {
    rule(name, rules[key], {
      steps: up(rules[key] ?? 0, days, 1),
      set: (its, to) => withRules(its, { [key]: to }),
    });
  };
  count('days-in-a-row', 'maxDaysInARow');
  count('nights-in-a-row', 'maxNightsInARow');
  count('weekends', 'maxWeekends');
  rule('days-off-in-a-row', rules.minDaysOffInARow, {
    steps: down(rules.minDaysOffInARow, 0, 1),
    set: (its, to) => withRules(its, { minDaysOffInARow: to ?? 0 }),
  });
  rule('rest', rules.minRestMin, {
    steps: down(rules.minRestMin, 0, 15),
    set: (its, to) => withRules(its, { minRestMin: to ?? 0 }),
  });
  if (rules.forbidden.length > 0) {
    const set = (its: CentrePerson) => withRules(its, { forbidden: [] });
    found.push({ rule: 'forbidden-succession', day: null, value: null, steps: [], set });
  }
  for (const span of unavailable) {
    const set = (its: CentrePerson) => {
      return { ...its, unavailable: its.unavailable.filter((one) => one !== span) };
    };
    found.push({
      rule: 'unavailable',
      day: dayOf(problem, span.fromSlot),
      value: null,
      steps: [],
      set,
    });
  }
  for (const pin of pins) {
    const set = (its: CentrePerson) => ({ ...its, pins: its.pins.filter((one) => one !== pin) });
    found.push({ rule: 'pin', day: pin.day, value: null, steps: [], set });
  }
  return found;
}

function withRules(person: CentrePerson, rules: Partial<CentrePerson['rules']>): CentrePerson {
  return { ...person, rules: { ...person.rules, ...rules } };
}

function down(from: number, least: number, step: number): number[] {
  const steps: number[] = [];
  for (let at = (Math.ceil(from / step) - 1) * step; at >= least; at -= step) steps.push(at);
  return steps;
}

function up(from: number, most: number, step: number): number[] {
  const steps: number[] = [];
  for (let at = (Math.floor(from / step) + 1) * step; at <= most; at += step) steps.push(at);
  return steps;
}

function dayOf({ days }: CentreProblem, slot: number): number {
  let first = 0;
  let found = 0;
  days.forEach(({ slots }, day) => {
    if (first <= slot) found = day;
    first += slots;
  });
  return found;
}
