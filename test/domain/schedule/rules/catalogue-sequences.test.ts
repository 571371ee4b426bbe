import t from 'tap';
import { breaksOfRules } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { breaks, daysFrom, input, person, rule, shift, short } from './rule-story.ts';

// November 2026: the 2nd is a Monday. Expected figures by hand.
const week = daysFrom('2026-11-02', 7);
const early = (day: string) => shift(day, '06:00', 8);
const late = (day: string) => shift(day, '14:00', 8);
const night = (day: string) => shift(day, '22:00', 8);
const berlin = { zone: 'Europe/Berlin' };

t.test('days in a row run on over the border', async (t) => {
  const most = rule('consecutive-days', { max: 5 });
  const days = daysFrom('2026-10-31', 7);
  // The sixth day is Thursday the 5th.
  t.same(breaks(most, days.map(early)), [['2026-11-05', 2]]);
  t.same(breaks(most, days.map(early), { from: '2026-11-06', days: 2 }), [['2026-11-06', 2]]);
  t.same(breaks(most, days.slice(2).map(early)), []);
});

t.test('a run is too short only where both its ends are seen', async (t) => {
  const least = rule('consecutive-days', { min: 3 });
  t.same(breaks(least, week.slice(1, 3).map(early)), [['2026-11-03', 1]]);
  t.same(breaks(least, week.slice(5, 7).map(early)), [], 'it may go on next week');
  const away = { from: '2026-11-05', to: '2026-11-05', kind: 'leave' as const, paidMinutesADay: 0 };
  const people = [person(week.slice(1, 3).map(early), { absences: [away] })];
  t.same(breaksOfRules(input([least], people)), [], 'leave cut it off');
});

