import type { Channel } from '../queue/contact-fact.ts';

/** What a device or client is seen doing. */
export type Work = 'idle' | 'ringing' | 'talking' | 'holding' | 'unreachable' | 'unknown';

/** An agent's place in one queue. Instants by the clock of the source. */
export interface QueueMembership {
  queue: string;
  /** Signed in since; null = unknown. */
  sinceMs: number | null;
  paused: boolean;
  /** In the switch's words, for example "lunch"; empty when not said. */
  pauseReason: string;
  /** Paused or ready since; null = unknown. */
  pausedSinceMs: number | null;
}

/** What is seen of an agent on one channel. */
export interface ChannelWork {
  channel: Channel;
  work: Work;
  sinceMs: number | null;
}

/** The whole of what a source knows of an agent: a lost fact heals at the next one. */
export interface AgentFullState {
  /** As shown on the switch; empty when it has none. */
  name: string;
  /** The device, for example "PJSIP/104"; empty when unknown. */
  interface: string;
  /** Queues the agent is signed in to; none = signed out. */
  memberships: QueueMembership[];
  work: ChannelWork[];
}

/** What changed; `repeated` = nothing, the whole state once more. */
export type AgentChange = 'repeated' | 'signed-in' | 'signed-out' | 'chose' | 'seen';

/** One change of one agent, with the full state after it. */
export interface AgentFact {
  about: 'agent';
  /** source|agent|queue|change|second (milliseconds for `seen`). Made by `agentFactId`. */
  factId: string;
  /** By the clock of the source. */
  atMs: number;
  precisionMs: number;
  site: string;
  source: string;
  estimated: boolean;
  /** The agent's key on the switch: member name or interface, as the source is set up. */
  agent: string;
  change: AgentChange;
  /** The queue it happened in; empty when it concerns all of them. */
  queue: string;
  after: AgentFullState;
}

/**
 * The id of an agent fact: two readers of one switch make the same one, as
 * what an agent chooses is told by both in whole seconds. What only a live
 * connection sees (`seen`, `repeated`) keeps its milliseconds.
 */
export function agentFactId(of: {
  source: string;
  agent: string;
  queue: string;
  change: AgentChange;
  atMs: number;
}): string {
  const fine = of.change === 'seen' || of.change === 'repeated';
  const when = fine ? of.atMs : Math.floor(of.atMs / 1000);
  return `${of.source}|${of.agent}|${of.queue}|${of.change}|${when}`;
}
