import type { CentrePlan } from './centre-plan.ts';

/** Where each count stands in a cell of one queue and slot. */
export const field = {
  offered: 0,
  answered: 1,
  answeredInTime: 2,
  abandoned: 3,
  abandonedInTime: 4,
  abandonedShort: 5,
  /** Nobody was left who could have answered. */
  unserved: 6,
  blocked: 7,
  /** Did not find an agent at once. */
  waited: 8,
  answeredWaitS: 9,
  waitS: 10,
} as const;

/** Numbers in a cell. */
export const cellWidth = 11;

/** What one repetition counts, by the slot of the offer. */
export interface Tally {
  slots: number;
  slotS: number;
  /** By queue, slot and field. */
  cells: Float64Array;
  /** Waits of all by queue and bin, measured slots only. */
  waits: Float64Array;
  /** Agent-seconds by group and slot. */
  busyS: Float64Array;
  presentS: Float64Array;
  /** Answers by group and queue, measured slots only. */
  answeredBy: Float64Array;
  fromS: number;
  toS: number;
  events: number;
}

/** What figures are estimated from: one tally a repetition. */
export interface Repetitions {
  plan: CentrePlan;
  tallies: readonly Tally[];
  confidence: number;
  /** Figures of each slot too. */
  bySlot: boolean;
}

/** Bins of waits: none, then 2 % wider each from 0.1 s to beyond a day. */
export const waitBins = 700;
const firstBinS = 0.1;
const binLog = Math.log(1.02);

/** The bin of a wait. */
export function waitBin(waitS: number): number {
  if (waitS <= 0) return 0;
  if (waitS <= firstBinS) return 1;
  return Math.min(waitBins - 1, 2 + Math.floor(Math.log(waitS / firstBinS) / binLog));
}

/** Where a bin ends, seconds. */
export function binEndS(bin: number): number {
  return bin === 0 ? 0 : firstBinS * Math.exp(binLog * (bin - 1));
}

/** Zeros for a plan. */
export function emptyTally({ model, queues, groups }: CentrePlan): Tally {
  const { slots, slotS, measured } = model;
  return {
    slots,
    slotS,
    cells: new Float64Array(queues * slots * cellWidth),
    waits: new Float64Array(queues * waitBins),
    busyS: new Float64Array(groups * slots),
    presentS: new Float64Array(groups * slots),
    answeredBy: new Float64Array(groups * queues),
    fromS: (measured?.fromSlot ?? 0) * slotS,
    toS: (measured?.toSlot ?? slots) * slotS,
    events: 0,
  };
}

/** The cell of a queue and of the slot in which the contact was offered. */
export function cellAt(tally: Tally, queue: number, offeredS: number): number {
  const slot = Math.min(tally.slots - 1, Math.floor(offeredS / tally.slotS));
  return (queue * tally.slots + slot) * cellWidth;
}

/** Adds one to a field of a cell. */
export function count(tally: Tally, at: number): void {
  tally.cells[at] = (tally.cells[at] as number) + 1;
}

/** Adds a wait's length to the cell's sums and to the queue's bins. */
export function countWait(tally: Tally, queue: number, offeredS: number, waitS: number): void {
  const at = cellAt(tally, queue, offeredS) + field.waitS;
  tally.cells[at] = (tally.cells[at] as number) + waitS;
  if (offeredS < tally.fromS || offeredS >= tally.toS) return;
  const bin = queue * waitBins + waitBin(waitS);
  tally.waits[bin] = (tally.waits[bin] as number) + 1;
}

/** Adds so many agents from one instant to another to the slots between; none after the last. */
export function addSpan(
  tally: Tally,
  sums: Float64Array,
  span: { group: number; fromS: number; toS: number; agents: number },
): void {
  const { slots, slotS } = tally;
  let fromS = span.fromS;
  for (let slot = Math.floor(fromS / slotS); slot < slots && fromS < span.toS; slot += 1) {
    const endS = Math.min(span.toS, (slot + 1) * slotS);
    const at = span.group * slots + slot;
    sums[at] = (sums[at] as number) + span.agents * (endS - fromS);
    fromS = endS;
  }
}
