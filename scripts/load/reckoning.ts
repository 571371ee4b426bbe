import type { Fact } from '../../services/domain/fact.ts';

/** Plain counts of one queue. */
export interface Reckoning {
  offered: number;
  answered: number;
  abandoned: number;
  waiting: number;
}

/**
 * Counts facts in the plainest way there is: nothing here is shared with the
 * folds that it checks.
 */
export function reckon(facts: Iterable<Fact>): Map<string, Reckoning> {
  const seen = new Set<string>();
  const queues = new Map<string, Reckoning>();
  for (const fact of facts) {
    if (fact.about !== 'contact' || seen.has(fact.factId)) continue;
    seen.add(fact.factId);
    const none = { offered: 0, answered: 0, abandoned: 0, waiting: 0 };
    const counts = queues.get(fact.queue) ?? none;
    queues.set(fact.queue, counts);
    if (fact.what.kind === 'offered') counts.offered += 1;
    if (fact.what.kind === 'answered') counts.answered += 1;
    if (fact.what.kind === 'abandoned') counts.abandoned += 1;
    counts.waiting = counts.offered - counts.answered - counts.abandoned;
  }
  return queues;
}
