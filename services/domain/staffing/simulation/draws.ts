import { exponential, normal, type Stream, uniform } from './chance.ts';
import type { HandleTime, Patience } from './model.ts';

/** One handle time, seconds. */
export function drawHandleTime(time: HandleTime, stream: Stream): number {
  switch (time.kind) {
    case 'exponential':
      return time.meanS * exponential(stream);
    case 'log-normal':
      return time.meanS * Math.exp(time.logSd * normal(stream) - time.logSd ** 2 / 2);
    case 'fixed':
      return time.meanS;
  }
}

/** How long one customer would wait, seconds; `Infinity`: never hangs up. */
export function drawPatience(patience: Patience, stream: Stream): number {
  switch (patience.kind) {
    case 'none':
      return Number.POSITIVE_INFINITY;
    case 'exponential':
      return patience.meanS * exponential(stream);
    case 'hazard': {
      // Both are always drawn, so that the next customer's draws do not move.
      const atOnce = uniform(stream);
      const endurance = exponential(stream);
      return atOnce < (patience.atOnce ?? 0) ? 0 : timeOfHazard(patience, endurance);
    }
  }
}

/** When the summed hazard reaches `endurance`, an exponential of mean 1. */
function timeOfHazard(
  { fromS, hazardPerS }: Extract<Patience, { kind: 'hazard' }>,
  endurance: number,
): number {
  let left = endurance;
  for (let i = 0; i < fromS.length; i += 1) {
    const start = fromS[i] ?? 0;
    const hazard = hazardPerS[i] ?? 0;
    const held = hazard * ((fromS[i + 1] ?? Number.POSITIVE_INFINITY) - start);
    if (hazard > 0 && held >= left) return start + left / hazard;
    if (hazard > 0) left -= held;
  }
  return Number.POSITIVE_INFINITY;
}
