import t from 'tap';
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { breaks, type Inside, input, person, rule, shift, short } from './rule-story.ts';

// Monday 2026-11-02 in Shanghai unless said. Expected figures by hand.
const day = '2026-11-02';
const one = (start: string, hours: number, ...inside: Inside[]) => [
  shift(day, start, hours, { inside }),
];

t.test('a shift is neither too short nor too long', async (t) => {
  const length = rule('shift-length', { min: 240, max: 600 });
  t.same(breaks(length, one('08:00', 11)), [[day, 60]]);
  t.same(breaks(length, one('08:00', 3)), [[day, 60]]);
  const worked = rule('shift-length', { max: 600 }, { words: { count: 'worked' } });
  t.same(breaks(worked, one('08:00', 11, ['meal', 300, 60])), [], 'an unpaid meal is no work');
  t.same(breaks(worked, one('08:00', 11, ['break', 300, 60, true])), [[day, 60]], 'a paid one is');
});

t.test('leave inside a shift shortens it from its end', async (t) => {
  const length = rule('shift-length', { min: 480 });
  t.same(breaks(length, one('08:00', 8, ['leave', 240, 240, true])), [[day, 240]]);
});

t.test('a night shift has at most eight hours of work', async (t) => {
  // 2003/88/EC Art. 8(b); night holds 00:00 to 05:00, Art. 2(3).
  const night = rule('night-length', { max: 480 });
  t.same(breaks(night, one('21:00', 10, ['meal', 240, 30])), [[day, 90]]);
  t.same(breaks(night, one('05:00', 10)), []);
  t.same(breaks(night, one('14:00', 10)), [], 'midnight itself is not touched');
});

t.test('nobody protected works between 22:00 and 06:00', async (t) => {
  // 94/33/EC Art. 9(1)(b).
  const none = rule('no-work-between', { fromMinute: 1_320, toMinute: 360 });
  t.same(breaks(none, one('15:00', 8)), [[day, 60]]);
  t.same(breaks(none, one('05:00', 8)), [[day, 60]], 'the end of the night before');
  t.same(breaks(none, one('06:00', 16)), []);
});

t.test('a night has the hours that pass in it: seven in spring, nine in autumn', async (t) => {
  const none = rule('no-work-between', { fromMinute: 1_320, toMinute: 360 });
  const berlin = { zone: 'Europe/Berlin', days: 2 };
  const at = (from: string, hours: number) =>
    breaks(none, [shift(from, '22:00', hours, berlin)], { ...berlin, from });
  t.same(at('2026-03-28', 7), [['2026-03-28', 420]]);
  t.same(at('2026-03-28', 8), [['2026-03-28', 420]], 'the eighth hour ends at seven');
  t.same(at('2026-10-24', 10), [['2026-10-24', 540]]);
});

t.test('six hours of work have a break in them', async (t) => {
  // 2003/88/EC Art. 4.
  const stretch = rule('break-after-work', { max: 360, breakMinutes: 15 });
  t.same(breaks(stretch, one('08:00', 8, ['meal', 390, 30])), [[day, 30]]);
  t.same(breaks(stretch, one('08:00', 8, ['meal', 300, 30])), []);
  // Ten minutes are too short to count: 300 + 170 minutes of work at a stretch.
  t.same(breaks(stretch, one('08:00', 8, ['break', 300, 10, true])), [[day, 110]]);
});

t.test('breaks in sum by the work there is', async (t) => {
  const sum = rule('break-total', { afterMinutes: 360, min: 45 });
  t.same(breaks(sum, one('08:00', 8, ['meal', 240, 30])), [[day, 15]]);
  t.same(breaks(sum, one('08:00', 6)), []);
});

t.test('a meal begins in its window, by the shift or by the clock', async (t) => {
  const byShift = rule('break-window', { earliest: 180, latest: 300 });
  t.same(breaks(byShift, one('08:00', 9, ['meal', 330, 60])), [[day, 30]]);
  t.same(breaks(byShift, one('08:00', 9, ['meal', 120, 60])), [[day, 60]]);
  const byClock = rule('break-window', { earliest: 660, latest: 810 }, { words: { by: 'clock' } });
  t.same(breaks(byClock, one('08:00', 9, ['meal', 180, 60])), [], 'eleven o’clock');
  t.same(breaks(byClock, one('08:00', 9, ['meal', 360, 60])), [[day, 30]], 'fourteen o’clock');
});

t.test('between breaks is some work', async (t) => {
  const between = rule('work-between-breaks', { min: 90, ends: 60 });
  const shifts = one('08:00', 9, ['break', 120, 15, true], ['meal', 195, 60]);
  t.same(breaks(between, shifts), [[day, 30]]);
  t.same(breaks(between, one('08:00', 8, ['break', 450, 15, true])), [[day, 45]], 'before the end');
});

