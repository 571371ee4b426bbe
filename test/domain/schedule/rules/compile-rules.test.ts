import t from 'tap';
import { ruleBook } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { compileRules } from '../../../../services/domain/schedule/rules/compile-rules.ts';
import { pastOfTimeline } from '../../../../services/domain/schedule/rules/past-of-timeline.ts';
import { presetRules } from '../../../../services/domain/schedule/rules/presets/presets.ts';
import { timelineOf } from '../../../../services/domain/schedule/rules/timeline.ts';
import type {
  ScheduleRule,
  Shift,
  ShiftTemplate,
} from '../../../../services/domain/schedule/shift.ts';
import { input, person, rule, shift } from './rule-story.ts';

// The week from Monday 2026-11-02 in Shanghai unless said; expected figures by hand.
const template = (templateId: string, startMinute: number, spanMinutes: number): ShiftTemplate => ({
  templateId,
  nameEn: templateId,
  nameZh: '',
  startMinute,
  spanMinutes,
  weekdays: [],
  breaks: [{ kind: 'meal', minutes: 60, earliestMinute: 180, latestMinute: 300, paid: false }],
  minWorkMinutes: 0,
  family: startMinute < 540 ? 'early' : startMinute < 1_200 ? 'late' : 'night',
  groups: [],
});
const templates = [template('e9', 480, 540), template('l12', 600, 720), template('n9', 1_320, 540)];

function compiled(
  rules: readonly ScheduleRule[],
  shifts: readonly Shift[] = [],
  more: Partial<Parameters<typeof input>[2]> & { protections?: string[] } = {},
) {
  const { protections = [], ...rest } = more;
  const who = person(shifts, { employee: { protections } });
  const book = ruleBook(input(rules, [who], { templates, ...rest }));
  const line = timelineOf(who, book.setup, book.calendar);
  return { ...compileRules(book, line), past: pastOfTimeline(line, book.calendar, 0) };
}

t.test('no search plans beyond the contract, whatever the rules allow', async (t) => {
  const { limits } = compiled([]);
  t.same(limits.weekMinutes, { min: null, max: 2_400 }, '40 hours by the contract of the story');
});

t.test('hard rules become limits, the tightest of several', async (t) => {
  const { limits, taken, remaining } = compiled([
    rule('contract-minutes', {}, { window: 'calendar-week' }),
    rule('minutes-per-window', { max: 2_340 }, { window: 'calendar-week' }),
    rule('rest-between-shifts', { min: 660 }),
    rule('rest-between-shifts', { min: 720 }, { ruleId: 'longer' }),
    rule('consecutive-days', { max: 6 }),
    rule('consecutive-days', { max: 3 }, { ruleId: 'nights', words: { family: 'night' } }),
    rule('consecutive-days-off', { min: 2 }),
    rule('days-off-per-window', { min: 2 }, { window: 'calendar-week' }),
    rule('weekends-per-window', { max: 2 }, { window: 'month' }),
    rule('forbidden-succession', {}, { words: { from: 'late', to: 'early,day' } }),
  ]);
  t.same(limits, {
    weekMinutes: { min: 2_280, max: 2_340 },
    horizonMinutes: { min: null, max: null },
    weekDaysOff: { min: 2, max: null },
    maxDaysInARow: 6,
    minDaysOffInARow: 2,
    minRestMin: 720,
    maxNightsInARow: 3,
    maxWeekends: 2,
    forbidden: [
      { from: 'late', to: 'early' },
      { from: 'late', to: 'day' },
    ],
  });
  t.equal(taken.length, 10);
  t.same(remaining, []);
});

t.test('what limits cannot hold remains to be checked; soft rules are neither', async (t) => {
  const { taken, remaining, limits } = compiled([
    rule('rest-between-shifts', { min: 660 }, { hard: false, weight: 1 }),
    rule('rest-between-shifts', { min: 600 }, { ruleId: 'nights', words: { after: 'night' } }),
    rule('minutes-per-window', { max: 2_400, days: 9 }, { window: 'rolling-days' }),
    rule('complete-weekends', {}),
    rule('consecutive-days', { max: 5 }, { effectiveFrom: '2026-11-05' }),
    rule('people-apart', {}),
  ]);
  t.same(taken, []);
  t.equal(limits.minRestMin, 0);
  t.same(remaining.map(({ ruleId }) => ruleId).sort(), [
    'complete-weekends',
    'consecutive-days',
    'minutes-per-window',
    'nights',
    'people-apart',
  ]);
});

t.test('of a period that has begun what was worked before is subtracted', async (t) => {
  // November so far: Sunday the 1st with 480 minutes. 9,600 - 480.
  const month = rule('minutes-per-window', { max: 9_600 }, { window: 'month' });
  t.equal(compiled([month], [shift('2026-11-01', '08:00', 8)]).limits.horizonMinutes.max, 9_120);
  // Of a reference period of 14 days at 40 h a week: 4,800 less 3 x 480.
  const average = rule(
    'minutes-per-window',
    { max: 2_400, days: 14 },
    { window: 'reference-period', words: { anchor: '2026-10-26' } },
  );
  const three = ['2026-10-26', '2026-10-27', '2026-10-28'].map((day) => shift(day, '08:00', 8));
  t.equal(compiled([average], three).limits.horizonMinutes.max, 3_360);
});

t.test('templates that break a rule alone are left out', async (t) => {
  const ids = (...given: Parameters<typeof compiled>) =>
    compiled(...given).templates.map(({ templateId }) => templateId);
  t.same(ids([]), ['e9', 'l12', 'n9']);
  const day = rule('minutes-per-window', { max: 600 }, { window: 'day' });
  t.same(ids([day]), ['e9', 'n9'], 'eleven hours of work are above ten');
  t.same(ids(presetRules('eu'), [], { protections: ['minor'] }), ['e9'], 'l12 has 11 h');
  const least = rule('minutes-per-window', { min: 600 }, { window: 'day' });
  t.same(ids([least]), ['e9', 'l12', 'n9'], 'a least amount of a day forbids no shift');
});

t.test('the past goes with the limits', async (t) => {
  const nights = ['2026-10-30', '2026-10-31', '2026-11-01'].map((day) => shift(day, '22:00', 8));
  t.same(compiled([], [shift('2026-10-27', '08:00', 8), ...nights]).past, {
    lastEndMin: 360,
    eveClass: 'night',
    daysWorked: 3,
    daysOff: 0,
    nightsInARow: 3,
    weekMinutes: 0,
    weekDaysOff: 0,
    weekends: 1,
    saturdayWorked: false,
  });
  // From Sunday the 8th: the week since Monday and the Saturday before are behind.
  const week = ['2026-11-03', '2026-11-07'].map((day) => shift(day, '08:00', 8));
  t.match(compiled([], week, { from: '2026-11-08' }).past, {
    lastEndMin: -480,
    daysWorked: 1,
    weekMinutes: 960,
    weekDaysOff: 4,
    weekends: 0,
    saturdayWorked: true,
  });
  t.equal(compiled([], [], { knownFrom: '2026-11-02' }).past, null);
});
