import { type DayEffects, dayEffects, dayScale, perMedian, recentDays } from './day-effects.ts';
import { at, type DaySheet, wholeAt } from './day-sheet.ts';
import { evenProfile, fillUnseenWeekdays } from './even-profile.ts';
import { medianOf } from './medians.ts';

/**
 * A weekly profile, the level of every day on it and how far each is trusted,
 * drawn from the rows before an origin so that no wild slot, wild day or lasting
 * shift carries it away.
 *
 * On the scale of square roots of counts: a slot's root = profile × (1 + level +
 * effect) + chance.
 */
export interface RobustFit extends DayEffects {
  sheet: DaySheet;
  /** Row of the first day to forecast; rows from here on are not looked at. */
  origin: number;
  /** First row that the profile is drawn from. */
  first: number;
  halfLifeDays: number;
  /** 7 × slots: expected root at level 0; 0 where the queue is closed. */
  profile: Float64Array;
  /** 7 × slots: variance of a root about its day's course. */
  variance: Float64Array;
  /** Rows × slots as roots, wild slots brought in; `NaN` where not known or special. */
  roots: Float64Array;
}

/** Deviations within which a slot is taken as it is. */
const slotLimit = 1.5;
/** No slot is surer of its root than by this deviation: chance alone makes as much. */
const leastSpread = 0.3;
/** Half-lives of history that the profile is drawn from; older rows weigh under 3 %. */
const reachHalfLives = 5;

/**
 * Fits the rows before an origin. Each row weighs half after `halfLifeDays`, and
 * less the further its effect lies beyond two deviations; in rounds, as profile,
 * level and limits depend on one another.
 *
 * @param start - fit of an earlier origin to go on from: fewer rounds then do.
 */
export function robustFit(
  sheet: DaySheet,
  origin: number,
  halfLifeDays: number,
  start?: RobustFit,
): RobustFit {
  const first = Math.max(0, origin - Math.max(2 * recentDays, reachHalfLives * halfLifeDays));
  let fit = beginning(sheet, origin, { first, halfLifeDays, start });
  for (let round = start ? 1 : 0; round < 3; round++) {
    const drawn = drawProfile(fit);
    const days = dayEffects({ ...fit, ...drawn });
    fit = { ...fit, ...drawn, ...days };
    bringSlotsIn(fit);
  }
  const spreads = slotSpreads(fit);
  const chance = fit.rowShare.map((share, p) => share * at(spreads, p % sheet.slots) ** 2);
  const profile = evenProfile(fit.profile, chance, sheet.slots);
  fillUnseenWeekdays(profile, fit);
  return { ...fit, profile };
}

/**
 * Expected counts of a weekday's slots that have these expected roots; 0 where it
 * is closed. A square is short of its mean by the root's variance, which is a
 * quarter from about one contact up (and what is more than that is outliers' own).
 *
 * @param roots - by slot.
 */
export function rootsToCounts(
  { sheet, profile, variance }: RobustFit,
  weekday: number,
  roots: Float64Array,
): Float64Array {
  return roots.map((root, s) => {
    const p = weekday * sheet.slots + s;
    if (at(profile, p) === 0) return 0;
    return Math.max(0, Math.max(0, root) ** 2 + Math.min(0.25, at(variance, p)) - 0.25);
  });
}

/** Expected counts of a weekday's slots at a ratio to the profile's roots. */
export function weekdayCounts(fit: RobustFit, weekday: number, scale: number): Float64Array {
  const { slots } = fit.sheet;
  const roots = fit.profile.subarray(weekday * slots, (weekday + 1) * slots);
  return rootsToCounts(
    fit,
    weekday,
    roots.map((root) => scale * root),
  );
}

function beginning(
  sheet: DaySheet,
  origin: number,
  of: { first: number; halfLifeDays: number; start: RobustFit | undefined },
): Drawn {
  const { first, halfLifeDays, start } = of;
  const { slots } = sheet;
  const roots = new Float64Array(origin * slots).fill(Number.NaN);
  const trust = new Float64Array(origin).fill(1);
  const known = start ? start.origin : first;
  if (start) {
    roots.set(start.roots.subarray(first * slots, known * slots), first * slots);
    trust.set(start.trust);
  }
  roots.set(sheet.roots.subarray(known * slots, roots.length), known * slots);
  const none = new Float64Array(0);
  return {
    ...{ sheet, origin, first, halfLifeDays, roots, trust, scatter: 0 },
    ...{ profile: none, variance: none, rowShare: none, level: none, effect: none },
  };
}

