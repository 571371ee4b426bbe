import type { DayCourse, RateErrors } from './rate-errors.ts';
import { conditionRest } from './rest-of-day.ts';

/** Past days tried at the hour of the update: enough to see harm, quick enough for a page. */
const mostTried = 60;
/** The computed update is taken as right until so many days say otherwise. */
const priorDays = 6;

/**
 * How much of the computed update to apply: the share, from 0 to 1, that would have
 * made the least absolute error over the rest of past days at the same hour. Of
 * shares that did equally well the larger is taken, and few days change little.
 */
export function learnStrength(
  past: readonly DayCourse[],
  fromSlot: number,
  errors: RateErrors,
): number {
  const tried = past.slice(-mostTried);
  if (tried.length === 0) return 1;
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const misses = steps.map(() => 0);
  for (const day of tried) {
    const { mean } = conditionRest(day, fromSlot, errors);
    for (let s = fromSlot; s < mean.length; s++) {
      const [f, y] = [day.forecast[s] as number, day.actual[s] as number];
      if (Number.isNaN(y)) continue;
      steps.forEach((share, i) => {
        misses[i] = (misses[i] as number) + Math.abs(y - f - share * ((mean[s] as number) - f));
      });
    }
  }
  let best = steps.length - 1;
  for (let i = best - 1; i >= 0; i--) {
    if ((misses[i] as number) < (misses[best] as number)) best = i;
  }
  return ((steps[best] as number) * tried.length + priorDays) / (tried.length + priorDays);
}
