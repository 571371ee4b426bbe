/**
 * Integrals over the offered wait u (in units of the mean patience) of M/M/N+M,
 * whose density is proportional to e^phi(u), phi(u) = y (1 - e^-u) - x u.
 * All of positive integrands; to be multiplied by e^scale.
 */
export interface WaitIntegrals {
  /** Of e^phi. */
  all: number;
  /** Of e^(phi - u): has the patience to be answered. */
  answered: number;
  /** Of e^phi (1 - e^-u): hangs up before. */
  abandoned: number;
  /** Of u e^(phi - u): wait of the answered. */
  waited: number;
  /** phi at the highest point of the range, less phi at the highest point of all u >= 0. */
  scale: number;
}

/** x = N p/h, y = A p/h; h AHT, p mean patience. */
export interface WaitShape {
  x: number;
  y: number;
  /** Where phi is highest: ln(A/N), below 0 with more agents than load. */
  mode: number;
}

/** A mass e^-45 times the peak's is below half a unit in the last place. */
const cutoff = 45;
/** Up to this change of phi in a panel, 16 nodes are exact to the last digits. */
const panelDrop = 8;
const panelLength = 2;
const { nodes, weights } = gaussLegendre(16);

/** The shape of N agents; ln(A/N) without cancellation near N = A. */
export function waitShape(erlangs: number, agents: number, patienceByAht: number): WaitShape {
  const ratio = erlangs / agents;
  const mode = ratio > 0.5 && ratio < 2 ? Math.log1p((erlangs - agents) / agents) : Math.log(ratio);
  return { x: agents * patienceByAht, y: erlangs * patienceByAht, mode };
}

/**
 * The integrals from one wait to another by Gauss-Legendre panels outward from
 * the highest point of the range. Exponents are taken from that point, so that
 * no two large ones are subtracted.
 */
export function waitIntegrals(shape: WaitShape, from: number, to: number): WaitIntegrals {
  const top = Math.min(Math.max(shape.mode, from), to);
  const sums = { all: 0, answered: 0, abandoned: 0, waited: 0, scale: scaleAt(shape, top) };
  const slope = top === shape.mode ? 0 : shape.x * Math.expm1(shape.mode - top);
  const peak = { top, slope, bend: slope + shape.x };
  addPanels(sums, peak, to - top, 1);
  addPanels(sums, peak, top - from, -1);
  return sums;
}

/** phi(u) less its highest value over u >= 0. */
export function scaleAt({ x, y, mode }: WaitShape, u: number): number {
  return mode > 0 ? -x * sag(u - mode) : x * Math.expm1(mode) * u - y * sag(u);
}

interface Peak {
  top: number;
  /** phi' there. */
  slope: number;
  /** -phi'' there. */
  bend: number;
}

/** Adds the panels on one side of the peak, until the range or the mass ends. */
function addPanels(sums: WaitIntegrals, peak: Peak, reach: number, side: 1 | -1): void {
  const { top, slope, bend } = peak;
  let done = 0;
  while (done < reach) {
    const v = side * done;
    const height = slope * v - bend * sag(v);
    // To the left e^-u gains what phi loses.
    if (height + (side < 0 ? done : 0) < -cutoff) return;
    const length = Math.min(reach - done, panelAt(peak, v, side));
    for (let i = 0; i < nodes.length; i += 1) {
      const w = side * (done + length * (nodes[i] ?? 0));
      const u = top + w;
      const mass = length * (weights[i] ?? 0) * Math.exp(slope * w - bend * sag(w));
      const lost = -Math.expm1(-u);
      const kept = u > 1 ? Math.exp(-u) : 1 - lost;
      sums.all += mass;
      sums.answered += mass * kept;
      sums.abandoned += mass * lost;
      sums.waited += mass * kept * u;
    }
    done += length;
  }
}

/** A length over which phi changes by no more than `panelDrop`. */
function panelAt({ top, slope, bend }: Peak, v: number, side: 1 | -1): number {
  const steep = Math.abs(slope + bend * Math.expm1(-v));
  const curved = bend * Math.exp(-v) * (side < 0 ? 3 : 1);
  const drop = (2 * panelDrop) / (steep + Math.sqrt(steep * steep + 2 * panelDrop * curved));
  // Beyond u = 45 nothing but the plain exponential tail is left.
  return top + v > cutoff && curved < 1e-17 ? drop : Math.min(drop, panelLength);
}

/** v - 1 + e^-v, by its series where the difference would cancel. */
export function sag(v: number): number {
  if (Math.abs(v) > 0.4) return v + Math.expm1(-v);
  let sum = 0;
  for (let k = 15; k >= 3; k -= 1) sum = (v / k) * (1 - sum);
  return (v * v * (1 - sum)) / 2;
}

/** Nodes and weights on [0, 1]: roots of the Legendre polynomial by Newton's method. */
export function gaussLegendre(count: number): { nodes: Float64Array; weights: Float64Array } {
  const found = { nodes: new Float64Array(count), weights: new Float64Array(count) };
  for (let i = 0; i < count; i += 1) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round += 1) {
      let [previous, value] = [1, root];
      for (let k = 2; k <= count; k += 1) {
        [previous, value] = [value, ((2 * k - 1) * root * value - (k - 1) * previous) / k];
      }
      slope = (count * (previous - root * value)) / (1 - root * root);
      root -= value / slope;
    }
    found.nodes[i] = (1 - root) / 2;
    found.weights[i] = 1 / ((1 - root * root) * slope * slope);
  }
  return found;
}
