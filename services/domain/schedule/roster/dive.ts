import type { ColumnMaster, Relaxation } from './column-master.ts';
import type { Line } from './roster-problem.ts';
import type { SeededRandom } from './seeded-random.ts';

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
}

/**
 * Settles line after line, those the relaxation is surest of first, and prices anew in between,
 * until everybody has one line.
 *
 * @returns the free people's lines in their order; `null` when the way led above the cutoff or
 *   the budget was spent.
 */
export function dive(master: ColumnMaster, options: DiveOptions): Line[] | null {
  const { cutoff, rounds, gap } = options;
  let lastValue = Number.POSITIVE_INFINITY;
  let lastSettled: number[] = [];
  let retries = 0;
  for (let step = 0; step <= 2 * master.free.length; step += 1) {
    const open = master.free.filter((person) => !master.isSettled(person)).length;
    const most = Math.max(rounds, Math.ceil(roundsForFew / Math.max(1, open)));
    const relaxed = master.relax({ cutoff, rounds: most, gap });
    if (!relaxed.isSolved) return null;
    const { value, bound } = relaxed;
    const isTooHigh = bound > cutoff || value > cutoff;
    if ((isTooHigh || value - lastValue > rise * Math.abs(lastValue)) && retries < mostRetries) {
      // A step that cost this much was wrong: it is taken back, and a shorter one is tried.
      if (lastSettled.length === 0) return null;
      master.release(lastSettled);
      lastSettled = [];
      retries += 1;
      lastValue = Number.POSITIVE_INFINITY;
      continue;
    }
    if (isTooHigh) return null;
    const chosen = wholeLines(master, relaxed);
    if (chosen) return chosen;
    const pace = retries > 0 ? options.pace / 2 ** retries : options.pace;
    lastSettled = settleLines(master, relaxed, { ...options, pace });
    lastValue = value;
  }
  return null;
}

/** Rounds are quick when few are open, and more of them pay. */
const roundsForFew = 300;
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

/** @returns whose lines were settled. */
function settleLines(master: ColumnMaster, { shares }: Relaxation, options: DiveOptions): number[] {
  const { pace, random } = options;
  const open = master.columns
    .map(({ person, line }, index) => ({ person, line, share: shares[index] as number }))
    .filter(({ person, share }) => share > leastShare && !master.isSettled(person))
    .map((one) => ({ ...one, rank: one.share + random.next() * chance }))
    .sort((a, b) => b.rank - a.rank);
  const limit = Math.max(1, Math.ceil(pace * new Set(open.map(({ person }) => person)).size));
  const taken = new Set<number>();
  for (const { person, line, share } of open) {
    if (taken.has(person)) continue;
    if (taken.size >= limit && share < sure) break;
    taken.add(person);
    master.settle(person, line);
  }
  return [...taken];
}
