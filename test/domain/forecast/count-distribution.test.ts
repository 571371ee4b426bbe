import t from 'tap';
import {
  countBounds,
  countQuantile,
  countScore,
} from '../../../services/domain/forecast/count-distribution.ts';
import { normalQuantile, normalShare } from '../../../services/domain/forecast/normal-quantile.ts';

// Quantiles at 2.5, 10, 50, 90 and 97.5 %: scipy.stats.poisson and nbinom (1.x), ppf.
const published = [
  { mean: 0.3, variance: 0.3, at: [0, 0, 0, 1, 2] },
  { mean: 5, variance: 7, at: [1, 2, 5, 9, 11] },
  { mean: 150, variance: 400, at: [113, 125, 149, 176, 191] },
  { mean: 250, variance: 250, at: [219, 230, 250, 270, 281] },
  { mean: 250, variance: 1500, at: [179, 202, 248, 301, 331] },
  { mean: 1000, variance: 90_000, at: [501, 640, 970, 1399, 1668] },
  { mean: 199, variance: 5000, at: [85, 115, 191, 293, 359] },
];
const levels = [0.025, 0.1, 0.5, 0.9, 0.975];

t.test('quantiles are those of a statistics library, to a count or half a percent', async (t) => {
  for (const { mean, variance, at } of published) {
    levels.forEach((level, i) => {
      const expected = at[i] ?? Number.NaN;
      const off = Math.abs(countQuantile({ mean, variance }, level) - expected);
      const allowed = mean > 100 ? Math.max(1, 0.005 * expected) : 0;
      t.ok(off <= allowed, `mean ${mean}, variance ${variance}, level ${level}: off by ${off}`);
    });
  }
});

// scipy.stats.norm.cdf.
t.test('normal shares and deviates are inverse to each other', async (t) => {
  t.ok(Math.abs(normalShare(-8) / 6.22096057e-16 - 1) < 1e-8);
  t.ok(Math.abs(normalShare(-3) / 1.34989803e-3 - 1) < 1e-8);
  t.equal(normalShare(0), 0.5);
  for (const level of [1e-12, 0.001, 0.3, 0.5, 0.9, 0.999]) {
    t.ok(Math.abs(normalShare(normalQuantile(level)) / level - 1) < 1e-7, `${level}`);
  }
  t.equal(normalQuantile(0), Number.NEGATIVE_INFINITY);
  t.equal(normalQuantile(1), Number.POSITIVE_INFINITY);
});

// P(Y = 0) = e^-0.3 = 74.1 %, P(Y <= 1) = 96.3 %: 74 is nearer to 80 than 96 is.
t.test('where counts are lumps, the interval nearest to its claim is given', async (t) => {
  const spread = { mean: 0.3, variance: 0.3 };
  t.same(countBounds(spread, 0.1, 0.1), { low: 0, high: 0 });
  t.same(countBounds(spread, 0.025, 0.025), { low: 0, high: 1 });
  t.same(countBounds({ mean: 0, variance: 0 }, 0.1, 0.1), { low: 0, high: 0 });
});

t.test('the score of a quantile is the deviate of its level', async (t) => {
  for (const spread of [
    { mean: 40, variance: 90 },
    { mean: 800, variance: 4000 },
  ]) {
    const count = countQuantile(spread, 0.9);
    const score = countScore(spread, count, 0.5);
    t.ok(Math.abs(score - 1.2816) < 0.06, `${spread.mean}: ${score}`);
  }
  t.equal(countScore({ mean: 3, variance: 3 }, 10_000, 0.5), 6, 'and never beyond six');
});

t.test('both ways of computing meet where the one takes over from the other', async (t) => {
  for (const cv2 of [0, 0.01, 0.3]) {
    for (const level of levels) {
      const summed = countQuantile({ mean: 99.9, variance: 99.9 + cv2 * 99.9 ** 2 }, level);
      const approached = countQuantile({ mean: 100.1, variance: 100.1 + cv2 * 100.1 ** 2 }, level);
      t.ok(Math.abs(summed - approached) <= 1.5 + 0.003 * summed, `${cv2} ${level}: ${summed}`);
    }
  }
});
