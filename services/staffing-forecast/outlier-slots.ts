import { slotsPerDay } from '../domain/planning/local-slots.ts';
import type { QueueHistory } from './history.ts';

/** Fewer weeks do not say what is usual. */
const leastWeeks = 4;
/** Beyond so many deviations; of normal slots 1 in 100,000 lies there. */
const limit = 4.5;

/**
 * Slots far from what the same slot of other weeks in the same stretch shows: on
 * the square-root scale, where a count's scatter hardly depends on its size,
 * against the median and the median absolute deviation of the weekday's slot.
 */
export function outlierSlots(history: QueueHistory): Set<number> {
  const week = 7 * slotsPerDay(history);
  const outliers = new Set<number>();
  const { calls } = history;
  for (let place = 0; place < Math.min(week, calls.length); place += 1) {
    const roots: { i: number; root: number }[] = [];
    for (let i = place; i < calls.length; i += week) {
      const count = calls[i] ?? Number.NaN;
      if (!Number.isNaN(count)) roots.push({ i, root: Math.sqrt(count + 3 / 8) });
    }
    if (roots.length < leastWeeks) continue;
    const middle = median(roots.map(({ root }) => root));
    const deviation = 1.4826 * median(roots.map(({ root }) => Math.abs(root - middle)));
    // A Poisson count scatters by a half on this scale, so less is chance.
    const scale = Math.max(0.5, deviation);
    for (const { i, root } of roots) {
      if (Math.abs(root - middle) > limit * scale) outliers.add(i);
    }
  }
  return outliers;
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + upper) / 2 : upper;
}
