import { type ShiftDesignProblem, type ShiftTemplate, slotsADay } from './shift-design-problem.ts';

/** A template in use, with how many people take it on each day. */
export interface DesignedShift extends ShiftTemplate {
  counts: readonly number[];
}

/** What a design amounts to. */
export interface ShiftDesignCost {
  /** Person-minutes beyond the demand. */
  overMin: number;
  /** Person-minutes short of the demand. */
  underMin: number;
  /** Templates with at least one person on at least one day. */
  templates: number;
  cost: number;
}

/** Adds up what a design costs, from the shifts alone. */
export function shiftDesignCost(
  problem: ShiftDesignProblem,
  shifts: readonly DesignedShift[],
): ShiftDesignCost {
  const { required, slotMin } = problem;
  const cover = new Float64Array(required.length);
  const daySlots = slotsADay(problem);
  const used = shifts.filter(({ counts }) => counts.some((count) => count > 0));
  for (const { start, length, counts } of used) {
    counts.forEach((count, day) => {
      for (let at = 0; at < length; at += 1) {
        const slot = (day * daySlots + start + at) % cover.length;
        cover[slot] = (cover[slot] ?? 0) + count;
      }
    });
  }
  let overMin = 0;
  let underMin = 0;
  required.forEach((wanted, slot) => {
    const more = (cover[slot] ?? 0) - wanted;
    overMin += Math.max(0, more) * slotMin;
    underMin += Math.max(0, -more) * slotMin;
  });
  const templates = used.length;
  const { overCost, underCost, templateCost } = problem;
  const cost = overMin * overCost + underMin * underCost + templates * templateCost;
  return { overMin, underMin, templates, cost };
}

/**
 * Raises a bound to the next cost that a design can have: all costs are multiples of one number.
 *
 * @returns the bound itself when a weight is no whole number.
 */
export function nextPossibleCost(problem: ShiftDesignProblem, bound: number): number {
  const { overCost, underCost, templateCost, slotMin } = problem;
  const parts = [overCost * slotMin, underCost * slotMin, templateCost];
  if (!Number.isFinite(bound) || !parts.every(Number.isInteger)) return bound;
  const step = parts.reduce(commonDivisor, 0);
  return step === 0 ? bound : Math.max(0, Math.ceil(bound / step - 1e-6) * step);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
