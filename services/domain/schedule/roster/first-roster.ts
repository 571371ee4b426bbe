import { DomainError } from '../../domain-error.ts';
import { workingOn } from './roster-cost.ts';
import { emptyPrices, type PersonModel, priceCells, type RosterModel } from './roster-model.ts';
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
  const { people, problem } = model;
  const lines: (Line | null)[] = people.map((_, at) => start?.[at] ?? null);
  const order = people.map((_, at) => at);
  const prices = emptyPrices(model);
  for (let pass = 0; pass < passes; pass += 1) {
    if (pass > 0 && budget.isSpent()) break;
    let changed = false;
    for (const person of random.shuffle(order)) {
      const others = lines.flatMap((line, at) => (line && at !== person ? [line] : []));
      const marginal = marginalCosts(model, workingOn(problem, others));
      const { prices: wishes, lines: permitted } = people[person] as PersonModel;
      for (let cell = 0; cell < model.cells; cell += 1) {
        prices.cell[cell] = (wishes.cell[cell] as number) + (marginal[cell] as number);
      }
      prices.off.set(wishes.off);
      const { line } = permitted.cheapest(prices);
      if (!line)
        throw new DomainError(
          'unavailable',
          `no line was found for "${problem.people[person]?.id}"`,
        );
      const before = lines[person];
      changed ||= !before || before.some((shift, day) => shift !== line[day]);
      lines[person] = line;
    }
    budget.spend(people.length);
    if (!changed) break;
  }
  return lines.map((line) => line as Line);
}

/** What one more person on each cell would cost. */
function marginalCosts(model: RosterModel, working: Int32Array): Float64Array {
  const duals = new Float64Array(model.rows.length);
  for (const [at, { cells, required, underWeight, overWeight }] of model.rows.entries()) {
    let present = 0;
    for (const cell of cells) present += working[cell] as number;
    duals[at] = present < required ? -underWeight : overWeight;
  }
  const into = new Float64Array(model.cells);
  priceCells(model, duals, into);
  return into;
}
