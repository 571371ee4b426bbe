import type { AbandonRule } from '../queue/service-level.ts';
import { freeOdds, freeOddsLn, normal } from './erlang-b.ts';
import { scaleAt, type WaitShape, waitIntegrals, waitShape } from './patient-wait.ts';
import {
  defaultShortAbandonS,
  noFigures,
  type StaffedQueue,
  type StaffingFigures,
} from './staffed-queue.ts';

/**
 * Erlang A (M/M/N+M, Palm): who waits hangs up after an exponential patience of
 * mean p. With V the wait offered (what an infinitely patient contact would
 * wait), u = V/p, x = Np/h, y = Ap/h and E = 1/B - 1 of Erlang B:
 *   P(V = 0) = (E/x)/D,   density of u = e^phi(u)/D,   phi(u) = y(1 - e^-u) - xu,
 *   D = E/x + integral of e^phi
 *   P(abandon) = integral of e^phi (1 - e^-u) / D
 *   P(answered within T) = P(V = 0) + integral to T/p of e^(phi - u) / D
 *   P(W > T) = e^(-T/p) P(V > T),   mean wait = p P(abandon),
 *   mean queue = y P(abandon),   occupancy = A (1 - P(abandon))/N
 * Each figure is a sum of positive integrals: none is a difference, so a service
 * level of 10^-17 has as many true digits as one of 0.8.
 *
 * @see Palm, 1957; Garnett, Mandelbaum and Reiman, "Designing a call center with
 *   impatient customers", 2002; Zeltyn and Mandelbaum, 2005; Baccelli and Hebuterne, 1981.
 */
export function erlangA(queue: StaffedQueue): StaffingFigures {
  if (queue.agents === 0) return nobodyThere(queue, (figure) => figure);
  const state = stateOf(queue);
  return { ...figures(queue, state, plainShare), waitP90S: waitP90(queue, state) };
}

/** All figures but the quantile of the wait. */
export function erlangAForGoals(queue: StaffedQueue): StaffingFigures {
  if (queue.agents === 0) return nobodyThere(queue, (figure) => figure);
  return figures(queue, stateOf(queue), plainShare);
}

/** log10 of the figures; never underflows. */
export function erlangALog10(queue: StaffedQueue): StaffingFigures {
  if (queue.agents === 0) return nobodyThere(queue, Math.log10);
  const state = stateOf(queue);
  const logs = figures(queue, state, (total, part) => (ln(part) - ln(total)) / Math.LN10, true);
  return { ...logs, waitP90S: Math.log10(waitP90(queue, state)) };
}

/**
 * P(W > t) and P(V > t): the wait of all contacts, and the wait they are
 * offered, outlast a time. For checks against published figures.
 */
export function waitsBeyond(queue: StaffedQueue, withinS: number) {
  const state = steadyState(queue, withinS / known(queue.patienceS));
  const share = (part: Mass[]) => normal(ratio(part, state.total));
  const log10 = (part: Mass[]) => (ln(part) - ln(state.total)) / Math.LN10;
  return {
    wait: share(state.waitsLater),
    offered: share(state.offeredLater),
    waitLog10: log10(state.waitsLater),
    offeredLog10: log10(state.offeredLater),
    abandonedWithin: share(state.abandonedEarly),
  };
}

/** mass * e^scale, kept apart so that neither overflows. */
type Mass = readonly [mass: number, scale: number];

/** What adds up to each figure, before division by the total. */
interface SteadyState {
  total: Mass[];
  waits: Mass[];
  abandoned: Mass[];
  answered: Mass[];
  waited: Mass[];
  answeredEarly: Mass[];
  abandonedEarly: Mass[];
  offeredLater: Mass[];
  waitsLater: Mass[];
}

function plainShare(total: Mass[], part: Mass[]): number {
  return normal(ratio(part, total));
}

/** Split at the target of the service level. */
function stateOf(queue: StaffedQueue): SteadyState {
  return steadyState(queue, (queue.withinS ?? 0) / known(queue.patienceS));
}

function figures(
  queue: StaffedQueue,
  state: SteadyState,
  share: (total: Mass[], part: Mass[]) => number,
  inLogs = false,
): StaffingFigures {
  const { erlangs, agents, withinS } = queue;
  const [ahtS, patienceS] = [known(queue.ahtS), known(queue.patienceS)];
  const of = (part: Mass[], factor: number) => {
    const figure = share(state.total, part);
    // A logarithm multiplies by adding.
    return inLogs ? figure + Math.log10(factor) : normal(figure * factor);
  };
  const asaAnswered = share(state.answered, state.waited);
  return {
    ...noFigures,
    pWait: share(state.total, state.waits),
    serviceLevel: withinS === null ? null : serviceLevel(queue, state, share),
    asaS: of(state.abandoned, patienceS),
    asaAnsweredS: inLogs ? asaAnswered + Math.log10(patienceS) : normal(asaAnswered * patienceS),
    occupancy: of(state.answered, erlangs / agents),
    queueLength: of(state.abandoned, erlangs * (patienceS / ahtS)),
    pAbandon: share(state.total, state.abandoned),
  };
}

