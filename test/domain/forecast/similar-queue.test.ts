import t from 'tap';
import { learnDispersion } from '../../../services/domain/forecast/dispersion.ts';
import {
  forecastFromSimilar,
  withShareVariance,
} from '../../../services/domain/forecast/similar-queue.ts';

const slotsPerDay = 4;
const week = Float64Array.from({ length: 28 }, (_, i) => [10, 100, 200, 50][i % 4] ?? 0);
const plan = {
  slotsPerDay,
  share: 0.4,
  similarForecast: week,
  own: new Float64Array(0),
  similar: week,
};

t.test('without a day of its own it is the stated share, and as unsure as stated', async (t) => {
  const { mean, share, ownWeight, shareVariance, ownDays } = forecastFromSimilar(plan);
  t.same(
    mean,
    week.map((f) => 0.4 * f),
  );
  t.match({ share, ownWeight, ownDays }, { share: 0.4, ownWeight: 0, ownDays: 0 });
  t.ok(Math.abs(shareVariance - 0.09) < 1e-12);
});

t.test('its own days take over as they come, and make it surer', async (t) => {
  const shares = [1, 3, 7].map((days) =>
    forecastFromSimilar({ ...plan, own: week.slice(0, days * slotsPerDay).map((f) => 0.8 * f) }),
  );
  const found = shares.map(({ share }) => share);
  t.ok(
    found.every((share, i) => share > Number(found[i - 1] ?? 0.4) && share < 0.8),
    `${found}`,
  );
  t.ok(Number(found[0]) > 0.6, `one day at twice the share says more than a guess: ${found[0]}`);
  const left = shares.map(({ shareVariance }) => shareVariance);
  t.same(
    left,
    [...left].sort((a, b) => b - a),
  );
});

t.test('a share that was surely stated moves less', async (t) => {
  const own = week.slice(0, slotsPerDay).map((f) => 0.8 * f);
  const sure = forecastFromSimilar({ ...plan, own, shareDeviation: 0.05 });
  t.ok(sure.share < forecastFromSimilar({ ...plan, own }).share);
});

t.test('its own shape shows where contacts speak for it', async (t) => {
  const bent = week.map((f, i) => (i % 4 === 2 ? 0.2 * f : 0.4 * f));
  const { shape, mean } = forecastFromSimilar({ ...plan, own: bent });
  t.ok(Number(shape[2]) < 0.85 && Number(shape[1]) > 1.1, `${shape}`);
  t.ok(Math.abs(Number(mean[2]) / 40 - 1) < 0.2, `${mean[2]} for 40`);
  t.ok(Math.abs(Number(shape[0]) - 1) < 0.35, 'a quiet slot keeps the shape it was given');
});

t.test('slots that one of the two does not know are left out', async (t) => {
  const own = week.map((f, i) => (i < 14 ? Number.NaN : 0.4 * f));
  const { share, ownDays } = forecastFromSimilar({ ...plan, own });
  t.ok(Math.abs(share - 0.4) < 1e-9);
  t.equal(ownDays, 4);
});

t.test('an unsure share widens slots and days alike, by the law of total variance', async (t) => {
  const none = { origins: [], horizonDays: 0, slotsPerDay, forecast: new Float64Array(0) };
  const prior = learnDispersion({ ...none, actual: new Float64Array(0) });
  const wider = withShareVariance(prior, 0.09);
  for (const [i, { relativeVariance, dayVariance }] of wider.leads.entries()) {
    const before = prior.leads[i];
    t.ok(Math.abs(relativeVariance - (before?.relativeVariance ?? 0) - 0.09) < 1e-12);
    t.ok(Math.abs(dayVariance - (before?.dayVariance ?? 0) - 0.09) < 1e-12);
  }
});
