// Two real call series, where their folder stands beside the repository (they are GPL).
import t from 'tap';
import { readCallGrid } from '../../scripts/bench/call-grids.ts';
import { measureCoverage, measureIntraday } from '../../scripts/bench/forecast-intervals.ts';

for (const name of ['bank30', 'anonbank30'] as const) {
  const grid = readCallGrid(name);
  const skip = grid === null ? 'the series are not beside this repository' : false;

  t.test(`${name}: intervals of two weeks hold what they claim`, { skip }, async (t) => {
    if (grid === null) return;
    const [, week, fortnight] = measureCoverage(grid);
    for (const measured of [week, fortnight]) {
      const { horizonDays, cover80, cover95 } = measured ?? {
        horizonDays: 0,
        cover80: 0,
        cover95: 0,
      };
      t.ok(cover80 >= 0.76 && cover80 <= 0.84, `${horizonDays} days, 80 %: ${cover80}`);
      t.ok(cover95 >= 0.92 && cover95 <= 0.97, `${horizonDays} days, 95 %: ${cover95}`);
    }
  });
}

const bank = readCallGrid('bank30');
const skip = bank === null ? 'the series are not beside this repository' : false;

// "No update 5.2 %, raw ratio 4.8 %" at noon, all days from the first origin on.
t.test(
  'bank30: the update at noon is better than none, and than the raw ratio',
  { skip },
  async (t) => {
    if (bank === null) return;
    const [morning, noon] = measureIntraday(bank, [9, 12]);
    t.ok(Number(noon?.updated) <= 0.042, `noon: ${noon?.updated}`);
    t.ok(Number(noon?.updated) < Number(noon?.raw));
    t.ok(Number(morning?.updated) <= Number(morning?.before), `9:00: ${morning?.updated}`);
  },
);
