// The search in threads: an answer whatever is asked, the same for the same work, and an end.
import t from 'tap';
import { findConflicts } from '../../services/domain/schedule/centre/find-conflicts.ts';
import { centreThreads } from '../../services/lib/centre-threads.ts';
import { costOf, faultsOf } from '../domain/schedule/centre/centre-checker.ts';
import { drawnCentre } from '../domain/schedule/centre/drawn-centre.ts';

const asked = { work: 900, seed: 1, threads: 1, start: null };

t.test('the same work gives the same roster, and its cost is what a checker counts', async (t) => {
  const problem = findConflicts(drawnCentre(11)).relaxed;
  const first = await centreThreads(problem, asked);
  const again = await centreThreads(problem, asked);
  t.same(again.roster, first.roster);
  t.same(again.cost, first.cost);
  t.same(first.breaches, []);
  t.same(faultsOf(problem, first.roster), []);
  t.ok(Math.abs(costOf(problem, first.roster) - first.cost.total) < 1e-6);
  t.ok(first.bound <= first.cost.total && first.gap !== null && first.gap >= 0);
});

t.test('rules that contradict each other: a roster all the same, and what it breaks', async (t) => {
  const problem = findConflicts(drawnCentre(11, { people: 3, days: 16 })).relaxed;
  const [first, ...others] = problem.people;
  if (!first) throw new Error('somebody was drawn');
  const rules = { ...first.rules, weekMinutes: { min: 3_000, max: null }, maxDaysInARow: 1 };
  const people = [{ ...first, rules, past: null, pins: [], unavailable: [] }, ...others];
  const found = await centreThreads({ ...problem, people }, asked);
  t.equal(found.conflicts[0]?.person, 0);
  t.ok(found.breaches.length > 0 && found.breaches.every(({ person }) => person === 0));
  const faults = faultsOf({ ...problem, people }, found.roster);
  t.ok(faults.length > 0 && faults.every((fault) => fault.startsWith(`${first.id}:`)));
});

t.test('a stop ends the search at once with the best so far', async (t) => {
  const stop = new AbortController();
  let told = 0;
  const found = await centreThreads(drawnCentre(11, { people: 30, days: 28 }), {
    seconds: 600,
    seed: 1,
    threads: 2,
    start: null,
    signal: stop.signal,
    onProgress: ({ cost }) => {
      told += 1;
      if (cost !== null) stop.abort();
    },
  });
  t.ok(told > 0);
  t.ok(found.cost.total > 0);
});

t.test('a problem that is none is refused with its value', async (t) => {
  const problem = { ...drawnCentre(11), stepMin: 7 };
  await t.rejects(centreThreads(problem, asked), {
    fault: 'invalid',
    message: /step of 7 minutes/,
  });
});
