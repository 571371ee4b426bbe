import type { TickTemplate } from './centre-grid.ts';

/**
 * Finds the cheapest places of a shift's breaks when each tick of presence is worth something:
 * exact dynamic programming over the breaks, each after the one before.
 */
export interface BreakPlaces {
  /**
   * Worth lost by the breaks of a shift; `Infinity` when they do not fit.
   *
   * @param lossAt - by length of a break, what one that begins at a tick loses.
   * @param start - first tick of the shift.
   */
  loss(template: TickTemplate, lossAt: readonly Float64Array[], start: number): number;
  /** Writes where the breaks of the last `loss` begin, in ticks from the shift's start. */
  write(template: TickTemplate, into: Int16Array, at: number): void;
}

/** @param maxSpan - longest shift in ticks. @param maxBreaks - most breaks of one. */
export function breakPlaces(maxSpan: number, maxBreaks: number): BreakPlaces {
  const width = maxSpan + 1;
  // Least loss of the first k breaks with the k-th at or before a place, and that place.
  const least = new Float64Array((maxBreaks + 1) * width);
  const place = new Int16Array((maxBreaks + 1) * width);
  return {
    loss({ breaks, minBetween }, lossAt, start) {
      let total = 0;
      for (let k = 0; k < breaks.length; k += 1) {
        const { length, earliest, latest } = breaks[k] as TickTemplate['breaks'][number];
        const row = k * width;
        const losses = lossAt[length] as Float64Array;
        let best = Number.POSITIVE_INFINITY;
        let bestPlace = -1;
        const back = k === 0 ? 0 : (breaks[k - 1]?.length ?? 0) + minBetween;
        const first = k === 0 ? 0 : (breaks[k - 1]?.earliest ?? 0);
        for (let at = earliest; at <= latest; at += 1) {
          let cost = losses[start + at] as number;
          if (k > 0) {
            const before = Math.min(at - back, breaks[k - 1]?.latest ?? 0);
            cost +=
              before < first ? Number.POSITIVE_INFINITY : (least[row - width + before] as number);
          }
          if (cost < best) {
            best = cost;
            bestPlace = at;
          }
          least[row + at] = best;
          place[row + at] = bestPlace;
        }
        total = best;
      }
      return total;
    },
    write({ breaks, minBetween }, into, at) {
      let latest = Number.POSITIVE_INFINITY;
      for (let k = breaks.length - 1; k >= 0; k -= 1) {
        const its = breaks[k] as TickTemplate['breaks'][number];
        const start = place[k * width + Math.min(its.latest, latest)] as number;
        into[at + k] = start;
        latest = start - (breaks[k - 1]?.length ?? 0) - minBetween;
      }
    },
  };
}
