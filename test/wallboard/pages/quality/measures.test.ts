// Curves, periods and figures as the quality pages show them: the page must reckon as the service.
import t from 'tap';
import { pointsOf as pointsOfService } from '../../../../services/domain/score/cards/curve.ts';
import {
  periodDays as daysOfService,
  periodOf as periodOfService,
} from '../../../../services/domain/score/period.ts';
import {
  type Curve,
  cornersOf,
  figureSpan,
  pointsOf,
} from '../../../../wallboard/src/pages/quality/measures/curve.ts';
import {
  change,
  figureText,
  pointsText,
} from '../../../../wallboard/src/pages/quality/measures/figure.ts';
import {
  lengthOf,
  periodDays,
  periodName,
  periodOf,
  periodPlus,
} from '../../../../wallboard/src/pages/quality/period.ts';

const points = [
  { figure: 150, points: 100 },
  { figure: 300, points: 60 },
  { figure: 420, points: 0 },
];

t.test('a curve gives the points that the service gives, at and around every bend', async (t) => {
  for (const curve of ['linear', 'bands', 'step'] as const) {
    const of = { curve, points: curve === 'step' ? points.slice(1, 2) : points };
    for (let figure = 100; figure <= 470; figure += 2.5) {
      for (const higher of [true, false]) {
        t.equal(pointsOf(of, figure, higher), pointsOfService(of, figure, higher));
      }
    }
  }
});

t.test('a jump of a drawn curve is two corners, a bend is one', async (t) => {
  const bands: Curve = { curve: 'bands', points };
  const corners = cornersOf(bands, [100, 500], true);
  t.same(
    corners.map(([, reached]) => reached),
    [0, 0, 100, 100, 60, 60, 0, 0],
  );
  t.equal(cornersOf({ curve: 'linear', points }, [100, 500], true).length, 5);
  const [low, high] = figureSpan({ curve: 'linear', points }, [90, 600]);
  t.ok(low < 90 && high > 600, 'whom it is about is seen');
  t.same(figureSpan({ curve: 'linear', points: [] }, []), [0, 1]);
});

t.test('weeks and months are those of the service, over years', async (t) => {
  let day = Temporal.PlainDate.from('2024-12-20');
  for (let n = 0; n < 800; n += 1) {
    for (const length of ['week', 'month'] as const) {
      const period = periodOf(day.toString(), length);
      t.equal(period, periodOfService(day.toString(), length));
      t.same(periodDays(period), daysOfService(period));
    }
    day = day.add({ days: 1 });
  }
  t.equal(periodPlus('2026-W53', 1), '2027-W01', 'ISO 8601: 2026 has 53 weeks');
  t.equal(periodPlus('2026-01', -1), '2025-12');
  t.same([lengthOf('2026-W48'), lengthOf('2026-11')], ['week', 'month']);
  t.equal(periodName('2026-11', 'zh'), '2026年11月');
  t.equal(periodName('2026-W48', 'en'), 'W48 · 23 Nov – 29 Nov');
});

t.test('figures are read by their unit; what cannot be known is a dash', async (t) => {
  t.equal(figureText({ unit: 'ratio' }, 0.934, 'en'), '93.4%');
  t.equal(figureText({ unit: 'seconds' }, 203.07, 'zh'), '203.1 秒');
  t.equal(figureText({ unit: 'grade' }, 4.666, 'en'), '4.67');
  t.equal(figureText({ unit: 'contacts' }, 1234, 'en'), '1,234');
  t.equal(figureText(undefined, null, 'en'), '–');
  t.equal(figureText({ unit: 'ratio' }, 0, 'en'), '0.0%', 'nothing is not unknown');
  t.same([pointsText(83, 'en'), pointsText(null, 'en')], ['83.0', '–']);
  t.same([change(1.44, 'en'), change(-0.3, 'en'), change(0.01, 'en')], ['+1.4', '−0.3', '±0']);
});
