import { DomainError } from '../../domain-error.ts';
import type { LedgerMonth } from './ledger-month.ts';
import { type Comparable, typicalOfLike } from './like-people.ts';

/** What each thing borne weighs, beside the others. */
export interface FairnessWeights {
  night: number;
  /** A Saturday or Sunday worked. */
  weekend: number;
  holiday: number;
  /** A shift that ended late. */
  late: number;
  refused: number;
}

/** A holiday weighs most, a refused wish as a night. */
export const usualWeights: FairnessWeights = {
  night: 1,
  weekend: 1,
  holiday: 2,
  late: 0.5,
  refused: 1,
};

/** What somebody bore, month by month, and of which kind they are. */
export interface LedgerEntry extends Comparable {
  person: string;
  /** In any order; months that are missing bore nothing. */
  months: readonly LedgerMonth[];
}

/** One person's line of the ledger; counts are plain sums over its months. */
export interface LedgerLine {
  person: string;
  /** The newest last. */
  months: readonly string[];
  nights: number;
  weekends: number;
  holidays: number;
  lates: number;
  refusedWishes: number;
  /** Sum of all by weight, older months fading. */
  burden: number;
  /** What people of the same kind bear in the middle. */
  typical: number;
}

/**
 * The ledger: who bore how much of what nobody likes.
 *
 * A month counts `fade` times as much as the month after it, so that what was long ago is forgotten
 * slowly. The typical burden is that of `typicalOfLike`.
 *
 * @param months - which months count, in any order, "2026-11"; at most 24.
 * @param fade - above 0, at most 1; 1 = nothing fades.
 * @returns a line for each person, the greatest burden first.
 */
export function fairnessLedger(
  entries: readonly LedgerEntry[],
  { months, weights, fade }: { months: readonly string[]; weights: FairnessWeights; fade: number },
): LedgerLine[] {
  if (!(fade > 0 && fade <= 1)) {
    throw new DomainError('invalid', `fade is ${fade}, but must be above 0 and at most 1`);
  }
  if (months.length === 0 || months.length > 24) {
    throw new DomainError('invalid', `months has ${months.length} entries, but must have 1 to 24`);
  }
  const ordered = [...months].sort();
  const lines = entries.map((entry) => lineOf(entry, ordered, weights, fade));
  const typical = typicalOfLike(
    entries,
    lines.map(({ burden }) => burden),
  );
  for (const [at, line] of lines.entries()) line.typical = typical[at] ?? 0;
  return lines.sort((a, b) => b.burden - a.burden || (a.person < b.person ? -1 : 1));
}

/** What a month's counts weigh in sum. */
export function burdenOf(month: Omit<LedgerMonth, 'month'>, weights: FairnessWeights): number {
  return (
    month.nights * weights.night +
    month.weekends * weights.weekend +
    month.holidays * weights.holiday +
    month.lates * weights.late +
    month.refusedWishes * weights.refused
  );
}

function lineOf(
  { person, months: borne }: LedgerEntry,
  months: readonly string[],
  weights: FairnessWeights,
  fade: number,
): LedgerLine {
  const line = { person, months, nights: 0, weekends: 0, holidays: 0, lates: 0, refusedWishes: 0 };
  const known = new Map(borne.map((month) => [month.month, month]));
  let burden = 0;
  for (const month of months) {
    burden *= fade;
    const one = known.get(month);
    if (!one) continue;
    line.nights += one.nights;
    line.weekends += one.weekends;
    line.holidays += one.holidays;
    line.lates += one.lates;
    line.refusedWishes += one.refusedWishes;
    burden += burdenOf(one, weights);
  }
  return { ...line, burden, typical: 0 };
}
