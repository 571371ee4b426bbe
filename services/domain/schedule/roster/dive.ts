import type { ColumnMaster, Relaxation } from './column-master.ts';
import type { SeededRandom } from './seeded-random.ts';

export interface DiveOptions {
  /** Nothing that costs more is of use. */
  cutoff: number;
  /** Rounds of pricing after each step. */
  rounds: number;
  /** Share of the open fractional cells settled at each step. */
  pace: number;
  random: SeededRandom;
}

export function dive(master: ColumnMaster, options: DiveOptions): number[] | null {
  const { cutoff, rounds } = options;
  for (;;) {
    const relaxed = master.relax({ cutoff, rounds });
    if (relaxed.bound > cutoff || relaxed.value > cutoff) return null;
    const chosen = wholeLines(master, relaxed);
    if (chosen) return chosen;
    settleLines(master, relaxed, options);
  }
}

function wholeLines({ free, columns }: ColumnMaster, { shares }: Relaxation): number[] | null {
  const chosen = new Map<number, number>();
  for (const [index, { person }] of columns.entries()) {
    if ((shares[index] as number) > 0.999) chosen.set(person, index);
  }
  return chosen.size === free.length ? free.map((person) => chosen.get(person) as number) : null;
}

function settleLines(
  master: ColumnMaster,
  { shares }: Relaxation,
  { pace, random }: DiveOptions,
): void {
  const { columns } = master;
  const open = columns
    .map(({ person, line }, index) => ({
      person,
      line,
      share: (shares[index] as number) + random.next() * 0.05,
    }))
    .filter(
      ({ person, share, line }) =>
        share > 0.06 && line.some((_, day) => !master.isSettled(person, day)),
    )
    .sort((a, b) => b.share - a.share);
  const limit = Math.max(1, Math.ceil(pace * new Set(open.map(({ person }) => person)).size));
  const taken = new Set<number>();
  for (const { person, line, share } of open) {
    if (taken.has(person)) continue;
    if (taken.size >= limit && share < 0.95) break;
    taken.add(person);
    for (const [day, shift] of line.entries())
      if (!master.isSettled(person, day)) master.settle(person, day, shift);
  }
}
