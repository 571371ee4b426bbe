import { type DayEffects, dayEffects, dayScale, perMedian, recentDays } from './day-effects.ts';
import { at, type DaySheet, wholeAt } from './day-sheet.ts';
import { evenProfile, fillUnseenWeekdays } from './even-profile.ts';
import { medianOf } from './medians.ts';
import {
  addRows,
  type DrawnProfile,
  fadedSums,
  noSums,
  profileOf,
  type WeeklySums,
} from './weekly-sums.ts';

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
  halfLifeDays: number;
  /** 7 × slots: expected root at level 0; 0 where the queue is closed. */
  profile: Float64Array;
  /** 7 × slots: variance of a root about its day's course. */
  variance: Float64Array;
  /** First row that `roots` stands for. */
  first: number;
  /** Rows × slots as roots, wild slots brought in; `NaN` where not known or special. */
  roots: Float64Array;
  /** By slot: standard deviation of a root about its day's course. */
  spreads: Float64Array;
  /** What the profile is drawn from. */
  sums: WeeklySums;
}

/** Deviations within which a slot is taken as it is. */
const slotLimit = 1.5;
/** No slot is surer of its root than by this deviation: chance alone makes as much. */
const leastSpread = 0.3;
/** Half-lives of history that the profile is drawn from; older rows weigh under 3 %. */
const reachHalfLives = 5;
/** Rows that a fit which goes on looks at again: 90 open days of five a week. */
const windowDays = 140;
const rounds = 3;

/**
 * Fits the rows before an origin. Each row weighs half after `halfLifeDays`, and
 * less the further its effect lies beyond two deviations; in rounds, as profile,
 * level and limits depend on one another.
 */
export function robustFit(sheet: DaySheet, origin: number, halfLifeDays: number): RobustFit {
  const first = Math.max(0, origin - Math.max(2 * recentDays, reachHalfLives * halfLifeDays));
  const roots = sheet.roots.slice(first * sheet.slots, origin * sheet.slots);
  const rows = { sheet, origin, halfLifeDays, first, roots };
  let trust: Float64Array = new Float64Array(origin).fill(1);
  for (let round = 1; ; round++) {
    const sums = noSums(sheet.slots);
    addRows(sums, first, { ...rows, trust });
    const drawn = profileOf(sums);
    const days = dayEffects({ ...rows, ...drawn });
    const spreads = slotSpreads({ ...rows, ...drawn, ...days });
    bringSlotsIn({ ...rows, ...drawn, ...days, spreads }, first);
    if (round === rounds) return evened({ ...rows, ...drawn, ...days, spreads, sums });
    trust = days.trust;
  }
}

/**
 * The fit of a later origin that goes on from an earlier one: what was learned of old
 * rows stays, only the new ones are added, and levels and spreads are read again from
 * the last 90 open days. Good for a trial inside the history, and much faster.
 */
export function robustFitOnwards(earlier: RobustFit, origin: number): RobustFit {
  const { sheet, halfLifeDays } = earlier;
  const { slots } = sheet;
  const first = Math.max(earlier.first, origin - windowDays);
  const roots = sheet.roots.slice(first * slots, origin * slots);
  roots.set(earlier.roots.subarray((first - earlier.first) * slots));
  const rows = { sheet, origin, halfLifeDays, first, roots };
  const { profile, spreads: before } = earlier;
  const news = { ...rows, ...dayEffects({ ...rows, profile }), profile, spreads: before };
  bringSlotsIn(news, earlier.origin);
  const sums = fadedSums(earlier.sums, 0.5 ** ((origin - earlier.origin) / halfLifeDays));
  addRows(sums, earlier.origin, news);
  const drawn = profileOf(sums);
  const days = dayEffects({ ...rows, ...drawn });
  days.level.set(earlier.level.subarray(0, first));
  days.effect.set(earlier.effect.subarray(0, first));
  const spreads = slotSpreads({ ...rows, ...drawn, ...days });
  return evened({ ...rows, ...drawn, ...days, spreads, sums });
}

/** The same with chance taken out of the profile. */
function evened(fit: RobustFit & DrawnProfile): RobustFit {
  const { slots } = fit.sheet;
  const chance = fit.rowShare.map((share, p) => share * at(fit.spreads, p % slots) ** 2);
  const profile = evenProfile(fit.profile, chance, slots);
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

/** What slots are measured by. */
type Course = Omit<RobustFit, 'sums' | 'variance' | 'spreads'>;

/** Brings slots beyond the limit in to it, from a row on, by each slot's own spread about its day. */
function bringSlotsIn(fit: Course & Pick<RobustFit, 'spreads'>, from: number): void {
  const { sheet, origin, first, roots, profile, spreads } = fit;
  const { slots, roots: seen, weekday } = sheet;
  for (let row = from; row < origin; row++) {
    const scale = dayScale(fit, row);
    const own = (row - first) * slots;
    const habit = wholeAt(weekday, row) * slots;
    const counted = row * slots;
    for (let s = 0; s < slots; s++) {
      const root = seen[counted + s] as number;
      if (Number.isNaN(root)) continue;
      const expected = scale * (profile[habit + s] as number);
      const off = root - expected;
      const limit = slotLimit * (spreads[s] as number);
      roots[own + s] = expected + Math.max(-limit, Math.min(limit, off));
    }
  }
}

/** Standard deviation of each slot about its day's course, with its neighbours'. */
function slotSpreads(fit: Course): Float64Array {
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
