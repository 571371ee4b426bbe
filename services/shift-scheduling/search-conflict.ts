import type { Violation as WireViolation } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { CentreBreach, CentreRule } from '../domain/schedule/centre/centre-roster.ts';
import type { Search } from './searches.ts';

const maxTold = 200;

interface Words {
  /** "Li Na has 300 paid minutes less than ...". */
  broken: (wanted: number, got: number) => string;
  /** What would make it possible. */
  relax: (wanted: number, got: number) => string;
  unit: 'minutes' | 'days' | 'shifts';
}

const minutes = (n: number) => `${Math.round(n)} minutes`;
const words: Record<CentreRule, Words> = {
  'week-minutes-min': {
    broken: (want, got) => `${minutes(got)} in the week, but the least is ${minutes(want)}`,
    relax: (_, got) => `lower the least of the week to ${minutes(got)}`,
    unit: 'minutes',
  },
  'week-minutes-max': {
    broken: (want, got) => `${minutes(got)} in the week, but the most is ${minutes(want)}`,
    relax: (_, got) => `raise the most of the week to ${minutes(got)}`,
    unit: 'minutes',
  },
  'horizon-minutes-min': {
    broken: (want, got) => `${minutes(got)} in all, but the least is ${minutes(want)}`,
    relax: (_, got) => `lower the least in all to ${minutes(got)}`,
    unit: 'minutes',
  },
  'horizon-minutes-max': {
    broken: (want, got) => `${minutes(got)} in all, but the most is ${minutes(want)}`,
    relax: (_, got) => `raise the most in all to ${minutes(got)}`,
    unit: 'minutes',
  },
  'week-days-off-min': {
    broken: (want, got) => `${got} days off in the week, but the least is ${want}`,
    relax: (_, got) => `allow a week with ${got} days off`,
    unit: 'days',
  },
  'week-days-off-max': {
    broken: (want, got) => `${got} days off in the week, but the most is ${want}`,
    relax: (_, got) => `allow a week with ${got} days off`,
    unit: 'days',
  },
  'days-in-a-row': {
    broken: (want, got) => `${got} days in a row, but the most is ${want}`,
    relax: (_, got) => `allow ${got} days in a row`,
    unit: 'days',
  },
  'days-off-in-a-row': {
    broken: (want, got) => `${got} days off in a row, but the least is ${want}`,
    relax: (_, got) => `allow ${got} days off in a row`,
    unit: 'days',
  },
  rest: {
    broken: (want, got) => `${minutes(got)} of rest, but the least is ${minutes(want)}`,
    relax: (_, got) => `allow ${minutes(got)} of rest once`,
    unit: 'minutes',
  },
  'nights-in-a-row': {
    broken: (want, got) => `${got} nights in a row, but the most is ${want}`,
    relax: (_, got) => `allow ${got} nights in a row`,
    unit: 'days',
  },
  weekends: {
    broken: (want, got) => `${got} weekends worked, but the most is ${want}`,
    relax: (_, got) => `allow ${got} weekends`,
    unit: 'days',
  },
  'forbidden-succession': plain('one shift may not follow the other', 'allow this succession once'),
  unavailable: plain('not available then', 'ask whether they can come after all'),
  pin: plain('what is pinned cannot be kept', 'take the pin away'),
  'template-not-allowed': plain('the template is not allowed', 'allow the template'),
  'break-plan': plain('the breaks do not fit', 'widen the windows of the breaks'),
};

function plain(broken: string, relax: string): Words {
  return { broken: () => broken, relax: () => relax, unit: 'shifts' };
}

/** Rules that cannot all be kept, as little as may be; and what would help, the cheapest first. */
export function conflictOf({ best, problem }: Search): {
  conflict: WireViolation[];
  relaxations: string[];
} {
  const told = (best?.breaches ?? []).slice(0, maxTold).map((breach) => {
    const person = problem.centre.people[breach.person]?.id ?? '';
    const day = problem.grid.names[breach.day] ?? '';
    return { breach, person, day, amount: amountOf(breach) };
  });
  const conflict = told.map(({ breach, person, day, amount }): WireViolation => {
    const { broken, unit } = words[breach.rule];
    const sentence = `${person}, ${day}: ${broken(breach.wanted ?? 0, breach.got ?? 0)}`;
    const of = { ruleId: breach.rule, kind: breach.rule, person, day, amount, unit };
    return { ...of, hard: true, cost: 0, facts: {}, source: '', sentence };
  });
  const relaxations = told
    .toSorted((a, b) => a.amount - b.amount)
    .map(({ breach, person, day }) => {
      const { relax } = words[breach.rule];
      return `${person}, ${day}: ${relax(breach.wanted ?? 0, breach.got ?? 0)}`;
    });
  return { conflict, relaxations: [...new Set(relaxations)] };
}

function amountOf({ wanted, got }: CentreBreach): number {
  return wanted === null || got === null ? 1 : Math.abs(got - wanted);
}
