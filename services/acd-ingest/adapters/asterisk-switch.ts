import { createHmac } from 'node:crypto';
import type { AgentChange, AgentFact } from '../../domain/agent/agent-fact.ts';
import { agentFactId } from '../../domain/agent/agent-fact.ts';
import {
  type ContactFact,
  type ContactHappening,
  contactFactId,
  legId,
} from '../../domain/queue/contact-fact.ts';
import type { SourceFact } from '../../domain/source-fact.ts';
import { emptyLegs, type Leg, type Legs, type Reader } from './asterisk-legs.ts';
import { emptyMembers, fullState, type Members } from './asterisk-members.ts';
import type { AsteriskOptions } from './asterisk-options.ts';

/** What stays the same for one switch. */
export type SwitchIdentity = Pick<
  AsteriskOptions,
  'source' | 'site' | 'agentsBy' | 'callerKey' | 'callerDigits'
>;

/** One switch as its readers know it together. Each reader changes it and tells facts. */
export interface Switch {
  identity: SwitchIdentity;
  legs: Legs;
  members: Members;
  /** Callers whose hang-up was seen, by Uniqueid, until their channel is gone. */
  hungUp: Map<string, number>;
  /** Legs that left the queue, why is not known yet, by leg id. */
  leaving: Map<string, { leg: Leg; atMs: number }>;
  /** Legs whose leave was told without a reason a moment ago, by Uniqueid and queue. */
  unnamed: Map<string, { leg: Leg; atMs: number }>;
  /** Rows about agents read from the log's newest second. */
  logSecond: { atMs: number; rows: number };
  /** Calls turned away, counted by Uniqueid and queue. */
  blocked: Map<string, number>;
  /** Where our count of the waiting and the switch's own differed. */
  disagreements: number;
  /**
   * The newest instant told. A recording without `Timestamp` lines has none:
   * it is `timeless`, stands at 0, and every duration is one the switch tells.
   */
  nowMs: number;
  timeless: boolean;
}

/** Every map of a switch forgets its oldest entries beyond this. */
export const maxEntries = 20_000;

/** A switch nothing is known of. */
export function newSwitch(identity: SwitchIdentity, { timeless = false } = {}): Switch {
  return {
    identity,
    legs: emptyLegs(),
    members: emptyMembers(),
    hungUp: new Map(),
    leaving: new Map(),
    unnamed: new Map(),
    logSecond: { atMs: 0, rows: 0 },
    blocked: new Map(),
    disagreements: 0,
    nowMs: 0,
    timeless,
  };
}

/** By whom something is told, and how exactly its instant is known. */
export interface Telling {
  reader: Reader;
  atMs: number;
  precisionMs: number;
}

/** One thing that happened to a leg, as a fact. */
export function contactFact(
  { identity }: Switch,
  leg: Leg,
  what: ContactHappening,
  at: { atMs: number; precisionMs: number; estimated?: boolean; ordinal?: number },
): ContactFact {
  leg.touchedAtMs = Math.max(leg.touchedAtMs, at.atMs);
  return {
    about: 'contact',
    factId: contactFactId(leg.id, what.kind, at.ordinal),
    atMs: at.atMs,
    precisionMs: at.precisionMs,
    site: identity.site,
    source: identity.source,
    estimated: at.estimated ?? false,
    queue: leg.queue,
    legId: leg.id,
    contactId: leg.contactId,
    channel: 'voice',
    offeredAtMs: leg.offeredAtMs,
    what,
  };
}

/** A call turned away before it entered: a leg of its own, never offered. */
export function blockedFact(
  sw: Switch,
  {
    uniqueId,
    queue,
    contactId,
    reason,
  }: Record<'uniqueId' | 'queue' | 'contactId' | 'reason', string>,
  { atMs, precisionMs }: Telling,
): ContactFact {
  const key = `${uniqueId}|${queue}`;
  const ordinal = (sw.blocked.get(key) ?? 0) + 1;
  remember(sw.blocked, key, ordinal);
  const { source, site } = sw.identity;
  const id = legId({ source, uniqueId: `${uniqueId}~blocked`, queue, ordinal });
  return {
    about: 'contact',
    factId: contactFactId(id, 'blocked'),
    atMs,
    precisionMs,
    site,
    source,
    estimated: false,
    queue,
    legId: id,
    contactId,
    channel: 'voice',
    offeredAtMs: atMs,
    what: { kind: 'blocked', reason },
  };
}

/** One change of an agent, with the full state after it. */
export function agentFact(
  { identity, members }: Switch,
  { agent, change, queue }: { agent: string; change: AgentChange; queue: string },
  { atMs, precisionMs }: Telling,
  estimated = false,
): AgentFact {
  const { source, site } = identity;
  return {
    about: 'agent',
    factId: agentFactId({ source, agent, queue, change, atMs }),
    atMs,
    precisionMs,
    site,
    source,
    estimated,
    agent,
    change,
    queue,
    after: fullState(members, agent),
  };
}

/** Something about the source itself. */
export function sourceFact(
  identity: SwitchIdentity,
  atMs: number,
  what: SourceFact['what'],
): SourceFact {
  const { source, site } = identity;
  return {
    about: 'source',
    factId: `${source}|${what.kind}|${atMs}`,
    atMs,
    precisionMs: 1,
    site,
    source,
    estimated: false,
    what,
  };
}

/** A caller as a fact may name it: a keyed hash, and the last digits if the site allows. */
export function callerOf(
  { identity }: Switch,
  number: string,
): { callerHash?: string; callerTail?: string } {
  const digits = number.replace(/[^0-9+]/g, '');
  if (digits === '' || identity.callerKey === undefined) return {};
  const hash = createHmac('sha256', identity.callerKey).update(digits).digest('base64url');
  return {
    callerHash: hash.slice(0, 22),
    ...(identity.callerDigits === 0 ? {} : { callerTail: digits.slice(-identity.callerDigits) }),
  };
}

/** Puts an entry into a bounded map; the oldest one gives way. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= maxEntries) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
