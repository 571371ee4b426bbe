import { DomainError } from '../domain-error.ts';

/**
 * One contact that had to wait. Who was answered had more patience than the
 * wait, nobody knows how much: a censored observation, not a missing one.
 */
export interface PatienceSample {
  waitS: number;
  /** Hung up after this wait; false: answered (or ended otherwise) after it. */
  abandoned: boolean;
}

/** A share and the interval that holds it with 95 % confidence. */
export interface PatiencePoint {
  atS: number;
  /** P(patience > atS). */
  waiting: number;
  low: number;
  high: number;
  /** Contacts still waiting just before. */
  atRisk: number;
}

/** Patience by Kaplan and Meier: one point where somebody hung up. */
export interface PatienceCurve {
  /** Who had to wait. */
  contacts: number;
  abandoned: number;
  points: PatiencePoint[];
  /** The longest wait seen: beyond it the log says nothing. */
  seenToS: number;
}

/** 97.5 % of a standard normal. */
export const confident = 1.959963984540054;
/** A queue's calls of some years; more tell nothing new. */
const maxSamples = 5_000_000;

/**
 * Survival of patience from waits and hang-ups, S(t) = product over hang-up
 * times u <= t of (1 - d(u)/n(u)), with d hang-ups among n still waiting.
 * Intervals by Greenwood's variance on the log-log scale, which stay in [0, 1].
 *
 * @throws DomainError invalid, naming the value.
 * @see Kaplan and Meier, 1958; Kalbfleisch and Prentice, "The Statistical Analysis
 *   of Failure Time Data"; for callers: Brown et al., JASA 2005.
 */
export function patienceCurve(samples: readonly PatienceSample[]): PatienceCurve {
  const byTime = sortedSamples(samples);
  const points: PatiencePoint[] = [];
  let [waiting, greenwood, abandoned] = [1, 0, 0];
  for (let i = 0; i < byTime.length; ) {
    const atS = byTime[i]?.waitS ?? 0;
    const atRisk = byTime.length - i;
    let hangUps = 0;
    for (; byTime[i]?.waitS === atS; i += 1) hangUps += byTime[i]?.abandoned ? 1 : 0;
    if (hangUps === 0) continue;
    abandoned += hangUps;
    waiting *= (atRisk - hangUps) / atRisk;
    greenwood += hangUps / (atRisk * (atRisk - hangUps));
    points.push({ atS, waiting, ...logLogInterval(waiting, greenwood), atRisk });
  }
  return {
    contacts: byTime.length,
    abandoned,
    points,
    seenToS: byTime.at(-1)?.waitS ?? 0,
  };
}

/** P(patience > atS) on a curve; `null` beyond what was seen. */
export function stillWaiting({ points, seenToS }: PatienceCurve, atS: number): number | null {
  if (atS > seenToS) return null;
  return points.findLast((point) => point.atS <= atS)?.waiting ?? 1;
}

/**
 * Samples by wait, shortest first; refuses what is no wait. Who was answered at
 * once tells nothing of patience and is left out.
 */
export function sortedSamples(samples: readonly PatienceSample[]): PatienceSample[] {
  if (samples.length > maxSamples) {
    throw new DomainError('invalid', `${samples.length} waits are more than ${maxSamples}`);
  }
  for (const { waitS } of samples) {
    if (!(waitS >= 0 && Number.isFinite(waitS))) {
      throw new DomainError('invalid', `wait ${waitS} s is no time from 0 on`);
    }
  }
  return samples
    .filter(({ waitS, abandoned }) => waitS > 0 || abandoned)
    .sort((a, b) => a.waitS - b.waitS);
}

function logLogInterval(waiting: number, greenwood: number): { low: number; high: number } {
  // Nobody left: Greenwood's variance has nothing to divide by.
  if (waiting === 0) return { low: 0, high: 1 };
  const spread = (confident * Math.sqrt(greenwood)) / Math.abs(Math.log(waiting));
  return { low: waiting ** Math.exp(spread), high: waiting ** Math.exp(-spread) };
}
