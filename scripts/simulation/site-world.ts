import {
  type AgentChange,
  type AgentFullState,
  agentFactId,
} from '../../services/domain/agent/agent-fact.ts';
import type { Fact } from '../../services/domain/fact.ts';
import { type ContactHappening, contactFactId } from '../../services/domain/queue/contact-fact.ts';
import type { SiteDay, Storm } from './arrivals.ts';
import type { Agenda } from './heap.ts';
import type { QueuePlan } from './plan.ts';
import type { Random } from './random.ts';
import type { Duty } from './roster.ts';

/** What chance and scale a run has. */
export interface RunOptions {
  seed: number;
  /** Agents of the whole centre. */
  agents: number;
  storms: readonly Storm[];
  /** False leaves out the ringing of devices, which history does not need. */
  ringing: boolean;
}

/** One leg of a contact under way. */
export interface Call {
  queue: QueuePlan;
  leg: string;
  uniqueId: string;
  contactId: string;
  offeredAtMs: number;
  random: Random;
  rings: number;
  willAnswer: boolean;
  state: 'waiting' | 'ringing' | 'talking' | 'over';
  answeredAtMs: number;
  attempt: number;
}

/** An agent on duty. */
export interface Person {
  duty: Duty;
  memberships: boolean;
  sinceMs: number;
  breakReason: string;
  wantsBreak: { lengthMs: number; reason: string } | null;
  wantsHome: boolean;
  busy: boolean;
  idleSinceMs: number;
}

/** What stands in the agenda. */
export type Happening =
  | { kind: 'sign-in' | 'sign-out' | 'break-over'; person: Person }
  | { kind: 'break'; person: Person; lengthMs: number; reason: string }
  | { kind: 'arrive'; queue: QueuePlan; uniqueId: string; contactId: string; attempt: number }
  | { kind: 'give-up' | 'timeout'; call: Call }
  | { kind: 'ring-end' | 'hold' | 'resume' | 'talk-end' | 'acw-end'; call: Call; person: Person };

/** A site's day under way. */
export interface World {
  day: SiteDay;
  options: RunOptions;
  agenda: Agenda<Happening>;
  people: Person[];
  /** Waiting calls by queue, oldest first. */
  waiting: Map<string, Call[]>;
  facts: Fact[];
}

/** Tells one step of a contact. `ordinal` counts repeated things of one leg. */
export function tell(
  world: World,
  atMs: number,
  call: Call,
  what: ContactHappening,
  ordinal = 1,
): void {
  const { site } = world.day;
  world.facts.push({
    about: 'contact',
    factId: contactFactId(call.leg, what.kind, ordinal),
    atMs,
    precisionMs: 1,
    site: site.id,
    source: site.source,
    estimated: false,
    queue: call.queue.id,
    legId: call.leg,
    contactId: call.contactId,
    channel: 'voice',
    offeredAtMs: call.offeredAtMs,
    what,
  });
}

/** Tells what an agent chose, with the full state after it. */
export function tellAgent(world: World, atMs: number, person: Person, change: AgentChange): void {
  const { site } = world.day;
  const { agent } = person.duty;
  world.facts.push({
    about: 'agent',
    factId: agentFactId({ source: site.source, agent, queue: '', change, atMs }),
    atMs,
    precisionMs: 1,
    site: site.id,
    source: site.source,
    estimated: false,
    agent,
    change,
    queue: '',
    after: fullState(person),
  });
}

function fullState(person: Person): AgentFullState {
  const { duty, breakReason, sinceMs, memberships } = person;
  return {
    name: duty.name,
    interface: `SIM/${duty.agent}`,
    memberships: memberships
      ? duty.queues.map((queue) => ({
          queue,
          sinceMs: duty.fromMs,
          paused: breakReason !== '',
          pauseReason: breakReason,
          pausedSinceMs: sinceMs,
        }))
      : [],
    work: [],
  };
}
