import { freeOdds, freeOddsLn, normal } from './erlang-b.ts';
import { noFigures, type StaffedQueue, type StaffingFigures } from './staffed-queue.ts';
import { lnTenTimesWaiting } from './wait-quantile.ts';

/**
 * Erlang C (M/M/N): everybody waits until answered. With A erlangs, N agents,
 * h = AHT and E = 1/B - 1 of Erlang B:
 *   P(W > 0) = C = 1 / (1 + (N-A)/N * E)
 *   ASA = C * h / (N-A),   mean queue = A/h * ASA = C * A / (N-A)
 *   P(W <= t) = C * ((N-A)/N * E + 1 - e^(-(N-A)t/h))   (= 1 - C e^(-(N-A)t/h))
 * in positive terms only: nothing cancels near N = A nor where almost all wait.
 * With N <= A the queue grows for ever: C = 1, service level 0, the rest `null`.
 *
 * @see A. K. Erlang, 1917; Kleinrock, Queueing Systems I, 1975, section 3.5.
 */
export function erlangC(queue: StaffedQueue): StaffingFigures {
  const { erlangs, agents, ahtS, withinS } = queue;
  if (agents <= erlangs) return growing(queue);
  const free = ((agents - erlangs) / agents) * freeOdds(erlangs, agents);
  const pWait = 1 / (1 + free);
  const asaS = ahtS === null ? null : normal((pWait * ahtS) / (agents - erlangs));
  return {
    ...noFigures,
    pWait: normal(pWait),
    serviceLevel:
      ahtS === null || withinS === null
        ? null
        : inTime(free, pWait, ((agents - erlangs) * withinS) / ahtS),
    asaS,
    asaAnsweredS: asaS,
    occupancy: erlangs / agents,
    queueLength: normal((pWait * erlangs) / (agents - erlangs)),
    waitP90S: ahtS === null ? null : waitP90(queue, pWait, ahtS),
    pAbandon: 0,
  };
}

/** log10 of the figures; never underflows. */
export function erlangCLog10(queue: StaffedQueue): StaffingFigures {
  const { erlangs, agents, ahtS } = queue;
  const figures = erlangC(queue);
  const log = (value: number | null) => (value === null ? null : Math.log10(value));
  const plain = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, log(value)]),
  ) as unknown as StaffingFigures;
  if (agents <= erlangs) return plain;
  const lnFree = Math.log((agents - erlangs) / agents) + freeOddsLn(erlangs, agents);
  const pWait = -(lnFree > 40 ? lnFree : Math.log1p(Math.exp(lnFree))) / Math.LN10;
  const spare = Math.log10(agents - erlangs);
  const asaS = ahtS === null ? null : pWait + Math.log10(ahtS) - spare;
  return {
    ...plain,
    pWait,
    asaS,
    asaAnsweredS: asaS,
    queueLength: pWait + Math.log10(erlangs) - spare,
  };
}

function growing({ erlangs, agents }: StaffedQueue): StaffingFigures {
  const occupancy = agents === 0 ? null : erlangs / agents;
  return { ...noFigures, pWait: 1, serviceLevel: 0, occupancy, pAbandon: 0 };
}

/** @param decay - (N-A)t/h. */
function inTime(free: number, pWait: number, decay: number): number {
  return free === Number.POSITIVE_INFINITY ? 1 : pWait * (free - Math.expm1(-decay));
}

/** C e^(-(N-A)t/h) = 1/10. */
function waitP90({ erlangs, agents }: StaffedQueue, pWait: number, ahtS: number): number {
  const ln = lnTenTimesWaiting(erlangs, agents, pWait);
  return ln <= 0 ? 0 : (ln * ahtS) / (agents - erlangs);
}
