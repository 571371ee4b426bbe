import { type CentreGrid, centreGrid } from './centre-grid.ts';
import type { CentrePerson, CentreProblem } from './centre-problem.ts';

/** People who serve the same skills equally well. */
export interface Crew {
  /** By priority. */
  skills: readonly number[];
  efficiencies: readonly number[];
}

/** A grid with the crews that people are of. */
export interface CrewGrid extends CentreGrid {
  crews: readonly Crew[];
  /** Crew of each person. */
  people: readonly { crew: number }[];
}

/**
 * Lays the problem out on its grid and sorts people into crews.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function crewGrid(problem: CentreProblem): CrewGrid {
  const { crews, crewOf } = crewsOf(problem.people);
  return { ...centreGrid(problem), crews, people: crewOf.map((crew) => ({ crew })) };
}

function crewsOf(people: readonly CentrePerson[]) {
  const crews: Crew[] = [];
  const known = new Map<string, number>();
  const crewOf = people.map(({ skills }) => {
    const ranked = [...skills].sort((a, b) => a.priority - b.priority || a.skill - b.skill);
    const key = ranked.map(({ skill, efficiency }) => `${skill}*${efficiency}`).join();
    const crew = known.get(key) ?? crews.length;
    if (crew === crews.length) {
      crews.push({
        skills: ranked.map(({ skill }) => skill),
        efficiencies: ranked.map(({ efficiency }) => efficiency),
      });
      known.set(key, crew);
    }
    return crew;
  });
  return { crews, crewOf };
}
