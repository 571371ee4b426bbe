import t from 'tap';
import {
  forecastRestOfDay,
  learnIntraday,
  restOfDayQuantiles,
} from '../../../services/domain/forecast/intraday.ts';
import type { DayCourse } from '../../../services/domain/forecast/rate-errors.ts';
import { evenly, poisson, rate } from './synthetic-calls.ts';

const course = Array.from({ length: 48 }, (_, s) =>
  s < 14 ? 0.4 : 5 + 60 * Math.sin((Math.PI * (s - 14)) / 34),
);
const hours = [9, 12, 16];

/** Days off by a common rate and by each slot's own. */
function daysOf(law: { day: number; slot: number }, days: number, seed: number): DayCourse[] {
  const even = evenly(seed);
  return Array.from({ length: days }, () => {
    const whole = rate(law.day, even);
    const actual = course.map((f) => poisson(f * whole * rate(law.slot, even), even));
    return { forecast: Float64Array.from(course), actual: Float64Array.from(actual) };
  });
}

/** Sums of absolute errors over the rest of days, without update and with it. */
function errors(past: DayCourse[], days: DayCourse[], hour: number) {
  const model = learnIntraday(past);
  const sums = { before: 0, raw: 0, updated: 0, in80: 0, slots: 0 };
  for (const today of days) {
    const rest = forecastRestOfDay(today, 2 * hour, model);
    for (let s = 2 * hour; s < 48; s++) {
      const [f, y] = [Number(today.forecast[s]), Number(today.actual[s])];
      sums.before += Math.abs(y - f);
      sums.raw += Math.abs(y - f * (rest.rawChange ?? 1));
      sums.updated += Math.abs(y - Number(rest.mean[s]));
      sums.in80 += y >= Number(rest.low80[s]) && y <= Number(rest.high80[s]) ? 1 : 0;
      sums.slots += 1;
    }
  }
  return sums;
}

t.test('where mornings tell nothing, updating costs nothing at any hour', async (t) => {
  const law = { day: 0, slot: 0.02 };
  const [past, days] = [daysOf(law, 40, 1), daysOf(law, 60, 2)];
  for (const hour of hours) {
    const { before, raw, updated } = errors(past, days, hour);
    t.ok(updated <= 1.005 * before, `${hour}:00: ${updated} against ${before}`);
    t.ok(updated < raw, `${hour}:00: better than the raw ratio, ${raw}`);
  }
});

t.test('where days are off as a whole, the update is better than none and than raw', async (t) => {
  const law = { day: 0.03, slot: 0.02 };
  const [past, days] = [daysOf(law, 40, 3), daysOf(law, 60, 4)];
  for (const hour of hours) {
    const { before, raw, updated } = errors(past, days, hour);
    t.ok(updated < before, `${hour}:00: ${updated} against ${before}`);
    t.ok(updated <= raw, `${hour}:00: ${updated} against raw ${raw}`);
  }
});

t.test('bands hold four in five at every hour', async (t) => {
  const law = { day: 0.03, slot: 0.02 };
  const [past, days] = [daysOf(law, 40, 5), daysOf(law, 60, 6)];
  for (const hour of hours) {
    const { in80, slots } = errors(past, days, hour);
    t.ok(in80 / slots > 0.75 && in80 / slots < 0.86, `${hour}:00: ${in80 / slots}`);
  }
});

t.test('the band of the evening narrows as the day goes on', async (t) => {
  const model = learnIntraday(daysOf({ day: 0.05, slot: 0.002 }, 60, 7));
  const today = {
    forecast: Float64Array.from(course),
    actual: Float64Array.from(course, Math.round),
  };
  const widths = [0, 16, 20, 24, 32, 38].map((fromSlot) => {
    const { low80, high80 } = forecastRestOfDay(today, fromSlot, model);
    return Number(high80[40]) - Number(low80[40]);
  });
  widths.slice(1).forEach((width, i) => {
    t.ok(width <= Number(widths[i]) + 1, `${widths}`);
  });
  t.ok(Number(widths.at(-1)) < Number(widths[0]), `${widths}`);
});

t.test('what comes later is not looked at, and what is not known teaches nothing', async (t) => {
  const model = learnIntraday(daysOf({ day: 0.03, slot: 0.01 }, 40, 8));
  const [today] = daysOf({ day: 0.03, slot: 0.01 }, 1, 9) as [DayCourse];
  const { mean } = forecastRestOfDay(today, 24, model);
  const unknown = { ...today, actual: today.actual.map((y, s) => (s < 24 ? y : Number.NaN)) };
  t.same(forecastRestOfDay(unknown, 24, model).mean, mean);
  const spoilt = { ...today, actual: today.actual.map((y, s) => (s < 24 ? y : 9_999)) };
  t.same(forecastRestOfDay(spoilt, 24, model).mean, mean);

  const blind = { ...today, actual: today.actual.map(() => Number.NaN) };
  const rest = forecastRestOfDay(blind, 24, model);
  t.same(rest.mean, today.forecast, 'nothing known: the forecast of midnight');
  t.equal(rest.rawChange, null);
  t.equal(rest.change, 1);
});

t.test('the first day of a queue is updated too, by an ordinary centre', async (t) => {
  const today = {
    forecast: Float64Array.from(course),
    actual: Float64Array.from(course, (f) => Math.round(1.3 * f)),
  };
  const { change, rawChange, strength } = forecastRestOfDay(today, 24, learnIntraday([]));
  t.equal(strength, 1);
  t.ok(Number(change) > 1.02 && Number(change) < Number(rawChange), `${change}, raw ${rawChange}`);
});

t.test('quantiles of the rest rise with the level; closed slots stay closed', async (t) => {
  const model = learnIntraday(daysOf({ day: 0.03, slot: 0.01 }, 40, 10));
  const open = course.map((f, s) => (s >= 44 ? 0 : f));
  const today = { forecast: Float64Array.from(open), actual: Float64Array.from(open, Math.round) };
  const rest = forecastRestOfDay(today, 24, model);
  const [low, high] = [restOfDayQuantiles(rest, 0.2), restOfDayQuantiles(rest, 0.8)];
  t.ok(low.every((y, s) => y <= Number(high[s])));
  t.same([...rest.mean.slice(44), ...rest.high95.slice(44), ...high.slice(44)], Array(12).fill(0));
});
