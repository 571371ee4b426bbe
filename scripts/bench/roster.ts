import { existsSync, readFileSync } from 'node:fs';
import { readCurtoisQu } from '../../services/domain/schedule/roster/curtois-qu.ts';
import { ruleBreaks } from '../../services/domain/schedule/roster/hard-rules.ts';
import type { RosterProblem } from '../../services/domain/schedule/roster/roster-problem.ts';
import { rosterThreads } from '../../services/lib/roster-threads.ts';

/** One benchmark instance, searched for some seconds. */
export interface RosterLine {
  name: string;
  /** Days × people × kinds of shift. */
  size: string;
  cost: number;
  /** Broken hard rules. */
  hard: number;
  /** `-Infinity` when none was proven. */
  bound: number;
  /** Cost that counts as reached; `null` where there is none. */
  gate: number | null;
  seconds: number;
}

const folder = new URL('../../../shared/roster/instances/', import.meta.url);

/** Best known of 1 to 4; of the others what a search of a minute must reach. */
const gates = [607, 828, 1_001, 1_716, 1_147, 1_952, 1_060, 1_320, 461, 4_632, 3_443, 4_290];

/** Searches the instances of Curtois and Qu that are here, one after the other. */
export async function* measureRosters(seconds: number): AsyncGenerator<RosterLine> {
  for (const [at, gate] of gates.entries()) {
    const file = new URL(`Instance${at + 1}.txt`, folder);
    if (!existsSync(file)) continue;
    const problem = readCurtoisQu(readFileSync(file, 'utf8'));
    yield await measured(`Curtois and Qu ${at + 1}`, problem, { gate, seconds });
  }
}

async function measured(
  name: string,
  problem: RosterProblem,
  { gate, seconds }: { gate: number | null; seconds: number },
): Promise<RosterLine> {
  const startedMs = performance.now();
  const found = await rosterThreads(problem, { seconds, seed: 1, threads: 2, start: null });
  return {
    name,
    size: [problem.days, problem.people.length, problem.shifts.length].join(' × '),
    cost: found.cost,
    hard: ruleBreaks(problem, found.roster).length,
    bound: found.bound,
    gate,
    seconds: (performance.now() - startedMs) / 1_000,
  };
}
