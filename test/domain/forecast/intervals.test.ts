import t from 'tap';
import { learnDispersion } from '../../../services/domain/forecast/dispersion.ts';
import type { Backtest } from '../../../services/domain/forecast/forecast.ts';
import {
  dayIntervals,
  slotIntervals,
  slotQuantiles,
} from '../../../services/domain/forecast/intervals.ts';
import { evenly, poisson, rate } from './synthetic-calls.ts';

interface Law {
  /** Mean of each slot of the day. */
  course: number[];
  dayVariance: number;
  slotVariance: number;
  /** Times the day's variance for each day further ahead. */
  growth?: number;
}

/** Outcomes of a law beside forecasts that know its mean. */
function outcomes(law: Law, { origins, horizon, seed }: Record<string, number>): Backtest {
  const slotsPerDay = law.course.length;
  const [n = 0, days = 0] = [origins, horizon];
  const even = evenly(seed ?? 1);
  const forecast = new Float64Array(n * days * slotsPerDay);
  const actual = new Float64Array(forecast.length);
  for (let row = 0; row < n * days; row++) {
    const growth = (law.growth ?? 1) ** (row % days);
    const day = rate(law.dayVariance * growth, even);
    law.course.forEach((mean, slot) => {
      const i = row * slotsPerDay + slot;
      forecast[i] = mean;
      actual[i] = poisson(mean * day * rate(law.slotVariance, even), even);
    });
  }
  return {
    origins: Array.from({ length: n }, (_, i) => i),
    horizonDays: days,
    slotsPerDay,
    forecast,
    actual,
  };
}

function coverage(law: Law) {
  const learned = outcomes(law, { origins: 14, horizon: 14, seed: 1 });
  const later = outcomes(law, { origins: 60, horizon: 14, seed: 2 });
  const dispersion = learnDispersion(learned);
  const slotsPerDay = law.course.length;
  const size = 14 * slotsPerDay;
  const course = { slotsPerDay, mean: later.forecast.slice(0, size) };
  const slots = slotIntervals(course, dispersion);
  const days = dayIntervals(course, dispersion);
  const held = { slots80: 0, slots95: 0, days80: 0, days95: 0 };
  for (let i = 0; i < later.actual.length; i++) {
    const [y, at] = [later.actual[i] ?? Number.NaN, i % size];
    if (y >= Number(slots.low80[at]) && y <= Number(slots.high80[at])) held.slots80 += 1;
    if (y >= Number(slots.low95[at]) && y <= Number(slots.high95[at])) held.slots95 += 1;
  }
  for (let day = 0; day < 60 * 14; day++) {
    const own = later.actual.slice(day * slotsPerDay, (day + 1) * slotsPerDay);
    const y = own.reduce((a, b) => a + b, 0);
    const at = day % 14;
    if (y >= Number(days.low80[at]) && y <= Number(days.high80[at])) held.days80 += 1;
    if (y >= Number(days.low95[at]) && y <= Number(days.high95[at])) held.days95 += 1;
  }
  const of = later.actual.length;
  return {
    slots80: held.slots80 / of,
    slots95: held.slots95 / of,
    days80: held.days80 / 840,
    days95: held.days95 / 840,
  };
}

const day = Array.from({ length: 48 }, (_, slot) => 10 + 90 * Math.sin((Math.PI * slot) / 48));
const night = Array.from({ length: 48 }, (_, slot) => (slot < 16 ? 0.3 : 4 + slot / 4));
const laws: Record<string, Law> = {
  'a pure Poisson queue': { course: day, dayVariance: 0, slotVariance: 0 },
  'a large bank': { course: day.map((f) => 10 * f), dayVariance: 0.004, slotVariance: 0.002 },
  'a small centre off by 30 % a day': { course: day, dayVariance: 0.09, slotVariance: 0.01 },
  'nights of hardly any contact': { course: night, dayVariance: 0.03, slotVariance: 0.02 },
  'a series less certain each day ahead': {
    course: day,
    dayVariance: 0.005,
    slotVariance: 0.01,
    growth: 1.15,
  },
};

for (const [name, law] of Object.entries(laws)) {
  t.test(`intervals hold what they claim: ${name}`, async (t) => {
    const { slots80, slots95, days80, days95 } = coverage(law);
    t.ok(slots80 >= 0.76 && slots80 <= 0.84, `80 % of slots: ${slots80}`);
    t.ok(slots95 >= 0.92 && slots95 <= 0.97, `95 % of slots: ${slots95}`);
    t.ok(days80 >= 0.68 && days80 <= 0.92, `80 % of days: ${days80}`);
    t.ok(days95 >= 0.88, `95 % of days: ${days95}`);
  });
}

t.test('the parts of the variance are found again', async (t) => {
  const law = { course: day.map((f) => 10 * f), dayVariance: 0.04, slotVariance: 0.02 };
  const { leads } = learnDispersion(outcomes(law, { origins: 40, horizon: 14, seed: 3 }));
  const { relativeVariance = 0, dayVariance = 0 } = leads[1] ?? {};
  t.ok(Math.abs(relativeVariance - 0.06) < 0.015, `of a slot: ${relativeVariance}`);
  t.ok(Math.abs(dayVariance - 0.04) < 0.012, `of the day: ${dayVariance}`);
});

