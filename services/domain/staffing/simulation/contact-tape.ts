import { exponential, gammaOfMeanOne, type Stream, streamOf } from './chance.ts';
import { drawHandleTime, drawPatience } from './draws.ts';
import type { SimulatedQueue, SimulationModel } from './model.ts';

/**
 * Every contact of one repetition with all its chance, by time of arrival,
 * drawn before anything happens: another staffing plays the same tape, so a
 * difference between two staffings is theirs and not chance's (common random
 * numbers).
 */
export interface ContactTape {
  count: number;
  arrivalS: Float64Array;
  /** Place of the queue in the model. */
  queue: Uint16Array;
  /** Handle time before the group's factor. */
  handleS: Float64Array;
  /** `Infinity`: never hangs up. */
  patienceS: Float64Array;
  /** Repetition's seed for what is drawn later: calling again. */
  seed: string;
}

interface Drawn {
  arrivalS: number[];
  handleS: number[];
  patienceS: number[];
}

/** Draws the tape of one repetition. */
export function recordTape(
  model: SimulationModel,
  { seed, replication }: { seed: number; replication: number },
): ContactTape {
  const volume = busyness(model, streamOf(seed, replication, 'volume'));
  const drawn = model.queues.map((queue) => drawQueue(model, queue, { seed, replication, volume }));
  const count = drawn.reduce((sum, { arrivalS }) => sum + arrivalS.length, 0);
  const tape: ContactTape = {
    count,
    arrivalS: new Float64Array(count),
    queue: new Uint16Array(count),
    handleS: new Float64Array(count),
    patienceS: new Float64Array(count),
    seed: `${seed}/${replication}`,
  };
  merge(drawn, tape);
  return tape;
}

function busyness({ volumeSd = 0 }: SimulationModel, stream: Stream): number {
  return volumeSd === 0 ? 1 : gammaOfMeanOne(stream, 1 / volumeSd ** 2);
}

/** A Poisson stream whose rate changes from slot to slot, by the integral of its rate. */
function drawQueue(
  { slotS, slots }: SimulationModel,
  queue: SimulatedQueue,
  { seed, replication, volume }: { seed: number; replication: number; volume: number },
): Drawn {
  const arrivals = streamOf(seed, replication, queue.queue, 'arrivals');
  const handles = streamOf(seed, replication, queue.queue, 'handle times');
  const patience = streamOf(seed, replication, queue.queue, 'patience');
  const drawn: Drawn = { arrivalS: [], handleS: [], patienceS: [] };
  let atS = 0;
  let slot = 0;
  for (;;) {
    let left = exponential(arrivals);
    for (; slot < slots; slot += 1) {
      const perS = (volume * (queue.callsPerHour[slot] ?? 0)) / 3_600;
      const held = perS * ((slot + 1) * slotS - atS);
      if (held >= left && perS > 0) break;
      left -= held;
      atS = (slot + 1) * slotS;
    }
    if (slot === slots) return drawn;
    atS += (left * 3_600) / (volume * (queue.callsPerHour[slot] ?? 0));
    drawn.arrivalS.push(atS);
    const handleFactor = queue.handleTimeFactor?.[slot] ?? 1;
    drawn.handleS.push(handleFactor * drawHandleTime(queue.handleTime, handles));
    const patienceFactor = queue.patienceFactor?.[slot] ?? 1;
    drawn.patienceS.push(patienceFactor * drawPatience(queue.patience, patience));
  }
}

function merge(drawn: readonly Drawn[], tape: ContactTape): void {
  const next = new Int32Array(drawn.length);
  const nextS = Float64Array.from(drawn, ({ arrivalS }) => arrivalS[0] ?? Number.POSITIVE_INFINITY);
  for (let contact = 0; contact < tape.count; contact += 1) {
    let queue = 0;
    for (let other = 1; other < nextS.length; other += 1) {
      if ((nextS[other] as number) < (nextS[queue] as number)) queue = other;
    }
    const from = drawn[queue] as Drawn;
    const at = next[queue] as number;
    tape.arrivalS[contact] = nextS[queue] as number;
    tape.queue[contact] = queue;
    tape.handleS[contact] = from.handleS[at] as number;
    tape.patienceS[contact] = from.patienceS[at] as number;
    next[queue] = at + 1;
    nextS[queue] = from.arrivalS[at + 1] ?? Number.POSITIVE_INFINITY;
  }
}
