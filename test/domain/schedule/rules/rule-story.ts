// Builders for schedules of a few people and days, so that a test shows only what it is about.
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import type {
  RuledPerson,
  RuleInput,
} from '../../../../services/domain/schedule/rules/rule-input.ts';
import type {
  Activity,
  ActivityKind,
  Employee,
  ScheduleRule,
  Shift,
  Violation,
} from '../../../../services/domain/schedule/shift.ts';

const minuteMs = 60_000;

/** A break, or what else is inside a shift: kind, minutes from its start, minutes, paid. */
export type Inside = [ActivityKind, number, number, boolean?];

/** A shift: its local day, its start by the wall clock, the hours that pass. */
export function shift(
  day: string,
  start: string,
  hours: number,
  more: Partial<Shift> & { inside?: Inside[]; zone?: string; main?: ActivityKind } = {},
): Shift {
  const { inside = [], zone = 'Asia/Shanghai', main = 'work', ...rest } = more;
  const fromMs = Temporal.PlainDateTime.from(`${day}T${start}`).toZonedDateTime(
    zone,
  ).epochMilliseconds;
  const toMs = fromMs + hours * 60 * minuteMs;
  const activities: Activity[] = [];
  let atMs = fromMs;
  const add = (kind: ActivityKind, until: number, paid: boolean) => {
    if (until > atMs) {
      activities.push({ kind, fromMs: atMs, toMs: until, paid, group: '', note: '' });
    }
    atMs = Math.max(atMs, until);
  };
  for (const [kind, at, minutes, paid = false] of inside) {
    add(main, fromMs + at * minuteMs, true);
    add(kind, fromMs + (at + minutes) * minuteMs, paid);
  }
  add(main, toMs, true);
  return {
    shiftId: `${day} ${start}`,
    person: 'ann',
    day,
    templateId: '',
    fromMs,
    toMs,
    activities,
    origin: 'planner',
    pinned: false,
    ...rest,
  };
}

/** An employee of contract "full", serving "sales". */
export function employee(more: Partial<Employee> = {}): Employee {
  return {
    person: 'ann',
    contractId: 'full',
    groups: [{ group: 'sales', priority: 1, efficiency: 1 }],
    available: [],
    post: '',
    standInFor: [],
    since: '',
    until: '',
    protections: [],
    team: 'red',
    ...more,
  };
}

/** A person with shifts. */
export function person(
  shifts: readonly Shift[],
  more: Partial<Omit<RuledPerson, 'employee'>> & { employee?: Partial<Employee> } = {},
): RuledPerson {
  const who = employee(more.employee);
  const own = shifts.map((one) => ({ ...one, person: who.person }));
  return { absences: [], stood: null, ...more, employee: who, shifts: own };
}

/** A hard rule for everybody. */
export function rule(
  kind: string,
  numbers: Record<string, number>,
  more: Partial<Omit<ScheduleRule, 'words'>> & { words?: Record<string, string> } = {},
): ScheduleRule {
  const { words = {}, ...rest } = more;
  return {
    ruleId: kind,
    kind,
    scope: 'all',
    scopeIds: [],
    numbers: new Map(Object.entries(numbers)),
    words: new Map(Object.entries(words)),
    window: '',
    hard: true,
    weight: 0,
    source: '',
    effectiveFrom: '',
    effectiveTo: '',
    preset: '',
    ...rest,
  };
}

/** A check of these rules: of the week from Monday 2026-11-02, in Shanghai, unless said. */
export function input(
  rules: readonly ScheduleRule[],
  people: readonly RuledPerson[],
  more: Partial<RuleInput> = {},
): RuleInput {
  const from = more.from ?? '2026-11-02';
  const days = more.days ?? 7;
  const last = Temporal.PlainDate.from(from).add({ days: days - 1 });
  return {
    zone: 'Asia/Shanghai',
    from,
    days,
    knownFrom: Temporal.PlainDate.from(from).subtract({ days: 14 }).toString(),
    knownTo: last.toString(),
    templates: [],
    contracts: [
      {
        contractId: 'full',
        nameEn: 'Full time',
        nameZh: '全职',
        minWeekMinutes: 2_280,
        maxWeekMinutes: 2_400,
        templateIds: [],
        leaveMinutes: new Map(),
      },
    ],
    holidays: new Map(),
    slotMinutes: 30,
    nowMs: null,
    rules,
    people,
    ...more,
  };
}

/** What one person's shifts break, in short: day, amount. */
export function breaks(
  rules: ScheduleRule | readonly ScheduleRule[],
  shifts: readonly Shift[],
  more: Partial<RuleInput> = {},
): [string, number][] {
  const list = 'kind' in rules ? [rules] : rules;
  return short(breaksOfRules(input(list, [person(shifts)], more)));
}

/** Violations in short: day and amount. */
export function short(violations: readonly Violation[]): [string, number][] {
  return violations.map(({ day, amount }) => [day, Math.round(amount * 1_000) / 1_000]);
}

/** Days one after another, "2026-11-02" and so many more. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    Temporal.PlainDate.from(first).add({ days: at }).toString(),
  );
}
