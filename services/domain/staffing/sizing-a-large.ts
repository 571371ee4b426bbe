import { DomainError } from '../domain-error.ts';
import { gaussLegendre, scaleAt, type WaitShape, waitShape } from './patient-wait.ts';
import { askNobody, type PatientLimits } from './sizing-a.ts';
import { maxAgents } from './staffed-queue.ts';

/** By how much N agents exceed the closest limit (below 0: miss it), and how fast that grows with N. */
interface Excess {
  excess: number;
  /** Per agent. */
  slope: number;
}

/** A mass e^-26 times the peak's no longer counts here. */
const cutoff = 26;
/** Closer than this to a limit, the judge decides; what is computed is right to about 1e-10. */
const close = 1e-8;
/** In patiences; over a longer panel the density is no bell, and the judge decides. */
const longest = 0.5;
/** Odds of Erlang B to twelve digits. */
const negligible = 1e-13;
/** So many steps of the recursion for the odds lose no more than four digits. */
const nearby = 64;
/** With the wait this much wider than an agent's share in it, one agent less is told by the slope. */
const smooth = 50;
/** How far from a whole number of agents the root must lie for that. */
const clear = 0.05;
const newtonRounds = 20;
const { nodes, weights } = gaussLegendre(16);

/**
 * `agentsForPatientWait` where load times patience is large: Newton's method on
 * the closest limit, kept inside a bracket. A look costs two or three panels of
 * sixteen nodes, which hold the Gaussian-like density of the offered wait to ten
 * digits, and few steps of Erlang B's recursion: from a neighbour's answer two
 * looks suffice, about three microseconds each at 50,000 erlangs.
 *
 * @param guess - where a similar queue ended, or `fluidAgents`.
 * @param judge - settles what is too close: do so many agents keep the limits?
 */
export function agentsForLargeQueue(
  erlangs: number,
  queue: { ahtS: number; patienceS: number },
  limits: PatientLimits,
  guess: number,
  judge: (agents: number) => boolean,
): number {
  if (askNobody(limits) && judge(0)) return 0;
  const perAht = queue.patienceS / queue.ahtS;
  const tau = limits.withinS / queue.patienceS;
  const oddsAt = movingOdds(erlangs);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let agents = Math.max(1, guess);
  for (let round = 1; high - low > 1; round += 1) {
    if (agents > 2 * maxAgents) {
      throw new DomainError('invalid', 'no number of agents meets the goals');
    }
    const shape = waitShape(erlangs, agents, perAht);
    const { excess, slope } = excessAt({ erlangs, agents, perAht, tau }, shape, limits, oddsAt);
    const meets = excess > close ? true : excess < -close ? false : judge(agents);
    if (meets) high = agents;
    else low = agents;
    // One deviation of the offered wait, in agents.
    const spread = Math.sqrt(agents / perAht);
    const away = excess / slope;
    if (meets && spread > smooth && away > clear && away < 1 - clear) return agents;
    // Newton's step; where the slope is flat it is cut short, and in time only the bracket counts.
    const reach = Math.ceil(4 * Math.max(spread, Math.sqrt(agents)));
    const step = round > newtonRounds ? Number.NaN : Math.ceil(agents - away) - agents;
    agents = nextLook({ agents, step, reach: reach * 2 ** Math.min(round, 20), low, high });
  }
  return high;
}

/**
 * Where to begin without a neighbour: what a fluid of callers asks for. With N
 * below A it waits p ln(A/N), and A - N of A hang up.
 */
export function fluidAgents(
  erlangs: number,
  patienceS: number,
  { serviceLevel, withinS, abandonment, pWait, occupancy }: PatientLimits,
): number {
  const inTime = serviceLevel > 0 ? Math.max(serviceLevel, Math.exp(-withinS / patienceS)) : 0;
  const kept = Math.max(inTime, 1 - abandonment, pWait < 1 ? 1 : 0);
  const idle = occupancy < 1 ? 1 / occupancy : 0;
  return Math.max(1, Math.round(erlangs * Math.max(kept, idle)));
}

/** A step of Newton's (NaN: none), no farther than its reach, inside the bracket. */
function nextLook(of: {
  agents: number;
  step: number;
  reach: number;
  low: number;
  high: number;
}): number {
  const { agents, step, reach, low, high } = of;
  const back = high === agents;
  const aimed = Math.min(reach, Math.max(-reach, step));
  // The number itself again: its neighbour is what is still to be known.
  const moved = agents + (aimed === 0 ? (back ? -1 : 1) : aimed);
  if (moved > low && moved < high) return moved;
  if (high === Number.POSITIVE_INFINITY) return agents + reach;
  return low + Math.floor((high - low) / 2);
}

/** Integrals of e^phi and e^(phi - u), and of u times both. */
interface Sums {
  /** A panel was too long for its nodes: next to nobody is staffed. */
  rough: boolean;
  all: number;
  answered: number;
  allU: number;
  answeredU: number;
}

