import type {
  AgentChange,
  AgentFact,
  AgentFullState,
  Work,
} from '../../../services/domain/agent/agent-fact.ts';
import { agentFactId } from '../../../services/domain/agent/agent-fact.ts';
import {
  type Channel,
  type ContactFact,
  type ContactHappening,
  contactFactId,
  legId,
} from '../../../services/domain/queue/contact-fact.ts';

/** 2026-03-02, a Monday, 08:00 UTC. */
export const eight = Date.UTC(2026, 2, 2, 8);
export const minute = 60_000;

const told = { precisionMs: 1, site: 'hq', source: 'pbx', estimated: false };

interface Chosen {
  /** Queues by name: null = ready, a text = paused with this reason. */
  queues: Record<string, string | null>;
  device?: Work;
}

/** A full state of an agent. */
export function full(name: string, { queues, device }: Chosen): AgentFullState {
  const memberships = Object.entries(queues).map(([queue, reason]) => ({
    queue,
    sinceMs: null,
    paused: reason !== null,
    pauseReason: reason ?? '',
    pausedSinceMs: null,
  }));
  const work = device ? [{ channel: 'voice' as const, work: device, sinceMs: null }] : [];
  return { name, interface: `PJSIP/${name}`, memberships, work };
}

/** An agent fact. */
export function agentFact(
  agent: string,
  atMs: number,
  change: AgentChange,
  chosen: Chosen,
  queue = '',
): AgentFact {
  const factId = agentFactId({ source: 'pbx', agent, queue, change, atMs });
  return {
    about: 'agent',
    ...told,
    factId,
    atMs,
    agent,
    change,
    queue,
    after: full(agent, chosen),
  };
}

/** A leg whose facts can be told one by one. */
export function leg(
  uniqueId: string,
  queue: string,
  offeredAtMs: number,
  channel: Channel = 'voice',
) {
  const id = legId({ source: 'pbx', uniqueId, queue, ordinal: 1 });
  return (what: ContactHappening, atMs: number, ordinal = 1): ContactFact => ({
    about: 'contact',
    ...told,
    factId: contactFactId(id, what.kind, ordinal),
    atMs,
    queue,
    legId: id,
    contactId: uniqueId,
    channel,
    offeredAtMs,
    what,
  });
}
