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
  const own = profile.map((root, p) => root - at(common.course, p));
  const shared = chance.map((v, p) => v / Math.max(1, wholeAt(common.weekdays, p % slots)));
  const even = smoothed(common.course, { chance: shared, profile, slots }).course;
  for (let from = 0; from < profile.length; from += slots) {
    const [row, v] = [own.subarray(from, from + slots), chance.subarray(from, from + slots)];
    const open = profile.subarray(from, from + slots);
    const left = smoothed(row, { chance: v, profile: open, slots });
    // Nothing of its own: its square is what would be lost.
    const nothing = row.reduce((sum, y) => sum + y * y, 0);
    if (left.risk >= nothing) continue;
    for (let s = 0; s < slots; s++) even[from + s] = at(even, from + s) + at(left.course, s);
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

/** What smoothing works on beside the course itself, all of the same length. */
interface Ground {
  chance: Float64Array;
  /** 0 where closed. */
  profile: Float64Array;
  slots: number;
}

/**
 * The course smoothed until its estimated risk grows again: Stein's unbiased one,
 * Σ (smoothed - own)² + 2 v · weight of the own, less Σ v that all have.
 *
 * @see Stein, "Estimation of the mean of a multivariate normal distribution",
 *   Annals of Statistics 9, 1981.
 */
function smoothed(own: Float64Array, ground: Ground): { course: Float64Array; risk: number } {
  const chance = ground.chance.reduce((sum, v, p) => sum + (at(ground.profile, p) > 0 ? v : 0), 0);
  let best = { course: own, risk: 2 * chance };
  for (let pass = 1, weight = 1; pass <= mostPasses; pass++) {
    const course = drawnIn(best.course, ground);
    // The middle of binomial weights: C(2n, n) / 4^n.
    weight *= (2 * pass - 1) / (2 * pass);
    let risk = 2 * weight * chance;
    for (let p = 0; p < own.length; p++) risk += (at(course, p) - at(own, p)) ** 2;
    if (risk >= best.risk) break;
    best = { course, risk };
  }
  return best;
}

/** Half of each slot and a quarter of both neighbours; beside a closed one it stands in for it. */
function drawnIn(course: Float64Array, { profile, slots }: Ground): Float64Array {
  const out = course.slice();
  for (let p = 0; p < course.length; p++) {
    if (at(profile, p) === 0) continue;
    const here = at(course, p);
    const left = p % slots > 0 && at(profile, p - 1) > 0 ? at(course, p - 1) : here;
    const right = (p + 1) % slots > 0 && at(profile, p + 1) > 0 ? at(course, p + 1) : here;
    out[p] = (left + 2 * here + right) / 4;
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
