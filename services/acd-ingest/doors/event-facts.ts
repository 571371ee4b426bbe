import { type AgentChange, agentFactId } from '../../domain/agent/agent-fact.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { Fact } from '../../domain/fact.ts';
import {
  type Channel,
  type ContactFact,
  type ContactHappening,
  contactFactId,
  type EndedBy,
  type LeaveReason,
  legId,
} from '../../domain/queue/contact-fact.ts';
import type { SourceFact } from '../../domain/source-fact.ts';
import { sourceFact } from '../liveness.ts';
import type { Instant, ValidEvent } from './event-schema.ts';

/** Whom the facts of an event belong to: from the token, never from the event. */
export interface Teller {
  id: string;
  site: string;
  cadenceMs: number;
}

/** A valid event as a fact. A refusal names the field. */
export function toFact(event: ValidEvent, teller: Teller): Fact {
  const [, about, told] = event.type.split('.') as [string, Fact['about'], string];
  switch (about) {
    case 'contact':
      return contactFact(event, told as ContactHappening['kind'], teller);
    case 'agent':
      return agentFact(event, told as AgentChange, teller);
    case 'source':
      return factAboutSource(event, told as SourceFact['what']['kind'], teller);
  }
}

/** What the schema has checked for every contact event; which field stands where depends on it. */
interface ContactData {
  at?: Instant;
  precisionMs?: number;
  estimated?: boolean;
  queue: string;
  legId?: string;
  contactId?: string;
  uniqueId?: string;
  ordinal?: number;
  channel?: Channel;
  offeredAt?: Instant;
  occurrence?: number;
  callerHash?: string;
  callerTail?: string;
  agent?: string;
  ringMs?: number;
  waitMs?: number;
  talkMs?: number;
  to?: string;
  reason?: string;
  endedBy?: EndedBy;
}

function contactFact(
  event: ValidEvent,
  kind: ContactHappening['kind'],
  teller: Teller,
): ContactFact {
  const data = event.data as unknown as ContactData;
  const atMs = instantOf(event, data.at);
  const offeredAtMs =
    data.offeredAt === undefined ? atMs - (data.waitMs ?? 0) : toMs(data.offeredAt);
  if (offeredAtMs > atMs) {
    throw new DomainError('invalid', 'data.offeredAt is later than the event itself');
  }
  const leg = legOf(data, teller);
  return {
    about: 'contact',
    factId: factIdOf(event, kind, leg, data.occurrence, teller),
    atMs,
    precisionMs: data.precisionMs ?? 1,
    site: teller.site,
    source: teller.id,
    estimated: data.estimated ?? false,
    queue: data.queue,
    legId: leg,
    contactId: data.contactId ?? data.uniqueId ?? leg,
    channel: data.channel ?? 'voice',
    offeredAtMs,
    what: happening(kind, data, atMs - offeredAtMs),
  };
}

/** Legs of different sources never meet, whatever they call themselves. */
function legOf({ legId: given, uniqueId, contactId, queue, ordinal }: ContactData, teller: Teller) {
  if (given !== undefined) return owned(given, teller.id);
  const id = uniqueId ?? contactId ?? '';
  return legId({ source: teller.id, uniqueId: id, queue, ordinal: ordinal ?? 1 });
}

/** An id under its source's name. */
export function owned(id: string, source: string): string {
  return id.startsWith(`${source}|`) ? id : `${source}|${id}`;
}

/** Rings and holds may come several times: the event's own id counts where the source does not. */
function factIdOf(
  event: ValidEvent,
  kind: ContactHappening['kind'],
  leg: string,
  occurrence: number | undefined,
  teller: Teller,
): string {
  const repeats = contactFactId(leg, kind, 1) !== contactFactId(leg, kind, 2);
  if (repeats && occurrence === undefined) {
    // A sender that knows our names for things uses them as the ids of its events.
    const named = owned(event.id, teller.id);
    return named.startsWith(`${leg}/${kind}/`) ? named : `${teller.id}|${event.source}|${event.id}`;
  }
  return contactFactId(leg, kind, occurrence ?? 1);
}

