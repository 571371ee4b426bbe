import fc from 'fast-check';
import t from 'tap';
import {
  breaksOfRules,
  checkPeople,
  recheckPeople,
  ruleBook,
  violationsOf,
} from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import type {
  RuledPerson,
  RuleInput,
} from '../../../../services/domain/schedule/rules/rule-input.ts';
import type { ScheduleRule } from '../../../../services/domain/schedule/shift.ts';
import { daysFrom, type Inside, input, person, rule, shift } from './rule-story.ts';
import { checkSchedule, kindsChecked } from './schedule-checker.ts';

// Random schedules around clock changes and month borders; two programs say who breaks what. A
// failure prints its seed.
const places = [
  { zone: 'Asia/Shanghai', from: '2026-02-24' },
  { zone: 'Europe/Berlin', from: '2026-03-23' },
  { zone: 'Europe/Berlin', from: '2026-10-19' },
  { zone: 'America/New_York', from: '2026-10-28' },
  { zone: 'Australia/Lord_Howe', from: '2026-10-01' },
];
const between = (min: number, max: number) => fc.integer({ min, max });

const dayOfWork = fc.option(
  fc.record({
    start: fc.constantFrom('00:00', '05:30', '06:00', '08:00', '09:00', '13:30', '14:00', '22:00'),
    hours: fc.constantFrom(4, 6, 7.5, 8, 9, 11),
    inside: fc.constantFrom<Inside[]>(
      [],
      [['meal', 240, 45]],
      [
        ['break', 120, 15, true],
        ['meal', 195, 30],
      ],
      [['leave', 0, 120, true]],
      [['split', 120, 120]],
    ),
  }),
  { freq: 3 },
);

const lives = fc.record({
  works: fc.array(dayOfWork, { minLength: 35, maxLength: 35 }),
  away: fc.option(between(0, 30), { freq: 2 }),
  paid: fc.constantFrom(0, 480),
  since: fc.option(between(0, 20), { freq: 2 }),
  groups: fc.constantFrom(['sales'], ['sales', 'care'], []),
  isMinor: fc.boolean(),
  available: fc.boolean(),
});

const limits = fc.record({
  week: between(1_800, 3_600),
  days: between(2, 6),
  off: between(1, 3),
  rest: fc.constantFrom(480, 600, 660, 720, 900),
  people: between(0, 2),
  minutes: between(300, 600),
});

t.test('two programs find the same people breaking the same rules', async (t) => {
  const kinds = new Set<string>();
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.array(lives, { minLength: 1, maxLength: 3 }),
      limits,
      (place, people, numbers) => {
        const rules = rulesOf(numbers);
        const asked = ground(
          place,
          people.map((life, at) => personOf(life, at, place)),
          rules,
        );
        const found = breaksOfRules(asked);
        for (const { kind } of rules) kinds.add(kind);
        for (const { kind } of found) seen.add(kind);
        const ours = found.map(({ ruleId, person: who }) => `${ruleId} ${who}`);
        const theirs = checkSchedule(asked).map(({ ruleId, person: who }) => `${ruleId} ${who}`);
        return same([...new Set(ours)].sort(), theirs.sort());
      },
    ),
    { seed: 20_261_128, numRuns: 60 },
  );
  t.same([...kinds].sort(), [...kindsChecked].sort(), 'every kind the checker knows was tried');
  t.same([...seen].sort(), [...kindsChecked].sort(), 'and each was broken by somebody');
});

t.test('a check of those who changed is the check of all', async (t) => {
  const compare = () =>
    fc.assert(
      fc.property(fc.array(lives, { minLength: 2, maxLength: 4 }), limits, (people, numbers) => {
        const place = places[1] as (typeof places)[number];
        const before = people.map((life, at) => personOf(life, at, place));
        const changed = before.slice(0, 1).map((one) => ({ ...one, shifts: one.shifts.slice(3) }));
        const after = [...changed, ...before.slice(1)];
        const book = ruleBook(ground(place, before, rulesOf(numbers)));
        const checked = recheckPeople(book, checkPeople(book, before), changed);
        const whole = violationsOf(book, checkPeople(book, after));
        return same(violationsOf(book, checked), whole);
      }),
      { seed: 7, numRuns: 30 },
    );
  t.doesNotThrow(compare);
});

t.test('a rule is refused that has no kind', async (t) => {
  const wrong = input([rule('rest', {})], []);
  t.throws(() => breaksOfRules(wrong), { message: 'rule "rest" is of no known kind, "rest"' });
});

/** Says what differs, which ends the search for a counterexample. */
function same(found: readonly unknown[], wanted: readonly unknown[]): boolean {
  const [left, right] = [found, wanted].map((list) => list.map((one) => JSON.stringify(one)));
  const odd = [...new Set(left).symmetricDifference(new Set(right))];
  if (odd.length > 0) throw new Error(`one of both found ${odd.join('; ')}`);
  return found.length === wanted.length;
}

