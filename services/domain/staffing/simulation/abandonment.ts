import type { CentrePlan } from './centre-plan.ts';
import { exponential, streamOf, uniform } from './chance.ts';
import { drawHandleTime, drawPatience } from './draws.ts';
import { pushEvent } from './event-heap.ts';
import type { Floor } from './floor.ts';
import { cellAt, count, countWait, field } from './tally.ts';

/** Third kind of a contact's events (replay.ts): somebody calls again. */
export const callsAgain = 2;

/** The contact hangs up at the end of its patience. */
export function abandon(floor: Floor, contact: number): void {
  const { plan, tally } = floor;
  endWait(floor, contact);
  tally.events += 1;
  const queue = floor.queue[contact] as number;
  const offeredS = floor.arrivalS[contact] as number;
  const waitS = floor.patienceS[contact] as number;
  const cell = cellAt(tally, queue, offeredS);
  const rules = plan.model.queues[queue] as CentrePlan['model']['queues'][number];
  count(tally, cell + field.abandoned);
  if (waitS <= rules.withinS) count(tally, cell + field.abandonedInTime);
  if (waitS < (rules.shortAbandonS ?? 5)) count(tally, cell + field.abandonedShort);
  countWait(tally, queue, offeredS, waitS);
  if (rules.redial) redial(floor, contact, offeredS + waitS);
}

/** Who hung up may call again: a new contact, drawn from a stream of the old one's own. */
function redial(floor: Floor, contact: number, atS: number): void {
  const queue = floor.queue[contact] as number;
  const rules = floor.plan.model.queues[queue] as CentrePlan['model']['queues'][number];
  const chance = streamOf(0, floor.seed, rules.queue, 'again', contact);
  const again = uniform(chance) < (rules.redial?.chance ?? 0);
  const againS = atS + (rules.redial?.afterMeanS ?? 0) * exponential(chance);
  if (!again || againS >= floor.plan.horizonS || floor.contacts === floor.waiting.length) return;
  const next = floor.contacts++;
  const slot = Math.floor(againS / floor.plan.model.slotS);
  floor.arrivalS[next] = againS;
  floor.queue[next] = queue;
  floor.handleS[next] =
    (rules.handleTimeFactor?.[slot] ?? 1) * drawHandleTime(rules.handleTime, chance);
  floor.patienceS[next] =
    (rules.patienceFactor?.[slot] ?? 1) * drawPatience(rules.patience, chance);
  pushEvent(floor.heap, againS, floor.plan.groups + 3 * next + callsAgain);
}

/** The contact waits no more. */
export function endWait(floor: Floor, contact: number): void {
  floor.waiting[contact] = 0;
  floor.waitingCount -= 1;
}
