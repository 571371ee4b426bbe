import {
  type AgentFact as WireAgentFact,
  AgentChange as WireChange,
  type AgentFullState as WireFullState,
  Work as WireWork,
} from '../../proto/gen/floorcast/event/v1/agent_fact.ts';
import {
  Channel as WireChannel,
  type ContactFact as WireContactFact,
  EndedBy as WireEndedBy,
  LeaveReason as WireLeaveReason,
} from '../../proto/gen/floorcast/event/v1/contact_fact.ts';
import { FactBatch, type Fact as WireFact } from '../../proto/gen/floorcast/event/v1/fact.ts';
import type { SourceFact as WireSourceFact } from '../../proto/gen/floorcast/event/v1/source_fact.ts';
import type { AgentChange, AgentFact, AgentFullState, Work } from '../domain/agent/agent-fact.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import type {
  Channel,
  ContactFact,
  ContactHappening,
  EndedBy,
  LeaveReason,
} from '../domain/queue/contact-fact.ts';
import type { SourceFact } from '../domain/source-fact.ts';

/** Facts of one tenant as they stand in one message of the log. */
export interface Batch {
  tenant: string;
  /** When ingest formed it, by ingest's clock. */
  sentAtMs: number;
  facts: Fact[];
}

/** A batch as bytes for the log. */
export function encodeBatch(batch: Batch): Uint8Array {
  const { tenant, sentAtMs, facts } = batch;
  return FactBatch.encode({
    tenant,
    sentAt: new Date(sentAtMs),
    facts: facts.map(toWire),
  }).finish();
}

/** Bytes of the log as a batch. Throws a refusal that names what cannot be read. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const { tenant, sentAt, facts } = readBatch(bytes);
  if (!tenant) throw new DomainError('invalid', 'a batch of facts names no tenant');
  return { tenant, sentAtMs: sentAt?.getTime() ?? 0, facts: facts.map(fromWire) };
}

function readBatch(bytes: Uint8Array): FactBatch {
  try {
    return FactBatch.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a batch of facts: ${(error as Error).message}`);
  }
}

/** A domain fact as the wire has it. */
export function toWire(fact: Fact): WireFact {
  return {
    factId: fact.factId,
    occurredAt: new Date(fact.atMs),
    precisionMs: fact.precisionMs,
    site: fact.site,
    source: fact.source,
    estimated: fact.estimated,
    about: toWireAbout(fact),
  };
}

function toWireAbout(fact: Fact): WireFact['about'] {
  switch (fact.about) {
    case 'contact':
      return { $case: 'contact', value: toWireContact(fact) };
    case 'agent':
      return { $case: 'agent', value: toWireAgent(fact) };
    case 'source':
      return { $case: 'sourceFact', value: toWireSource(fact) };
  }
}

/** A fact off the wire; a refusal names the fact and the field. */
export function fromWire(wire: WireFact): Fact {
  const { factId, occurredAt, precisionMs, site, source, estimated, about } = wire;
  if (!factId) throw new DomainError('invalid', 'a fact has no fact_id');
  if (!occurredAt) throw new DomainError('invalid', `fact "${factId}" has no occurred_at`);
  const common = {
    factId,
    atMs: occurredAt.getTime(),
    precisionMs: precisionMs || 1,
    site,
    source,
    estimated,
  };
  switch (about?.$case) {
    case 'contact':
      return { about: 'contact', ...common, ...fromWireContact(factId, common.atMs, about.value) };
    case 'agent':
      return { about: 'agent', ...common, ...fromWireAgent(factId, about.value) };
    case 'sourceFact':
      return { about: 'source', ...common, what: fromWireSource(factId, about.value) };
    case undefined:
      throw new DomainError('invalid', `fact "${factId}" is of a kind this version does not know`);
  }
}

const channelToWire: Record<Channel, WireChannel> = {
  voice: WireChannel.VOICE,
  chat: WireChannel.CHAT,
  mail: WireChannel.MAIL,
  message: WireChannel.MESSAGE,
  'work-item': WireChannel.WORK_ITEM,
};
const channels = invert(channelToWire);

/** A channel as the wire has it. */
export function toWireChannel(channel: Channel): WireChannel {
  return channelToWire[channel];
}

/** A channel off the wire; what is not said is voice. */
export function fromWireChannel(channel: WireChannel): Channel {
  return channels.get(channel) ?? 'voice';
}

const reasonToWire: Record<LeaveReason, WireLeaveReason> = {
  timeout: WireLeaveReason.TIMEOUT,
  key: WireLeaveReason.KEY,
  empty: WireLeaveReason.EMPTY,
  withdrawn: WireLeaveReason.WITHDRAWN,
  overflow: WireLeaveReason.OVERFLOW,
  transferred: WireLeaveReason.TRANSFERRED,
  unnamed: WireLeaveReason.UNNAMED,
  lost: WireLeaveReason.LOST,
};
const reasons = invert(reasonToWire);

const endedByToWire: Record<EndedBy, WireEndedBy> = {
  customer: WireEndedBy.CUSTOMER,
  agent: WireEndedBy.AGENT,
  transfer: WireEndedBy.TRANSFER,
  unknown: WireEndedBy.UNSPECIFIED,
};
const endedBys = invert(endedByToWire);

function toWireContact(fact: ContactFact): WireContactFact {
  return {
    queue: fact.queue,
    legId: fact.legId,
    contactId: fact.contactId,
    channel: toWireChannel(fact.channel),
    offeredAt: new Date(fact.offeredAtMs),
    happened: toWireHappening(fact.what),
  };
}