t.test('further ahead is never more certain, and beyond the backtest less so', async (t) => {
  const law = { course: day, dayVariance: 0.01, slotVariance: 0.01, growth: 1.2 };
  const { leads } = learnDispersion(outcomes(law, { origins: 20, horizon: 14, seed: 4 }));
  const variances = leads.map(({ relativeVariance }) => relativeVariance);
  t.same(
    variances,
    [...variances].sort((a, b) => a - b),
  );
  t.ok((variances[3] ?? 0) > (variances[2] ?? 0));
});

t.test('one day of outage in the backtest widens no month', async (t) => {
  const law = { course: day, dayVariance: 0.005, slotVariance: 0.005 };
  const clean = outcomes(law, { origins: 10, horizon: 14, seed: 5 });
  const marred = { ...clean, actual: clean.actual.slice().fill(0, 48 * 20, 48 * 21) };
  const c = (backtest: Backtest) => learnDispersion(backtest).leads[1]?.relativeVariance ?? 0;
  t.ok(c(marred) < 2 * c(clean), `${c(clean)} becomes ${c(marred)}`);
});

t.test('special days have a wider band of their own, and widen no other day', async (t) => {
  const law = { course: day, dayVariance: 0.01, slotVariance: 0.005 };
  const calm = outcomes(law, { origins: 40, horizon: 7, seed: 6 });
  const size = calm.slotsPerDay;
  const special = Uint8Array.from({ length: 40 * 7 }, (_, row) => (row % 20 === 3 ? 1 : 0));
  // Half of what was forecast, or half as much again: a wild holiday.
  const actual = calm.actual.map((y, i) => {
    const row = Math.floor(i / size);
    return special[row] === 1
      ? Math.round((row % 40 === 3 ? 0.5 : 1.5) * (calm.forecast[i] ?? 0))
      : y;
  });
  const [told, mixed] = [
    { ...calm, actual, special },
    { ...calm, actual },
  ];
  const c = (backtest: Backtest) => learnDispersion(backtest).leads[1]?.relativeVariance ?? 0;
  t.ok(Math.abs(c(told) / c(calm) - 1) < 0.1, 'ordinary days are learned from ordinary days');
  t.ok(c(mixed) > 1.3 * c(told), 'and were wider with the holidays among them');
  const dispersion = learnDispersion(told);
  t.ok(dispersion.specialFactor > 4, `${dispersion.specialFactor} times the variance`);
  const course = { slotsPerDay: size, mean: calm.forecast.slice(0, 2 * size) };
  const both = slotIntervals({ ...course, special: Uint8Array.of(0, 1) }, dispersion);
  const none = slotIntervals(course, dispersion);
  t.same(both.high80.subarray(0, size), none.high80.subarray(0, size));
  const sum = (band: Float64Array) => band.subarray(size).reduce((a, b) => a + b, 0);
  t.ok(sum(both.high80) > sum(none.high80) && sum(both.low80) < sum(none.low80));
});

t.test('limits are in order and hold the mean; a closed slot has none', async (t) => {
  const dispersion = learnDispersion(
    outcomes(laws['nights of hardly any contact'] as Law, { origins: 8, horizon: 14, seed: 6 }),
  );
  const mean = Float64Array.from({ length: 96 }, (_, i) => (i < 10 ? 0 : 0.05 * i ** 1.6));
  const { low80, high80, low95, high95 } = slotIntervals({ slotsPerDay: 48, mean }, dispersion);
  mean.forEach((f, i) => {
    const inOrder = [low95[i], low80[i], f, high80[i], high95[i]].map(Number);
    t.same(
      inOrder,
      [...inOrder].sort((a, b) => a - b),
      `mean ${f}`,
    );
    if (f === 0) t.same(inOrder, [0, 0, 0, 0, 0]);
  });
});

t.test('a higher level asks for no fewer contacts, and 0.5 is about the mean', async (t) => {
  const dispersion = learnDispersion(
    outcomes(laws['a large bank'] as Law, { origins: 8, horizon: 14, seed: 7 }),
  );
  const course = { slotsPerDay: 48, mean: Float64Array.from(day) };
  let below = slotQuantiles(course, dispersion, 0.05);
  for (const level of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
    const above = slotQuantiles(course, dispersion, level);
    t.ok(
      above.every((y, i) => y >= Number(below[i])),
      `${level}`,
    );
    below = above;
  }
  const middle = slotQuantiles(course, dispersion, 0.5);
  t.ok(middle.every((y, i) => Math.abs(y - Number(day[i])) < 2 + 0.05 * Number(day[i])));
});

t.test('without any backtest the prior speaks: a fifth off', async (t) => {
  const none = outcomes(
    { course: day, dayVariance: 0, slotVariance: 0 },
    { origins: 0, horizon: 0, seed: 1 },
  );
  const dispersion = learnDispersion(none);
  t.equal(dispersion.daysSeen, 0);
  t.equal(dispersion.leads[0]?.relativeVariance, 0.04);
  const { low80, high80 } = slotIntervals(
    { slotsPerDay: 1, mean: Float64Array.of(100) },
    { ...dispersion, slotShape: Float64Array.of(1) },
  );
  t.ok(Number(low80[0]) > 65 && Number(high80[0]) < 135);
});
