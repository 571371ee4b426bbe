// Weeks by ISO 8601: the first holds the year's first Thursday; examples from its Annex.
import t from 'tap';
import {
  monthsBetween,
  periodDays,
  periodOf,
  periodSpan,
  periodsBack,
} from '../../../services/domain/score/period.ts';

t.test('weeks begin on Monday, months on the first', async (t) => {
  t.same(periodDays('2026-W48'), { from: '2026-11-23', to: '2026-11-29' });
  t.same(periodDays('2026-02'), { from: '2026-02-01', to: '2026-02-28' });
  t.same(periodDays('2024-12'), { from: '2024-12-01', to: '2024-12-31' });
  t.same(periodDays('2020-W53'), { from: '2020-12-28', to: '2021-01-03' });
  t.throws(() => periodDays('2026-W54'), /"2026-W54" is no period/);
  t.throws(() => periodDays('2021-W53'), /is no period/);
  t.throws(() => periodDays('2026-13'), /is no period/);
});

t.test('days at the turn of the year lie in the week of their Thursday', async (t) => {
  t.equal(periodOf('1995-01-01', 'week'), '1994-W52');
  t.equal(periodOf('1996-12-31', 'week'), '1997-W01');
  t.equal(periodOf('2010-01-03', 'week'), '2009-W53');
  t.same(periodsBack('2026-01', 3), ['2026-01', '2025-12', '2025-11']);
  t.same(periodsBack('2021-W01', 2), ['2021-W01', '2020-W53']);
});

t.test('a month of a changing clock has an hour more', async (t) => {
  const { fromMs, toMs } = periodSpan('2026-10', 'Europe/Berlin');
  t.equal((toMs - fromMs) / 3_600_000, 31 * 24 + 1);
});

t.test('months in a post are whole ones', async (t) => {
  t.equal(monthsBetween('2026-06-01', '2026-09-01'), 3);
  t.equal(monthsBetween('2026-06-02', '2026-09-01'), 2);
  t.equal(monthsBetween('2025-12-15', '2026-01-15'), 1);
});
