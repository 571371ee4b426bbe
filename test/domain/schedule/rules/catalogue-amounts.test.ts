import t from 'tap';
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { breaks, daysFrom, input, person, rule, shift, short } from './rule-story.ts';

// November 2026: the 1st is a Sunday, the 2nd a Monday. Expected figures by hand.
const week = daysFrom('2026-11-02', 7);
const eight = (day: string) => shift(day, '09:00', 9, { inside: [['meal', 240, 60]] });

t.test('minutes of a calendar week: six days of eight hours are four above 44', async (t) => {
  // Labour Law Art. 36: on average at most 44 hours a week.
  const most = rule('minutes-per-window', { max: 2_640 }, { window: 'calendar-week' });
  t.same(breaks(most, week.slice(0, 6).map(eight)), [['2026-11-02', 240]]);
  t.same(breaks(most, week.slice(0, 5).map(eight)), []);
});

t.test('a week that begins before the days checked counts from its Monday', async (t) => {
  const most = rule('minutes-per-window', { max: 2_400 }, { window: 'calendar-week' });
  const from = { from: '2026-11-06', days: 3 };
  t.same(breaks(most, week.slice(0, 6).map(eight), from), [['2026-11-06', 480]]);
});

t.test('a shift over midnight counts on the day it begins, and in its month', async (t) => {
  const most = rule('minutes-per-window', { max: 479 }, { window: 'month' });
  const night = [shift('2026-10-31', '22:00', 8)];
  t.same(breaks(most, night, { from: '2026-10-31', days: 2 }), [['2026-10-31', 1]]);
  t.same(breaks(most, night, { from: '2026-11-01', days: 2 }), []);
});

t.test('of rolling windows that overlap the worst is told, once', async (t) => {
  const most = rule('minutes-per-window', { max: 1_440, days: 5 }, { window: 'rolling-days' });
  // Wednesday to Sunday hold 5 x 8 h: 16 h above 24; four windows beside it are above as well.
  const found = breaks(most, week.slice(2).map(eight));
  t.same(found, [['2026-11-04', 960]]);
});

t.test('a rolling window reaches back over the border', async (t) => {
  const most = rule('minutes-per-window', { max: 1_440, days: 5 }, { window: 'rolling-days' });
  const four = ['2026-10-29', '2026-10-30', '2026-10-31', '2026-11-02'].map(eight);
  t.same(breaks(most, four), [['2026-11-02', 480]]);
});

t.test(
  'a least amount is not asked of a week with leave, of a part, or of the engaged',
  async (t) => {
    const least = rule('minutes-per-window', { min: 2_400 }, { window: 'calendar-week' });
    const four = week.slice(0, 4).map(eight);
    t.same(breaks(least, four), [['2026-11-02', 480]]);
    t.same(breaks(least, four, { days: 5 }), [], 'the week is not known to its end');
    const away = {
      from: '2026-11-06',
      to: '2026-11-06',
      kind: 'sick' as const,
      paidMinutesADay: 0,
    };
    t.same(breaksOfRules(input([least], [person(four, { absences: [away] })])), []);
    const late = person(four, { employee: { since: '2026-11-03' } });
    t.same(breaksOfRules(input([least], [late])), []);
    const paid = person(four, { absences: [{ ...away, kind: 'leave', paidMinutesADay: 450 }] });
    t.same(short(breaksOfRules(input([least], [paid]))), [['2026-11-02', 30]], 'paid leave counts');
  },
);

t.test('48 hours a week are an average over four months; leave is neutral', async (t) => {
  // 2003/88/EC Art. 6 and 16(b). May to August 2026 have 123 days: 123 / 7 x 48 h = 50,605.7 min.
  const most = rule(
    'minutes-per-window',
    { max: 2_880, months: 4 },
    { window: 'reference-period', words: { count: 'worked', anchor: '2026-01-01' } },
  );
  const span = { from: '2026-08-24', days: 8, knownFrom: '2026-05-01', zone: 'Europe/Berlin' };
  const days = daysFrom('2026-05-01', 106);
  const shifts = days.map((day) => shift(day, '08:00', 8, { zone: 'Europe/Berlin' }));
  // 106 x 480 = 50,880.
  t.same(breaks(most, shifts, span), [['2026-08-24', 274.286]]);
  t.same(breaks(most, shifts.slice(1), span), [], '105 x 480 = 50,400 is within');
  const leave = {
    from: '2026-08-24',
    to: '2026-08-30',
    kind: 'leave' as const,
    paidMinutesADay: 480,
  };
  const rested = breaksOfRules(input([most], [person(shifts, { absences: [leave] })], span));
  t.same(short(rested), [['2026-08-24', 3154.286]], 'a week of leave takes 2,880 off the limit');
});