function ground(
  { zone, from }: (typeof places)[number],
  people: readonly RuledPerson[],
  rules: readonly ScheduleRule[],
): RuleInput {
  const days = daysFrom(from, 35);
  const span = { from: days[8] ?? '', days: 20, knownFrom: from, knownTo: days[34] ?? '' };
  const base = input(rules, people).contracts[0];
  const contracts = base ? [{ ...base, templateIds: ['own'] }] : [];
  return input(rules, people, {
    zone,
    ...span,
    contracts,
    holidays: new Map([[days[10] ?? '', 'x']]),
  });
}

type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;

function personOf(life: Life, at: number, { zone, from }: (typeof places)[number]): RuledPerson {
  const days = daysFrom(from, 35);
  const shifts = life.works.flatMap((work, day) => {
    if (!work) return [];
    const templateId = day % 11 === 0 ? 'foreign' : 'own';
    const { start, hours, inside } = work;
    return [shift(days[day] ?? '', start, hours, { inside, zone, templateId })];
  });
  const absence = (first: number) => ({
    from: days[first] ?? '',
    to: days[first + 2] ?? '',
    kind: 'leave' as const,
    paidMinutesADay: life.paid,
  });
  const available = Array.from({ length: 6 }, (_, weekday) => {
    return { weekday: weekday + 1, fromMinute: 330, toMinute: 1_860 };
  });
  return person(shifts, {
    absences: life.away === null ? [] : [absence(life.away)],
    employee: {
      person: `p${at}`,
      groups: life.groups.map((group) => ({ group, priority: 1, efficiency: 1 })),
      since: life.since === null ? '' : (days[life.since] ?? ''),
      protections: life.isMinor ? ['minor'] : [],
      available: life.available ? available : [],
    },
  });
}

function rulesOf({
  week,
  days,
  off,
  rest,
  people,
  minutes,
}: Record<string, number>): ScheduleRule[] {
  const weekly = { window: 'calendar-week' } as const;
  const rolling = { window: 'rolling-days' } as const;
  const monthly = { window: 'month' } as const;
  const [w = 0, d = 0, o = 0, r = 0, p = 0, m = 0] = [week, days, off, rest, people, minutes];
  const minor = { scope: 'protection', scopeIds: ['minor'] } as const;
  const list: [string, Record<string, number>, Parameters<typeof rule>[2]?][] = [
    ['minutes-per-window', { max: w, min: 1_200 }, weekly],
    ['minutes-per-window', { max: w, days: 9 }, { ...rolling, words: { count: 'worked' } }],
    ['minutes-per-window', { max: m }, { window: 'day', words: { family: 'early' } }],
    ['minutes-per-window', { max: w * 4 }, monthly],
    ['days-per-window', { max: d, min: 2 }, weekly],
    ['days-off-per-window', { min: o }, weekly],
    ['days-off-per-window', { min: o, days: 6 }, rolling],
    ['shifts-per-window', { max: d }, { ...monthly, words: { family: 'night' } }],
    ['contract-minutes', {}, weekly],
    ['overtime', { max: 120, normalDay: m }, { window: 'day' }],
    ['overtime', { max: w, normalDay: 480, normalWeek: 2_400 }, monthly],
    ['weekends-per-window', { max: o }, monthly],
    ['holidays-per-window', { max: 0 }, monthly],
    ['consecutive-days', { max: d }],
    ['consecutive-days', { min: 2 }],
    ['consecutive-days', { max: 1 }, { words: { family: 'night' } }],
    ['consecutive-days-off', { min: o, max: 4 }],
    ['complete-weekends', {}],
    ['rest-between-shifts', { min: r }],
    ['weekly-rest', { min: r * 3 }, weekly],
    ['forbidden-succession', { days: o }, { words: { from: 'late', to: 'early,day' } }],
    ['shift-length', { min: 300, max: m }, { words: { count: 'worked' } }],
    ['night-length', { max: m }],
    ['no-work-between', { fromMinute: 1_320, toMinute: 360 }, minor],
    ['break-after-work', { max: m, breakMinutes: 30 }],
    ['availability', {}],
    ['absence', {}],
    ['engagement', {}],
    ['contract-templates', {}],
    ['overlap', {}],
    ['people-per-slot', { min: p, fromMinute: 540, toMinute: 600 }, { words: { group: 'care' } }],
    ['people-per-slot', { max: p }, { words: { group: '', weekdays: '1,3' } }],
  ];
  return list.map(([kind, numbers, more], at) =>
    rule(kind, numbers, { ...more, ruleId: `${at}-${kind}` }),
  );
}
