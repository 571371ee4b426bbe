import { rootCount } from '../count-root.ts';
import { followLevel } from '../day-level.ts';
import { at } from '../day-sheet.ts';
import { type Footing, lastKnown, openSteps, profileOf } from '../footing.ts';

/**
 * Days as sums of a few patterns (singular value decomposition of square roots,
 * day × slot), each pattern's score with its weekday's habit and a memory of
 * the last day (Shen & Huang 2008).
 *
 * Decomposed are the deviations from the weekly profile, so a score's habit is
 * the profile's own score and the memory is one coefficient a pattern.
 */
export function dayPatterns(
  footing: Footing,
  days: number,
  memory: { profileDays: number; levelDays: number },
): Float64Array {
  const profile = profileOf(footing, memory.profileDays);
  const { sheet, origin } = footing;
  const { slots, weekday } = sheet;
  const steps = openSteps(footing, lastKnown(footing));
  const basis = patternsOf(footing);
  const k = basis.length / Math.max(1, slots);
  const scores = deviationScores(footing, profile, basis, k);
  const persistence = new Float64Array(k);
  const last = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    let product = 0;
    let square = 1e-9;
    let previous = Number.NaN;
    for (let row = 0; row < origin; row++) {
      const score = at(scores, row * k + j);
      if (Number.isNaN(score)) continue;
      if (!Number.isNaN(previous)) product = 0.985 * product + score * previous;
      square = 0.985 * square + score * score;
      previous = score;
    }
    persistence[j] = Math.max(0, Math.min(0.9, product / (square * 1.1)));
    last[j] = !Number.isNaN(previous) ? previous : 0;
  }
  const level = Math.exp(0.5 * at(followLevel(footing.levels, memory.levelDays).before, origin));
  const smoothed = smoothedRoots(profile, basis, k, slots);
  const out = new Float64Array(days * slots);
  for (let day = 0; day < days; day++) {
    const from = at(weekday, origin + day) * slots;
    const left = last.map((score, j) => score * at(persistence, j) ** steps(day));
    for (let s = 0; s < slots; s++) {
      let root = at(smoothed, from + s);
      for (let j = 0; j < k; j++) {
        root += at(left, j) * at(basis, j * slots + s);
      }
      const open = at(profile, from + s) > 0;
      out[day * slots + s] = open ? rootCount(level * Math.max(0, root)) : 0;
    }
  }
  return out;
}

/** Days of history that patterns are drawn from. */
const patternDays = 182;

/** Rows of roots at level 1; an unknown slot stands at its profile. */
function rootRow(from: Footing, profile: Float64Array, row: number, out: Float64Array): boolean {
  const { sheet, roots, course, trust } = from;
  const { slots, weekday } = sheet;
  if (Number.isNaN(at(course.off, row)) || at(trust, row) < 1) return false;
  const scale = Math.exp(-0.5 * at(course.before, row));
  const habit = at(weekday, row) * slots;
  for (let s = 0; s < slots; s++) {
    const root = at(roots, row * slots + s);
    out[s] = Number.isNaN(root) ? at(profile, habit + s) : scale * root;
  }
  return true;
}

/** One footing's patterns serve all memories: drawn once, dropped with the footing. */
const drawn = new WeakMap<Footing, Float64Array>();

function patternsOf(footing: Footing): Float64Array {
  const basis = drawn.get(footing) ?? leadingPatterns(footing);
  drawn.set(footing, basis);
  return basis;
}

/** Leading right singular vectors by subspace iteration; k × slots, orthonormal. */
function leadingPatterns(footing: Footing): Float64Array {
  const { sheet, origin } = footing;
  const { slots } = sheet;
  const rows: Float64Array[] = [];
  for (let row = Math.max(0, origin - patternDays); row < origin; row++) {
    const out = new Float64Array(slots);
    if (rootRow(footing, footing.profile, row, out)) rows.push(out);
  }
  const k = Math.min(4, rows.length, slots);
  const gram = new Float64Array(slots * slots);
  for (const row of rows) {
    for (let a = 0; a < slots; a++) {
      const value = at(row, a);
      if (value === 0) continue;
      for (let b = 0; b <= a; b++)
        gram[a * slots + b] = at(gram, a * slots + b) + value * at(row, b);
    }
  }
  for (let a = 0; a < slots; a++) {
    for (let b = 0; b < a; b++) gram[b * slots + a] = at(gram, a * slots + b);
  }
  let basis: Float64Array = new Float64Array(k * slots);
  // Any start that is not orthogonal to the answer: cosines of rising frequency.
  for (let j = 0; j < k; j++) {
    for (let s = 0; s < slots; s++)
      basis[j * slots + s] = Math.cos((Math.PI * j * (s + 0.5)) / slots) + 0.01 * (s % (j + 2));
  }
  orthonormalise(basis, k, slots);
  for (let round = 0; round < 12; round++) {
    const next = new Float64Array(k * slots);
    for (let j = 0; j < k; j++) {
      for (let a = 0; a < slots; a++) {
        let sum = 0;
        for (let b = 0; b < slots; b++) sum += at(gram, a * slots + b) * at(basis, j * slots + b);
        next[j * slots + a] = sum;
      }
    }
    orthonormalise(next, k, slots);
    basis = next;
  }
  return basis;
}

function orthonormalise(basis: Float64Array, k: number, slots: number): void {
  for (let j = 0; j < k; j++) {
    const own = basis.subarray(j * slots, (j + 1) * slots);
    for (let i = 0; i < j; i++) {
      const other = basis.subarray(i * slots, (i + 1) * slots);
      const along = dot(own, other);
      for (let s = 0; s < slots; s++) own[s] = at(own, s) - along * at(other, s);
    }
    const length = Math.sqrt(dot(own, own));
    for (let s = 0; s < slots; s++) own[s] = length > 1e-9 ? at(own, s) / length : 0;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

/** Scores of each day's deviation from its profile; `NaN` for days that are not known. */
function deviationScores(
  footing: Footing,
  profile: Float64Array,
  basis: Float64Array,
  k: number,
): Float64Array {
  const { sheet, origin } = footing;
  const { slots, weekday } = sheet;
  const scores = new Float64Array(origin * k).fill(Number.NaN);
  const row = new Float64Array(slots);
  for (let day = Math.max(0, origin - patternDays); day < origin; day++) {
    if (!rootRow(footing, profile, day, row)) continue;
    const from = at(weekday, day) * slots;
    for (let s = 0; s < slots; s++) row[s] = at(row, s) - at(profile, from + s);
    for (let j = 0; j < k; j++)
      scores[day * k + j] = dot(row, basis.subarray(j * slots, (j + 1) * slots));
  }
  return scores;
}

/** The weekly profile's square roots with only what the patterns hold. */
function smoothedRoots(
  profile: Float64Array,
  basis: Float64Array,
  k: number,
  slots: number,
): Float64Array {
  const out = new Float64Array(7 * slots);
  for (let day = 0; day < 7; day++) {
    const own = profile.subarray(day * slots, (day + 1) * slots);
    for (let j = 0; j < k; j++) {
      const pattern = basis.subarray(j * slots, (j + 1) * slots);
      const score = dot(own, pattern);
      for (let s = 0; s < slots; s++)
        out[day * slots + s] = at(out, day * slots + s) + score * at(pattern, s);
    }
  }
  return out;
}
