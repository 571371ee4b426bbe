import type { Fact } from '../../domain/fact.ts';
import type { AmiMessage } from './ami-parser.ts';
import {
  claimSighting,
  leftJustNow,
  type Member,
  memberOf,
  seenWork,
  setPause,
  setWork,
  signIn,
  signOut,
} from './asterisk-members.ts';
import { agentFact, type Switch, type Telling } from './asterisk-switch.ts';

/**
 * What an event tells of a queue member. The switch sends one event per queue
 * of an agent: a change is told once, what repeats it tells nothing.
 */
export function translateMember(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  return memberEvents[message.get('Event')]?.(sw, message, telling) ?? [];
}

type Translate = (sw: Switch, message: AmiMessage, telling: Telling) => Fact[];

const memberEvents: Record<string, Translate> = {
  QueueMemberAdded,
  QueueMemberRemoved,
  QueueMemberPause,
  QueueMemberStatus,
  QueueMemberPenalty: QueueMemberStatus,
  AgentCalled,
  AgentRingNoAnswer: ringEnded,
  AgentConnect,
};

function QueueMemberAdded(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  const queue = message.get('Queue');
  const known = claimed(sw, member, queue, 'in', telling) && queue in member.places;
  const paused = message.get('Paused') === '1';
  signIn(member, queue, {
    sinceMs: telling.atMs,
    paused,
    pauseReason: paused ? message.get('PausedReason') : '',
    pausedSinceMs: telling.atMs,
  });
  member.status = Number(message.get('Status'));
  setWork(member, seenWork(member), telling.atMs);
  if (known) return [];
  return [agentFact(sw, { agent: member.agent, change: 'signed-in', queue }, telling)];
}

/** May come in the middle of a call: answer and end still follow. */
function QueueMemberRemoved(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  const queue = message.get('Queue');
  claimed(sw, member, queue, 'out', telling);
  if (!signOut(member, queue)) return [];
  return [agentFact(sw, { agent: member.agent, change: 'signed-out', queue }, telling)];
}

function QueueMemberPause(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  const queue = message.get('Queue');
  const paused = message.get('Paused') === '1';
  claimed(sw, member, queue, paused ? 'pause' : 'unpause', telling);
  // Asterisk before 22 has both headers, later ones only PausedReason.
  const reason = message.get('PausedReason') || message.get('Reason');
  const changed = setPause(member, queue, { paused, reason, atMs: telling.atMs });
  const seen = statusSeen(sw, member, message, telling);
  if (!changed) return seen;
  return [agentFact(sw, { agent: member.agent, change: 'chose', queue }, telling), ...seen];
}

function QueueMemberStatus(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  return statusSeen(sw, memberIn(sw, message), message, telling);
}

function AgentCalled(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  member.ringing = message.get('Uniqueid');
  return workSeen(sw, member, 'ringing', telling);
}

/** Nobody took the call; a phone that rings elsewhere says so by its status. */
function ringEnded(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  member.ringing = '';
  return workSeen(sw, member, 'idle', telling);
}

function AgentConnect(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const member = memberIn(sw, message);
  member.ringing = '';
  return workSeen(sw, member, 'talking', telling);
}

function statusSeen(sw: Switch, member: Member, message: AmiMessage, telling: Telling): Fact[] {
  memberImplied(sw, member, message, telling);
  member.status = Number(message.get('Status'));
  if (member.status !== 3 && member.status !== 6) member.ringing = '';
  return workSeen(sw, member, seenWork(member), telling);
}

/** A status of a member we never saw sign in: it has been there since before we looked. */
function memberImplied(sw: Switch, member: Member, message: AmiMessage, { atMs }: Telling): void {
  const queue = message.get('Queue');
  if (queue in member.places || leftJustNow(sw.members, member.agent, queue, atMs)) return;
  const paused = message.get('Paused') === '1';
  const pauseReason = paused ? message.get('PausedReason') : '';
  signIn(member, queue, { sinceMs: null, paused, pauseReason, pausedSinceMs: null });
}

function workSeen(sw: Switch, member: Member, work: Member['work'], telling: Telling): Fact[] {
  if (!setWork(member, work, telling.atMs)) return [];
  return [agentFact(sw, { agent: member.agent, change: 'seen', queue: '' }, telling)];
}

/** The member an event names; the switch's own lists have other names for the same headers. */
export function memberIn(sw: Switch, message: AmiMessage): Member {
  const member = memberOf(sw.members, {
    interface: message.get('Interface') || message.get('Location'),
    name: message.get('MemberName') || message.get('Name'),
    agentsBy: sw.identity.agentsBy,
  });
  member.stateInterface = message.get('StateInterface') || member.stateInterface;
  return member;
}

function claimed(
  sw: Switch,
  { agent }: Member,
  queue: string,
  verb: string,
  { reader, atMs }: Telling,
): boolean {
  return claimSighting(sw.members, { reader, agent, queue, verb, atMs });
}
