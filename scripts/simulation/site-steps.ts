import { legId } from '../../services/domain/queue/contact-fact.ts';
import type { QueuePlan } from './plan.ts';
import { type Random, randomOf } from './random.ts';
import {
  type Call,
  type Happening,
  type Person,
  tell,
  tellAgent,
  type World,
} from './site-world.ts';

const queueLimit = 200;
const timeoutMs = 600_000;
const ringLimitMs = 12_000;

/** An agent comes in and takes what waits. */
export function signIn(world: World, atMs: number, person: Person): void {
  person.memberships = true;
  person.sinceMs = atMs;
  tellAgent(world, atMs, person, 'signed-in');
  settle(world, atMs, person);
}

/** A person who has nothing at hand goes home, takes the break that is due, or the oldest call. */
export function settle(world: World, atMs: number, person: Person): void {
  if (person.busy || !person.memberships || person.breakReason) return;
  if (person.wantsHome && (atMs < world.day.endMs - 60_000 || nobodyWaits(world, person))) {
    person.memberships = false;
    person.sinceMs = atMs;
    return tellAgent(world, atMs, person, 'signed-out');
  }
  if (person.wantsBreak && !person.wantsHome) {
    const { lengthMs, reason } = person.wantsBreak;
    person.wantsBreak = null;
    person.breakReason = reason;
    person.sinceMs = atMs;
    tellAgent(world, atMs, person, 'chose');
    return world.agenda.put(atMs + lengthMs, { kind: 'break-over', person });
  }
  person.idleSinceMs = atMs;
  const call = oldestWaiting(world, person);
  if (call) ring(world, atMs, call, person);
}

function nobodyWaits(world: World, person: Person): boolean {
  return oldestWaiting(world, person) === null;
}

function oldestWaiting(world: World, person: Person): Call | null {
  let oldest: Call | null = null;
  for (const queue of person.duty.queues) {
    const first = world.waiting.get(queue)?.[0];
    if (first && (!oldest || first.offeredAtMs < oldest.offeredAtMs)) oldest = first;
  }
  return oldest;
}

type Arriving = Extract<Happening, { kind: 'arrive' }>;

/** A contact enters a queue, and the agent who has been idle longest is rung. */
export function arrive(world: World, atMs: number, arriving: Arriving): void {
  const { queue, uniqueId, contactId, attempt } = arriving;
  const { source, id: site } = world.day.site;
  const call: Call = {
    queue,
    leg: legId({ source, uniqueId, queue: queue.id, ordinal: attempt }),
    uniqueId,
    contactId,
    offeredAtMs: atMs,
    random: randomOf(world.options.seed, site, uniqueId, queue.id),
    rings: 0,
    willAnswer: true,
    state: 'waiting',
    answeredAtMs: 0,
    attempt,
  };
  const line = world.waiting.get(queue.id) ?? [];
  if (line.length >= queueLimit)
    return tell(world, atMs, call, { kind: 'blocked', reason: 'FULL' });
  tell(world, atMs, call, { kind: 'offered' });
  line.push(call);
  const patienceMs = Math.round(1_000 * (2 + call.random.exponential(queue.patienceS)));
  world.agenda.put(atMs + patienceMs, { kind: 'give-up', call });
  world.agenda.put(atMs + timeoutMs, { kind: 'timeout', call });
  const person = longestIdle(world, queue.id);
  if (person) ring(world, atMs, call, person);
}

function longestIdle(world: World, queue: string): Person | null {
  let chosen: Person | null = null;
  for (const person of world.people) {
    if (!person.memberships || person.busy || person.breakReason) continue;
    if (!person.duty.queues.includes(queue)) continue;
    if (!chosen || person.idleSinceMs < chosen.idleSinceMs) chosen = person;
  }
  return chosen;
}

function ring(world: World, atMs: number, call: Call, person: Person): void {
  removeWaiting(world, call);
  call.state = 'ringing';
  call.rings += 1;
  person.busy = true;
  const agent = person.duty.agent;
  if (world.options.ringing) tell(world, atMs, call, { kind: 'ringing', agent }, call.rings);
  call.willAnswer = call.rings > 3 || call.random.uniform() > 0.03;
  const ringMs = call.willAnswer ? 800 + call.random.uniform() * 3_000 : ringLimitMs;
  world.agenda.put(atMs + Math.round(ringMs), { kind: 'ring-end', call, person });
}

