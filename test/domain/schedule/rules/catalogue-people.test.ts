import t from 'tap';
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import type { RuledPerson } from '../../../../services/domain/schedule/rules/rule-input.ts';
import type { Employee, Shift } from '../../../../services/domain/schedule/shift.ts';
import { breaks, input, person, rule, shift, short } from './rule-story.ts';

// Monday 2026-11-02 in Shanghai. Expected figures by hand.
const day = '2026-11-02';
const work = (start: string, hours: number, more = {}) => shift(day, start, hours, more);
const of = (
  who: string,
  shifts: readonly Shift[],
  more: Partial<RuledPerson> = {},
): RuledPerson => {
  return { ...person(shifts, { employee: { person: who } }), ...more };
};
const found = (kind: ReturnType<typeof rule>, ...people: RuledPerson[]) =>
  short(breaksOfRules(input([kind], people)));

t.test('work lies within the times somebody can work, over midnight too', async (t) => {
  const rules = [rule('availability', {})];
  const can = (available: Employee['available'], shifts: readonly Shift[]) =>
    short(breaksOfRules(input(rules, [person(shifts, { employee: { available } })])));
  const monday = [{ weekday: 1, fromMinute: 480, toMinute: 960 }];
  t.same(can(monday, [work('08:00', 8)]), []);
  t.same(can(monday, [work('07:30', 9)]), [[day, 60]]);
  t.same(can(monday, [shift('2026-11-03', '08:00', 8)]), [['2026-11-03', 480]]);
  const nights = [{ weekday: 1, fromMinute: 1_320, toMinute: 1_800 }];
  t.same(can(nights, [work('22:00', 8)]), []);
  t.same(can(nights, [work('22:00', 9)]), [[day, 60]]);
  const joined = [...monday, { weekday: 1, fromMinute: 960, toMinute: 1_080 }];
  t.same(can(joined, [work('10:00', 8)]), [], 'windows that touch are one');
});

t.test('no work on a day of leave; the night before may reach into it', async (t) => {
  const absences = [{ from: day, to: day, kind: 'leave' as const, paidMinutesADay: 480 }];
  t.same(found(rule('absence', {}), of('ann', [work('08:00', 8)], { absences })), [[day, 480]]);
  const eve = shift('2026-11-01', '22:00', 8);
  t.same(found(rule('absence', {}), of('ann', [eve], { absences })), []);
  const onLeave = work('08:00', 8, { inside: [['leave', 0, 480, true]] });
  t.same(
    found(rule('absence', {}), of('ann', [onLeave], { absences })),
    [],
    'a shift turned to leave',
  );
});

t.test('no work outside the engagement', async (t) => {
  const ann = (since: string, until: string) =>
    person([work('08:00', 8)], { employee: { since, until } });
  t.same(found(rule('engagement', {}), ann('2026-11-03', '')), [[day, 1]]);
  t.same(found(rule('engagement', {}), ann('', '2026-11-01')), [[day, 1]]);
  t.same(found(rule('engagement', {}), ann(day, day)), []);
});

t.test('shifts are of the templates of the contract', async (t) => {
  const base = input([], []).contracts[0];
  const contracts = base ? [{ ...base, templateIds: ['e8'] }] : [];
  const rules = rule('contract-templates', {});
  t.same(breaks(rules, [work('08:00', 8, { templateId: 'n8' })], { contracts }), [[day, 1]]);
  t.same(breaks(rules, [work('08:00', 8, { templateId: 'e8' })], { contracts }), []);
});

t.test('a pinned shift stays', async (t) => {
  const pinned = work('08:00', 8, { pinned: true });
  const moved = { ...pinned, fromMs: pinned.fromMs + 1_800_000 };
  const kept = rule('pinned-kept', {});
  t.same(found(kept, of('ann', [pinned], { stood: [pinned] })), []);
  t.same(found(kept, of('ann', [moved], { stood: [pinned] })), [[day, 1]]);
  t.same(found(kept, of('ann', [], { stood: [pinned] })), [[day, 1]]);
});

