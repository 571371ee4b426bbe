import { loadavg } from 'node:os';
import { centreBreaches } from '../../services/domain/schedule/centre/centre-breaches.ts';
import { centreCost } from '../../services/domain/schedule/centre/centre-cost.ts';
import { rosterOf } from '../../services/domain/schedule/centre/centre-line.ts';
import { centreModel } from '../../services/domain/schedule/centre/centre-model.ts';
import type { CentreProblem } from '../../services/domain/schedule/centre/centre-problem.ts';
import type { CentreRoster } from '../../services/domain/schedule/centre/centre-roster.ts';
import { replaceBreaks } from '../../services/domain/schedule/centre/replace-breaks.ts';
import { workingRoster } from '../../services/domain/schedule/centre/working-roster.ts';
import { centreThreads } from '../../services/lib/centre-threads.ts';
import { type CentreSize, centreInstance } from './centre-instance.ts';
import { shiftsFirst } from './shifts-first.ts';

/** One way to make a roster, and what came of it. */
export interface CentreRow {
  method: string;
  seconds: number;
  cost: number;
  under: number;
  over: number;
  /** Above the proven bound, as a share of the cost; `null` = nothing proven. */
  gap: number | null;
  breaches: number;
  load: number;
}

/**
 * One generated centre by three methods: greedy (each person in turn takes the best line as things
 * are, once), the two steps of common tools (shifts by set covering interval by interval, then
 * people to shifts), and the search. All gaps are to the bound that the search proves.
 */
export async function measureCentre(size: CentreSize, seconds: number): Promise<CentreRow[]> {
  const problem = centreInstance(size);
  const methods: { method: string; make: () => CentreRoster }[] = [
    { method: 'greedy, person by person', make: () => greedy(problem) },
    { method: 'shifts first, then people', make: () => shiftsFirst(problem) },
  ];
  const rows = methods.map(({ method, make }) => {
    const startMs = performance.now();
    const roster = make();
    return rowOf(problem, { method, roster, startMs });
  });
  const startMs = performance.now();
  const { roster, bound } = await centreThreads(problem, {
    seconds,
    seed: 1,
    threads: 2,
    start: null,
  });
  rows.push(rowOf(problem, { method: 'search', roster, startMs }));
  return rows.map((row) => ({ ...row, gap: (row.cost - bound) / row.cost }));
}

function rowOf(
  problem: CentreProblem,
  { method, roster, startMs }: { method: string; roster: CentreRoster; startMs: number },
): CentreRow {
  const seconds = (performance.now() - startMs) / 1_000;
  const { total: cost, under, over } = centreCost(problem, roster);
  const breaches = centreBreaches(problem, roster).length;
  const load = loadavg()[0] ?? 0;
  return { method, seconds, cost, under, over, gap: null, breaches, load };
}

function greedy(problem: CentreProblem): CentreRoster {
  const model = centreModel(problem);
  const roster = workingRoster(model);
  model.people.forEach((_, person) => {
    roster.giveBest(person);
  });
  return rosterOf(model, roster.lines);
}

/** How long it takes to place all breaks of a day anew that have not begun at noon. */
export function measureBreaks(people: number) {
  const problem = centreInstance({ people, days: 1, seed: 1 });
  const roster = greedy(problem);
  const random = (slot: number) => ((slot * 7_919) % 13) - 6;
  const skills = problem.skills.map((skill) => ({
    ...skill,
    required: skill.required.map((wanted, slot) => Math.max(0, wanted + random(slot))),
  }));
  const startMs = performance.now();
  const replaced = replaceBreaks({ ...problem, skills }, roster, { day: 0, nowMin: 720 });
  const seconds = (performance.now() - startMs) / 1_000;
  const working = roster.filter(([day]) => day).length;
  return { ...replaced, working, seconds };
}
