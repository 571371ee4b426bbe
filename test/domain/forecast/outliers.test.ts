import t from 'tap';
import { suggestOutliers } from '../../../services/domain/forecast/outliers.ts';
import { dayName, dayNumber } from '../../../services/domain/forecast/series-history.ts';
import { evenly, poisson, rate } from './synthetic-calls.ts';

const firstDay = '2026-01-05';
const dayAt = (day: number) => dayName(dayNumber(firstDay) + day);

/** Twenty weeks, open 08:00-20:00 on weekdays, days off by 10 %, slots by Poisson. */
function ordinary(seed: number) {
  const even = evenly(seed);
  const counts = new Float64Array(140 * 48);
  for (let day = 0; day < 140; day++) {
    const level = rate(0.01, even);
    for (let slot = 16; slot < 40 && day % 7 < 5; slot++) {
      counts[day * 48 + slot] = poisson(30 * level * (1 + Math.sin((slot - 16) / 8)), even);
    }
  }
  return { firstDay, slotsPerDay: 48, counts };
}

t.test('an ordinary history gives hardly a suggestion', async (t) => {
  for (const seed of [1, 2, 3]) {
    const found = suggestOutliers(ordinary(seed));
    t.ok(found.length <= 1, `${found.length} of 140 days and 2,400 open slots`);
  }
});

t.test('an outage, a spike, a dead day and a rush are each found for what they are', async (t) => {
  const history = ordinary(4);
  history.counts.fill(0, 50 * 48 + 20, 50 * 48 + 24);
  history.counts[64 * 48 + 30] = 400;
  history.counts.fill(0, 71 * 48, 72 * 48);
  for (let i = 85 * 48; i < 86 * 48; i++) history.counts[i] = 2 * Number(history.counts[i]);
  const found = suggestOutliers(history);
  const of = (day: number) => found.filter((one) => one.day === dayAt(day));
  t.match(of(50), [{ kind: 'outage', fromSlot: 20, toSlot: 24, actual: 0 }]);
  t.match(of(64), [{ kind: 'spike', fromSlot: 30, toSlot: 31, actual: 400 }]);
  t.match(of(71), [{ kind: 'outage', fromSlot: 0, toSlot: 48, actual: 0 }]);
  t.match(of(85), [{ kind: 'day-high', fromSlot: 0, toSlot: 48 }]);
  t.ok(Number(of(64)[0]?.expected) < 100);
  t.ok(found.length <= 6, `${found.length}`);
});

t.test('closed hours, weekends and what is not known are none', async (t) => {
  const history = ordinary(5);
  history.counts.fill(Number.NaN, 50 * 48 + 20, 52 * 48);
  const near = suggestOutliers(history).filter(({ day }) => day >= dayAt(50) && day < dayAt(52));
  t.same(near, []);
});

t.test('a day already explained is neither suggested nor compared with', async (t) => {
  const history = ordinary(6);
  history.counts.fill(0, 71 * 48, 72 * 48);
  t.same(
    suggestOutliers(history, new Set([dayAt(71)])).filter(({ day }) => day === dayAt(71)),
    [],
  );
});

t.test('a level that shifts for good is no outlier', async (t) => {
  const history = ordinary(7);
  for (let i = 70 * 48; i < history.counts.length; i++) {
    history.counts[i] = Math.round(1.3 * Number(history.counts[i]));
  }
  t.ok(suggestOutliers(history).length <= 3);
});

t.test('a history too short to compare says nothing', async (t) => {
  const { counts, ...grid } = ordinary(8);
  t.same(suggestOutliers({ ...grid, counts: counts.slice(0, 14 * 48) }), []);
});
