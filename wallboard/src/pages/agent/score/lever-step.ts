/** How much more work of what kind it takes until a figure is reached. */
import type { MeasureKind } from '../../quality/quality-api.ts';

/** So much more, and it is reached. */
export type LeverStep =
  /** So many more, each of them good. */
  | { of: 'good'; count: number }
  /** So many more, none of them counted against. */
  | { of: 'clean'; count: number }
  /** So many more with full marks. */
  | { of: 'full'; count: number }
  /** One more, with at least this mark. */
  | { of: 'mark'; least: number }
  /** So many more. */
  | { of: 'more'; count: number }
  /** So much less on average. */
  | { of: 'less'; by: number };

/** What a figure was made from: a sum, and what it is divided by (0 = it is the sum itself). */
export interface LeverSum {
  value: number;
  weight: number;
}

/** More than this is no help to anybody. */
const mostSteps = 999;
/** A hair, so that what is reached exactly needs no further one. */
const hair = 1e-9;

/**
 * The shortest way to a figure.
 *
 * @returns `null` where no number of further ones leads there, or none can be counted.
 */
export function leverStep(
  { kind, unit, higherIsBetter }: Pick<MeasureKind, 'kind' | 'unit' | 'higherIsBetter'>,
  { value, weight }: LeverSum,
  wanted: number,
): LeverStep | null {
  if (unit === 'contacts') return counted('more', wanted - value);
  if (unit === 'seconds') {
    const by = weight > 0 ? value / weight - wanted : 0;
    return by > 0 ? { of: 'less', by } : null;
  }
  if (uncountable.has(kind) || weight <= 0) return null;
  if (unit === 'ratio') {
    if (!higherIsBetter) return wanted > 0 ? counted('clean', value / wanted - weight) : null;
    return wanted < 1 ? counted('good', (wanted * weight - value) / (1 - wanted)) : null;
  }
  const most = unit === 'grade' ? 5 : 100;
  const least = wanted * (weight + 1) - value;
  if (least <= most + hair) {
    return { of: 'mark', least: unit === 'grade' ? Math.ceil(least - hair) : least };
  }
  return wanted < most ? counted('full', (wanted * weight - value) / (most - wanted)) : null;
}

/** Groups of raters, figures from outside, time that may exceed what was planned. */
const uncountable = new Set(['round-360', 'outside', 'conformance']);

function counted(of: 'good' | 'clean' | 'full' | 'more', exact: number): LeverStep | null {
  const count = Math.max(1, Math.ceil(exact - hair));
  return count <= mostSteps ? { of, count } : null;
}

/**
 * The figure after one more good one: a contact, an answer, an evaluation with full marks, an hour
 * as planned. `null` where one more says nothing.
 */
export function afterOneMore(
  { kind, unit, higherIsBetter }: Pick<MeasureKind, 'kind' | 'unit' | 'higherIsBetter'>,
  { value, weight }: LeverSum,
): number | null {
  if (uncountable.has(kind) || weight <= 0 || unit === 'seconds' || unit === 'contacts')
    return null;
  const one = kind === 'own-adherence' ? minutesOfHour : 1;
  if (unit === 'ratio') return (value + (higherIsBetter ? one : 0)) / (weight + one);
  return (value + (unit === 'grade' ? 5 : 100)) / (weight + 1);
}

/** Adherence is counted in minutes. */
const minutesOfHour = 60;
