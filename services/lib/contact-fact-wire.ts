import {
  type ContactFact as WireContactFact,
  EndedBy as WireEndedBy,
  LeaveReason as WireLeaveReason,
} from '../../proto/gen/floorcast/event/v1/contact_fact.ts';
import { DomainError } from '../domain/domain-error.ts';
import type {
  ContactFact,
  ContactHappening,
  EndedBy,
  LeaveReason,
} from '../domain/queue/contact-fact.ts';
import { fromWireChannel, invert, toWireChannel } from './wire-values.ts';

/** A contact fact's own part as the wire has it. */
export function toWireContact(fact: ContactFact): WireContactFact {
  return {
    queue: fact.queue,
    legId: fact.legId,
    contactId: fact.contactId,
    channel: toWireChannel(fact.channel),
    offeredAt: new Date(fact.offeredAtMs),
    happened: toWireHappening(fact.what),
  };
}

/** A contact fact's own part off the wire; a refusal names the fact and the field. */
export function fromWireContact(factId: string, atMs: number, wire: WireContactFact) {
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

/** Durations on the wire are whole milliseconds and never negative. */
function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}
