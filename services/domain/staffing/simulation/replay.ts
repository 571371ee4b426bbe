import { abandon, callsAgain, endWait } from './abandonment.ts';
import { answer, becomeFree, firstWaiting, idleTaker, setPresent } from './answering.ts';
import type { CentrePlan } from './centre-plan.ts';
import type { ContactTape } from './contact-tape.ts';
import { popEvent, pushEvent } from './event-heap.ts';
import { type Floor, joinQueue, openFloor, takeIdle } from './floor.ts';
import { cellAt, count, emptyTally, field, type Tally } from './tally.ts';

// An event's code: a group whose agent ends a contact, or behind the groups
// three codes a contact.
const overflow = 0;
const patienceEnds = 1;

/**
 * Plays one repetition's contacts through the centre, event by event.
 *
 * Who hangs up is found when it comes to the front of its queue, at the time
 * that its patience tells: no event is needed unless something follows from it
 * (calling again, a place that becomes free). After the last slot nobody
 * arrives; the last slot's agents stay until everybody has had an end.
 */
export function replay(plan: CentrePlan, tape: ContactTape): Tally {
  const tally = emptyTally(plan);
  const floor = openFloor(plan, tape, tally);
  const { heap } = floor;
  const steps = plan.staffing.atS;
  let step = 0;
  let contact = 0;
  for (;;) {
    const arrivalS = contact < tape.count ? (tape.arrivalS[contact] as number) : Infinity;
    const eventS = heap.size > 0 ? (heap.atS[0] as number) : Infinity;
    const stepS = step < steps.length ? (steps[step] as number) : Infinity;
    if (stepS <= arrivalS && stepS <= eventS) {
      if (stepS === Infinity) break;
      changeStaffing(floor, step, stepS);
      step += 1;
    } else if (eventS <= arrivalS) {
      const code = heap.code[0] as number;
      popEvent(heap);
      if (code < plan.groups) becomeFree(floor, code, eventS);
      else happen(floor, code - plan.groups, eventS);
    } else {
      arrive(floor, contact, arrivalS);
      contact += 1;
    }
    tally.events += 1;
  }
  close(floor);
  return tally;
}

/** A contact goes to the longest idle agent of the lowest level, or waits. */
function arrive(floor: Floor, contact: number, atS: number): void {
  const { plan, tally } = floor;
  const queue = floor.queue[contact] as number;
  const cell = cellAt(tally, queue, atS);
  const group = idleTaker(floor, queue, 0);
  if (group < 0 && floor.waitingCount >= plan.waitingPlaces) {
    count(tally, cell + field.blocked);
    return;
  }
  count(tally, cell + field.offered);
  if (group >= 0) {
    takeIdle(floor, group);
    answer(floor, { contact, group, atS });
    return;
  }
  count(tally, cell + field.waited);
  joinQueue(floor, contact);
  const patienceS = floor.patienceS[contact] as number;
  if (patienceS <= 0) abandon(floor, contact);
  else if (plan.abandonAsEvent && patienceS < Infinity) {
    pushEvent(floor.heap, atS + patienceS, plan.groups + 3 * contact + patienceEnds);
  }
  const { afterS } = plan.takers[queue] as CentrePlan['takers'][number];
  for (let i = 0; i < afterS.length; i += 1) {
    if ((afterS[i] as number) > 0) {
      pushEvent(floor.heap, atS + (afterS[i] as number), plan.groups + 3 * contact + overflow);
    }
  }
}

/** An event of a contact: its overflow time, the end of its patience, its second call. */
function happen(floor: Floor, code: number, atS: number): void {
  const contact = Math.floor(code / 3);
  const kind = code % 3;
  if (kind === callsAgain) arrive(floor, contact, atS);
  else if (floor.waiting[contact] === 0) return;
  else if (kind === patienceEnds) abandon(floor, contact);
  else overflowTo(floor, floor.queue[contact] as number, atS);
}

/** The first of a queue has waited long enough for another group: is somebody idle there? */
function overflowTo(floor: Floor, queue: number, atS: number): void {
  const contact = firstWaiting(floor, queue, atS);
  if (contact < 0) return;
  // The sum of arrival and overflow time may lie a rounding below the event's own.
  const waitedS = atS - (floor.arrivalS[contact] as number) + 1e-6;
  const group = idleTaker(floor, queue, waitedS);
  if (group < 0) return;
  endWait(floor, contact);
  takeIdle(floor, group);
  answer(floor, { contact, group, atS });
}

/** Agents come, or go: the idle at once, the others when their contact ends. */
function changeStaffing(floor: Floor, step: number, atS: number): void {
  for (let group = 0; group < floor.plan.groups; group += 1) {
    const wanted = floor.plan.staffing.agents[step * floor.plan.groups + group] as number;
    const staying = (floor.present[group] as number) - (floor.leaving[group] as number);
    if (wanted > staying) bring(floor, { group, agents: wanted - staying, atS });
    else if (wanted < staying) sendAway(floor, { group, agents: staying - wanted, atS });
  }
}

function bring(
  floor: Floor,
  { group, agents, atS }: { group: number; agents: number; atS: number },
): void {
  const stay = Math.min(agents, floor.leaving[group] as number);
  floor.leaving[group] = (floor.leaving[group] as number) - stay;
  setPresent(floor, { group, change: agents - stay, atS });
  for (let i = stay; i < agents; i += 1) becomeFree(floor, group, atS);
}

function sendAway(
  floor: Floor,
  { group, agents, atS }: { group: number; agents: number; atS: number },
): void {
  const idle = Math.min(agents, floor.idleCount[group] as number);
  for (let i = 0; i < idle; i += 1) takeIdle(floor, group);
  setPresent(floor, { group, change: -idle, atS });
  floor.leaving[group] = (floor.leaving[group] as number) + agents - idle;
}

/** Who still waits when nothing comes any more hangs up, or stays without an answer. */
function close(floor: Floor): void {
  const { plan, tally } = floor;
  for (let group = 0; group < plan.groups; group += 1) {
    const atS = Math.max(plan.horizonS, floor.presentSinceS[group] as number);
    setPresent(floor, { group, change: 0, atS });
  }
  for (let queue = 0; queue < plan.queues; queue += 1) {
    for (let contact = floor.first[queue] as number; contact >= 0; ) {
      if (floor.waiting[contact] === 1) {
        if ((floor.patienceS[contact] as number) < Infinity) abandon(floor, contact);
        else count(tally, cellAt(tally, queue, floor.arrivalS[contact] as number) + field.unserved);
      }
      contact = floor.behind[contact] as number;
    }
  }
}
