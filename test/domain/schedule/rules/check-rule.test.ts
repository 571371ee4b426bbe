import t from 'tap';
import { DomainError } from '../../../../services/domain/domain-error.ts';
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { checkRule } from '../../../../services/domain/schedule/rules/check-rule.ts';
import { presetRules } from '../../../../services/domain/schedule/rules/presets/presets.ts';
import { ruleKinds } from '../../../../services/domain/schedule/rules/rule-catalogue.ts';
import {
  crewChecks,
  personChecks,
} from '../../../../services/domain/schedule/rules/rule-checks.ts';
import { ruleSentence } from '../../../../services/domain/schedule/rules/rule-sentences.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';
import { type Inside, input, person, rule, shift } from './rule-story.ts';

const refusals: [string, ReturnType<typeof rule>, string][] = [
  ['a kind that is none', rule('rest', {}), 'kind is "rest", but must be one of'],
  ['an empty id', rule('overlap', {}, { ruleId: ' ' }), 'ruleId is empty'],
  ['a foreign number', rule('overlap', { max: 1 }), 'numbers.max is not known to "overlap"'],
  [
    'a number out of range',
    rule('consecutive-days', { max: 61 }),
    'numbers.max is 61, but must be 0 to 60 days',
  ],
  ['half a day', rule('consecutive-days', { max: 5.5 }), 'numbers.max is 5.5, but must be whole'],
  [
    'nothing asked',
    rule('consecutive-days', {}),
    'numbers says none of min, max, so "consecutive-days" would ask nothing',
  ],
  [
    'a least above the most',
    rule('consecutive-days', { min: 6, max: 5 }),
    'numbers.min is 6, but must not be above numbers.max, 5',
  ],
  [
    'a window of another kind',
    rule('contract-minutes', {}, { window: 'month' }),
    'window is "month", but must be one of calendar-week for "contract-minutes"',
  ],
  [
    'a window where none is',
    rule('overlap', {}, { window: 'day' }),
    'window is "day", but "overlap" has none',
  ],
  [
    'a rolling window without its length',
    rule('days-per-window', { max: 5 }, { window: 'rolling-days' }),
    'numbers.days is missing: a window of rolling days has so many',
  ],
  [
    'a reference period without its length',
    rule('days-per-window', { max: 5 }, { window: 'reference-period' }),
    'numbers.days and numbers.months are missing: a reference period has one of them',
  ],
  [
    'a word of another kind',
    rule('people-apart', {}, { words: { group: 'x' } }),
    'words.group is not known to "people-apart"',
  ],
  [
    'a choice that is none',
    rule('people-apart', {}, { words: { same: 'week' } }),
    'words.same is "week", but must be one of time, day',
  ],
  [
    'a family that is none',
    rule('consecutive-days', { max: 2 }, { words: { family: 'night,dawn' } }),
    'words.family names "dawn", but must be of early, day, late, night, split, on-call',
  ],
  [
    'an anchor that is no day',
    rule(
      'days-per-window',
      { max: 5, days: 14 },
      { window: 'reference-period', words: { anchor: '2026-02-30' } },
    ),
    'words.anchor is "2026-02-30", but must be a day like 2026-11-28',
  ],
  [
    'a scope without ids',
    rule('overlap', {}, { scope: 'team' }),
    'scopeIds is empty, but scope "team" needs at least one',
  ],
  [
    'ids without a scope',
    rule('overlap', {}, { scopeIds: ['red'] }),
    'scopeIds is "red", but scope "all" takes none',
  ],
  [
    'an end before the beginning',
    rule('overlap', {}, { effectiveFrom: '2026-11-02', effectiveTo: '2026-11-01' }),
    'effectiveTo is 2026-11-01, but must not be before 2026-11-02',
  ],
  [
    'a weight below 0',
    rule('overlap', {}, { weight: -1 }),
    'weight is -1, but must be 0 to 1000000000',
  ],
  [
    'a succession of nothing',
    rule('forbidden-succession', {}, { words: { from: 'late' } }),
    'words.to is empty, but "forbidden-succession" needs it',
  ],
];

for (const [name, wrong, sentence] of refusals) {
  t.test(`${name} is refused by value and place`, async (t) => {
    const refused = t.throws(() => checkRule(wrong)) as DomainError;
    t.ok(refused instanceof DomainError);
    t.equal(refused.message.slice(0, sentence.length), sentence);
  });
}