/** A fit on its way. */
interface Drawn extends RobustFit {
  /** 7 × slots: what a row's variance is times to be the profile's: 1 / rows, if all count alike. */
  rowShare: Float64Array;
}

/** Weighted means by weekday and slot, and their variances. */
function drawProfile({
  sheet,
  origin,
  first,
  halfLifeDays,
  roots,
  trust,
}: Drawn): Pick<Drawn, 'profile' | 'variance' | 'rowShare'> {
  const { slots, weekday, ordinary } = sheet;
  const sums = new Float64Array(7 * slots);
  const squares = new Float64Array(7 * slots);
  const weights = new Float64Array(7 * slots);
  const shares = new Float64Array(7 * slots);
  const everCounted = new Uint8Array(7 * slots);
  const decay = 0.5 ** (1 / halfLifeDays);
  let age = decay ** (origin - 1 - first);
  for (let row = first; row < origin; row++, age /= decay) {
    const weight = age * at(trust, row);
    for (
      let i = row * slots, p = wholeAt(weekday, row) * slots, end = i + slots;
      i < end;
      i++, p++
    ) {
      const root = roots[i] as number;
      if (Number.isNaN(root)) continue;
      if ((ordinary[i] as number) > 0) everCounted[p] = 1;
      sums[p] = (sums[p] as number) + weight * root;
      squares[p] = (squares[p] as number) + weight * root * root;
      weights[p] = (weights[p] as number) + weight;
      shares[p] = (shares[p] as number) + weight * weight;
    }
  }
  const profile = new Float64Array(7 * slots);
  const variance = new Float64Array(7 * slots);
  const rowShare = new Float64Array(7 * slots);
  for (let p = 0; p < profile.length; p++) {
    const weight = at(weights, p);
    if (weight === 0 || wholeAt(everCounted, p) === 0) continue;
    const mean = at(sums, p) / weight;
    const share = at(shares, p) / (weight * weight);
    const biased = Math.max(0, at(squares, p) / weight - mean * mean);
    profile[p] = mean;
    variance[p] = share < 0.9 ? biased / (1 - share) : 0.25;
    rowShare[p] = share;
  }
  return { profile, variance, rowShare };
}

/** Brings slots beyond the limit in to it, measured by each slot's own spread about its day. */
function bringSlotsIn(fit: Drawn): void {
  const { sheet, origin, first, roots, profile } = fit;
  const { slots, roots: seen, weekday } = sheet;
  const limits = slotSpreads(fit).map((spread) => slotLimit * spread);
  for (let row = first; row < origin; row++) {
    const scale = dayScale(fit, row);
    for (let s = 0, i = row * slots, p = wholeAt(weekday, row) * slots; s < slots; s++, i++, p++) {
      const root = seen[i] as number;
      if (Number.isNaN(root)) continue;
      const expected = scale * (profile[p] as number);
      const off = root - expected;
      const limit = limits[s] as number;
      roots[i] = expected + Math.max(-limit, Math.min(limit, off));
    }
  }
}

/** Standard deviation of each slot about its day's course, with its neighbours'. */
function slotSpreads(fit: Drawn): Float64Array {
  const { sheet, origin, first, profile, effect } = fit;
  const { slots, roots: seen, weekday } = sheet;
  const rows: number[] = [];
  for (let row = origin - 1; row >= first && rows.length < recentDays; row--) {
    if (!Number.isNaN(at(effect, row))) rows.push(row);
  }
  const scales = rows.map((row) => dayScale(fit, row));
  const off = new Float64Array(rows.length);
  const raw = new Float64Array(slots);
  for (let s = 0; s < slots; s++) {
    let n = 0;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k] as number;
      const root = seen[row * slots + s] as number;
      const habit = profile[wholeAt(weekday, row) * slots + s] as number;
      // Slots that the weekday keeps closed say nothing of the others' spread.
      if (Number.isNaN(root) || habit === 0) continue;
      off[n++] = Math.abs(root - (scales[k] as number) * habit);
    }
    raw[s] = n === 0 ? leastSpread : perMedian * medianOf(off, n);
  }
  return raw.map((_, s) => {
    let sum = 0;
    for (let d = -2; d <= 2; d++) sum += at(raw, Math.max(0, Math.min(slots - 1, s + d)));
    return Math.max(leastSpread, sum / 5);
  });
}
