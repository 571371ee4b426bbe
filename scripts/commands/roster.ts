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
import { type RosterThreadsOptions, rosterThreads } from '../../services/lib/roster-threads.ts';

/** What `floorcast roster --help` prints; the first line stands in the overview. */
export const rosterHelp = `who works when: the cheapest roster that keeps all hard rules

Usage: floorcast roster --benchmark FILE --seconds S|--work N --out FILE
                        [--seed N] [--start FILE] [--threads N]

  --benchmark FILE  an instance of Curtois and Qu (schedulingbenchmarks.org)
  --seconds S       wall-clock time, 1 to 86400; ends sooner when the roster is proven best
  --work N          in place of --seconds: counted work on one thread, the same result
                    for the same seed on any machine; a million is about a minute
  --out FILE        one line an employee: ID, then one field a day, empty when off
  --seed N          whole number that decides all chance; default 1
  --start FILE      a roster as --out writes it, to continue from
  --threads N       1 or 2; default 2 where there are two processors

Ctrl-C ends the search and writes the best roster so far. Prints one JSON line:
cost, hard (broken hard rules, always 0), bound (no roster costs less, proven; null
when not known yet), seconds. Exit codes: 0 done, 2 bad input.
`;

/** Searches for a roster of a benchmark instance. */
export async function roster(args: string[]): Promise<void> {
  const startedMs = performance.now();
  const options = readOptions(args);
  const problem = readCurtoisQu(await textOf(options.benchmark));
  const start =
    options.start === undefined ? null : readCurtoisQuRoster(problem, await textOf(options.start));
  const broken = start ? ruleBreaks(problem, start)[0] : undefined;
  if (broken) {
    const { id } = problem.people[broken.person] ?? { id: '' };
    throw new DomainError('invalid', `"${options.start}" breaks ${broken.rule} for "${id}"`);
  }
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const found = await rosterThreads(problem, {
    ...limitOf(options, startedMs),
    seed: options.seed,
    threads: options.threads,
    start,
    signal: interrupt.signal,
  });
  await writeFile(options.out, writeCurtoisQu(problem, found.roster)).catch((error: Error) => {
    throw new DomainError('invalid', `${options.out} cannot be written: ${error.message}`);
  });
  const result = {
    cost: found.cost,
    hard: ruleBreaks(problem, found.roster).length,
    bound: Number.isFinite(found.bound) ? found.bound : null,
    seconds: Math.round(performance.now() - startedMs) / 1_000,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

interface Options {
  benchmark: string;
  out: string;
  seconds: number | undefined;
  work: number | undefined;
  seed: number;
  threads: number;
  start: string | undefined;
}

function readOptions(args: string[]): Options {
  const { benchmark, out, seconds, work, seed, threads, start } = parsed(args);
  if (!benchmark) throw new DomainError('invalid', 'roster needs --benchmark FILE');
  if (!out) throw new DomainError('invalid', 'roster needs --out FILE');
  if ((seconds === undefined) === (work === undefined)) {
    throw new DomainError('invalid', 'roster needs either --seconds S or --work N');
  }
  return {
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