t.test('a shift has the breaks of its template', async (t) => {
  const plan = { kind: 'meal' as const, minutes: 60, earliestMinute: 180, latestMinute: 300 };
  const template = {
    templateId: 'd9',
    nameEn: 'Day',
    nameZh: '',
    startMinute: 480,
    spanMinutes: 540,
    weekdays: [],
    breaks: [{ ...plan, paid: false }],
    minWorkMinutes: 0,
    family: 'day' as const,
    groups: [],
  };
  const of = (...inside: Inside[]) => {
    const shifts = [shift(day, '08:00', 9, { inside, templateId: 'd9' })];
    return breaks(rule('template-breaks', {}), shifts, { templates: [template] });
  };
  t.same(of(['meal', 240, 60]), []);
  t.same(of(['meal', 330, 60]), [[day, 30]]);
  t.same(of(['meal', 240, 45]), [[day, 15]]);
  t.same(of(), [[day, 60]]);
});

t.test('the parts of a split shift lie near enough', async (t) => {
  const gap = rule('split-gap', { min: 60, max: 180, maxParts: 2 });
  t.same(breaks(gap, one('08:00', 12, ['split', 240, 240])), [[day, 60]]);
  t.same(breaks(gap, one('08:00', 12, ['split', 120, 60], ['split', 400, 120])), [[day, 1]]);
  const weekly = rule(
    'shifts-per-window',
    { max: 0 },
    { window: 'calendar-week', words: { family: 'split' } },
  );
  t.same(breaks(weekly, one('08:00', 12, ['split', 240, 180])), [[day, 1]], 'a family by itself');
});

t.test(
  'what is just at its limit breaks nothing, and nothing is told of days not checked',
  async (t) => {
    const meal = (at: number, minutes = 60): Inside => ['meal', at, minutes];
    const just: [ReturnType<typeof rule>, string, number, ...Inside[]][] = [
      [rule('shift-length', { min: 240, max: 600 }), '08:00', 4],
      [rule('shift-length', { min: 240, max: 600 }), '08:00', 10],
      [rule('night-length', { max: 480 }), '22:00', 8],
      [rule('break-after-work', { max: 360, breakMinutes: 60 }), '06:00', 13, meal(360)],
      [rule('break-total', { afterMinutes: 360, min: 60 }), '08:00', 9, meal(240)],
      [rule('break-window', { earliest: 180, latest: 300 }), '08:00', 9, meal(180)],
      [rule('break-window', { earliest: 180, latest: 300 }), '08:00', 9, meal(300)],
      [
        rule('work-between-breaks', { min: 90, ends: 120 }),
        '08:00',
        6.5,
        meal(120, 30),
        meal(240, 30),
      ],
      [rule('split-gap', { min: 60, max: 180, maxParts: 3 }), '08:00', 12, ['split', 120, 60]],
      [rule('split-gap', { min: 60, max: 180, maxParts: 3 }), '08:00', 12, ['split', 120, 180]],
    ];
    for (const [kind, start, hours, ...inside] of just) {
      t.same(breaks(kind, one(start, hours, ...inside)), [], `${kind.kind} at its limit`);
    }
    const broken: ReturnType<typeof rule>[] = [
      rule('shift-length', { max: 60 }),
      rule('night-length', { max: 60 }),
      rule('no-work-between', { fromMinute: 1_320, toMinute: 360 }),
      rule('break-after-work', { max: 60 }),
      rule('break-total', { afterMinutes: 60, min: 120 }),
      rule('break-window', { latest: 60 }),
      rule('work-between-breaks', { min: 600, ends: 600 }),
      rule('split-gap', { max: 30 }),
      rule('overlap', {}),
    ];
    const inside: Inside[] = [meal(240), ['split', 360, 60]];
    const before = [shift('2026-10-31', '21:00', 12, { inside }), shift('2026-10-31', '22:00', 6)];
    for (const kind of broken) {
      t.not(breaks(kind, before, { from: '2026-10-31' }).length, 0, `${kind.kind} is broken`);
      t.same(breaks(kind, before), [], `${kind.kind} of last week is not told`);
    }
  },
);

t.test('sentences tell figures in both languages', async (t) => {
  const stretch = rule('break-after-work', { max: 360, breakMinutes: 15 });
  const [found] = breaksOfRules(input([stretch], [person(one('08:00', 8))]));
  t.equal(
    found?.sentence,
    'ann works 8 h without a break of 15 min from 2026-11-02 08:00; at most 6 h',
  );
  t.same(short(found ? [found] : []), [[day, 120]]);
});
