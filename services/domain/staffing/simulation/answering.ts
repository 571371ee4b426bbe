import { abandon, endWait } from './abandonment.ts';
import type { CentrePlan } from './centre-plan.ts';
import { pushEvent } from './event-heap.ts';
import { dropFirst, type Floor, longestIdleS, pushIdle } from './floor.ts';
import { addSpan, cellAt, count, countWait, field } from './tally.ts';

/** An agent's contact ended, or the agent came: leave, take who waits, or be idle. */
export function becomeFree(floor: Floor, group: number, atS: number): void {
  if ((floor.leaving[group] as number) > 0) {
    floor.leaving[group] = (floor.leaving[group] as number) - 1;
    setPresent(floor, { group, change: -1, atS });
    return;
  }
  const contact = nextFor(floor, group, atS);
  if (contact < 0) pushIdle(floor, group, atS);
  else answer(floor, { contact, group, atS });
}

/** Takes from the queues the contact that a free agent of the group takes, or -1. */
function nextFor(floor: Floor, group: number, atS: number): number {
  const { queue, rank, afterS } = floor.plan.skills[group] as CentrePlan['skills'][number];
  let best = -1;
  let bestRank = 0;
  for (let i = 0; i < queue.length; i += 1) {
    const contact = firstWaiting(floor, queue[i] as number, atS);
    if (contact < 0) continue;
    const offeredS = floor.arrivalS[contact] as number;
    if (offeredS + (afterS[i] as number) > atS) continue;
    const better =
      best < 0 ||
      (rank[i] as number) < bestRank ||
      (rank[i] === bestRank && offeredS < (floor.arrivalS[best] as number));
    if (better) {
      best = contact;
      bestRank = rank[i] as number;
    }
  }
  if (best >= 0) endWait(floor, best);
  return best;
}

/** The first of a queue who still waits, or -1; who hung up before is dropped. */
export function firstWaiting(floor: Floor, queue: number, atS: number): number {
  let contact = floor.first[queue] as number;
  while (contact >= 0) {
    if (floor.waiting[contact] === 1) {
      const endS = (floor.arrivalS[contact] as number) + (floor.patienceS[contact] as number);
      if (endS > atS) return contact;
      abandon(floor, contact);
    }
    dropFirst(floor, queue);
    contact = floor.first[queue] as number;
  }
  return -1;
}

/** An agent of the group takes the contact, until its handle time is over. */
export function answer(
  floor: Floor,
  { contact, group, atS }: { contact: number; group: number; atS: number },
): void {
  const { plan, tally } = floor;
  const queue = floor.queue[contact] as number;
  const offeredS = floor.arrivalS[contact] as number;
  const waitS = atS - offeredS;
  const cell = cellAt(tally, queue, offeredS);
  count(tally, cell + field.answered);
  const { withinS } = plan.model.queues[queue] as CentrePlan['model']['queues'][number];
  if (waitS <= withinS) count(tally, cell + field.answeredInTime);
  const sum = cell + field.answeredWaitS;
  tally.cells[sum] = (tally.cells[sum] as number) + waitS;
  countWait(tally, queue, offeredS, waitS);
  const by = group * plan.queues + queue;
  if (offeredS >= tally.fromS && offeredS < tally.toS) {
    tally.answeredBy[by] = (tally.answeredBy[by] as number) + 1;
  }
  const toS = atS + (floor.handleS[contact] as number) * (plan.factor[by] as number);
  addSpan(tally, tally.busyS, { group, fromS: atS, toS, agents: 1 });
  pushEvent(floor.heap, toS, group);
}

/** The group that has somebody idle for a contact that has waited so long, or -1. */
export function idleTaker(floor: Floor, queue: number, waitedS: number): number {
  const { group, level, afterS } = floor.plan.takers[queue] as CentrePlan['takers'][number];
  let best = -1;
  let bestLevel = 0;
  for (let i = 0; i < group.length; i += 1) {
    const taker = group[i] as number;
    if (best >= 0 && (level[i] as number) > bestLevel) break;
    if ((floor.idleCount[taker] as number) === 0 || (afterS[i] as number) > waitedS) continue;
    if (best < 0 || longestIdleS(floor, taker) < longestIdleS(floor, best)) {
      best = taker;
      bestLevel = level[i] as number;
    }
  }
  return best;
}

/** So many agents more or fewer are there from now on. */
export function setPresent(
  { present, presentSinceS, tally }: Floor,
  { group, change, atS }: { group: number; change: number; atS: number },
): void {
  const agents = present[group] as number;
  const fromS = presentSinceS[group] as number;
  addSpan(tally, tally.presentS, { group, fromS, toS: atS, agents });
  present[group] = agents + change;
  presentSinceS[group] = atS;
}
