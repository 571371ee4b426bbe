import { at, type DaySheet, wholeAt } from './day-sheet.ts';

/** Times that neighbours are drawn in at most. */
const mostPasses = 12;

/**
 * Draws each slot of a profile towards its neighbours as often as lessens the
 * expected error: much where few rows stand behind it, not at all where the profile
 * really bends. By Stein's unbiased estimate of the risk, Σ (smoothed − own)² +
 * 2 v · weight of the own, over all weekdays at once.
 *
 * @param profile - 7 × slots; 0 where closed.
 * @param chance - 7 × slots: variance v of each slot of the profile by chance alone.
 * @see Stein, "Estimation of the mean of a multivariate normal distribution",
 *   Annals of Statistics 9, 1981.
 */
export function evenProfile(
  profile: Float64Array,
  chance: Float64Array,
  slots: number,
): Float64Array {
  let best = { smooth: profile, risk: riskOf(profile, profile, chance, 1) };
  let smooth = profile;
  for (let pass = 1, own = 1; pass <= mostPasses; pass++) {
    smooth = drawn(smooth, slots);
    // The middle weight of binomial weights: C(2n, n) / 4^n.
    own *= (2 * pass - 1) / (2 * pass);
    const risk = riskOf(smooth, profile, chance, own);
    if (risk < best.risk) best = { smooth, risk };
  }
  return best.smooth;
}

function riskOf(
  smooth: Float64Array,
  profile: Float64Array,
  chance: Float64Array,
  own: number,
): number {
  let risk = 0;
  for (let p = 0; p < profile.length; p++) {
    risk += (at(smooth, p) - at(profile, p)) ** 2 + 2 * own * at(chance, p);
  }
  return risk;
}

/** Half of each slot, a quarter of both neighbours; closed ones and those beside stay. */
function drawn(row: Float64Array, slots: number): Float64Array {
  const out = row.slice();
  for (let p = 0; p < row.length; p++) {
    const s = p % slots;
    const left = s === 0 ? at(row, p) : at(row, p - 1);
    const right = s === slots - 1 ? at(row, p) : at(row, p + 1);
    if (at(row, p) === 0 || left === 0 || right === 0) continue;
    out[p] = (left + 2 * at(row, p) + right) / 4;
  }
  return out;
}

/** A weekday that the history does not reach yet is taken for the mean of the others. */
export function fillUnseenWeekdays(
  profile: Float64Array,
  { sheet, origin, first }: { sheet: DaySheet; origin: number; first: number },
): void {
  const { slots, weekday, holidays } = sheet;
  const seen = new Set<number>();
  for (let row = first; row < origin; row++)
    if (!holidays.has(row)) seen.add(wholeAt(weekday, row));
  if (seen.size === 0) return;
  for (let day = 0; day < 7; day++) {
    if (seen.has(day)) continue;
    for (let s = 0; s < slots; s++) {
      const sum = [...seen].reduce((total, other) => total + at(profile, other * slots + s), 0);
      profile[day * slots + s] = sum / seen.size;
    }
  }
}
