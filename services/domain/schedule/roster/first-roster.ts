import { DomainError } from '../../domain-error.ts';
import { guidedRoster, isWhole } from './guided-roster.ts';
import type { RosterModel } from './roster-model.ts';
import type { Line, Roster } from './roster-problem.ts';
import type { SearchBudget } from './search-budget.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Passes over all people; after a few nobody alone can do better. */
const passes = 6;

/**
 * A roster that keeps all hard rules, quickly: each person in turn gets the line that suits the
 * cover left by the others best, some passes over.
 *
 * @param start - lines to begin with; none = nobody works yet.
 */
export function firstRoster(
  model: RosterModel,
  { start, budget, random }: { start: Roster | null; budget: SearchBudget; random: SeededRandom },
): Roster {
  let lines: (Line | null)[] = model.people.map((_, at) => start?.[at] ?? null);
  for (let pass = 0; pass < passes; pass += 1) {
    if (pass > 0 && budget.isSpent()) break;
    const next = guidedRoster(model, lines, { duals: null, budget, random });
    const isSame = next.every((line, at) => line?.join() === lines[at]?.join());
    lines = next;
    if (isSame) break;
  }
  if (isWhole(lines)) return lines;
  const { id = '' } = model.problem.people[lines.indexOf(null)] ?? {};
  throw new DomainError('unavailable', `no line was found for "${id}"`);
}
