import {
  type AgentFigures,
  type AgentState,
  type AgentInterval as WireInterval,
  DisplayState as WireState,
} from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { Channel as WireChannel } from '../../proto/gen/floorcast/event/v1/contact_fact.ts';
import type { DisplayState } from '../domain/agent/agent-display.ts';
import type { AgentInterval, AgentSnapshot } from '../domain/agent/agent-figures.ts';
import { type AgentSums, occupancy } from '../domain/agent/agent-sums.ts';
import { toWireChannel } from '../lib/wire-values.ts';
import type { Identity } from './identity.ts';

const stateToWire: Record<DisplayState, WireState> = {
  unknown: WireState.UNSPECIFIED,
  'signed-out': WireState.SIGNED_OUT,
  ready: WireState.READY,
  ringing: WireState.RINGING,
  talking: WireState.TALKING,
  holding: WireState.HOLDING,
  'after-call-work': WireState.AFTER_CALL_WORK,
  break: WireState.BREAK,
  'other-contact': WireState.OTHER_CONTACT,
  unreachable: WireState.UNREACHABLE,
};

/** A display state as the wire has it. */
export function toWireState(state: DisplayState): WireState {
  return stateToWire[state];
}

/** An agent and the person behind him as they leave the service. */
export function toWireAgent(agent: AgentSnapshot, { person, team }: Identity): AgentState {
  return {
    site: agent.site,
    source: agent.source,
    agent: agent.agent,
    person,
    name: agent.name,
    state: stateToWire[agent.state],
    since: agent.sinceMs === null ? undefined : new Date(agent.sinceMs),
    reason: agent.reason,
    queue: agent.queue,
    channel: agent.channel ? toWireChannel(agent.channel) : WireChannel.UNSPECIFIED,
    contacts: agent.contacts,
    queues: agent.queues.map(({ queue }) => queue),
    today: toWireFigures(agent.today),
    team,
  };
}

/** One agent's interval, for the wire. */
export function toWireInterval(interval: AgentInterval, version: number): WireInterval {
  const { site, source, agent, startMs, lengthMs, sums } = interval;
  const figures = toWireFigures(sums);
  return {
    site,
    source,
    agent,
    start: new Date(startMs),
    lengthS: lengthMs / 1_000,
    figures,
    version,
  };
}

function toWireFigures(sums: AgentSums): AgentFigures {
  return {
    answered: sums.answered,
    ringNoAnswers: sums.ringNoAnswers,
    signedInMs: sums.signedInMs,
    talkMs: sums.talkMs,
    holdMs: sums.holdMs,
    acwMs: sums.acwMs,
    readyMs: sums.readyMs,
    ringingMs: sums.ringingMs,
    breakMs: sums.breakMs,
    breakByReasonMs: Object.fromEntries(sums.breakByReasonMs),
    otherMs: sums.otherMs,
    occupancy: occupancy(sums) ?? undefined,
  };
}
