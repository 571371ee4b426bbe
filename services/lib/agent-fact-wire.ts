import {
  type AgentFact as WireAgentFact,
  AgentChange as WireChange,
  type AgentFullState as WireFullState,
  Work as WireWork,
} from '../../proto/gen/floorcast/event/v1/agent_fact.ts';
import type { AgentChange, AgentFact, AgentFullState, Work } from '../domain/agent/agent-fact.ts';
import { DomainError } from '../domain/domain-error.ts';
import { fromWireChannel, invert, toDate, toWireChannel } from './wire-values.ts';

/** An agent fact's own part as the wire has it. */
export function toWireAgent(fact: AgentFact): WireAgentFact {
  const { agent, change, queue, after } = fact;
  return { agent, change: changeToWire[change], queue, after: toWireFullState(after) };
}

/** An agent fact's own part off the wire; a refusal names the fact and the field. */
export function fromWireAgent(factId: string, wire: WireAgentFact) {
  if (!wire.agent) throw new DomainError('invalid', `fact "${factId}" names no agent`);
  if (!wire.after) throw new DomainError('invalid', `fact "${factId}" has no state after it`);
  return {
    agent: wire.agent,
    change: changes.get(wire.change) ?? 'repeated',
    queue: wire.queue,
    after: {
      name: wire.after.name,
      interface: wire.after.interface,
      memberships: wire.after.memberships.map((member) => ({
        queue: member.queue,
        sinceMs: member.since?.getTime() ?? null,
        paused: member.paused,
        pauseReason: member.pauseReason,
        pausedSinceMs: member.pausedSince?.getTime() ?? null,
      })),
      work: wire.after.work.map((seen) => ({
        channel: fromWireChannel(seen.channel),
        work: works.get(seen.work) ?? ('unknown' as const),
        sinceMs: seen.since?.getTime() ?? null,
      })),
    },
  };
}

const changeToWire: Record<AgentChange, WireChange> = {
  repeated: WireChange.UNSPECIFIED,
  'signed-in': WireChange.SIGNED_IN,
  'signed-out': WireChange.SIGNED_OUT,
  chose: WireChange.CHOSE,
  seen: WireChange.SEEN,
};
const changes = invert(changeToWire);

const workToWire: Record<Work, WireWork> = {
  unknown: WireWork.UNSPECIFIED,
  idle: WireWork.IDLE,
  ringing: WireWork.RINGING,
  talking: WireWork.TALKING,
  holding: WireWork.HOLDING,
  unreachable: WireWork.UNREACHABLE,
};
const works = invert(workToWire);
function toWireFullState(state: AgentFullState): WireFullState {
  return {
    name: state.name,
    interface: state.interface,
    memberships: state.memberships.map((member) => ({
      queue: member.queue,
      since: toDate(member.sinceMs),
      paused: member.paused,
      pauseReason: member.pauseReason,
      pausedSince: toDate(member.pausedSinceMs),
    })),
    work: state.work.map((seen) => ({
      channel: toWireChannel(seen.channel),
      work: workToWire[seen.work],
      since: toDate(seen.sinceMs),
    })),
  };
}
