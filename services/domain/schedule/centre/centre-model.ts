import type { CentreProblem } from './centre-problem.ts';
import { type Contract, contractsOf } from './contract-graph.ts';
import { type CrewGrid, crewGrid } from './crew-grid.ts';
import { type PersonCosts, personCosts } from './person-costs.ts';

/** One person as the search sees them. */
export interface ModelPerson extends PersonCosts {
  crew: number;
  contract: Contract;
  /** Node of the contract's graph at which this person's lines begin; -1 = no line is permitted. */
  entry: number;
}

/** The problem with everything worked out that a search asks for again and again. */
export interface CentreModel extends CrewGrid {
  people: readonly ModelPerson[];
}

/**
 * Works the problem out.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function centreModel(problem: CentreProblem): CentreModel {
  const grid = crewGrid(problem);
  const { startTick } = grid;
  const { contracts, entryOf } = contractsOf(problem, startTick);
  return {
    ...grid,
    people: problem.people.map((person, at) => ({
      crew: grid.people[at]?.crew ?? 0,
      contract: contracts[at] as Contract,
      entry: entryOf[at] ?? -1,
      ...personCosts(problem, person, { startTick, base: problem.base?.[at] ?? null }),
    })),
  };
}
