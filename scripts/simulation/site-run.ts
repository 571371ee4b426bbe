import type { Fact } from '../../services/domain/fact.ts';
import { arrivalsOf, type SiteDay } from './arrivals.ts';
import { makeAgenda } from './heap.ts';
import { type Duty, dutiesOf } from './roster.ts';
import { arrive, giveUp, ringEnd, settle, signIn, talkEnd, timeOut } from './site-steps.ts';
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
