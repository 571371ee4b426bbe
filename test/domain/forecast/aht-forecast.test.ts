import t from 'tap';
import { forecastAht, meanAht } from '../../../services/domain/forecast/aht-forecast.ts';

/** Twelve weeks of two slots a day, by what each contact takes. */
function history(seconds: (day: number, slot: number) => number, handled = [400, 400]) {
  const days = 84;
  const n = Float64Array.from({ length: 2 * days }, (_, i) => handled[i % 2] ?? 0);
  const handledS = n.map((count, i) => count * seconds(Math.floor(i / 2), i % 2));
  return { firstWeekday: 0, slotsPerDay: 2, handled: n, handledS };
}

t.test('weekday and slot are found where many contacts speak for them', async (t) => {
  const { ahtS } = forecastAht(
    history((day, slot) => (day % 7 === 0 ? 240 : 180) + 60 * slot),
    7,
  );
  t.ok(Math.abs(Number(ahtS[0]) - 240) < 6, `Monday: ${ahtS[0]}`);
  t.ok(Math.abs(Number(ahtS[1]) - 300) < 6, `Monday, second slot: ${ahtS[1]}`);
  t.ok(Math.abs(Number(ahtS[2]) - 180) < 6, `Tuesday: ${ahtS[2]}`);
});

t.test('a slot of few contacts is drawn to the level', async (t) => {
  const quiet = history((_, slot) => (slot === 0 ? 200 : 900), [1000, 0.02]);
  const { ahtS, overallS } = forecastAht(quiet, 1);
  t.ok(Math.abs(Number(overallS) - 200) < 0.1);
  t.ok(Number(ahtS[1]) < 220, `one long contact in fifty days is no slot of 900 s: ${ahtS[1]}`);
});

t.test('totals are weighted: a mean of means would be wrong', async (t) => {
  const { overallS } = forecastAht(
    history((_, slot) => (slot === 0 ? 100 : 400), [900, 100]),
    1,
  );
  t.ok(Math.abs(Number(overallS) - 130) < 1e-9);
  t.equal(meanAht(Float64Array.of(100, 400, Number.NaN), Float64Array.of(900, 100, 5)), 130);
  t.equal(meanAht(Float64Array.of(100), Float64Array.of(0)), null);
});

t.test('the newest weeks count most', async (t) => {
  const { overallS } = forecastAht(
    history((day) => (day < 42 ? 100 : 200)),
    1,
  );
  t.ok(Number(overallS) > 160 && Number(overallS) < 175, `two thirds of the way: ${overallS}`);
});

t.test('what is not known is left out, and nothing known is no zero', async (t) => {
  const known = history(() => 150);
  known.handledS.fill(Number.NaN, 0, 100);
  known.handled.fill(Number.NaN, 100, 110);
  const { ahtS } = forecastAht(known, 2);
  t.ok(ahtS.every((aht) => Math.abs(aht - 150) < 1e-9));
  const none = forecastAht(
    history(() => Number.NaN),
    1,
  );
  t.equal(none.overallS, null);
  t.ok(none.ahtS.every(Number.isNaN));
});
