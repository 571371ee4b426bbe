import { ownEffect } from '../day-effects.ts';
import { at, wholeAt } from '../day-sheet.ts';
import { type Footing, lastKnown, openSteps } from '../footing.ts';
import { type RobustFit, rootsToCounts } from '../robust-fit.ts';
import { dot, leadingPatterns } from './leading-patterns.ts';

/** Open days that memory and patterns are learned on. */
const recentDays = 90;
/** Patterns of the day kept (singular vectors of what profile and day effect leave). */
const mostPatterns = 3;
/** No memory is believed to keep more than this from one open day to the next. */
const mostMemory = 0.95;

/**
 * The mean of three robust profiles with memories of two, eight and thirty weeks,
 * each at its last level: no one memory suits every queue, and their mean is
 * hardly worse than the best of them anywhere.
 */
export function robustProfile(from: Footing, days: number): Float64Array {
  const { short, middle, long } = from.fits;
  const level = (fit: RobustFit) => at(fit.level, from.origin - 1);
  const all = [short, middle, long].map((fit) => profileAhead(from, fit, days, level(fit)));
  return (all[0] as Float64Array).map(
    (_, i) => all.reduce((sum, one) => sum + at(one, i), 0) / all.length,
  );
}

/** The profile with the longest memory, on which what looks like a shift is a passing one. */
export function steadyProfile(from: Footing, days: number): Float64Array {
  return profileAhead(from, from.fits.long, days, 0);
}

/**
 * A profile at a level, with what a memory keeps of the last day's effect and of
 * the scores of its patterns: each an autoregressive course of order 1 (Shen &
 * Huang 2008 for the patterns).
 */
function profileAhead(from: Footing, fit: RobustFit, days: number, level: number): Float64Array {
  const { sheet, origin } = from;
  const { slots, weekday } = sheet;
  const out = new Float64Array(days * slots);
  const open = openRows(fit);
  if (open.length === 0) return out;
  const steps = openSteps(from, lastKnown(from));
  const passing = Float64Array.from(open, (row) => {
    const shift = level === 0 ? at(fit.level, row) : 0;
    return shift + (ownEffect(fit, row) ?? 0);
  });
  const effect = remembered(passing);
  const patterns = dayPatterns(fit, open).map((pattern) => ({
    shape: pattern.shape,
    score: remembered(pattern.scores),
  }));
  const roots = new Float64Array(slots);
  for (let day = 0; day < days; day++) {
    const of = wholeAt(weekday, origin + day);
    const kept = steps(day);
    const scale = 1 + level + effect(kept);
    for (let s = 0; s < slots; s++) roots[s] = scale * at(fit.profile, of * slots + s);
    for (const { shape, score } of patterns) {
      const left = score(kept);
      for (let s = 0; s < slots; s++) roots[s] = at(roots, s) + left * at(shape, s);
    }
    out.set(rootsToCounts(fit, of, roots), day * slots);
  }
  return out;
}

/** The last rows that say something, ascending. */
function openRows({ origin, first, effect }: RobustFit): number[] {
  const rows: number[] = [];
  for (let row = origin - 1; row >= first && rows.length < recentDays; row--) {
    if (!Number.isNaN(at(effect, row))) rows.push(row);
  }
  return rows.reverse();
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
  const last = at(course, course.length - 1);
  return (steps) => last * memory ** steps;
}

/** Patterns of what profile and day effect leave, newer and trusted days counting more. */
function dayPatterns(
  fit: RobustFit,
  open: readonly number[],
): { shape: Float64Array; scores: Float64Array }[] {
  const { sheet, origin, roots, profile, effect, trust, halfLifeDays } = fit;
  const { slots, weekday } = sheet;
  const left = open.map((row) => {
    const scale = 1 + at(effect, row);
    const out = new Float64Array(slots);
    for (let s = 0, i = row * slots, p = wholeAt(weekday, row) * slots; s < slots; s++, i++, p++) {
      const root = at(roots, i);
      if (at(profile, p) > 0 && !Number.isNaN(root)) out[s] = root - scale * at(profile, p);
    }
    return out;
  });
  const weights = open.map((row) => 0.5 ** ((origin - 1 - row) / halfLifeDays) * at(trust, row));
  const shapes = leadingPatterns(left, weights, Math.min(mostPatterns, open.length, slots));
  return shapes.map((shape) => ({
    shape,
    scores: Float64Array.from(left, (row) => dot(row, shape)),
  }));
}
