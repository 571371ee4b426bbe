import { ownEffect } from '../day-effects.ts';
import { at, wholeAt } from '../day-sheet.ts';
import { type Footing, lastKnown, type Memory, openSteps } from '../footing.ts';
import { rootsToCounts } from '../robust-fit.ts';

/** No memory is believed to keep more than this from one open day to the next. */
const mostMemory = 0.95;

/**
 * The mean of three robust profiles with memories of two, eight and thirty weeks,
 * each at its last level: no one memory suits every queue, and their mean is
 * hardly worse than the best of them anywhere.
 */
export function robustProfile(from: Footing, days: number): Float64Array {
  const memories = ['short', 'middle', 'long'] as const;
  const [mean, ...others] = memories.map((memory) =>
    profileAhead(from, memory, days, at(from.fits[memory].level, from.origin - 1)),
  ) as [Float64Array, ...Float64Array[]];
  return mean.map((calls, i) => {
    return others.reduce((sum, one) => sum + at(one, i), calls) / memories.length;
  });
}

/** The profile with the longest memory, on which what looks like a shift is a passing one. */
export function steadyProfile(from: Footing, days: number): Float64Array {
  return profileAhead(from, 'long', days, 0);
}

/**
 * A profile at a level, with what a memory keeps of the last day's effect and of
 * the scores of its patterns: each an autoregressive course of order 1 (Shen &
 * Huang 2008 for the patterns).
 */
function profileAhead(from: Footing, memory: Memory, days: number, level: number): Float64Array {
  const { sheet, origin } = from;
  const { slots, weekday } = sheet;
  const out = new Float64Array(days * slots);
  const [fit, { rows, shapes, scores }] = [from.fits[memory], from.patterns[memory]];
  const steps = openSteps(from, lastKnown(from));
  const passing = Float64Array.from(rows, (row) => {
    const shift = level === 0 ? at(fit.level, row) : 0;
    return shift + (ownEffect(fit, row) ?? 0);
  });
  const effect = remembered(passing);
  const lasting = scores.map(remembered);
  const roots = new Float64Array(slots);
  for (let day = 0; day < days; day++) {
    const of = wholeAt(weekday, origin + day);
    const kept = steps(day);
    const scale = 1 + level + effect(kept);
    for (let s = 0; s < slots; s++) roots[s] = scale * at(fit.profile, of * slots + s);
    shapes.forEach((shape, j) => {
      const left = lasting[j]?.(kept) ?? 0;
      for (let s = 0; s < slots; s++) roots[s] = at(roots, s) + left * at(shape, s);
    });
    out.set(rootsToCounts(fit, of, roots), day * slots);
  }
  return out;
}

/** What is left of a course's last value after so many steps. */
function remembered(course: Float64Array): (steps: number) => number {
  let product = 0;
  let square = 1e-9;
  for (let k = 1; k < course.length; k++) {
    product += at(course, k - 1) * at(course, k);
    square += at(course, k - 1) ** 2;
  }
  const memory = Math.max(0, Math.min(mostMemory, product / square));
  const last = course.at(-1) ?? 0;
  return (steps) => last * memory ** steps;
}