/** The figures of `excessOverLimits` by integrals over the offered wait, with their slopes in N. */
function excessAt(
  { erlangs, agents, perAht, tau }: Record<'erlangs' | 'agents' | 'perAht' | 'tau', number>,
  shape: WaitShape,
  limits: PatientLimits,
  oddsAt: (agents: number) => number,
): Excess {
  const odds = oddsAt(agents);
  // Nobody ever waits or hangs up: only occupancy can still ask for more.
  if (odds > 1e200) {
    const busy = erlangs / agents;
    return { excess: Math.min(1, limits.occupancy - busy), slope: busy / agents };
  }
  const early = { rough: false, all: 0, answered: 0, allU: 0, answeredU: 0 };
  const late = { ...early };
  addRange(early, shape, 0, tau);
  addRange(late, shape, tau, Number.POSITIVE_INFINITY);
  if (early.rough || late.rough) return { excess: Number.NaN, slope: Number.NaN };
  const atZero = Math.exp(scaleAt(shape, 0)) / shape.x;
  const atOnce = odds * atZero;
  // dE/dN by its backward difference; x = N p/h grows by p/h.
  const grows = (1 + odds * (1 - erlangs / agents)) * atZero - atOnce / agents;
  const all = early.all + late.all;
  const allGrows = -perAht * (early.allU + late.allU);
  const answered = atOnce + early.answered + late.answered;
  const answeredGrows = grows - perAht * (early.answeredU + late.answeredU);
  const total = atOnce + all;
  const totalGrows = grows + allGrows;
  const best: Excess = { excess: Number.POSITIVE_INFINITY, slope: 0 };
  const keep = (excess: number, slope: number) => {
    if (excess < best.excess) [best.excess, best.slope] = [excess, slope];
  };
  const share = (part: number) => part / total;
  const grown = (part: number, partGrows: number) => (partGrows - share(part) * totalGrows) / total;
  const [kept, keptGrows] = [share(answered), grown(answered, answeredGrows)];
  keep(limits.abandonment - (all - early.answered - late.answered) / total, keptGrows);
  if (limits.pWait < 1) keep(limits.pWait - share(all), -grown(all, allGrows));
  if (limits.occupancy < 1) {
    const busy = (erlangs / agents) * kept;
    keep(limits.occupancy - busy, busy / agents - (erlangs / agents) * keptGrows);
  }
  if (limits.serviceLevel > 0) {
    const [inTime, inTimeGrows] = [atOnce + early.answered, grows - perAht * early.answeredU];
    keep(share(inTime) - limits.serviceLevel, grown(inTime, inTimeGrows));
  }
  return best;
}

/** Adds one range of waits, outward from its highest point, a panel to each side. */
function addRange(sums: Sums, shape: WaitShape, from: number, to: number): void {
  const { x, mode } = shape;
  const top = Math.min(Math.max(mode, from), to);
  const scale = scaleAt(shape, top);
  if (scale < -cutoff) return;
  const slope = top === mode ? 0 : x * Math.expm1(mode - top);
  addPanel(sums, { top, scale, slope, bend: slope + x }, to - top, 1);
  addPanel(sums, { top, scale, slope, bend: slope + x }, top - from, -1);
}

function addPanel(
  sums: Sums,
  { top, scale, slope, bend }: Record<'top' | 'scale' | 'slope' | 'bend', number>,
  reach: number,
  side: 1 | -1,
): void {
  if (!(reach > 0)) return;
  const steep = Math.abs(slope);
  const whole = (2 * cutoff) / (steep + Math.sqrt(steep * steep + 2 * cutoff * bend));
  const length = Math.min(reach, whole);
  if (length > longest) sums.rough = true;
  const keptAtTop = Math.exp(-top);
  let [all, answered, allU, answeredU] = [0, 0, 0, 0];
  for (let i = 0; i < nodes.length; i += 1) {
    const w = side * length * (nodes[i] as number);
    const fall = Math.expm1(-w);
    const mass = (weights[i] as number) * Math.exp(scale + slope * w - bend * (w + fall));
    const kept = mass * keptAtTop * (1 + fall);
    all += mass;
    answered += kept;
    allU += mass * (top + w);
    answeredU += kept * (top + w);
  }
  sums.all += length * all;
  sums.answered += length * answered;
  sums.allU += length * allU;
  sums.answeredU += length * answeredU;
}

/** E of Erlang B for one load and many N: by the recursion from a near one, else by its sum. */
function movingOdds(erlangs: number): (agents: number) => number {
  const perErlang = 1 / erlangs;
  let at = Number.NaN;
  let odds = 0;
  return (agents) => {
    if (!(Math.abs(agents - at) <= nearby) || odds > 1e200) odds = sumOfOdds(agents, perErlang);
    else {
      for (let n = at + 1; n <= agents; n += 1) odds = (1 + odds) * n * perErlang;
      for (let n = at; n > agents; n -= 1) odds = (odds * erlangs) / n - 1;
    }
    at = agents;
    return odds;
  };
}

function sumOfOdds(agents: number, perErlang: number): number {
  let [term, sum] = [1, 0];
  for (let n = agents; n > 0; n -= 1) {
    term *= n * perErlang;
    sum += term;
    if (term < negligible * sum || sum > 1e250) break;
  }
  return sum;
}