t.test('every rule of the presets can be checked and names its source', async (t) => {
  for (const preset of ['cn', 'eu']) {
    const rules = presetRules(preset);
    for (const one of rules) {
      t.doesNotThrow(() => checkRule(one), one.ruleId);
      t.not(one.source, '', one.ruleId);
      t.equal(one.preset, preset);
    }
    t.equal(new Set(rules.map(({ ruleId }) => ruleId)).size, rules.length);
  }
  t.throws(() => presetRules('us'), { message: 'no preset is named "us": cn or eu' });
});

t.test(
  'presets: two shifts on end break the daily rest; nobody under 18 works at night',
  async (t) => {
    const broken = (preset: string, shifts: readonly Shift[], protections: string[] = []) => {
      const people = [person(shifts, { employee: { protections } })];
      const found = breaksOfRules(input(presetRules(preset), people));
      return found.filter(({ hard }) => hard).map(({ ruleId }) => ruleId);
    };
    const eight = (start: string) => shift('2026-11-03', start, 8, { inside: [['meal', 240, 30]] });
    t.same(broken('eu', [eight('06:00'), eight('14:00')]), ['eu-daily-rest', 'eu-longest-day']);
    const meals: Inside[] = [
      ['meal', 240, 30],
      ['meal', 540, 30],
    ];
    // Taken over on end they are one shift, between whose hours no rest is looked for.
    const joined = shift('2026-11-03', '06:00', 16, { inside: meals });
    t.same(broken('eu', [joined]), ['eu-break', 'eu-longest-day']);
    t.same(broken('eu', [eight('06:00')]), []);
    t.same(broken('cn', [eight('15:00')], ['minor']), ['cn-minor-night']);
    t.same(broken('cn', [eight('15:00')]), []);
  },
);

t.test('presets hold the amounts of the law', async (t) => {
  const amount = (preset: string, id: string, name: string) =>
    presetRules(preset)
      .find(({ ruleId }) => ruleId === `${preset}-${id}`)
      ?.numbers.get(name);
  // Labour Law Art. 36, 38, 41; State Council rules Art. 3.
  t.equal(amount('cn', 'week', 'max'), 44 * 60);
  t.equal(amount('cn', 'standard-week', 'max'), 40 * 60);
  t.equal(amount('cn', 'standard-day', 'max'), 8 * 60);
  t.equal(amount('cn', 'overtime-day', 'max'), 60);
  t.equal(amount('cn', 'overtime-day-most', 'max'), 3 * 60);
  t.equal(amount('cn', 'overtime-month', 'max'), 36 * 60);
  t.equal(amount('cn', 'rest-day', 'min'), 1);
  // 2003/88/EC Art. 3, 4, 5, 6, 8, 16.
  t.equal(amount('eu', 'daily-rest', 'min'), 11 * 60);
  t.equal(amount('eu', 'longest-day', 'max'), (24 - 11) * 60);
  t.equal(amount('eu', 'break', 'max'), 6 * 60);
  t.equal(amount('eu', 'weekly-rest', 'min'), (24 + 11) * 60);
  t.equal(amount('eu', 'average-week', 'max'), 48 * 60);
  t.equal(amount('eu', 'average-week', 'months'), 4);
  t.equal(amount('eu', 'night-average', 'max'), 8 * 60);
});

t.test('every kind has a check, and every check a kind; the catalogue is plain JSON', async (t) => {
  const checks = [...personChecks.keys(), ...crewChecks.keys(), 'people-per-slot'].sort();
  t.same(ruleKinds.map(({ kind }) => kind).sort(), checks);
  t.same(JSON.parse(JSON.stringify(ruleKinds)), ruleKinds);
  for (const { kind, sentences, windows, numbers } of ruleKinds) {
    const named = Object.values(sentences).flatMap(({ en, zh }) => [factsIn(en), factsIn(zh)]);
    t.ok(named.length > 0, kind);
    for (const [at, names] of named.entries()) {
      if (at % 2 === 1) t.same(names, named[at - 1], `${kind}: both languages tell the same facts`);
    }
    if ((windows as string[]).includes('rolling-days')) {
      t.ok(
        numbers.some(({ name }) => name === 'days'),
        kind,
      );
    }
  }
});

t.test('a sentence in Chinese', async (t) => {
  const facts = new Map([
    ['sentence', 'min'],
    ['person', '王芳'],
    ['value', '510'],
    ['limit', '660'],
    ['from', '2026-11-02 22:30'],
    ['to', '2026-11-03 07:00'],
  ]);
  t.equal(
    ruleSentence('rest-between-shifts', facts, 'zh'),
    '王芳 在 2026-11-02 22:30 与 2026-11-03 07:00 之间仅休息 8 小时 30 分，至少 11 小时',
  );
  t.equal(ruleSentence('rest-between-shifts', new Map(), 'zh'), '');
});

function factsIn(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();
}
