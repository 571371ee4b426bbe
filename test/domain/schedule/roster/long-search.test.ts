// Horizons too long for whole lines: fortnights first, then windows; checked by the independent checker.
import t from 'tap';
import {
  readCurtoisQu,
  writeCurtoisQu,
} from '../../../../services/domain/schedule/roster/curtois-qu.ts';
import { isLong, longSearch } from '../../../../services/domain/schedule/roster/long-search.ts';
import type { SearchNews } from '../../../../services/domain/schedule/roster/search-state.ts';
import { linearSolver } from '../../../../services/lib/linear-solver.ts';
import { generatedInstance } from './generated-instance.ts';
import { checkRoster } from './roster-checker.ts';

const solver = await linearSolver();
const text = generatedInstance({ weeks: 15, people: 4, shifts: 3, lengths: [480, 600], seed: 7 });
const problem = readCurtoisQu(text);

function searched(work: number) {
  const told: SearchNews[] = [];
  let spent = 0;
  const result = longSearch(problem, {
    ...{ solver, seed: 3, start: null, role: 'lead', hear: () => [] },
    budget: {
      spend: (done) => {
        spent += done;
      },
      spent: () => spent,
      isSpent: () => spent >= work,
      used: () => Math.min(1, spent / work),
      secondsLeft: () => 60,
    },
    tell: (news) => told.push(news),
  });
  return { ...result, told };
}

t.test('every roster told keeps all rules and is better than the one before', async (t) => {
  t.ok(isLong(problem), `${problem.days} days`);
  const { told, cost, roster } = searched(2_500);
  const costs = told.flatMap((news) => (news.kind === 'roster' ? [news.cost] : []));
  t.ok(costs.length > 1, `${costs.length} rosters`);
  t.same(
    costs,
    [...new Set(costs)].sort((a, b) => b - a),
  );
  for (const news of told) {
    if (news.kind !== 'roster') continue;
    const checked = checkRoster(text, writeCurtoisQu(problem, news.roster));
    t.same(checked, { broken: [], cost: news.cost });
  }
  t.equal(costs.at(-1), cost);
  t.same(searched(2_500).roster, roster, 'the same seed and work give the same roster');
});
