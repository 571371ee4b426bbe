import type { Fact } from '../../services/domain/fact.ts';
import { legId } from '../../services/domain/queue/contact-fact.ts';
import { arrivalsOf, type SiteDay } from './arrivals.ts';
import { makeAgenda } from './heap.ts';
import type { QueuePlan } from './plan.ts';
import { type Random, randomOf } from './random.ts';
import { type Duty, dutiesOf } from './roster.ts';
import {
  type Call,
  type Happening,
  type Person,
  type RunOptions,
  tell,
  tellAgent,
  type World,
} from './site-world.ts';

/** A site's day as it unfolds. The same seed, day and storms tell the same facts again. */
export interface SiteRun {
  day: SiteDay;
  /** Lets time pass up to an instant and tells what happened meanwhile, in order. */
  advance: (toMs: number) => Fact[];
  /** Tells the whole state of everyone signed in: for a listener who comes in later. */
  roll: (atMs: number) => Fact[];
  /** True when the last contact has ended and the last agent has gone. */
  over: () => boolean;
}

const queueLimit = 200;
const timeoutMs = 600_000;
const ringLimitMs = 12_000;

/** Sets up a site's day; nothing happens until `advance`. */
export function startSiteRun(day: SiteDay, options: RunOptions): SiteRun {
  const agenda = makeAgenda<Happening>();
  const people = dutiesOf(day, options).map(toPerson);
  const waiting = new Map(day.site.queues.map((queue) => [queue.id, [] as Call[]]));
  const world: World = { day, options, agenda, people, waiting, facts: [] };
  for (const person of people) {
    agenda.put(person.duty.fromMs, { kind: 'sign-in', person });
    agenda.put(person.duty.toMs, { kind: 'sign-out', person });
    for (const { fromMs, lengthMs, reason } of person.duty.breaks) {
      agenda.put(fromMs, { kind: 'break', person, lengthMs, reason });
    }
  }
  for (const { atMs, queue, uniqueId } of arrivalsOf(day, options)) {
    agenda.put(atMs, { kind: 'arrive', queue, uniqueId, contactId: uniqueId, attempt: 1 });
  }
  return {
    day,
    advance: (toMs) => advance(world, toMs),
    roll: (atMs) => roll(world, atMs),
    over: () => agenda.nextMs() === Number.POSITIVE_INFINITY,
  };
}

function toPerson(duty: Duty): Person {
  return {
    duty,
    memberships: false,
    sinceMs: 0,
    breakReason: '',
    wantsBreak: null,
    wantsHome: false,
    busy: false,
    idleSinceMs: 0,
  };
}

function advance(world: World, toMs: number): Fact[] {
  while (world.agenda.nextMs() <= toMs) {
    const next = world.agenda.take();
    if (!next) break;
    happen(world, next.atMs, next.what);
  }
  const told = world.facts;
  world.facts = [];
  return told;
}

function roll(world: World, atMs: number): Fact[] {
  const others = world.facts;
  world.facts = [];
  for (const person of world.people) {
    if (person.memberships) tellAgent(world, atMs, person, 'repeated');
  }
  const told = world.facts;
  world.facts = others;
  return told;
}

function happen(world: World, atMs: number, what: Happening): void {
  switch (what.kind) {
    case 'sign-in':
      return signIn(world, atMs, what.person);
    case 'sign-out':
      what.person.wantsHome = true;
      return settle(world, atMs, what.person);
    case 'break':
      what.person.wantsBreak = { lengthMs: what.lengthMs, reason: what.reason };
      return settle(world, atMs, what.person);
    case 'break-over':
      what.person.breakReason = '';
      what.person.sinceMs = atMs;
      if (what.person.memberships) tellAgent(world, atMs, what.person, 'chose');
      return settle(world, atMs, what.person);
    case 'arrive':
      return arrive(world, atMs, what);
    case 'give-up':
      return giveUp(world, atMs, what.call);
    case 'timeout':
      return timeOut(world, atMs, what.call);
    case 'ring-end':
      return ringEnd(world, atMs, what.call, what.person);
    case 'hold':
      return tell(world, atMs, what.call, { kind: 'held', agent: what.person.duty.agent });
    case 'resume':
      return tell(world, atMs, what.call, { kind: 'resumed', agent: what.person.duty.agent });
    case 'talk-end':
      return talkEnd(world, atMs, what.call, what.person);
    case 'acw-end':
      tell(world, atMs, what.call, { kind: 'acw-ended', agent: what.person.duty.agent });
      what.person.busy = false;
      return settle(world, atMs, what.person);
  }
}

function signIn(world: World, atMs: number, person: Person): void {
  person.memberships = true;
  person.sinceMs = atMs;
  tellAgent(world, atMs, person, 'signed-in');
  settle(world, atMs, person);
}

/** A person who has nothing at hand goes home, takes the break that is due, or the oldest call. */
function settle(world: World, atMs: number, person: Person): void {
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

function arrive(world: World, atMs: number, arriving: Arriving): void {
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

function ringEnd(world: World, atMs: number, call: Call, person: Person): void {
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

function talkEnd(world: World, atMs: number, call: Call, person: Person): void {
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

function giveUp(world: World, atMs: number, call: Call): void {
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

function timeOut(world: World, atMs: number, call: Call): void {
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