/** All masses, split at a wait of `tau` patiences. */
function steadyState(queue: StaffedQueue, tau: number): SteadyState {
  const { erlangs, agents } = queue;
  const shape = shapeOf(queue);
  const odds = freeOdds(erlangs, agents);
  const atOnce: Mass = Number.isFinite(odds)
    ? [odds / shape.x, scaleAt(shape, 0)]
    : [1 / shape.x, freeOddsLn(erlangs, agents) + scaleAt(shape, 0)];
  const early = waitIntegrals(shape, 0, tau);
  const late = waitIntegrals(shape, tau, Number.POSITIVE_INFINITY);
  const both = (of: 'all' | 'abandoned' | 'answered' | 'waited'): Mass[] => [
    [early[of], early.scale],
    [late[of], late.scale],
  ];
  return {
    total: [atOnce, ...both('all')],
    waits: both('all'),
    abandoned: both('abandoned'),
    answered: [atOnce, ...both('answered')],
    waited: both('waited'),
    answeredEarly: [atOnce, [early.answered, early.scale]],
    abandonedEarly: [
      [early.abandoned, early.scale],
      [late.all * -Math.expm1(-tau), late.scale],
    ],
    offeredLater: [[late.all, late.scale]],
    waitsLater: [[late.all, late.scale - tau]],
  };
}

function serviceLevel(
  queue: StaffedQueue,
  state: SteadyState,
  share: (total: Mass[], part: Mass[]) => number,
): number {
  const { answeredEarly } = state;
  const rule: AbandonRule = queue.rule ?? 'missed';
  switch (rule) {
    case 'missed':
      return share(state.total, answeredEarly);
    case 'met-if-early':
      return share(state.total, [...answeredEarly, ...state.abandonedEarly]);
    case 'ignored':
      return share(state.answered, answeredEarly);
    case 'ignored-if-early':
      return share([...answeredEarly, ...state.waitsLater], answeredEarly);
    case 'ignored-if-short': {
      const shortS = queue.shortAbandonS ?? defaultShortAbandonS;
      const short = steadyState(queue, shortS / known(queue.patienceS));
      return share([...short.answeredEarly, ...short.waitsLater], answeredEarly);
    }
  }
}

/** A step of Newton's below this, relative, leaves an error of about its square. */
const lastStep = 1e-8;

/**
 * The wait of all contacts that nine of ten do not exceed: P(W > t) = 1/10, by
 * Newton's method on its logarithm, which is concave, so that the steps come
 * down on the answer from one side. What lies beyond a wait is integrated once;
 * each step takes off the piece that it passes.
 */
function waitP90(queue: StaffedQueue, { total, waits }: SteadyState): number {
  if (!(ratio(waits, total) > 0.1)) return 0;
  const patienceS = known(queue.patienceS);
  const shape = shapeOf(queue);
  let tau = Math.max(0, shape.mode);
  const { all, scale } = waitIntegrals(shape, tau, Number.POSITIVE_INFINITY);
  const wanted = Math.log(0.1) + ln(total) - scale;
  let beyond = all;
  for (let round = 0; round < 100; round += 1) {
    const density = Math.exp(scaleAt(shape, tau) - scale) / beyond;
    const next = Math.max(0, tau + (Math.log(beyond) - tau - wanted) / (1 + density));
    if (Math.abs(next - tau) <= lastStep * next) return next * patienceS;
    const passed = waitIntegrals(shape, Math.min(tau, next), Math.max(tau, next));
    const piece = passed.all * Math.exp(passed.scale - scale);
    beyond += next > tau ? -piece : piece;
    tau = next;
  }
  return tau * patienceS;
}

/** Without agents all hang up, and nothing is said of the answered. */
function nobodyThere(queue: StaffedQueue, show: (value: number) => number): StaffingFigures {
  const { erlangs, withinS, rule } = queue;
  const [ahtS, patienceS] = [known(queue.ahtS), known(queue.patienceS)];
  const metIfEarly = -Math.expm1(-(withinS ?? 0) / patienceS);
  const level = rule === 'ignored' ? null : show(rule === 'met-if-early' ? metIfEarly : 0);
  return {
    ...noFigures,
    pWait: show(1),
    serviceLevel: withinS === null ? null : level,
    asaS: show(patienceS),
    queueLength: show(erlangs * (patienceS / ahtS)),
    waitP90S: show(patienceS * Math.LN10),
    pAbandon: show(1),
  };
}

function shapeOf({ erlangs, agents, ahtS, patienceS }: StaffedQueue): WaitShape {
  return waitShape(erlangs, agents, known(patienceS) / known(ahtS));
}

function ratio(part: Mass[], total: Mass[]): number {
  const top = topScale(total);
  return sumFrom(top, part) / sumFrom(top, total);
}

function ln(masses: Mass[]): number {
  const top = topScale(masses);
  return Math.log(sumFrom(top, masses)) + top;
}

function topScale(masses: Mass[]): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const [mass, scale] of masses) if (mass > 0 && scale > top) top = scale;
  return top;
}

function sumFrom(top: number, masses: Mass[]): number {
  let sum = 0;
  for (const [mass, scale] of masses) if (mass > 0) sum += mass * Math.exp(scale - top);
  return sum;
}

/** `staffingFigures` has refused a queue without. */
function known(value: number | null): number {
  return value ?? Number.NaN;
}
