import { confident, type PatienceSample, sortedSamples } from './patience.ts';

/**
 * Patience by its hazard, constant from `fromS[i]` to the next and in the last
 * piece for ever. `atOnce` is the share that hangs up as soon as it must wait.
 */
export interface PatienceHazard {
  /** Rises from 0. */
  fromS: readonly number[];
  /** Share of those still waiting that hangs up in a second. */
  hazardPerS: readonly number[];
  atOnce?: number;
}

/** Exponential patience with its 95 % interval. `null`: nobody hung up, or nobody waited. */
export interface ExponentialPatience {
  contacts: number;
  abandoned: number;
  /** All time waited, of the answered too. */
  waitedS: number;
  meanS: number | null;
  lowS: number | null;
  highS: number | null;
}

/** Fewer hang-ups than this make a piece of the hazard guesswork. */
const leastHangUps = 40;
const mostPieces = 60;

/**
 * Mean of an exponential patience from censored waits: all time waited over
 * hang-ups, the maximum of the likelihood. (The mean wait of those who hung up
 * is not patience: it leaves out everyone who would have waited longer.)
 *
 * Interval: 2 T/m of d hang-ups is chi-squared with 2d (low end) and 2d + 2
 * degrees (high end), quantiles by Wilson and Hilferty.
 *
 * @see Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A
 *   queue", 2007, section 6.
 */
export function fitExponentialPatience(samples: readonly PatienceSample[]): ExponentialPatience {
  const sorted = sortedSamples(samples);
  const abandoned = sorted.reduce((sum, sample) => sum + (sample.abandoned ? 1 : 0), 0);
  const waitedS = sorted.reduce((sum, { waitS }) => sum + waitS, 0);
  const fit = { contacts: sorted.length, abandoned, waitedS };
  if (abandoned === 0 || waitedS === 0) return { ...fit, meanS: null, lowS: null, highS: null };
  return {
    ...fit,
    meanS: waitedS / abandoned,
    lowS: (2 * waitedS) / chiSquared(2 * abandoned + 2, confident),
    highS: (2 * waitedS) / chiSquared(2 * abandoned, -confident),
  };
}

/**
 * The measured hazard: in each piece hang-ups over time waited in it, answered
 * contacts included, the maximum of the likelihood for a piecewise constant
 * hazard. Pieces hold equally many hang-ups, at least forty, so that an
 * announcement that makes callers hang up shows and chance does not.
 *
 * @returns `null` when nobody hung up after a wait above 0.
 * @see Friedman, "Piecewise exponential models for survival data", 1982.
 */
export function fitPatienceHazard(samples: readonly PatienceSample[]): PatienceHazard | null {
  const sorted = sortedSamples(samples);
  const leftAtOnce = sorted.filter(({ waitS, abandoned }) => waitS === 0 && abandoned).length;
  const later = sorted.filter(({ waitS }) => waitS > 0);
  const hangUps = later.filter(({ abandoned }) => abandoned).map(({ waitS }) => waitS);
  if (hangUps.length === 0) return null;
  const fromS = borders(hangUps);
  const lost = new Float64Array(fromS.length);
  const exposed = new Float64Array(fromS.length);
  for (const { waitS, abandoned } of later) {
    for (const [piece, start] of fromS.entries()) {
      if (waitS <= start) break;
      const end = fromS[piece + 1] ?? Number.POSITIVE_INFINITY;
      exposed[piece] = (exposed[piece] ?? 0) + Math.min(waitS, end) - start;
      if (abandoned && waitS <= end) lost[piece] = (lost[piece] ?? 0) + 1;
    }
  }
  const hazardPerS = Array.from(lost, (count, piece) => count / (exposed[piece] ?? 1));
  return { fromS, hazardPerS, atOnce: leftAtOnce / sorted.length };
}

/** Patience of the same shape, so many times as long. */
export function stretched({ fromS, hazardPerS, ...rest }: PatienceHazard, times: number) {
  return {
    ...rest,
    fromS: fromS.map((start) => start * times),
    hazardPerS: hazardPerS.map((hazard) => hazard / times),
  };
}

/** Borders that leave equally many hang-ups between them. */
function borders(hangUps: readonly number[]): number[] {
  const pieces = Math.min(mostPieces, Math.max(1, Math.floor(hangUps.length / leastHangUps)));
  const fromS = [0];
  for (let piece = 1; piece < pieces; piece += 1) {
    const border = hangUps[Math.floor((piece * hangUps.length) / pieces)] ?? 0;
    // The last piece must hold a hang-up: its hazard runs on for ever.
    if (border > (fromS.at(-1) ?? 0) && border < (hangUps.at(-1) ?? 0)) fromS.push(border);
  }
  return fromS;
}

/** Quantile of chi-squared at a normal deviate; within 1 % from two degrees on. */
function chiSquared(degrees: number, deviate: number): number {
  const ninth = 2 / (9 * degrees);
  return degrees * (1 - ninth + deviate * Math.sqrt(ninth)) ** 3;
}