/** A ringing ends: answered, or not and the contact waits again, first in line. */
export function ringEnd(world: World, atMs: number, call: Call, person: Person): void {
  if (call.state !== 'ringing') {
    person.busy = false;
    return settle(world, atMs, person);
  }
  const agent = person.duty.agent;
  if (!call.willAnswer) {
    const ringNoAnswer = { kind: 'ring-no-answer', agent, ringMs: ringLimitMs } as const;
    tell(world, atMs, call, ringNoAnswer, call.rings);
    call.state = 'waiting';
    world.waiting.get(call.queue.id)?.unshift(call);
    person.busy = false;
    return settle(world, atMs + 1, person);
  }
  call.state = 'talking';
  call.answeredAtMs = atMs;
  tell(world, atMs, call, { kind: 'answered', agent, waitMs: atMs - call.offeredAtMs });
  const talkMs = Math.round(
    1_000 * Math.max(4, call.random.logNormal(call.queue.talkS, call.queue.talkSigma)),
  );
  if (call.random.uniform() < 0.12 && talkMs > 30_000) {
    const holdAt = atMs + Math.round(talkMs * 0.3);
    world.agenda.put(holdAt, { kind: 'hold', call, person });
    world.agenda.put(holdAt + Math.round(talkMs * 0.25), { kind: 'resume', call, person });
  }
  world.agenda.put(atMs + talkMs, { kind: 'talk-end', call, person });
}

/** A conversation ends; some contacts go on to another queue. */
export function talkEnd(world: World, atMs: number, call: Call, person: Person): void {
  const { random, queue } = call;
  const agent = person.duty.agent;
  const passedOn = random.uniform() < 0.04 && call.attempt < 3;
  const endedBy = passedOn ? 'transfer' : random.uniform() < 0.7 ? 'customer' : 'agent';
  const next = passedOn ? anotherQueue(world, queue, random) : null;
  if (next) tell(world, atMs, call, { kind: 'transferred', agent, to: next.id });
  tell(world, atMs, call, { kind: 'completed', agent, talkMs: atMs - call.answeredAtMs, endedBy });
  call.state = 'over';
  const acwMs = Math.round(1_000 * Math.min(58, random.logNormal(queue.acwS, 0.5)));
  world.agenda.put(atMs + acwMs, { kind: 'acw-end', call, person });
  if (next) arriveAgain(world, atMs, call, next);
}

function anotherQueue(world: World, queue: QueuePlan, random: Random): QueuePlan | null {
  const others = world.day.site.queues.filter((one) => one.id !== queue.id);
  return others[Math.floor(random.uniform() * others.length)] ?? null;
}

function arriveAgain(world: World, atMs: number, call: Call, queue: QueuePlan): void {
  const { uniqueId, contactId, attempt } = call;
  world.agenda.put(atMs + 1, { kind: 'arrive', queue, uniqueId, contactId, attempt: attempt + 1 });
}

/** The caller hangs up; some call again within minutes. */
export function giveUp(world: World, atMs: number, call: Call): void {
  if (call.state !== 'waiting' && call.state !== 'ringing') return;
  removeWaiting(world, call);
  call.state = 'over';
  tell(world, atMs, call, { kind: 'abandoned', waitMs: atMs - call.offeredAtMs });
  if (call.random.uniform() > 0.4 || call.attempt > 3) return;
  const uniqueId = `${call.uniqueId}r`;
  const atAgain = atMs + Math.round(1_000 * (20 + call.random.exponential(240)));
  if (atAgain >= world.day.endMs) return;
  const { queue, attempt } = call;
  world.agenda.put(atAgain, {
    kind: 'arrive',
    queue,
    uniqueId,
    contactId: uniqueId,
    attempt: attempt + 1,
  });
}

/** A contact has waited as long as the queue allows. */
export function timeOut(world: World, atMs: number, call: Call): void {
  if (call.state !== 'waiting') return;
  removeWaiting(world, call);
  call.state = 'over';
  const waitMs = atMs - call.offeredAtMs;
  tell(world, atMs, call, { kind: 'left', reason: 'timeout', waitMs });
}

function removeWaiting(world: World, call: Call): void {
  const line = world.waiting.get(call.queue.id) ?? [];
  const at = line.indexOf(call);
  if (at >= 0) line.splice(at, 1);
}
