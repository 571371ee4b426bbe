// The update of a day's rest, tried on past days at the same hour.
import { countScore } from './count-distribution.ts';
import type { DayCourse, RateErrors } from './rate-errors.ts';
import { type ConditionedDay, conditionRest } from './rest-of-day.ts';

/** What past days taught about updating at one hour. */
export interface Practice {
  /** How much of the computed update to apply, 0 to 1. */
  strength: number;
  /** Deviates within which four in five, and nineteen in twenty, really came. */
  deviate80: number;
  deviate95: number;
}

/** Past days tried: enough to see harm, quick enough for a page. */
const mostTried = 60;
/** The computed update is taken as right until so many days say otherwise. */
const strengthDays = 6;
const deviateDays = 12;
const strengths = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/**
 * Tries the update on past days. The strength is the share of it that would have
 * made the least absolute error over the rest of those days; of shares that did
 * equally well the largest. The deviates are the empirical ones of the past errors.
 * Few days change little of either.
 */
export function practise(
  past: readonly DayCourse[],
  fromSlot: number,
  errors: RateErrors,
): Practice {
  const tried = past.slice(-mostTried).map((day) => ({
    day,
    rest: conditionRest(day, fromSlot, errors),
  }));
  const strength = shrunk(bestStrength(tried, fromSlot), tried.length, 1, strengthDays);
  const sizes = scoreSizes(tried, { fromSlot, strength, errors });
  const deviate = (share: number, normal: number) => {
    if (sizes.length === 0) return normal;
    const own = sizes[Math.floor(share * (sizes.length - 1))] as number;
    return shrunk(own, tried.length, normal, deviateDays);
  };
  return { strength, deviate80: deviate(0.8, 1.2816), deviate95: deviate(0.95, 1.96) };
}

/**
 * Variance of the rate of one slot ahead, relative to its forecast. Of an update
 * taken back in part, only that part of the certainty is gained.
 */
export function varianceAhead(
  rest: ConditionedDay,
  errors: RateErrors,
  { slot, strength }: { slot: number; strength: number },
): number {
  const before = errors.day + errors.fading + errors.slot;
  const after = Math.min(before, rest.relativeVariance[slot] as number);
  return before - (1 - (1 - strength) ** 2) * (before - after);
}

interface Tried {
  day: DayCourse;
  rest: ConditionedDay;
}

function bestStrength(tried: readonly Tried[], fromSlot: number): number {
  const misses = strengths.map(() => 0);
  for (const { day, rest } of tried) {
    for (let s = fromSlot; s < rest.mean.length; s++) {
      const [f, y] = [day.forecast[s] as number, day.actual[s] as number];
      if (Number.isNaN(y)) continue;
      const update = (rest.mean[s] as number) - f;
      for (let i = 0; i < strengths.length; i++) {
        const miss = Math.abs(y - f - (strengths[i] as number) * update);
        misses[i] = (misses[i] as number) + miss;
      }
    }
  }
  let best = strengths.length - 1;
  for (let i = best - 1; i >= 0; i--) {
    if ((misses[i] as number) < (misses[best] as number)) best = i;
  }
  return strengths[best] as number;
}

/** Sizes of the past errors as normal deviates, ascending. */
function scoreSizes(
  tried: readonly Tried[],
  { fromSlot, strength, errors }: { fromSlot: number; strength: number; errors: RateErrors },
): Float64Array {
  const sizes: number[] = [];
  for (const { day, rest } of tried) {
    for (let s = fromSlot; s < rest.mean.length; s++) {
      const [f, y] = [day.forecast[s] as number, day.actual[s] as number];
      if (Number.isNaN(y) || f < 0.5) continue;
      const mean = f + strength * ((rest.mean[s] as number) - f);
      const extra = varianceAhead(rest, errors, { slot: s, strength });
      const spread = { mean, variance: mean + extra * mean * mean };
      // The golden ratio spreads evenly over lumps of equal counts, every time alike.
      sizes.push(Math.abs(countScore(spread, y, (sizes.length * 0.6180339887498949) % 1)));
    }
  }
  return Float64Array.from(sizes).sort();
}

function shrunk(own: number, days: number, towards: number, weight: number): number {
  return (own * days + towards * weight) / (days + weight);
}