function toWireHappening(what: ContactHappening): WireContactFact['happened'] {
  switch (what.kind) {
    case 'offered':
      return {
        $case: 'offered',
        value: { callerHash: what.callerHash, callerTail: what.callerTail },
      };
    case 'ringing':
      return { $case: 'ringing', value: { agent: what.agent } };
    case 'ring-no-answer':
      return { $case: 'ringNoAnswer', value: { agent: what.agent, ringMs: whole(what.ringMs) } };
    case 'answered':
      return { $case: 'answered', value: { agent: what.agent, waitMs: whole(what.waitMs) } };
    case 'held':
      return { $case: 'held', value: { agent: what.agent } };
    case 'resumed':
      return { $case: 'resumed', value: { agent: what.agent } };
    case 'transferred':
      return { $case: 'transferred', value: { agent: what.agent, to: what.to } };
    case 'abandoned':
      return { $case: 'abandoned', value: { waitMs: whole(what.waitMs) } };
    case 'left':
      return {
        $case: 'left',
        value: { reason: reasonToWire[what.reason], waitMs: whole(what.waitMs) },
      };
    case 'blocked':
      return { $case: 'blocked', value: { reason: what.reason } };
    case 'completed':
      return {
        $case: 'completed',
        value: {
          agent: what.agent,
          talkMs: whole(what.talkMs),
          endedBy: endedByToWire[what.endedBy],
        },
      };
    case 'acw-ended':
      return { $case: 'afterCallWorkEnded', value: { agent: what.agent } };
  }
}

function fromWireContact(factId: string, atMs: number, wire: WireContactFact) {
  if (!wire.queue) throw new DomainError('invalid', `fact "${factId}" names no queue`);
  if (!wire.legId) throw new DomainError('invalid', `fact "${factId}" names no leg_id`);
  return {
    queue: wire.queue,
    legId: wire.legId,
    contactId: wire.contactId || wire.legId,
    channel: fromWireChannel(wire.channel),
    offeredAtMs: wire.offeredAt?.getTime() ?? atMs,
    what: fromWireHappening(factId, wire.happened),
  };
}

function fromWireHappening(
  factId: string,
  happened: WireContactFact['happened'],
): ContactHappening {
  switch (happened?.$case) {
    case 'offered': {
      const { callerHash, callerTail } = happened.value;
      return {
        kind: 'offered',
        ...(callerHash === undefined ? {} : { callerHash }),
        ...(callerTail === undefined ? {} : { callerTail }),
      };
    }
    case 'ringing':
      return { kind: 'ringing', agent: happened.value.agent };
    case 'ringNoAnswer':
      return { kind: 'ring-no-answer', ...happened.value };
    case 'answered':
      return { kind: 'answered', ...happened.value };
    case 'held':
      return { kind: 'held', agent: happened.value.agent };
    case 'resumed':
      return { kind: 'resumed', agent: happened.value.agent };
    case 'transferred':
      return { kind: 'transferred', ...happened.value };
    case 'abandoned':
      return { kind: 'abandoned', waitMs: happened.value.waitMs };
    case 'left': {
      const reason = reasons.get(happened.value.reason) ?? 'unnamed';
      return { kind: 'left', reason, waitMs: happened.value.waitMs };
    }
    case 'blocked':
      return { kind: 'blocked', reason: happened.value.reason };
    case 'completed': {
      const { agent, talkMs, endedBy } = happened.value;
      return { kind: 'completed', agent, talkMs, endedBy: endedBys.get(endedBy) ?? 'unknown' };
    }
    case 'afterCallWorkEnded':
      return { kind: 'acw-ended', agent: happened.value.agent };
    case undefined:
      throw new DomainError('invalid', `fact "${factId}" tells nothing this version knows`);
  }
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

function toWireAgent(fact: AgentFact): WireAgentFact {
  const { agent, change, queue, after } = fact;
  return { agent, change: changeToWire[change], queue, after: toWireFullState(after) };
}

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

function fromWireAgent(factId: string, wire: WireAgentFact) {
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

function toWireSource({ what }: SourceFact): WireSourceFact {
  switch (what.kind) {
    case 'heartbeat': {
      const { cadenceMs, disagreements } = what;
      return { happened: { $case: 'heartbeat', value: { cadenceMs, disagreements } } };
    }
    case 'gap': {
      const value = { provenUntil: toDate(what.provenUntilMs), why: what.why };
      return { happened: { $case: 'gap', value } };
    }
    case 'resync': {
      const { estimatedEnds, disagreements } = what;
      return { happened: { $case: 'resync', value: { estimatedEnds, disagreements } } };
    }
  }
}

function fromWireSource(factId: string, { happened }: WireSourceFact): SourceFact['what'] {
  switch (happened?.$case) {
    case 'heartbeat':
      return { kind: 'heartbeat', ...happened.value };
    case 'gap': {
      const { provenUntil, why } = happened.value;
      return { kind: 'gap', provenUntilMs: provenUntil?.getTime() ?? null, why };
    }
    case 'resync':
      return { kind: 'resync', ...happened.value };
    case undefined:
      throw new DomainError('invalid', `fact "${factId}" tells nothing this version knows`);
  }
}

function toDate(ms: number | null): Date | undefined {
  return ms === null ? undefined : new Date(ms);
}

/** Durations on the wire are whole milliseconds and never negative. */
function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}

function invert<K extends string, V>(record: Record<K, V>): Map<V, K> {
  return new Map((Object.entries(record) as [K, V][]).map(([key, value]) => [value, key]));
}
