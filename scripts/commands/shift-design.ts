import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import {
  type DesignedShift,
  shiftDesignCost,
} from '../../services/domain/schedule/design/shift-design-cost.ts';
import { readShiftDesign } from '../../services/domain/schedule/design/shift-design-file.ts';
import { shiftDesignThreads } from '../../services/lib/shift-design-threads.ts';

/** What `floorcast design --help` prints; the first line stands in the overview. */
export const shiftDesignHelp = `which few shifts meet the demand: minimum shift design

Usage: floorcast design --benchmark FILE --seconds S [--out FILE]
                        [--seed N] [--threads N]

  --benchmark FILE  an instance as a MiniZinc data file (Musliu, Kletzander)
  --seconds S       wall-clock time, 1 to 86400; ends sooner when the design is proven best
  --out FILE        one row for each used template and day: startMin,lengthMin,day,count;
                    days count from 0
  --seed N          whole number that decides all chance; default 1
  --threads N       1 or 2; default 2 where there are two processors

Demand is a circle: a shift of the last night reaches into the first day. Ctrl-C ends
the search with the best design so far. Prints one JSON line: over and under
(person-minutes), templates, cost, bound (no design costs less, proven), seconds. Exit
codes: 0 done, 2 bad input.
`;

/** Searches for the shifts of a benchmark instance. */
export async function shiftDesign(args: string[]): Promise<void> {
  const startedMs = performance.now();
  const options = readOptions(args);
  const problem = readShiftDesign(
    await readFile(options.benchmark, 'utf8').catch((error: Error) => {
      throw new DomainError('invalid', `${options.benchmark} cannot be read: ${error.message}`);
    }),
  );
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const { shifts, bound } = await shiftDesignThreads(problem, {
    seconds: Math.max(0.5, options.seconds - (performance.now() - startedMs) / 1_000),
    seed: options.seed,
    threads: options.threads,
    signal: interrupt.signal,
  });
  if (options.out !== undefined) await writeShifts(options.out, shifts, problem.slotMin);
  const { overMin, underMin, templates, cost } = shiftDesignCost(problem, shifts);
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const result = { over: overMin, under: underMin, templates, cost, bound, seconds };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function writeShifts(path: string, shifts: readonly DesignedShift[], slotMin: number) {
  const rows = shifts.flatMap(({ start, length, counts }) =>
    counts.flatMap((count, day) =>
      count > 0 ? [`${start * slotMin},${length * slotMin},${day},${count}\n`] : [],
    ),
  );
  return writeFile(path, rows.join('')).catch((error: Error) => {
    throw new DomainError('invalid', `${path} cannot be written: ${error.message}`);
  });
}

function readOptions(args: string[]) {
  const { benchmark, out, seconds, seed, threads } = parsed(args);
  if (!benchmark) throw new DomainError('invalid', 'design needs --benchmark FILE');
  if (seconds === undefined) throw new DomainError('invalid', 'design needs --seconds S');
  return {
    benchmark,
    out,
    seconds: numberIn('--seconds', seconds, 1, 86_400),
    seed: wholeIn('--seed', seed ?? '1', 0, 2 ** 31 - 1),
    threads: wholeIn('--threads', threads ?? String(Math.min(2, availableParallelism())), 1, 2),
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { benchmark: text, out: text, seconds: text, seed: text, threads: text };
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
