import type { Fact } from '../../domain/fact.ts';
import type { EndedBy, LeaveReason } from '../../domain/queue/contact-fact.ts';
import { translateMember } from './ami-members.ts';
import type { AmiMessage } from './ami-parser.ts';
import { talkEvents } from './ami-talk.ts';
import {
  answered,
  answeredLeg,
  completed,
  joined,
  notAnswered,
  rang,
  unanswered,
  unansweredFact,
  waitOf,
} from './asterisk-calls.ts';
import { findLeg, type Leg, setPhase } from './asterisk-legs.ts';
import { memberOf } from './asterisk-members.ts';
import { blockedFact, remember, type Switch, type Telling } from './asterisk-switch.ts';

/**
 * One message of the manager interface into facts. Pure but for the switch it
 * changes; never waits.
 *
 * @param receivedMs - when it came, used where the switch sends no `Timestamp`;
 *   null in a recording, which then has no instants at all.
 */
export function translate(sw: Switch, message: AmiMessage, receivedMs: number | null): Fact[] {
  const event = message.get('Event');
  if (event === '') return [];
  sw.nowMs = Math.max(sw.nowMs, instantOf(sw, message, receivedMs));
  const telling: Telling = { reader: 'ami', atMs: sw.nowMs, precisionMs: 1 };
  const due = leavesDue(sw, sw.nowMs);
  const decided = event === 'Hangup' ? leaveDecided(sw, message.get('Uniqueid')) : [];
  const told =
    contactEvents[event]?.(sw, message, telling) ?? translateMember(sw, message, telling);
  return [...due, ...decided, ...told];
}

type Translate = (sw: Switch, message: AmiMessage, telling: Telling) => Fact[];

/** What is read of calls. Everything else is about members, or passes by. */
const contactEvents: Record<string, Translate> = {
  QueueCallerJoin,
  QueueCallerAbandon,
  QueueCallerLeave,
  AgentCalled,
  AgentRingNoAnswer,
  AgentConnect,
  AgentComplete,
  ...talkEvents,
  HangupRequest,
  Hangup,
  UserEvent,
};

/**
 * A leave is by key when no answer follows within so much source time: the two
 * events are a tenth of a millisecond apart. Should a dialplan put work between
 * them, the answer still counts when it comes.
 */
export const leaveDecidedMs = 250;

/**
 * Legs that left their queue without abandon or answer, and by now nothing else
 * can follow: the caller pressed a key. Called with every message, and by the
 * live reader's beat.
 */
export function leavesDue(sw: Switch, nowMs: number): Fact[] {
  if (sw.leaving.size === 0 || sw.timeless) return [];
  const due = [...sw.leaving.values()].filter(({ atMs }) => nowMs - atMs >= leaveDecidedMs);
  return due.map(({ leg, atMs }) => leftByKey(sw, leg, atMs));
}

/** The connection was lost while answers may follow a leave: the switch's list, or the log, will say. */
export function leavesForgotten(sw: Switch): void {
  for (const { leg } of sw.leaving.values()) setPhase(leg, 'ami', 'waiting');
  sw.leaving.clear();
}

/** The recording ends while the reason of a leave is still open: it is not known. */
export function leavesUndecided(sw: Switch): Fact[] {
  const open = [...sw.leaving.values()];
  sw.leaving.clear();
  return open.map(({ leg, atMs }) => {
    setPhase(leg, 'ami', 'guessed');
    const at = { atMs, precisionMs: 1 };
    return unansweredFact(sw, leg, 'unnamed', { ...at, ...waitOf(sw, leg, at, 0) });
  });
}

/** The call's next step (its end, another queue) proves that no answer follows. */
function leaveDecided(sw: Switch, uniqueId: string): Fact[] {
  if (sw.leaving.size === 0) return [];
  const due = [...sw.leaving.values()].filter(({ leg }) => leg.uniqueId === uniqueId);
  return due.map(({ leg, atMs }) => leftByKey(sw, leg, atMs));
}

function leftByKey(sw: Switch, leg: Leg, atMs: number): Fact {
  sw.leaving.delete(leg.id);
  // Not "ended": should an answer follow after all, it still finds the leg, and counts.
  setPhase(leg, 'ami', 'guessed');
  const at = { atMs, precisionMs: 1 };
  return unansweredFact(sw, leg, 'key', { ...at, ...waitOf(sw, leg, at, 0) });
}

function QueueCallerJoin(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = callOf(message);
  const contactId = message.get('Linkedid') || call.uniqueId;
  return [
    ...leaveDecided(sw, call.uniqueId),
    ...joined(sw, { ...call, contactId, caller: message.get('CallerIDNum') }, telling),
  ];
}

/**
 * Sent for every leave without an answer but the one by key: only a hang-up
 * seen before tells the abandon from a timeout, an empty queue or a withdrawal.
 */
function QueueCallerAbandon(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = callOf(message);
  const why = sw.hungUp.has(call.uniqueId) ? 'abandoned' : 'unnamed';
  return unanswered(sw, { ...call, holdMs: secondsOf(message, 'HoldTime'), why }, telling);
}

