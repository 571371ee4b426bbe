import { DomainError } from '../domain-error.ts';

/** A day of one queue: arrivals and agents that change from slot to slot. */
export interface VaryingQueue {
  slotS: number;
  /** Contacts arriving in each slot, evenly within it. */
  calls: ArrayLike<number>;
  /** Agents in each slot, whole numbers. A contact whose agent leaves goes on waiting, at the head. */
  agents: ArrayLike<number>;
  ahtS: number;
  /** Mean patience; `null` = nobody hangs up. */
  patienceS: number | null;
  /** The target of the service level. */
  withinS: number;
}

/** What one slot of such a day brings. Means over the slot. */
export interface VaryingSlot {
  /** P(an arriving contact must wait). */
  pWait: number;
  queueLength: number;
  /** Contacts in hand. */
  busy: number;
  /** Abandoned over arriving; `null` when nobody arrives. */
  pAbandon: number | null;
  /** Answered within the target over arriving; `null` when nobody arrives. */
  serviceLevel: number | null;
}

/** More states than this would take longer than a planner waits. */
const maxStates = 6_000;
/** Probability that is let go at the rim of a sum. */
const negligible = 1e-13;

/**
 * The M(t)/M/s(t)+M queue through a day that begins empty: exact within double
 * precision, by uniformisation slot by slot, all terms positive. Shows what a
 * staffing really brings while arrivals and agents change.
 *
 * The service level takes the agents of the arrival's slot for its whole wait.
 *
 * @throws DomainError invalid, naming the value; too-large days are refused.
 * @see Grassmann, "Transient solutions in Markovian queueing systems", 1977;
 *   Ingolfsson et al., "A Survey and Experimental Comparison of Service-Level-
 *   Approximation Methods for Nonstationary M(t)/M/s(t) Queues", INFORMS J. 2007.
 */
export function varyingQueue(queue: VaryingQueue): VaryingSlot[] {
  check(queue);
  const states = statesNeeded(queue);
  let now = new Float64Array(states);
  now[0] = 1;
  const slots: VaryingSlot[] = [];
  for (let slot = 0; slot < queue.calls.length; slot++) {
    const rates = ratesOf(queue, slot);
    const { end, mean } = through(now, rates, queue.slotS);
    slots.push(figures(mean, rates, queue.withinS));
    now = end;
  }
  return slots;
}

interface Rates {
  arrival: number;
  agents: number;
  service: number;
  hangUp: number;
}

function ratesOf({ calls, agents, ahtS, patienceS, slotS }: VaryingQueue, slot: number): Rates {
  return {
    arrival: (calls[slot] as number) / slotS,
    agents: agents[slot] as number,
    service: 1 / ahtS,
    hangUp: patienceS === null ? 0 : 1 / patienceS,
  };
}

/** State probabilities at a slot's end and on average over it. */
function through(start: Float64Array, rates: Rates, lengthS: number) {
  const states = start.length;
  const leaving = leavingRates(states, rates);
  const speed = (rates.arrival + Math.max(...leaving)) * 1.0001 + 1e-12;
  const up = rates.arrival / speed;
  const down = leaving.map((rate) => rate / speed);
  const steps = poissonTerms(speed * lengthS);
  const end = new Float64Array(states);
  const mean = new Float64Array(states);
  let p: Float64Array = Float64Array.from(start);
  let next: Float64Array = new Float64Array(states);
  for (let k = 0; k < steps.mass.length; k++) {
    const mass = steps.mass[k] as number;
    const share = (steps.beyond[k] as number) / (speed * lengthS);
    for (let n = 0; n < states; n++) {
      const here = p[n] as number;
      end[n] = (end[n] as number) + mass * here;
      mean[n] = (mean[n] as number) + share * here;
    }
    step(p, next, up, down);
    [p, next] = [next, p];
  }
  return { end, mean };
}

function leavingRates(states: number, { agents, service, hangUp }: Rates): Float64Array {
  return Float64Array.from({ length: states }, (_, n) =>
    n <= agents ? n * service : agents * service + (n - agents) * hangUp,
  );
}

/** One step of the uniformised chain; who arrives at the full rim is turned away. */
function step(p: Float64Array, next: Float64Array, up: number, down: Float64Array): void {
  const last = p.length - 1;
  for (let n = 0; n <= last; n++) {
    const out = (n === last ? 0 : up) + (down[n] as number);
    const fromBelow = n === 0 ? 0 : (p[n - 1] as number) * up;
    const fromAbove = n === last ? 0 : (p[n + 1] as number) * (down[n + 1] as number);
    next[n] = (p[n] as number) * (1 - out) + fromBelow + fromAbove;
  }
}

