import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import {
  readCurtoisQu,
  readCurtoisQuRoster,
  writeCurtoisQu,
} from '../../services/domain/schedule/roster/curtois-qu.ts';
import { ruleBreaks } from '../../services/domain/schedule/roster/hard-rules.ts';
import { rosterCost } from '../../services/domain/schedule/roster/roster-cost.ts';
import type {
  Roster,
  RosterProblem,
} from '../../services/domain/schedule/roster/roster-problem.ts';
import { readRosterById, readRosterFile, rosterById } from '../../services/lib/roster-json.ts';
import { type RosterThreadsOptions, rosterThreads } from '../../services/lib/roster-threads.ts';

/** What `floorcast roster --help` prints; the first line stands in the overview. */
export const rosterHelp = `who works when: the cheapest roster that keeps all hard rules

Usage: floorcast roster --benchmark FILE|--problem FILE.json --seconds S|--work N
                        --out FILE [--seed N] [--start FILE] [--threads N]

  --benchmark FILE  an instance of Curtois and Qu (schedulingbenchmarks.org)
  --problem FILE    a problem as services/lib/roster-problem.schema.json describes it;
                    --out is then JSON: result, cost by part, and each person's days
  --seconds S       wall-clock time, 1 to 86400; ends sooner when the roster is proven best
  --work N          in place of --seconds: counted work on one thread, the same result
                    for the same seed on any machine; a million is about a minute
  --out FILE        of a benchmark one line an employee: ID, then one field a day, empty when off
  --seed N          whole number that decides all chance; default 1
  --start FILE      a roster as --out wrote it, to continue from
  --threads N       1 or 2; default 2 where there are two processors

Ctrl-C ends the search and writes the best roster so far. Prints one JSON line:
cost, hard (broken hard rules, always 0), bound (no roster costs less, proven; null
when not known yet), seconds. Exit codes: 0 done, 2 bad input.
`;

/** Searches for the roster of a benchmark instance or of a problem of our own. */
export async function roster(args: string[]): Promise<void> {
  const startedMs = performance.now();
  const options = readOptions(args);
  const form = options.benchmark === undefined ? ownForm : benchmarkForm;
  const problem = form.read(await textOf(options.file));
  const start =
    options.start === undefined ? null : form.readRoster(problem, await textOf(options.start));
  if (start) refuseBroken(problem, start, options);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const found = await rosterThreads(problem, {
    ...limitOf(options, startedMs),
    seed: options.seed,
    threads: options.threads,
    start,
    signal: interrupt.signal,
  });
  const result = {
    cost: found.cost,
    hard: ruleBreaks(problem, found.roster).length,
    bound: Number.isFinite(found.bound) ? found.bound : null,
    seconds: Math.round(performance.now() - startedMs) / 1_000,
  };
  const text = form.write(problem, found.roster, result);
  await writeFile(options.out, text).catch((error: Error) => {
    throw new DomainError('invalid', `${options.out} cannot be written: ${error.message}`);
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** How a file holds a problem and its roster. */
interface Form {
  read: (text: string) => RosterProblem;
  readRoster: (problem: RosterProblem, text: string) => Roster;
  write: (problem: RosterProblem, roster: Roster, result: object) => string;
}

const benchmarkForm: Form = {
  read: readCurtoisQu,
  readRoster: readCurtoisQuRoster,
  write: writeCurtoisQu,
};

const ownForm: Form = {
  read: (text) => readRosterFile(text).problem,
  readRoster: readRosterById,
  write: (problem, roster, result) => {
    const parts = rosterCost(problem, roster);
    return `${JSON.stringify({ ...result, parts, roster: rosterById(problem, roster) }, null, 1)}\n`;
  },
};

function refuseBroken(problem: RosterProblem, start: Roster, options: Options): void {
  const [broken] = ruleBreaks(problem, start);
  if (!broken) return;
  const { id } = problem.people[broken.person] ?? { id: '' };
  throw new DomainError('invalid', `"${options.start}" breaks ${broken.rule} for "${id}"`);
}

interface Options {
  /** The problem's file; `benchmark` is set when it is of that form. */
  file: string;
  benchmark: string | undefined;
  out: string;
  seconds: number | undefined;
  work: number | undefined;
  seed: number;
  threads: number;
  start: string | undefined;
}

function readOptions(args: string[]): Options {
  const { benchmark, problem, out, seconds, work, seed, threads, start } = parsed(args);
  const file = benchmark ?? problem;
  if (!file || (benchmark !== undefined && problem !== undefined)) {
    throw new DomainError('invalid', 'roster needs either --benchmark FILE or --problem FILE');
  }
  if (!out) throw new DomainError('invalid', 'roster needs --out FILE');
  if ((seconds === undefined) === (work === undefined)) {
    throw new DomainError('invalid', 'roster needs either --seconds S or --work N');
  }
  return {
    file,
    benchmark,
    out,
    seconds: seconds === undefined ? undefined : numberIn('--seconds', seconds, 1, 86_400),
    work: work === undefined ? undefined : wholeIn('--work', work, 1, 1e12),
    seed: wholeIn('--seed', seed ?? '1', 0, 2 ** 31 - 1),
    threads: wholeIn('--threads', threads ?? String(Math.min(2, availableParallelism())), 1, 2),
    start,
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    benchmark: text,
    problem: text,
    out: text,
    seconds: text,
    work: text,
    seed: text,
    threads: text,
    start: text,
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message);
  }
}

function numberIn(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new DomainError('invalid', `${option} is "${text}", not a number from ${least} to ${most}`);
}

function wholeIn(option: string, text: string, least: number, most: number): number {
  const value = numberIn(option, text, least, most);
  if (Number.isInteger(value)) return value;
  throw new DomainError('invalid', `${option} is "${text}", not a whole number`);
}

/** Time to read the file and to write the result is part of the seconds. */
function limitOf({ seconds, work }: Options, startedMs: number): Partial<RosterThreadsOptions> {
  if (seconds === undefined) return { work: work ?? 0 };
  return { seconds: Math.max(0.5, seconds - (performance.now() - startedMs) / 1_000) };
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new DomainError('invalid', `${path} cannot be read: ${error.message}`);
  });
}
