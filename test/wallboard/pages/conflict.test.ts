// Rules that cannot all be kept: every one of the search's sentences is told in Chinese, whole.
import t from 'tap';
import type { CentreRule } from '../../../services/domain/schedule/centre/centre-roster.ts';
import { conflictOf } from '../../../services/shift-scheduling/search-conflict.ts';
import type { Search } from '../../../services/shift-scheduling/searches.ts';
import { said } from '../../../wallboard/src/pages/said/said.ts';

const rules: Record<CentreRule, true> = {
  'week-minutes-min': true,
  'week-minutes-max': true,
  'horizon-minutes-min': true,
  'horizon-minutes-max': true,
  'week-days-off-min': true,
  'week-days-off-max': true,
  'days-in-a-row': true,
  'days-off-in-a-row': true,
  rest: true,
  'nights-in-a-row': true,
  weekends: true,
  'forbidden-succession': true,
  unavailable: true,
  pin: true,
  'template-not-allowed': true,
  'break-plan': true,
};
const kinds = Object.keys(rules) as CentreRule[];

t.test('a conflict of all rules, with and without a day, and every relaxation', async (t) => {
  const every = kinds.map((rule, i) => ({ rule, day: i % 2, value: 7 + i }));
  const relaxations = every.flatMap((one) => [
    { ...one, to: 40 },
    { ...one, to: null },
  ]);
  const { conflict, relaxations: told } = conflictOf({
    result: { conflicts: [{ person: 0, rules: every, relaxations }] },
    problem: { centre: { people: [{ id: 'P7' }] }, grid: { names: ['', '2026-12-01'] } },
  } as unknown as Search);
  t.equal(told.length, 2 * kinds.length);
  for (const sentence of [conflict[0]?.sentence ?? '', ...told]) {
    t.notMatch(said(sentence, 'zh'), /[a-z]/, sentence);
  }
  t.equal(said('P7: give up at least 11 days off a week', 'zh'), 'P7：放弃 每周至少休 11 天');
  const other =
    'P7: at least 40 minutes of rest (on 2026-12-01) in place of at least 8 minutes of rest';
  t.equal(said(other, 'zh'), 'P7：班次间隔至少 40 分钟(2026-12-01)(原为：班次间隔至少 8 分钟)');
});