/** P(K = k) and P(K > k) of a Poisson number of steps, up to where nothing is left. */
function poissonTerms(meanSteps: number): { mass: Float64Array; beyond: Float64Array } {
  const most = Math.ceil(meanSteps + 9 * Math.sqrt(meanSteps) + 40);
  const mass = new Float64Array(most + 1);
  const mode = Math.floor(meanSteps);
  mass[mode] = 1;
  for (let k = mode; k < most; k++) mass[k + 1] = ((mass[k] as number) * meanSteps) / (k + 1);
  for (let k = mode; k > 0; k--) mass[k - 1] = ((mass[k] as number) * k) / meanSteps;
  const total = mass.reduce((sum, term) => sum + term, 0);
  const beyond = new Float64Array(most + 1);
  let left = 0;
  for (let k = most; k >= 0; k--) {
    beyond[k] = left;
    mass[k] = (mass[k] as number) / total;
    left += mass[k] as number;
  }
  return { mass, beyond };
}

function figures(mean: Float64Array, rates: Rates, withinS: number): VaryingSlot {
  const { arrival, agents, hangUp } = rates;
  const inTime = answeredInTime(mean.length - agents, rates, withinS);
  const sums = { pWait: 0, queueLength: 0, busy: 0, inTime: 0 };
  mean.forEach((share, n) => {
    sums.busy += Math.min(n, agents) * share;
    if (n < agents) sums.inTime += share;
    else {
      sums.pWait += share;
      sums.queueLength += (n - agents) * share;
      sums.inTime += share * (inTime[n - agents] as number);
    }
  });
  const { pWait, queueLength, busy } = sums;
  return {
    pWait,
    queueLength,
    busy,
    pAbandon: arrival === 0 ? null : (queueLength * hangUp) / arrival,
    serviceLevel: arrival === 0 ? null : sums.inTime,
  };
}

/**
 * P(answered within t) of one who finds so many waiting, first come first
 * served: v'ₖ = (sμ + kθ)(vₖ₋₁ − vₖ) − θvₖ with v₋₁ = 1, by uniformisation.
 */
function answeredInTime(waiting: number, rates: Rates, withinS: number): Float64Array {
  const { agents, service, hangUp } = rates;
  const v = new Float64Array(waiting);
  if (agents === 0 || withinS === 0) return v;
  const speed = agents * service + waiting * hangUp + hangUp;
  const { mass } = poissonTerms(speed * withinS);
  const answered = new Float64Array(waiting);
  for (let k = 0; k < mass.length; k++) {
    for (let n = 0; n < waiting; n++) {
      v[n] = (v[n] as number) + (mass[k] as number) * (answered[n] as number);
    }
    // From the back, since each reads the one ahead of it as it was.
    for (let n = waiting - 1; n >= 0; n--) {
      const ahead = (agents * service + n * hangUp) / speed;
      const before = n === 0 ? 1 : (answered[n - 1] as number);
      const here = answered[n] as number;
      answered[n] = ahead * before + (1 - ahead - hangUp / speed) * here;
    }
  }
  return v;
}

/** As many states as hold all but a negligible share, whatever the day does. */
function statesNeeded(queue: VaryingQueue): number {
  const { calls, agents, ahtS, patienceS, slotS } = queue;
  let fluid = 0;
  let most = 1;
  for (let slot = 0; slot < calls.length; slot++) {
    const { arrival, agents: staff } = ratesOf(queue, slot);
    const even = patienceS === null ? fluid + (calls[slot] as number) : arrival * patienceS + staff;
    const served = (slotS / ahtS) * staff;
    fluid = patienceS === null ? Math.max(staff, even - served) : Math.max(arrival * ahtS, even);
    most = Math.max(most, fluid, staff, agents[slot] as number, even - served);
  }
  const states = Math.ceil(most + Math.sqrt(-2 * Math.log(negligible) * most) + 60);
  if (states > maxStates) {
    throw new DomainError(
      'invalid',
      `a day with ${Math.round(most)} contacts at once is too large`,
    );
  }
  return states;
}

function check({ calls, agents, ahtS, patienceS, slotS, withinS }: VaryingQueue): void {
  const positive = { slotS, ahtS, ...(patienceS === null ? {} : { patienceS }) };
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new DomainError('invalid', `${name} ${value} is no time above 0`);
    }
  }
  if (!(withinS >= 0)) throw new DomainError('invalid', `withinS ${withinS} is below 0`);
  if (agents.length !== calls.length) {
    throw new DomainError(
      'invalid',
      `${agents.length} slots of agents for ${calls.length} of calls`,
    );
  }
  for (let slot = 0; slot < calls.length; slot++) {
    const [arriving, staff] = [calls[slot] as number, agents[slot] as number];
    if (!(arriving >= 0 && Number.isFinite(arriving))) {
      throw new DomainError('invalid', `calls ${arriving} of slot ${slot} are no number from 0 on`);
    }
    if (!(Number.isInteger(staff) && staff >= 0)) {
      throw new DomainError('invalid', `agents ${staff} of slot ${slot} are no whole number`);
    }
  }
}