t.test('runs of just the limits, before or behind the days checked, are no breaks', async (t) => {
  const row = rule('consecutive-days', { min: 3, max: 5 });
  t.same(breaks(row, week.slice(1, 4).map(early)), []);
  t.same(breaks(row, week.slice(0, 5).map(early)), []);
  t.same(breaks(row, [early('2026-10-31'), early('2026-11-01')]), [], 'it ended on the eve');
  const ahead = { days: 2, knownTo: '2026-11-12' };
  const seven = daysFrom('2026-11-02', 7).map(early);
  t.same(breaks(row, seven, ahead), [], 'the sixth day comes later');
  t.same(breaks(row, daysFrom('2026-11-04', 2).map(early), ahead), [], 'it begins later');
  const off = rule('consecutive-days-off', { min: 2, max: 3 });
  const on = (...days: string[]) => breaks(off, days.map(early), ahead);
  t.same(on('2026-11-01', '2026-11-04', '2026-11-08', '2026-11-12'), [], 'two, then three');
  t.same(
    on('2026-10-30', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-06'),
    [],
  );
});

t.test('rest that is asked only after nights', async (t) => {
  const after = rule('rest-between-shifts', { min: 1_440 }, { words: { after: 'night' } });
  t.same(breaks(after, [early('2026-11-02'), early('2026-11-03')]), []);
  t.same(breaks(after, [night('2026-11-02'), night('2026-11-03')]), [['2026-11-03', 480]]);
  t.same(breaks(after, [night('2026-11-02'), early('2026-11-04')]), [], 'just 24 hours');
});

t.test('nights in a row', async (t) => {
  const most = rule('consecutive-days', { max: 2 }, { words: { family: 'night' } });
  t.same(breaks(most, week.slice(0, 3).map(night)), [['2026-11-04', 1]]);
  t.same(breaks(most, week.slice(0, 3).map(early)), []);
});

t.test('days off in a row: not too few, not too many', async (t) => {
  const two = rule('consecutive-days-off', { min: 2, max: 3 });
  const on = (...at: number[]) => at.map((one) => early(week[one] ?? ''));
  t.same(breaks(two, [early('2026-11-01'), ...on(0, 2, 6)]), [['2026-11-03', 1]]);
  t.same(breaks(two, [early('2026-11-01'), ...on(0, 5)]), [['2026-11-06', 1]]);
});

t.test('weekends in a row', async (t) => {
  const most = rule('consecutive-weekends', { max: 2 });
  const span = { from: '2026-11-02', days: 28 };
  const sundays = ['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-22'];
  t.same(breaks(most, sundays.map(early), span), [['2026-11-14', 2]]);
  t.same(breaks(most, ['2026-11-01', '2026-11-07', '2026-11-21'].map(early), span), []);
  const sunday = { from: '2026-11-15', days: 1 };
  t.same(breaks(most, sundays.slice(0, 3).map(early), sunday), [['2026-11-15', 1]], 'its Sunday');
});

t.test('a weekend is complete or free', async (t) => {
  const whole = rule('complete-weekends', {});
  t.same(breaks(whole, [early('2026-11-08')]), [['2026-11-07', 1]]);
  t.same(breaks(whole, ['2026-11-07', '2026-11-08'].map(early)), []);
});

t.test('eleven hours pass between shifts', async (t) => {
  // 2003/88/EC Art. 3.
  const rest = rule('rest-between-shifts', { min: 660 });
  t.same(breaks(rest, [late('2026-11-02'), early('2026-11-03')]), [['2026-11-03', 180]]);
  t.same(breaks(rest, [early('2026-11-01'), early('2026-11-02')]), []);
  t.same(breaks(rest, [late('2026-11-01'), early('2026-11-02')]), [['2026-11-02', 180]], 'the eve');
});

t.test('rest is what passes, not what the clock says', async (t) => {
  const rest = rule('rest-between-shifts', { min: 660 });
  const over = (day: string, next: string) => [
    shift(day, '14:00', 9, berlin),
    shift(next, '10:00', 8, berlin),
  ];
  // 23:00 to 10:00 are eleven hours by the clock; on 2026-03-29 it leaves one out.
  const spring = { ...berlin, from: '2026-03-28', days: 2 };
  t.same(breaks(rest, over('2026-03-28', '2026-03-29'), spring), [['2026-03-29', 60]]);
  const autumn = { ...berlin, from: '2026-10-24', days: 2 };
  const twelve = rule('rest-between-shifts', { min: 720 });
  t.same(breaks(twelve, over('2026-10-24', '2026-10-25'), autumn), [], 'and shows one twice');
});

t.test('weekly rest: 35 hours at a stretch in each week, wherever they lie', async (t) => {
  // 2003/88/EC Art. 5; C-306/16: not necessarily after six days of work.
  const rest = rule('weekly-rest', { min: 2_100 }, { window: 'calendar-week' });
  const twelve = [...week.slice(1), ...daysFrom('2026-11-09', 6)].map(early);
  t.same(breaks(rest, twelve, { days: 14 }), [], 'Monday the 2nd and Sunday the 15th are free');
  // A night to Sunday 06:00: Friday 14:00 to Saturday 22:00 are 32 h, 3 h too few.
  const seven = [...week.slice(0, 5).map(early), night('2026-11-07')];
  const monday = [...seven, early('2026-11-09')];
  t.same(breaks(rest, monday, { knownTo: '2026-11-09' }), [['2026-11-02', 180]]);
  t.same(breaks(rest, seven), [], 'the rest from Sunday on may go on');
});

t.test('weekly rest over 14 days: two rests of 35 hours, or one of 59', async (t) => {
  // 2003/88/EC Art. 16(a).
  const rest = rule(
    'weekly-rest',
    { min: 2_100, rests: 2, orMin: 3_540, days: 14 },
    { window: 'reference-period', words: { anchor: '2026-11-02' } },
  );
  const fourteen = daysFrom('2026-11-02', 14);
  const without = (...free: number[]) => fourteen.filter((_, at) => !free.includes(at)).map(early);
  const span = { days: 14 };
  t.same(breaks(rest, without(3, 10), span), []);
  // Two free days together: from 14:00 to 06:00 two days on, 64 h.
  t.same(breaks(rest, without(5, 6), span), []);
  // One rest of just 59 h does: from Friday 14:00 to Monday 01:00.
  const weekend = [...without(4, 5, 6, 7), shift('2026-11-09', '01:00', 8)];
  t.same(breaks(rest, [early('2026-11-06'), ...weekend], span), []);
  // One free day: 40 h once; the next longest rest is 16 h, 19 h short of 35.
  const on = [...without(5), early('2026-11-16')];
  t.same(breaks(rest, on, { ...span, knownTo: '2026-11-16' }), [['2026-11-02', 1_140]]);
});

t.test('no early shift after a late one', async (t) => {
  const no = rule('forbidden-succession', {}, { words: { from: 'late,night', to: 'early' } });
  t.same(breaks(no, [late('2026-11-01'), early('2026-11-02')]), [['2026-11-02', 1]]);
  t.same(breaks(no, [late('2026-11-02'), early('2026-11-04')]), []);
  const gap = rule('forbidden-succession', { days: 2 }, { words: { from: 'late', to: 'early' } });
  t.same(breaks(gap, [late('2026-11-02'), early('2026-11-04')]), [['2026-11-04', 1]]);
});

t.test('after a night comes a night or a day off', async (t) => {
  const wanted = rule('wanted-succession', {}, { words: { from: 'night', to: 'night,off' } });
  const days = [night('2026-11-02'), night('2026-11-03'), late('2026-11-04'), night('2026-11-06')];
  t.same(breaks(wanted, days), [['2026-11-04', 1]]);
});

t.test('kinds of shift rotate forward', async (t) => {
  const forward = rule('forward-rotation', {}, { words: { order: 'early,late,night' } });
  const [mon, tue, wed, , fri] = week as [string, string, string, string, string];
  t.same(
    breaks(forward, [early(mon), late(tue), night(wed), early(fri)]),
    [],
    'round after a day off',
  );
  t.same(breaks(forward, [late(mon), early(tue)]), [['2026-11-03', 1]]);
  t.same(breaks(forward, [night(mon), late(wed)]), [['2026-11-04', 1]]);
});

t.test('starts stay near each other', async (t) => {
  const steady = rule('start-steadiness', { max: 120 });
  const days = [shift('2026-11-02', '08:00', 8), shift('2026-11-03', '10:30', 8)];
  t.same(breaks(steady, days), [['2026-11-03', 30]]);
  // By the wall clock: the same start on either side of a clock change is steady.
  const change = [shift('2026-03-28', '09:00', 8, berlin), shift('2026-03-29', '09:00', 8, berlin)];
  const none = rule('start-steadiness', { max: 0 });
  t.same(breaks(none, change, { ...berlin, from: '2026-03-28', days: 2 }), []);
});

t.test('a rule holds between its days, and not for others', async (t) => {
  const short2 = [late('2026-11-02'), early('2026-11-03'), late('2026-11-05'), early('2026-11-06')];
  const until = rule('rest-between-shifts', { min: 660 }, { effectiveTo: '2026-11-04' });
  t.same(breaks(until, short2), [['2026-11-03', 180]]);
  const others = rule('rest-between-shifts', { min: 660 }, { scope: 'team', scopeIds: ['blue'] });
  t.same(breaks(others, short2), []);
  const minors = rule(
    'rest-between-shifts',
    { min: 660 },
    { scope: 'protection', scopeIds: ['minor'], hard: false, weight: 0.5 },
  );
  const minor = person(short2.slice(0, 2), { employee: { protections: ['minor'] } });
  const [found] = breaksOfRules(input([minors], [minor]));
  t.match(found, { cost: 90, hard: false, day: '2026-11-03' });
  t.equal(
    found?.sentence,
    'ann rests 8 h between 2026-11-02 22:00 and 2026-11-03 06:00; at least 11 h',
  );
  t.same(short(breaksOfRules(input([minors], [person(short2)]))), []);
});
