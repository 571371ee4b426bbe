import type { Fact } from '../../services/domain/fact.ts';
import {
  type ContactHappening,
  contactFactId,
  legId,
} from '../../services/domain/queue/contact-fact.ts';
import { type Agenda, makeAgenda } from '../simulation/heap.ts';
import { type Random, randomOf } from '../simulation/random.ts';

/** A steady load of contacts, for measuring and for breaking things. */
export interface LoadPlan {
  site: string;
  source: string;
  seed: number;
  /** Facts a second, open loop: what is late is still told with its own instant. */
  factsPerS: number;
  queues: number;
  agents: number;
  startMs: number;
  endMs: number;
}

/** A load under way. */
export interface Load {
  /** What happened up to an instant, in order of time. */
  advance: (toMs: number) => Fact[];
}

type Step = { kind: 'arrive' } | { kind: 'tell'; fact: Fact };

interface World {
  plan: LoadPlan;
  agenda: Agenda<Step>;
  random: Random;
  contacts: number;
}

/** Facts of a contact that is answered; every fourth one is abandoned and has two. */
const meanFactsPerContact = 0.75 * 5 + 0.25 * 2;

/** Sets up the load; nothing is told until `advance`. */
export function startLoad(plan: LoadPlan): Load {
  const random = randomOf(plan.seed, plan.site, 'load');
  const world: World = { plan, agenda: makeAgenda(), random, contacts: 0 };
  world.agenda.put(plan.startMs, { kind: 'arrive' });
  return { advance: (toMs) => advance(world, toMs) };
}

function advance(world: World, toMs: number): Fact[] {
  const told: Fact[] = [];
  while (world.agenda.nextMs() <= toMs) {
    const next = world.agenda.take();
    if (!next) break;
    if (next.what.kind === 'arrive') arrive(world, next.atMs);
    else told.push(next.what.fact);
  }
  return told;
}

function arrive(world: World, atMs: number): void {
  const { plan, agenda, random } = world;
  world.contacts += 1;
  const leg = newLeg(world, atMs);
  const agent = `a${Math.floor(random.uniform() * plan.agents)}`;
  const waitMs = Math.round(random.exponential(4_000));
  const put = (at: number, what: ContactHappening) => {
    agenda.put(at, { kind: 'tell', fact: leg(at, what) });
  };
  put(atMs, { kind: 'offered' });
  if (random.uniform() < 0.25) {
    put(atMs + waitMs, { kind: 'abandoned', waitMs });
  } else {
    const talkMs = Math.round(random.logNormal(8_000, 0.5));
    const answeredMs = atMs + waitMs + 500;
    put(atMs + waitMs, { kind: 'ringing', agent });
    put(answeredMs, { kind: 'answered', agent, waitMs: waitMs + 500 });
    put(answeredMs + talkMs, { kind: 'completed', agent, talkMs, endedBy: 'customer' });
    put(answeredMs + talkMs + 2_000, { kind: 'acw-ended', agent });
  }
  const nextMs = atMs + random.exponential((1_000 * meanFactsPerContact) / plan.factsPerS);
  if (nextMs < plan.endMs) agenda.put(nextMs, { kind: 'arrive' });
}

function newLeg(world: World, offeredAtMs: number) {
  const { site, source, queues } = world.plan;
  const queue = `q${world.contacts % queues}`;
  const uniqueId = `load-${world.plan.seed}-${world.contacts}`;
  const leg = legId({ source, uniqueId, queue, ordinal: 1 });
  return (atMs: number, what: ContactHappening): Fact => ({
    about: 'contact',
    factId: contactFactId(leg, what.kind),
    atMs: Math.round(atMs),
    precisionMs: 1,
    site,
    source,
    estimated: false,
    queue,
    legId: leg,
    contactId: uniqueId,
    channel: 'voice',
    offeredAtMs: Math.round(offeredAtMs),
    what,
  });
}