/** The last event of a wait; what kind of end it was is told just before, or just after. */
function QueueCallerLeave(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = { ...callOf(message), reader: telling.reader, joinedAtMs: null };
  const told = findLeg(sw.legs, { ...call, phases: ['ended'] });
  if (told?.leaveDue) {
    told.leaveDue = false;
    return [];
  }
  const leg = findLeg(sw.legs, { ...call, phases: ['waiting'] });
  if (!leg) return [];
  setPhase(leg, 'ami', 'leaving');
  remember(sw.leaving, leg.id, { leg, atMs: telling.atMs });
  return [];
}

function AgentCalled(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = { ...callOf(message), agent: agentOf(sw, message) };
  return [...rang(sw, call, telling), ...translateMember(sw, message, telling)];
}

function AgentRingNoAnswer(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  // Here the switch counts milliseconds, in AgentConnect seconds.
  const ringMs = numberOf(message, 'RingTime');
  const call = { ...callOf(message), agent: agentOf(sw, message), ringMs };
  return [...notAnswered(sw, call, telling), ...translateMember(sw, message, telling)];
}

function AgentConnect(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = {
    ...callOf(message),
    agent: agentOf(sw, message),
    interface: message.get('Interface'),
    destUniqueId: message.get('DestUniqueid'),
    holdMs: secondsOf(message, 'HoldTime'),
  };
  return [...answered(sw, call, telling), ...translateMember(sw, message, telling)];
}

function AgentComplete(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const call = {
    ...callOf(message),
    agent: agentOf(sw, message),
    destUniqueId: message.get('DestUniqueid'),
    holdMs: secondsOf(message, 'HoldTime'),
    talkMs: secondsOf(message, 'TalkTime'),
  };
  const found = answeredLeg(sw, call, telling);
  if (!found) return [];
  const endedBy: EndedBy = endedByReason[message.get('Reason')] ?? 'unknown';
  const end = { ...call, endedBy, to: '' };
  return [...found.facts, ...completed(sw, found.leg, end, telling)];
}

const endedByReason: Record<string, 'customer' | 'agent' | 'transfer'> = {
  caller: 'customer',
  agent: 'agent',
  transfer: 'transfer',
};

function HangupRequest(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  remember(sw.hungUp, message.get('Uniqueid'), telling.atMs);
  return [];
}

function Hangup(sw: Switch, message: AmiMessage): Fact[] {
  sw.hungUp.delete(message.get('Uniqueid'));
  return [];
}

/**
 * A dialplan may tell what the switch's events do not, with one line after Queue():
 * `UserEvent(QueueExit,Queue: sales,Status: ${QUEUESTATUS},Uniqueid: ${UNIQUEID})`.
 */
function UserEvent(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  if (message.get('UserEvent') !== 'QueueExit') return [];
  const call = callOf(message);
  const status = message.get('Status');
  if (turnedAway.has(status)) {
    const contactId = message.get('Linkedid') || call.uniqueId;
    return [blockedFact(sw, { ...call, contactId, reason: status.toLowerCase() }, telling)];
  }
  const left = sw.unnamed.get(`${call.uniqueId}|${call.queue}`);
  const why = leftBecause[status];
  if (!left || !why) return [];
  sw.unnamed.delete(`${call.uniqueId}|${call.queue}`);
  const at = { atMs: left.atMs, precisionMs: 1 };
  return [unansweredFact(sw, left.leg, why, { ...at, ...waitOf(sw, left.leg, at, 0) })];
}

/** QUEUESTATUS of a call that did not enter. */
const turnedAway = new Set(['FULL', 'JOINEMPTY', 'JOINUNAVAIL']);

/** QUEUESTATUS of a call that left without an answer. */
const leftBecause: Record<string, LeaveReason> = {
  TIMEOUT: 'timeout',
  LEAVEEMPTY: 'empty',
  LEAVEUNAVAIL: 'empty',
  WITHDRAW: 'withdrawn',
};

function callOf(message: AmiMessage): { uniqueId: string; queue: string } {
  return { uniqueId: message.get('Uniqueid'), queue: message.get('Queue') };
}

function agentOf(sw: Switch, message: AmiMessage): string {
  const { agentsBy } = sw.identity;
  const member = { interface: message.get('Interface'), name: message.get('MemberName'), agentsBy };
  return memberOf(sw.members, member).agent;
}

function secondsOf(message: AmiMessage, header: string): number {
  return numberOf(message, header) * 1_000;
}

/** A number as sent; what is none is 0. */
export function numberOf(message: AmiMessage, header: string): number {
  const value = Number(message.get(header));
  return Number.isFinite(value) && value >= 0 ? value : 0;
}

function instantOf(sw: Switch, message: AmiMessage, receivedMs: number | null): number {
  if (sw.timeless) return 0;
  return timestampOf(message) ?? receivedMs ?? sw.nowMs;
}

/** The `Timestamp` header in epoch milliseconds, rounded down: the second must stay the log's. */
export function timestampOf(message: AmiMessage): number | null {
  const given = /^(\d{9,11})(?:\.(\d{1,9}))?$/.exec(message.get('Timestamp'));
  if (!given) return null;
  return Number(given[1]) * 1_000 + Number((given[2] ?? '').padEnd(3, '0').slice(0, 3));
}
