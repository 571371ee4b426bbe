import type { FairnessDebt } from '../centre/centre-problem.ts';
import type { LedgerEntry } from './fairness-ledger.ts';
import type { LedgerMonth } from './ledger-month.ts';
import { typicalOfLike } from './like-people.ts';

type Count = Exclude<keyof LedgerMonth, 'month'>;

/**
 * What each person bore of each kind beyond the middle of their like, fading as the ledger does:
 * what a search multiplies by its price of fairness. Whoever bore less has a debt below 0, so that
 * the next night comes cheaper there. Holidays count with weekends, which is where they are borne.
 *
 * @param months - which months count, in any order.
 */
export function fairnessDebts(
  entries: readonly LedgerEntry[],
  { months, fade }: { months: readonly string[]; fade: number },
): Map<string, FairnessDebt> {
  const ordered = [...months].sort();
  const faded = (entry: LedgerEntry, counts: readonly Count[]) => {
    const known = new Map(entry.months.map((month) => [month.month, month]));
    return ordered.reduce((sum, month) => {
      const one = known.get(month);
      return sum * fade + (one ? counts.reduce((all, count) => all + one[count], 0) : 0);
    }, 0);
  };
  const debtsOf = (counts: readonly Count[]) => beyondMiddle(entries, (one) => faded(one, counts));
  const nights = debtsOf(['nights']);
  const weekends = debtsOf(['weekends', 'holidays']);
  const lates = debtsOf(['lates']);
  const refused = debtsOf(['refusedWishes']);
  return new Map(
    entries.map(({ person }, at) => [
      person,
      {
        night: nights[at] ?? 0,
        weekend: weekends[at] ?? 0,
        late: lates[at] ?? 0,
        refusedWish: refused[at] ?? 0,
      },
    ]),
  );
}

function beyondMiddle(
  entries: readonly LedgerEntry[],
  amountOf: (entry: LedgerEntry) => number,
): number[] {
  const amounts = entries.map(amountOf);
  return typicalOfLike(entries, amounts).map((typical, at) => (amounts[at] ?? 0) - typical);
}
