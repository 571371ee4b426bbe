import t from 'tap';
import {
  accuracyReport,
  dayOutcomes,
  type ForecastOutcome,
  forecastAccuracy,
  horizonOf,
  naiveForecast,
  partOfDay,
} from '../../../services/domain/forecast/accuracy.ts';

const outcome = (change: Partial<ForecastOutcome>): ForecastOutcome => ({
  queue: 'hq/billing',
  daysAhead: 1,
  slot: 20,
  forecast: 110,
  base: 130,
  actual: 100,
  lastWeek: 120,
  fourWeeks: 80,
  ...change,
});

// WAPE = sum |y - f| / sum y: (10 + 20) / 400; bias (10 - 20) / 400.
t.test('errors are summed, then divided once', async (t) => {
  const both = [
    outcome({}),
    outcome({ actual: 300, forecast: 280, base: 300, lastWeek: 300, fourWeeks: 330 }),
  ];
  t.match(forecastAccuracy(both), {
    slots: 2,
    actual: 400,
    wape: 30 / 400,
    bias: -10 / 400,
    baseWape: 30 / 400,
    lastWeekWape: 20 / 400,
    fourWeeksWape: 50 / 400,
    skill: 1 - 30 / 20,
    cover80: null,
  });
});

t.test('nothing to divide is null, and an unknown outcome is no zero', async (t) => {
  const nothing = forecastAccuracy([
    outcome({ actual: Number.NaN }),
    outcome({ actual: 0, forecast: 3 }),
  ]);
  t.match(nothing, { slots: 1, actual: 0, wape: null, bias: null, lastWeekWape: null });
  t.same(accuracyReport([outcome({ actual: Number.NaN })], 48), []);
});

t.test('naive forecasts are compared over the slots that have them', async (t) => {
  const young = outcome({ lastWeek: Number.NaN, fourWeeks: Number.NaN, forecast: 500 });
  const { lastWeekWape, skill } = forecastAccuracy([outcome({}), young]);
  t.equal(lastWeekWape, 0.2);
  t.equal(
    skill,
    1 - 10 / 20,
    'the slot nobody else could forecast says nothing about who is better',
  );
});

t.test('both ends belong to an interval', async (t) => {
  const bands = { low80: 100, high80: 120, low95: 80, high95: 130 };
  const { cover80, cover95 } = forecastAccuracy([
    outcome(bands),
    outcome({ ...bands, actual: 121 }),
    outcome({ ...bands, actual: 131 }),
  ]);
  t.same([cover80, cover95], [1 / 3, 2 / 3]);
});

t.test('the report has every queue, horizon and part of the day, and all together', async (t) => {
  const outcomes = [
    outcome({}),
    outcome({ daysAhead: 9, slot: 40 }),
    outcome({ queue: 'hq/sales', daysAhead: 9, slot: 40, actual: 200 }),
  ];
  const rows = accuracyReport(outcomes, 48);
  const of = (queue: string, horizon: string, part: string) =>
    rows.find(({ key }) => key.queue === queue && key.horizon === horizon && key.part === part);
  t.equal(of('', 'all', 'all')?.accuracy.actual, 400);
  t.equal(of('', '8-14 days', 'evening')?.accuracy.actual, 300);
  t.equal(of('hq/billing', '8-14 days', 'all')?.accuracy.actual, 100);
  t.equal(of('hq/sales', '1 day', 'all'), undefined);
  t.same([1, 2, 7, 8, 14, 15].map(horizonOf), [
    '1 day',
    '2-7 days',
    '2-7 days',
    '8-14 days',
    '8-14 days',
    '15+ days',
  ]);
  t.same(
    [15, 16, 24, 34].map((slot) => partOfDay(slot, 48)),
    ['night', 'morning', 'afternoon', 'evening'],
  );
});

t.test('errors of slots may cancel over a day', async (t) => {
  const slots = [outcome({}), outcome({ slot: 21, forecast: 90 })];
  t.equal(forecastAccuracy(slots).wape, 0.1);
  t.equal(forecastAccuracy(dayOutcomes(slots)).wape, 0);
});

t.test('naive forecasts look back over the origin only, and past what is not known', async (t) => {
  const counts = Float64Array.from({ length: 42 }, (_, day) => day);
  counts[28] = Number.NaN;
  const history = { counts, slotsPerDay: 1 };
  t.same(naiveForecast(history, { originDay: 42, day: 42, slot: 0 }), {
    lastWeek: 35,
    fourWeeks: (35 + 21 + 14 + 7) / 4,
  });
  t.equal(naiveForecast(history, { originDay: 35, day: 49, slot: 0 }).lastWeek, 21, 'two weeks on');
  t.ok(Number.isNaN(naiveForecast(history, { originDay: 0, day: 3, slot: 0 }).lastWeek));
});
