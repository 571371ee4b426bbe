import type { Column } from './column.ts';
import type { ColumnMaster, Relaxation } from './column-master.ts';
import type { Line } from './roster-problem.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How fast and how far a dive goes. */
export interface DiveOptions {
  /** Nothing that costs more is of use. */
  cutoff: number;
  /** Most rounds of pricing after each step. */
  rounds: number;
  /** How exactly each relaxation is solved: see `RelaxOptions`. */
  gap: number;
  /** Share of the open people whose line is settled at each step. */
  pace: number;
  random: SeededRandom;
  /** Ends the dive where it is: enough was spent on it. */
  isEnough: () => boolean;
}

/**
 * Settles line after line, those the relaxation is surest of first, and prices anew in between,
 * until everybody has one line.
 *
 * @returns the free people's lines in their order, `null` for those not settled when it was enough;
 *   `null` alone when the way led above the cutoff or the budget was spent.
 */
export function dive(master: ColumnMaster, options: DiveOptions): (Line | null)[] | null {
  const { cutoff, rounds, gap } = options;
  let lastValue = Number.POSITIVE_INFINITY;
  let lastSettled: Column[] = [];
  const settled = new Map<number, Line>();
  let retries = 0;
  /** Lines whose settling cost too much. */
  const refused = new Set<Line>();
  for (let step = 0; step <= 2 * master.free.length; step += 1) {
    const open = master.free.filter((person) => !master.isSettled(person)).length;
    const most = Math.max(rounds, Math.ceil(roundsForFew / Math.max(1, open)));
    const relaxed = master.relax({ cutoff, rounds: most, gap });
    if (!relaxed.isSolved || options.isEnough()) return settledLines(master, settled);
    const { value, bound } = relaxed;
    const isTooHigh = bound > cutoff || value > cutoff;
    if ((isTooHigh || value - lastValue > rise * Math.abs(lastValue)) && retries < mostRetries) {
      // A step that cost this much was wrong: it is taken back, and a shorter one is tried.
      if (lastSettled.length === 0) return null;
      master.release(lastSettled.map(({ person }) => person));
      if (lastSettled.length === 1) for (const { line } of lastSettled) refused.add(line);
      lastSettled = [];
      retries += 1;
      lastValue = Number.POSITIVE_INFINITY;
      continue;
    }
    if (isTooHigh) return null;
    const chosen = wholeLines(master, relaxed);
    if (chosen) return chosen;
    const pace = retries > 0 ? options.pace / 2 ** Math.min(retries, 4) : options.pace;
    lastSettled = settleLines(master, relaxed, { ...options, pace, refused });
    if (lastSettled.length === 0) return null;
    for (const { person, line } of lastSettled) settled.set(person, line);
    lastValue = value;
  }
  return null;
}

/** What was settled and stayed so; `null` when nothing was. */
function settledLines({ free, isSettled }: ColumnMaster, lines: ReadonlyMap<number, Line>) {
  if (!free.some(isSettled)) return null;
  return free.map((person) => (isSettled(person) ? (lines.get(person) ?? null) : null));
}

/** Rounds are quick when few are open, and more of them pay. */
const roundsForFew = 120;
/** The value may rise by this part of it at one step. */
const rise = 0.004;
const mostRetries = 6;

/** A share above this is the whole. */
const whole = 0.999;

function wholeLines({ free, columns }: ColumnMaster, { shares }: Relaxation): Line[] | null {
  const chosen = new Map<number, Line>();
  for (const [index, { person, line }] of columns.entries()) {
    if ((shares[index] as number) > whole) chosen.set(person, line);
  }
  return chosen.size === free.length ? free.map((person) => chosen.get(person) as Line) : null;
}

/** Lines this sure are settled whatever the pace. */
const sure = 0.95;
/** Chance is worth this much of a share, so that another dive goes another way. */
const chance = 0.05;
const leastShare = 0.01;

/** @returns which lines were settled. */
function settleLines(
  master: ColumnMaster,
  { shares }: Relaxation,
  { pace, random, refused }: DiveOptions & { refused: ReadonlySet<Line> },
): Column[] {
  const open = master.columns
    .map((column, index) => ({ column, share: shares[index] as number }))
    .filter(({ column, share }) => share > leastShare && !master.isSettled(column.person))
    .map((one) => ({ ...one, rank: one.share + random.next() * chance }))
    .sort((a, b) => b.rank - a.rank);
  const people = new Set(open.map(({ column }) => column.person));
  const limit = Math.max(1, Math.ceil(pace * people.size));
  const taken: Column[] = [];
  for (const { column, share } of open) {
    if (refused.has(column.line) || !people.has(column.person)) continue;
    if (taken.length >= limit && share < sure) break;
    people.delete(column.person);
    taken.push(column);
    master.settle(column.person, column.line);
  }
  return taken;
}
