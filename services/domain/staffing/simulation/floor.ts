import type { CentrePlan } from './centre-plan.ts';
import type { ContactTape } from './contact-tape.ts';
import { type EventHeap, eventHeap } from './event-heap.ts';
import type { Tally } from './tally.ts';

/** The state of one repetition: who waits, who is idle, what comes next. */
export interface Floor {
  plan: CentrePlan;
  tally: Tally;
  heap: EventHeap;
  seed: string;
  // Contacts. Those of the tape first; who calls again is added behind.
  contacts: number;
  arrivalS: Float64Array;
  queue: Uint16Array;
  handleS: Float64Array;
  patienceS: Float64Array;
  waiting: Uint8Array;
  /** The next in the same queue, -1 for none. */
  behind: Int32Array;
  // Queues: first and last, -1 for none. Who hung up stays until it comes to the front.
  first: Int32Array;
  last: Int32Array;
  waitingCount: number;
  // Groups. Idle since: a ring a group, longest idle first.
  idleSinceS: Float64Array;
  ringMask: number;
  ringBits: number;
  idleFirst: Int32Array;
  idleCount: Int32Array;
  /** Agents there, talking or idle. */
  present: Int32Array;
  presentSinceS: Float64Array;
  /** Of those, to leave when their contact ends. */
  leaving: Int32Array;
}

/** An empty centre before the first contact. */
export function openFloor(plan: CentrePlan, tape: ContactTape, tally: Tally): Floor {
  const chance = Math.max(0, ...plan.model.queues.map(({ redial }) => redial?.chance ?? 0));
  // Room for all who would call again if everybody hung up; beyond it nobody does.
  const room = chance === 0 ? tape.count : Math.ceil((1.2 * tape.count) / (1 - chance)) + 100;
  const extended = <T extends Float64Array | Uint16Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  const again = room > tape.count;
  const ringBits = Math.ceil(Math.log2(plan.mostAgents + 1));
  return {
    plan,
    tally,
    heap: eventHeap(),
    seed: tape.seed,
    contacts: tape.count,
    arrivalS: again ? extended(tape.arrivalS, new Float64Array(room)) : tape.arrivalS,
    queue: again ? extended(tape.queue, new Uint16Array(room)) : tape.queue,
    handleS: again ? extended(tape.handleS, new Float64Array(room)) : tape.handleS,
    patienceS: again ? extended(tape.patienceS, new Float64Array(room)) : tape.patienceS,
    waiting: new Uint8Array(room),
    behind: new Int32Array(room),
    first: new Int32Array(plan.queues).fill(-1),
    last: new Int32Array(plan.queues).fill(-1),
    waitingCount: 0,
    idleSinceS: new Float64Array(plan.groups << ringBits),
    ringMask: (1 << ringBits) - 1,
    ringBits,
    idleFirst: new Int32Array(plan.groups),
    idleCount: new Int32Array(plan.groups),
    present: new Int32Array(plan.groups),
    presentSinceS: new Float64Array(plan.groups),
    leaving: new Int32Array(plan.groups),
  };
}

/** An agent of the group becomes idle. */
export function pushIdle(floor: Floor, group: number, atS: number): void {
  const behind = (floor.idleFirst[group] as number) + (floor.idleCount[group] as number);
  floor.idleSinceS[(group << floor.ringBits) + (behind & floor.ringMask)] = atS;
  floor.idleCount[group] = (floor.idleCount[group] as number) + 1;
}

/** The longest idle agent of the group is idle no more. */
export function takeIdle(floor: Floor, group: number): void {
  floor.idleFirst[group] = ((floor.idleFirst[group] as number) + 1) & floor.ringMask;
  floor.idleCount[group] = (floor.idleCount[group] as number) - 1;
}

/** Since when the group's longest idle agent is idle. */
export function longestIdleS(floor: Floor, group: number): number {
  return floor.idleSinceS[
    (group << floor.ringBits) + ((floor.idleFirst[group] as number) & floor.ringMask)
  ] as number;
}

/** A contact joins the end of its queue. */
export function joinQueue(floor: Floor, contact: number): void {
  const queue = floor.queue[contact] as number;
  const last = floor.last[queue] as number;
  if (last < 0) floor.first[queue] = contact;
  else floor.behind[last] = contact;
  floor.last[queue] = contact;
  floor.behind[contact] = -1;
  floor.waiting[contact] = 1;
  floor.waitingCount += 1;
}

/** The first of a queue is in it no more. */
export function dropFirst(floor: Floor, queue: number): void {
  const next = floor.behind[floor.first[queue] as number] as number;
  floor.first[queue] = next;
  if (next < 0) floor.last[queue] = -1;
}
