import t from 'tap';
import { volumeAt, withLayers } from '../../../services/domain/planning/layers.ts';
import { localSlots } from '../../../services/domain/planning/local-slots.ts';
import type { OverrideChange } from '../../../services/domain/planning/planning-decision.ts';
import type { Layer } from '../../../services/domain/planning/site-plan.ts';

const grid = { from: '2026-11-23', days: 1, slotMinutes: 60 };
const flat = (value: number) => new Float64Array(24).fill(value);
const series = {
  ...grid,
  mean: flat(100),
  low80: flat(80),
  high80: flat(120),
  low95: flat(70),
  high95: flat(132),
  ahtS: flat(240),
};

function over(change: OverrideChange, target: 'calls' | 'aht' = 'calls'): Layer {
  const place = { queue: 'hq/sales', from: '2026-11-23T10:00', to: '2026-11-23T12:00' };
  const by = { overrideId: 'o1', reason: 'mailing', author: 'ann', atMs: 0 };
  return { kind: 'override', override: { ...place, ...by, target, change } };
}

t.test('layers are laid in their order, and what was computed stays', async (t) => {
  const change = { volumePercent: 50, ahtPercent: -10, patienceS: null, shrinkage: '' };
  const laid = withLayers(series, 'hq/sales', [
    over({ percent: 10 }),
    { kind: 'change', change },
    over({ value: 500 }),
    over({ values: [300, 0] }),
  ]);
  t.same([...laid.mean.slice(9, 13)].map(Math.round), [150, 300, 0, 150]);
  t.ok(
    Math.abs((laid.high80[10] ?? 0) - 360) < 1e-9,
    'the interval keeps its width beside the mean',
  );
  t.ok(Math.abs((laid.ahtS[9] ?? 0) - 216) < 1e-9);
  t.same([...laid.overridden.slice(9, 13)], [0, 1, 1, 0]);
  t.equal(series.mean[10], 100);
  t.equal(withLayers(series, 'hq/repair', [over({ percent: 10 })]).mean[10], 100);
});

t.test('a volume at a quantile is a limit of its interval', async (t) => {
  t.equal(volumeAt(series, 0, null), 100);
  t.ok(Math.abs(volumeAt(series, 0, 0.9) - 120) < 0.1);
  t.ok(Math.abs(volumeAt(series, 0, 0.025) - 70) < 0.1);
});

t.test('an hour that comes twice is two slots, one that is skipped none', async (t) => {
  const spring = localSlots({ ...grid, from: '2026-03-29' }, 'Europe/Paris');
  t.equal(spring.length, 23);
  t.notOk(spring.some(({ start }) => start.startsWith('2026-03-29T02')));
  const autumn = localSlots({ ...grid, from: '2026-10-25' }, 'Europe/Paris');
  t.same(
    autumn.slice(2, 4).map(({ start, index }) => [start, index]),
    [
      ['2026-10-25T02:00:00+02:00', 2],
      ['2026-10-25T02:00:00+01:00', 2],
    ],
  );
});
