import { meanEstimate } from './interval.ts';
import type { Estimate, SimulatedQueueResult } from './model.ts';
import { binEndS, type Repetitions, waitBins } from './tally.ts';

/**
 * Quantiles of the waits of all contacts. Their interval is that of the
 * distribution function at the quantile, read back as seconds.
 *
 * @see Woodruff, "Confidence intervals for medians and other position measures",
 *   JASA 47 (1952).
 */
export function waitQuantiles(
  found: Repetitions,
  queue: number,
): Pick<SimulatedQueueResult, 'waitP50S' | 'waitP90S' | 'waitP95S'> {
  const rows = found.tallies.map(({ waits }) =>
    waits.subarray(queue * waitBins, (queue + 1) * waitBins),
  );
  const all = new Float64Array(waitBins);
  for (const row of rows) {
    for (let bin = 0; bin < waitBins; bin += 1)
      all[bin] = (all[bin] as number) + (row[bin] as number);
  }
  const at = (share: number) => quantile({ rows, all, confidence: found.confidence }, share);
  return { waitP50S: at(0.5), waitP90S: at(0.9), waitP95S: at(0.95) };
}

interface Waits {
  rows: readonly Float64Array[];
  all: Float64Array;
  confidence: number;
}

function quantile({ rows, all, confidence }: Waits, share: number): Estimate {
  const value = secondsAt(all, share);
  if (value === null) return { value: null, low: null, high: null };
  const bin = binOf(all, share);
  const beyond = rows.map((row) => sum(row, waitBins) - sum(row, bin + 1));
  const { low, high } = meanEstimate(
    beyond,
    rows.map((row) => sum(row, waitBins)),
    { confidence },
  );
  const past = 1 - sum(all, bin + 1) / sum(all, waitBins);
  return {
    value,
    low: secondsAt(all, Math.max(0, share - ((high ?? past) - past))),
    high: secondsAt(all, Math.min(1, share + (past - (low ?? past)))),
  };
}

/** The wait that `share` of the contacts stay within, straight within a bin. */
function secondsAt(all: Float64Array, share: number): number | null {
  const total = sum(all, waitBins);
  if (total === 0) return null;
  const bin = binOf(all, share);
  const before = sum(all, bin);
  const inside = all[bin] as number;
  const from = bin === 0 ? 0 : binEndS(bin - 1);
  const part = inside === 0 ? 0 : (share * total - before) / inside;
  return from + Math.min(1, Math.max(0, part)) * (binEndS(bin) - from);
}

function binOf(all: Float64Array, share: number): number {
  const wanted = share * sum(all, waitBins);
  let reached = 0;
  for (let bin = 0; bin < waitBins; bin += 1) {
    reached += all[bin] as number;
    if (reached >= wanted && reached > 0) return bin;
  }
  return waitBins - 1;
}

function sum(values: Float64Array, to: number): number {
  let total = 0;
  for (let at = 0; at < to; at += 1) total += values[at] as number;
  return total;
}
