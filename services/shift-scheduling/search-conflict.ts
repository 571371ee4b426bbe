import type { Violation as WireViolation } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { CentreRule } from '../domain/schedule/centre/centre-roster.ts';
import type { ConflictRule, Relaxation } from '../domain/schedule/centre/find-conflicts.ts';
import type { Search } from './searches.ts';

const maxTold = 200;

/** A rule in words, with its number. */
const words: Record<CentreRule, (value: number) => string> = {
  'week-minutes-min': (n) => `at least ${n} paid minutes a week`,
  'week-minutes-max': (n) => `at most ${n} paid minutes a week`,
  'horizon-minutes-min': (n) => `at least ${n} paid minutes in all`,
  'horizon-minutes-max': (n) => `at most ${n} paid minutes in all`,
  'week-days-off-min': (n) => `at least ${n} days off a week`,
  'week-days-off-max': (n) => `at most ${n} days off a week`,
  'days-in-a-row': (n) => `at most ${n} days in a row`,
  'days-off-in-a-row': (n) => `at least ${n} days off in a row`,
  rest: (n) => `at least ${n} minutes of rest`,
  'nights-in-a-row': (n) => `at most ${n} nights in a row`,
  weekends: (n) => `at most ${n} weekends worked`,
  'forbidden-succession': () => 'shifts that may not follow each other',
  unavailable: () => 'the times at which they are not available',
  pin: () => 'what is pinned',
  'template-not-allowed': () => 'the templates that are allowed',
  'break-plan': () => 'the windows of breaks',
};

/** Rules that cannot all be kept, as few as may be; and what would help, the smallest change first. */
export function conflictOf({ result, problem }: Search): {
  conflict: WireViolation[];
  relaxations: string[];
} {
  const personOf = (place: number) => problem.centre.people[place]?.id ?? '';
  const dayOf = (day: number | null) => (day === null ? '' : (problem.grid.names[day] ?? ''));
  const conflicts = result?.conflicts ?? [];
  const conflict = conflicts.flatMap(({ person, rules }) => {
    const all = rules.map((rule) => told(rule, dayOf)).join('; ');
    return rules.map(({ rule, day, value }): WireViolation => {
      const sentence = `${personOf(person)} cannot have all of: ${all}`;
      const of = { ruleId: rule, kind: rule, person: personOf(person), day: dayOf(day), sentence };
      const none = { unit: 'shifts', cost: 0, facts: {}, source: '' };
      return { ...of, ...none, amount: value ?? 1, hard: true };
    });
  });
  const relaxations = conflicts.flatMap(({ person, relaxations: all }) =>
    all.map((relaxation) => `${personOf(person)}: ${relaxed(relaxation, dayOf)}`),
  );
  return {
    conflict: conflict.slice(0, maxTold),
    relaxations: [...new Set(relaxations)].slice(0, maxTold),
  };
}

type DayOf = (day: number | null) => string;

function told({ rule, day, value }: ConflictRule, dayOf: DayOf): string {
  const on = dayOf(day);
  return `${words[rule](value ?? 0)}${on ? ` (on ${on})` : ''}`;
}

function relaxed(relaxation: Relaxation, dayOf: DayOf): string {
  const { rule, to } = relaxation;
  const now = told(relaxation, dayOf);
  return to === null ? `give up ${now}` : `${words[rule](to)} in place of ${now}`;
}
