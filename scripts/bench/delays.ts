import { build, type Histogram } from 'hdr-histogram-js';

/** Delays in milliseconds; merged, never averaged. */
export interface Delays {
  add: (ms: number) => void;
  count: () => number;
  /** The delay that this share of all did not exceed. */
  at: (share: number) => number;
}

/** An HdrHistogram from 1 ms to 10 minutes, three digits. */
export function makeDelays(): Delays {
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000,
    numberOfSignificantValueDigits: 3,
  });
  return {
    add: (ms) => histogram.recordValue(Math.max(0, Math.min(600_000, Math.round(ms)))),
    count: () => histogram.totalCount,
    at: (share) => histogram.getValueAtPercentile(share * 100),
  };
}

/** A line of a table: name, count, p50, p99, largest. */
export function delayLine(name: string, delays: Delays): string {
  const figure = (share: number) => `${delays.at(share)}`.padStart(7);
  const count = `${delays.count()}`.padStart(7);
  return `${name.padEnd(44)}${count}${figure(0.5)}${figure(0.99)}${figure(1)}`;
}
