import type { Fact } from '../../domain/fact.ts';
import { memberIn } from './ami-members.ts';
import type { AmiMessage } from './ami-parser.ts';
import { numberOf } from './ami-translator.ts';
import { foundWaiting, unansweredFact } from './asterisk-calls.ts';
import { type Leg, legsOf, openLegs, setPhase, standing } from './asterisk-legs.ts';
import { type Member, seenWork, setWork, signIn, signOut } from './asterisk-members.ts';
import { agentFact, contactFact, type Switch, type Telling } from './asterisk-switch.ts';

/** What the switch says stands now: the answers of `QueueStatus` and `CoreShowChannels`. */
export interface SwitchList {
  /** `QueueEntry`: calls waiting. */
  entries: AmiMessage[];
  /** `QueueMember`: one for each agent and queue. */
  members: AmiMessage[];
  /** Uniqueids of every channel; null = not asked. */
  channels: ReadonlySet<string> | null;
}

/** Differences seen in one list and not yet believed, by what they say. */
export type Doubts = ReadonlySet<string>;

/**
 * Compares the switch's own lists with what its events told, and tells what
 * heals the difference. A list and the events beside it are not of one instant:
 * a difference counts when two lists in a row show it.
 *
 * @param sure - the first list of a connection: everything from before
 *   `connectedAtMs` is believed at once.
 */
export function repair(
  sw: Switch,
  list: SwitchList,
  {
    atMs,
    doubts,
    sure,
    connectedAtMs,
  }: {
    atMs: number;
    doubts: Doubts;
    sure: boolean;
    connectedAtMs: number;
  },
): { facts: Fact[]; doubts: Doubts; estimatedEnds: number } {
  const telling: Telling = { reader: 'list', atMs, precisionMs: 1 };
  const next = new Set<string>();
  const believed = (difference: string, certain: boolean) => {
    if (certain || doubts.has(difference)) return true;
    next.add(difference);
    return false;
  };
  const unknown = entriesUnknown(sw, list.entries).filter((entry) =>
    believed(`waits ${entry.get('Uniqueid')} ${entry.get('Queue')}`, sure),
  );
  const gone = legsGone(sw, list).filter((leg) =>
    believed(`gone ${leg.id}`, sure && leg.touchedAtMs < connectedAtMs),
  );
  if (!sure) sw.disagreements += unknown.length + gone.length;
  const facts = [
    ...unknown.flatMap((entry) => foundWaiting(sw, callOf(entry), telling)),
    ...gone.map((leg) => concludedEnd(sw, leg, telling)),
    ...membersHealed(sw, list.members, telling, (difference) => believed(difference, sure)),
  ];
  return { facts, doubts: next, estimatedEnds: gone.length };
}

/** The end of a leg nobody saw end: lost while it waited, completed by whomever while it talked. */
export function concludedEnd(sw: Switch, leg: Leg, { reader, atMs }: Telling): Fact {
  const talked = standing(leg) === 'talking';
  setPhase(leg, reader, 'guessed');
  sw.leaving.delete(leg.id);
  const at = { atMs, precisionMs: 1_000, estimated: true };
  if (!talked) {
    return unansweredFact(sw, leg, 'lost', { ...at, waitMs: Math.max(0, atMs - leg.offeredAtMs) });
  }
  if (leg.answer) sw.legs.byDest.delete(leg.answer.destUniqueId);
  const talkMs = Math.max(0, atMs - (leg.answer?.atMs ?? atMs));
  const agent = leg.answer?.agent ?? '';
  return contactFact(sw, leg, { kind: 'completed', agent, talkMs, endedBy: 'unknown' }, at);
}

function entriesUnknown(sw: Switch, entries: AmiMessage[]): AmiMessage[] {
  return entries.filter((entry) => {
    const legs = legsOf(sw.legs, entry.get('Uniqueid'), entry.get('Queue'));
    return !legs.some((leg) => standing(leg) === 'waiting');
  });
}

function legsGone(sw: Switch, { entries, channels }: SwitchList): Leg[] {
  const waiting = new Set(entries.map((one) => `${one.get('Uniqueid')}|${one.get('Queue')}`));
  return openLegs(sw.legs).filter((leg) => {
    if (standing(leg) === 'talking') return channels !== null && !channels.has(leg.uniqueId);
    return standing(leg) === 'waiting' && !waiting.has(`${leg.uniqueId}|${leg.queue}`);
  });
}

function callOf(entry: AmiMessage) {
  return {
    uniqueId: entry.get('Uniqueid'),
    queue: entry.get('Queue'),
    contactId: entry.get('Uniqueid'),
    caller: entry.get('CallerIDNum'),
    waitedMs: numberOf(entry, 'Wait') * 1_000,
  };
}

/** The full state of every agent of whom the list shows something else. */
function membersHealed(
  sw: Switch,
  list: AmiMessage[],
  telling: Telling,
  believed: (difference: string) => boolean,
): Fact[] {
  sw.members.listedAtMs = telling.atMs;
  const listed = new Set<string>();
  const healed = new Map<string, Member>();
  for (const message of list) {
    const member = memberIn(sw, message);
    const queue = message.get('Queue');
    listed.add(`${member.interface}|${queue}`);
    const difference = differs(member, queue, message);
    if (difference === '' || !believed(difference)) continue;
    takeOver(member, queue, message, telling.atMs);
    healed.set(member.agent, member);
  }
  for (const member of sw.members.byInterface.values()) {
    for (const queue of Object.keys(member.places)) {
      const key = `${member.interface}|${queue}`;
      if (listed.has(key) || !believed(`absent ${key}`)) continue;
      signOut(member, queue);
      healed.set(member.agent, member);
    }
  }
  return [...healed.keys()].map((agent) =>
    agentFact(sw, { agent, change: 'repeated', queue: '' }, telling),
  );
}

/** What the list says otherwise of a member's place, as a text; '' = nothing. */
function differs(member: Member, queue: string, message: AmiMessage): string {
  const place = member.places[queue];
  const paused = message.get('Paused') === '1';
  const status = Number(message.get('Status'));
  if (place?.paused === paused && member.status === status) return '';
  return `member ${member.interface}|${queue} paused=${paused} status=${status}`;
}

function takeOver(member: Member, queue: string, message: AmiMessage, atMs: number): void {
  const place = member.places[queue];
  const paused = message.get('Paused') === '1';
  if (place?.paused !== paused) {
    signIn(member, queue, {
      sinceMs: place?.sinceMs ?? secondOf(message, 'LoginTime'),
      paused,
      pauseReason: paused ? message.get('PausedReason') : '',
      pausedSinceMs: secondOf(message, paused ? 'LastPause' : 'LoginTime'),
    });
  }
  const firstSeen = member.work === 'unknown';
  member.status = Number(message.get('Status'));
  // Since when a phone found idle has been so, the list does not say.
  if (setWork(member, seenWork(member), atMs) && firstSeen) member.workSinceMs = null;
}

function secondOf(message: AmiMessage, header: string): number | null {
  const second = numberOf(message, header);
  return second === 0 ? null : second * 1_000;
}