t.test('days worked, days off, shifts: least and most', async (t) => {
  const early = (day: string) => shift(day, '06:00', 8);
  const window = { window: 'calendar-week' } as const;
  t.same(breaks(rule('days-per-window', { max: 5 }, window), week.map(early)), [['2026-11-02', 2]]);
  // Labour Law Art. 38: at least one day of rest a week.
  const restDay = rule('days-off-per-window', { min: 1 }, window);
  t.same(breaks(restDay, week.map(early)), [['2026-11-02', 1]]);
  t.same(breaks(restDay, week.slice(1).map(early)), []);
  const lates = rule('shifts-per-window', { max: 1 }, { ...window, words: { family: 'late' } });
  const some = [
    shift('2026-11-02', '14:00', 8),
    shift('2026-11-03', '14:00', 8),
    early('2026-11-05'),
  ];
  t.same(breaks(lates, some), [['2026-11-02', 1]]);
});

t.test('the week of the contract: 38 to 40 hours', async (t) => {
  const contract = rule('contract-minutes', {}, { window: 'calendar-week' });
  t.same(breaks(contract, week.slice(0, 4).map(eight)), [['2026-11-02', 360]]);
  t.same(breaks(contract, week.slice(0, 5).map(eight)), []);
  t.same(breaks(contract, week.slice(0, 6).map(eight)), [['2026-11-02', 480]]);
});

t.test('overtime is what passes eight hours a day or forty a week', async (t) => {
  // Labour Law Art. 41: at most 3 hours a day and 36 a month.
  const normal = { normalDay: 480, normalWeek: 2_400 };
  const day = rule('overtime', { max: 180, normalDay: 480 }, { window: 'day' });
  t.same(breaks(day, [shift('2026-11-02', '08:00', 12)]), [['2026-11-02', 60]]);
  const month = rule('overtime', { max: 2_160, ...normal }, { window: 'month' });
  const span = { from: '2026-11-01', days: 30 };
  // Four weeks of six days of nine hours: 4 x (5 x 1 h + 9 h) = 56 h of overtime.
  const days = daysFrom('2026-11-02', 28).filter((_, at) => at % 7 !== 6);
  t.same(
    breaks(
      month,
      days.map((one) => shift(one, '08:00', 9)),
      span,
    ),
    [['2026-11-01', 1_200]],
  );
  // Twelve days of overtime of three hours are 36 h and no more.
  const twelve = days.filter((_, at) => at % 6 < 3).map((one) => shift(one, '08:00', 11));
  t.same(breaks(month, twelve, span), []);
});

t.test(
  'night workers: eight hours in 24 on average, the weekly day of rest left out',
  async (t) => {
    // 2003/88/EC Art. 8(a), 16(c): of 14 days 12 count, 12 x 8 = 96 h. Eleven nights of 9 h are 99.
    const most = rule('night-average', { max: 480, days: 14 }, { window: 'reference-period' });
    const span = { from: '2026-11-02', days: 14 };
    const anchored = { ...most, words: new Map([['anchor', '2026-11-02']]) };
    const nights = daysFrom('2026-11-02', 11).map((day) => shift(day, '22:00', 9));
    t.same(breaks(anchored, nights, span), [['2026-11-02', 180]]);
    t.same(breaks(anchored, nights.slice(1), span), []);
    const days = daysFrom('2026-11-02', 11).map((day) => shift(day, '08:00', 9));
    t.same(breaks(anchored, days, span), [], 'who works by day is no night worker');
  },
);

t.test('time on call is counted by itself', async (t) => {
  const most = rule('on-call-limit', { max: 1_440 }, { window: 'calendar-week' });
  const calls = week.slice(0, 3).map((day) => shift(day, '18:00', 10, { main: 'on-call' }));
  t.same(breaks(most, calls), [['2026-11-02', 360]]);
  t.same(breaks(rule('days-per-window', { max: 0 }, { window: 'calendar-week' }), calls), []);
});

t.test(
  'a weekend is worked by one of its days, and belongs to the month of its Saturday',
  async (t) => {
    // Saturdays of October 2026 end with the 31st; Sunday the 1st of November is of that weekend.
    const most = rule('weekends-per-window', { max: 1 }, { window: 'month' });
    const span = { from: '2026-11-01', days: 30 };
    t.same(breaks(most, ['2026-11-01', '2026-11-07'].map(eight), span), []);
    t.same(breaks(most, ['2026-11-07', '2026-11-15'].map(eight), span), [['2026-11-01', 1]]);
  },
);

t.test('public holidays worked', async (t) => {
  const none = rule('holidays-per-window', { max: 0 }, { window: 'day' });
  const holidays = new Map([['2026-11-03', 'Culture Day']]);
  t.same(breaks(none, week.slice(0, 3).map(eight), { holidays }), [['2026-11-03', 1]]);
});
