import { at, type DaySheet, wholeAt } from './day-sheet.ts';

/** Times that neighbours are drawn in at most. */
const mostPasses = 40;
/** The root of no contact at all. */
const leastRoot = 0.5;

/**
 * Takes chance out of a weekly profile. What the weekdays have in common is told by
 * all of them; what a weekday has of its own is kept as far as it is more than
 * chance; and each is drawn towards its neighbours as often as lessens the expected
 * error: much where few rows stand behind it, not at all where it really bends.
 *
 * @param profile - 7 × slots, roots; 0 where closed.
 * @param chance - 7 × slots: variance of each by chance alone.
 */
export function evenProfile(
  profile: Float64Array,
  chance: Float64Array,
  slots: number,
): Float64Array {
  const common = commonCourse(profile, slots);
  const beside = neighbours(profile, slots);
  const own = profile.map((root, p) => root - at(common.course, p));
  const shared = chance.map((v, p) => v / Math.max(1, wholeAt(common.weekdays, p % slots)));
  const even = smoothed(common.course, shared, beside, { from: 0, to: profile.length }).course;
  for (let from = 0; from < profile.length; from += slots) {
    const to = from + slots;
    const left = smoothed(own, chance, beside, { from, to });
    // Nothing of its own: its square is what would be lost.
    const nothing = own.subarray(from, to).reduce((sum, y) => sum + y * y, 0);
    if (left.risk >= nothing) continue;
    for (let p = from; p < to; p++) even[p] = at(even, p) + at(left.course, p);
  }
  return even.map((root, p) => (at(profile, p) === 0 ? 0 : Math.max(leastRoot, root)));
}

/** The course of all weekdays, each at its own size, and how many are open in each slot. */
function commonCourse(
  profile: Float64Array,
  slots: number,
): { course: Float64Array; weekdays: Uint8Array } {
  const sizes = new Float64Array(7);
  for (let p = 0; p < profile.length; p++) {
    const day = Math.floor(p / slots);
    sizes[day] = at(sizes, day) + at(profile, p);
  }
  const course = new Float64Array(profile.length);
  const weekdays = new Uint8Array(slots);
  for (let s = 0; s < slots; s++) {
    const open = [0, 1, 2, 3, 4, 5, 6].filter((day) => at(profile, day * slots + s) > 0);
    const roots = open.reduce((sum, day) => sum + at(profile, day * slots + s), 0);
    const size = open.reduce((sum, day) => sum + at(sizes, day), 0);
    for (const day of open) course[day * slots + s] = (at(sizes, day) * roots) / size;
    weekdays[s] = open.length;
  }
  return { course, weekdays };
}

/** The slots that each is drawn towards: itself in place of a closed one. */
interface Neighbours {
  left: Int32Array;
  right: Int32Array;
  open: Uint8Array;
}

function neighbours(profile: Float64Array, slots: number): Neighbours {
  const open = new Uint8Array(profile.length);
  for (let p = 0; p < profile.length; p++) open[p] = at(profile, p) > 0 ? 1 : 0;
  const left = new Int32Array(profile.length);
  const right = new Int32Array(profile.length);
  for (let p = 0; p < profile.length; p++) {
    left[p] = open[p] === 1 && p % slots > 0 && open[p - 1] === 1 ? p - 1 : p;
    right[p] = open[p] === 1 && (p + 1) % slots > 0 && open[p + 1] === 1 ? p + 1 : p;
  }
  return { left, right, open };
}

/**
 * The course smoothed until its estimated risk grows again: Stein's unbiased one,
 * Σ (smoothed - own)² + 2 v · weight of the own, less Σ v that all have.
 *
 * @see Stein, "Estimation of the mean of a multivariate normal distribution",
 *   Annals of Statistics 9, 1981.
 */
function smoothed(
  own: Float64Array,
  chances: Float64Array,
  { left, right, open }: Neighbours,
  { from, to }: { from: number; to: number },
): { course: Float64Array; risk: number } {
  let chance = 0;
  for (let p = from; p < to; p++) chance += at(chances, p) * wholeAt(open, p);
  let best = own.slice();
  let course = own.slice();
  let least = 2 * chance;
  for (let pass = 1, weight = 1; pass <= mostPasses; pass++) {
    // The middle of binomial weights: C(2n, n) / 4^n.
    weight *= (2 * pass - 1) / (2 * pass);
    let risk = 2 * weight * chance;
    for (let p = from; p < to; p++) {
      const [a, b] = [best[left[p] as number] as number, best[right[p] as number] as number];
      // Half of each slot and a quarter of both neighbours.
      const here = (a + 2 * (best[p] as number) + b) / 4;
      const off = here - (own[p] as number);
      course[p] = here;
      risk += off * off;
    }
    if (risk >= least) break;
    [best, course, least] = [course, best, risk];
  }
  return { course: best, risk: least };
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