function happening(
  kind: ContactHappening['kind'],
  data: ContactData,
  sinceOfferMs: number,
): ContactHappening {
  // The schema requires these wherever a kind below reads them.
  const { agent = '', ringMs = 0, waitMs = sinceOfferMs, talkMs = 0, reason = '' } = data;
  switch (kind) {
    case 'offered': {
      const { callerHash, callerTail } = data;
      return {
        kind,
        ...(callerHash === undefined ? {} : { callerHash }),
        ...(callerTail === undefined ? {} : { callerTail }),
      };
    }
    case 'ringing':
    case 'held':
    case 'resumed':
    case 'acw-ended':
      return { kind, agent };
    case 'ring-no-answer':
      return { kind, agent, ringMs };
    case 'answered':
      return { kind, agent, waitMs };
    case 'transferred':
      return { kind, agent, to: data.to ?? '' };
    case 'abandoned':
      return { kind, waitMs };
    case 'left':
      return { kind, reason: reason as LeaveReason, waitMs };
    case 'blocked':
      return { kind, reason };
    case 'completed':
      return { kind, agent, talkMs, endedBy: data.endedBy ?? 'unknown' };
  }
}

interface AgentData {
  at?: Instant;
  precisionMs?: number;
  estimated?: boolean;
  agent: string;
  queue?: string;
  after: {
    name?: string;
    interface?: string;
    memberships: {
      queue: string;
      since?: Instant | null;
      sinceMs?: number | null;
      paused: boolean;
      pauseReason?: string;
      pausedSince?: Instant | null;
      pausedSinceMs?: number | null;
    }[];
    work?: {
      channel?: Channel;
      work: 'idle' | 'ringing' | 'talking' | 'holding' | 'unreachable' | 'unknown';
      since?: Instant | null;
      sinceMs?: number | null;
    }[];
  };
}

function agentFact(event: ValidEvent, change: AgentChange, teller: Teller): Fact {
  const data = event.data as unknown as AgentData;
  const atMs = instantOf(event, data.at);
  const { agent, queue = '', after } = data;
  return {
    about: 'agent',
    factId: agentFactId({ source: teller.id, agent, queue, change, atMs }),
    atMs,
    precisionMs: data.precisionMs ?? 1,
    site: teller.site,
    source: teller.id,
    estimated: data.estimated ?? false,
    agent,
    change,
    queue,
    after: {
      name: after.name ?? '',
      interface: after.interface ?? '',
      memberships: after.memberships.map((member) => ({
        queue: member.queue,
        sinceMs: maybeMs(member.since ?? member.sinceMs),
        paused: member.paused,
        pauseReason: member.pauseReason ?? '',
        pausedSinceMs: maybeMs(member.pausedSince ?? member.pausedSinceMs),
      })),
      work: (after.work ?? []).map(({ channel, work, since, sinceMs }) => ({
        channel: channel ?? 'voice',
        work,
        sinceMs: maybeMs(since ?? sinceMs),
      })),
    },
  };
}

interface SourceData {
  at?: Instant;
  cadenceMs?: number;
  disagreements?: number;
  estimatedEnds?: number;
  provenUntil?: Instant | null;
  provenUntilMs?: number | null;
  why?: string;
}

function factAboutSource(event: ValidEvent, kind: SourceFact['what']['kind'], teller: Teller) {
  const data = event.data as SourceData;
  const atMs = instantOf(event, data.at);
  const name = kind === 'heartbeat' ? `heartbeat|${atMs}` : `${event.source}|${event.id}`;
  return sourceFact(teller, name, atMs, sourceHappening(kind, data, teller));
}

function sourceHappening(
  kind: SourceFact['what']['kind'],
  data: SourceData,
  { cadenceMs }: Teller,
): SourceFact['what'] {
  const { disagreements = 0, estimatedEnds = 0, why = '' } = data;
  switch (kind) {
    case 'heartbeat':
      return { kind, cadenceMs: data.cadenceMs ?? cadenceMs, disagreements };
    case 'gap':
      return { kind, provenUntilMs: maybeMs(data.provenUntil ?? data.provenUntilMs), why };
    case 'resync':
      return { kind, estimatedEnds, disagreements };
  }
}

function instantOf(event: ValidEvent, at: Instant | undefined): number {
  const told = at ?? event.time;
  if (told === undefined) throw new DomainError('invalid', 'time is missing, and so is data.at');
  return toMs(told);
}

function maybeMs(instant: Instant | null | undefined): number | null {
  return instant === undefined || instant === null ? null : toMs(instant);
}

function toMs(instant: Instant): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}