t.test('changes come days ahead', async (t) => {
  const stood = [work('08:00', 8)];
  const moved = stood.map((one) => ({ ...one, fromMs: one.fromMs + 3_600_000 }));
  const rules = [rule('notice', { min: 2 })];
  const at = (now: string, shifts: readonly Shift[]) => {
    const people = [of('ann', shifts, { stood })];
    return short(breaksOfRules(input(rules, people, { nowMs: Date.parse(now) })));
  };
  // One day and a half before the earlier beginning.
  t.same(at('2026-10-31T20:00+08:00', moved), [[day, 0.5]]);
  t.same(at('2026-10-31T20:00+08:00', []), [[day, 0.5]]);
  t.same(at('2026-10-31T20:00+08:00', stood), []);
  t.same(at('2026-10-31T08:00+08:00', moved), []);
  t.same(at('2026-11-02T18:00+08:00', moved), [], 'over');
});

t.test('nobody is in two shifts at once', async (t) => {
  const both = [work('08:00', 8), work('15:00', 4), work('16:00', 1)];
  t.same(breaks(rule('overlap', {}), both), [
    [day, 60],
    [day, 60],
  ]);
  t.same(breaks(rule('overlap', {}), [work('08:00', 8), work('16:00', 4)]), []);
});

t.test('some work together, some apart', async (t) => {
  const pair = { scope: 'person', scopeIds: ['ann', 'bob'] } as const;
  const together = rule('people-together', {}, pair);
  const ann = of('ann', [work('08:00', 8)]);
  t.same(found(together, ann, of('bob', [work('08:00', 8)])), []);
  t.same(found(together, ann, of('bob', [work('09:00', 8)])), [[day, 1]]);
  const absences = [{ from: day, to: day, kind: 'sick' as const, paidMinutesADay: 0 }];
  t.same(found(together, ann, of('bob', [], { absences })), [], 'bob is sick');
  const apart = rule('people-apart', {}, pair);
  t.same(found(apart, ann, of('bob', [work('15:00', 8)])), [[day, 1]]);
  t.same(found(apart, ann, of('bob', [work('16:00', 8)])), []);
  const byDay = rule('people-apart', {}, { ...pair, words: { same: 'day' } });
  t.same(found(byDay, ann, of('bob', [work('16:00', 8)]), of('cy', [work('08:00', 8)])), [
    [day, 1],
  ]);
});

t.test('a group has its people in each slot; breaks count out', async (t) => {
  const two = rule(
    'people-per-slot',
    { min: 2, fromMinute: 540, toMinute: 960 },
    { words: { group: 'sales', weekdays: '1' } },
  );
  const ann = of('ann', [work('08:00', 9, { inside: [['meal', 240, 60]] })]);
  const bob = of('bob', [work('09:00', 7)]);
  const [meal, ...more] = breaksOfRules(input([two], [ann, bob]));
  t.same(more, []);
  t.match(meal, { person: '', amount: 1, unit: 'people', day });
  t.equal(
    meal?.sentence,
    '1 people for "sales" from 2026-11-02 12:00 to 2026-11-02 13:00; at least 2',
  );
  const other = { ...bob, employee: { ...bob.employee, groups: [] } };
  t.same(found(two, ann, other), [[day, 2]], 'who has not the skill does not count: worst at noon');
});

t.test('slots are counted as they pass: 50 half-hours where the clocks go back', async (t) => {
  // 2026-10-25 in Berlin: a day from midnight to midnight has 25 hours.
  const zone = 'Europe/Berlin';
  const one = rule('people-per-slot', { min: 1 }, { words: { group: 'sales' } });
  const span = { zone, from: '2026-10-25', days: 1 };
  const whole = [of('ann', [shift('2026-10-25', '00:00', 25, { zone })])];
  t.same(breaksOfRules(input([one], whole, span)), []);
  const short24 = [of('ann', [shift('2026-10-25', '00:00', 24, { zone })])];
  const [last] = breaksOfRules(input([one], short24, span));
  t.match(last?.facts.get('from'), '2026-10-25 23:00');
  // And 46 on 2026-03-29: 23 hours fill it.
  const spring = [of('ann', [shift('2026-03-29', '00:00', 23, { zone })])];
  t.same(breaksOfRules(input([one], spring, { zone, from: '2026-03-29', days: 1 })), []);
});
