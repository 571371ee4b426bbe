import type { Fact } from '../../domain/fact.ts';
import type { EndedBy, LeaveReason } from '../../domain/queue/contact-fact.ts';
import {
  claimJoin,
  claimNoAnswer,
  concludeJoin,
  findLeg,
  type Join,
  type Leg,
  noteAnswer,
  type Phase,
  setPhase,
} from './asterisk-legs.ts';
import { callerOf, contactFact, remember, type Switch, type Telling } from './asterisk-switch.ts';

/**
 * What happens to calls, whoever tells it. Both readers of a switch call these
 * functions with what their line says; durations are those of the line and
 * used only where the instants are not known more finely.
 */

/** A call in a queue, as a line names it. */
export interface Named {
  uniqueId: string;
  queue: string;
}

/** A call entered a queue. */
export function joined(
  sw: Switch,
  call: Named & { contactId: string; caller: string },
  telling: Telling,
): Fact[] {
  const leg = claimJoin(sw.legs, { ...joinOf(sw, call, telling), contactId: call.contactId });
  return [contactFact(sw, leg, { kind: 'offered', ...callerOf(sw, call.caller) }, telling)];
}

/** A call was found waiting on the switch's own list, so it must have joined then. */
export function foundWaiting(
  sw: Switch,
  call: Named & { contactId: string; caller: string; waitedMs: number },
  telling: Telling,
): Fact[] {
  const atMs = telling.atMs - call.waitedMs;
  const told = { reader: telling.reader, atMs, precisionMs: 1_000 };
  const leg = claimJoin(sw.legs, { ...joinOf(sw, call, told), contactId: call.contactId });
  if (leg.joinedBy.length > 1) return [];
  const what = { kind: 'offered', ...callerOf(sw, call.caller) } as const;
  return [contactFact(sw, leg, what, { ...told, estimated: true })];
}

/** A call began to ring at an agent's phone. */
export function rang(sw: Switch, call: Named & { agent: string }, telling: Telling): Fact[] {
  const leg = findLeg(sw.legs, { ...call, ...waitingFor(telling), joinedAtMs: null });
  if (!leg) return [];
  leg.rings += 1;
  const what = { kind: 'ringing', agent: call.agent } as const;
  return [contactFact(sw, leg, what, { ...telling, ordinal: leg.rings })];
}

/** An agent's phone rang and nobody took the call. */
export function notAnswered(
  sw: Switch,
  call: Named & { agent: string; ringMs: number },
  telling: Telling,
): Fact[] {
  const leg = findLeg(sw.legs, { ...call, ...waitingFor(telling), joinedAtMs: null });
  if (!leg) return [];
  const { agent, ringMs } = call;
  const ordinal = claimNoAnswer(leg, { reader: telling.reader, agent, atMs: telling.atMs });
  return [contactFact(sw, leg, { kind: 'ring-no-answer', agent, ringMs }, { ...telling, ordinal })];
}

/** An agent took a call. */
export function answered(
  sw: Switch,
  call: Named & { agent: string; interface: string; destUniqueId: string; holdMs: number },
  telling: Telling,
): Fact[] {
  const { leg, facts } = legOrConcluded(sw, call, telling, {
    phases: ['waiting', 'leaving'],
    agoMs: call.holdMs,
  });
  const { waitMs, precisionMs } = waitOf(sw, leg, telling, call.holdMs);
  noteAnswer(sw.legs, leg, {
    atMs: telling.atMs,
    precisionMs: telling.precisionMs,
    agent: call.agent,
    interface: call.interface,
    destUniqueId: call.destUniqueId,
  });
  setPhase(leg, telling.reader, 'talking');
  sw.leaving.delete(leg.id);
  const what = { kind: 'answered', agent: call.agent, waitMs } as const;
  return [...facts, contactFact(sw, leg, what, { ...telling, precisionMs })];
}

/** A call's wait ended without an answer: the caller hung up, or it left otherwise. */
export function unanswered(
  sw: Switch,
  call: Named & { holdMs: number; why: 'abandoned' | LeaveReason },
  telling: Telling,
): Fact[] {
  const { leg, facts } = legOrConcluded(sw, call, telling, {
    phases: ['waiting', 'leaving'],
    agoMs: call.holdMs,
  });
  setPhase(leg, telling.reader, 'ended');
  leg.leaveDue = telling.reader === 'ami';
  if (call.why === 'unnamed') {
    remember(sw.unnamed, `${call.uniqueId}|${call.queue}`, { leg, atMs: telling.atMs });
  }
  const { waitMs, precisionMs } = waitOf(sw, leg, telling, call.holdMs);
  return [...facts, unansweredFact(sw, leg, call.why, { ...telling, waitMs, precisionMs })];
}

/** The fact of a wait that ended without an answer. */
export function unansweredFact(
  sw: Switch,
  leg: Leg,
  why: 'abandoned' | LeaveReason,
  { waitMs, ...at }: { atMs: number; precisionMs: number; waitMs: number; estimated?: boolean },
): Fact {
  if (why === 'abandoned') return contactFact(sw, leg, { kind: 'abandoned', waitMs }, at);
  return contactFact(sw, leg, { kind: 'left', reason: why, waitMs }, at);
}

/** A conversation ended. When nobody told its beginning, that is concluded and told as estimated. */
export function completed(
  sw: Switch,
  leg: Leg,
  end: { agent: string; holdMs: number; talkMs: number; endedBy: EndedBy; to: string },
  telling: Telling,
): Fact[] {
  const begun = leg.answer ? [] : answerConcluded(sw, leg, end, telling);
  const passedOn = end.endedBy === 'transfer' ? transferred(sw, leg, end, telling) : [];
  const { talkMs, precisionMs } = talkOf(sw, leg, telling, end.talkMs);
  setPhase(leg, telling.reader, 'ended');
  if (leg.answer) sw.legs.byDest.delete(leg.answer.destUniqueId);
  const agent = leg.answer?.agent ?? end.agent;
  const what = { kind: 'completed', agent, talkMs, endedBy: end.endedBy } as const;
  return [...begun, ...passedOn, contactFact(sw, leg, what, { ...telling, precisionMs })];
}

function answerConcluded(
  sw: Switch,
  leg: Leg,
  { agent, holdMs, talkMs }: { agent: string; holdMs: number; talkMs: number },
  telling: Telling,
): Fact[] {
  const atMs = telling.atMs - talkMs;
  noteAnswer(sw.legs, leg, { atMs, precisionMs: 1_000, agent, interface: '', destUniqueId: '' });
  const what = { kind: 'answered', agent, waitMs: holdMs } as const;
  return [contactFact(sw, leg, what, { atMs, precisionMs: 1_000, estimated: true })];
}

/** An agent passed the call on; told once by each reader. */
export function transferred(
  sw: Switch,
  leg: Leg,
  { agent, to }: { agent: string; to: string },
  telling: Telling,
): Fact[] {
  if (leg.transferred && telling.reader === 'ami') return [];
  leg.transferred = true;
  const what = { kind: 'transferred', agent: leg.answer?.agent ?? agent, to } as const;
  return [contactFact(sw, leg, what, telling)];
}

/**
 * The answered leg a completion is about. The switch now and then leaves out
 * the caller's Uniqueid: then the agent's channel names it, else the queue and
 * agent, the one whose talk time fits, or the oldest.
 */
export function answeredLeg(
  sw: Switch,
  call: Named & { agent: string; destUniqueId: string; holdMs: number; talkMs: number },
  telling: Telling,
): { leg: Leg; facts: Fact[] } | null {
  const byDest = sw.legs.byDest.get(call.destUniqueId);
  if (byDest && byDest.queue === call.queue) return { leg: byDest, facts: [] };
  if (call.uniqueId === '') {
    const leg = talkingTo(sw, call, telling);
    return leg && { leg, facts: [] };
  }
  return legOrConcluded(sw, call, telling, {
    phases: ['talking'],
    agoMs: call.talkMs + call.holdMs,
  });
}

function talkingTo(
  sw: Switch,
  call: { queue: string; agent: string; talkMs: number },
  { reader, atMs }: Telling,
): Leg | null {
  const open = [...sw.legs.byDest.values()].filter(
    (leg) =>
      leg.queue === call.queue &&
      leg.answer?.agent === call.agent &&
      leg.phase[reader] === 'talking',
  );
  const oldestFirst = open.sort((a, b) => (a.answer?.atMs ?? 0) - (b.answer?.atMs ?? 0));
  const fits = (leg: Leg) => Math.abs(atMs - call.talkMs - (leg.answer?.atMs ?? 0)) <= 2_000;
  return oldestFirst.find(fits) ?? oldestFirst[0] ?? null;
}

/** The leg of a line; when nobody told its join, the join is concluded and told as estimated. */
function legOrConcluded(
  sw: Switch,
  call: Named,
  telling: Telling,
  { phases, agoMs }: { phases: readonly Phase[]; agoMs: number },
): { leg: Leg; facts: Fact[] } {
  const { reader } = telling;
  const joinedAtMs = sw.timeless ? null : telling.atMs - agoMs;
  const known = findLeg(sw.legs, { ...call, reader, phases, joinedAtMs });
  if (known) return { leg: known, facts: [] };
  const told = { reader, atMs: joinedAtMs ?? telling.atMs, precisionMs: 1_000 };
  const leg = concludeJoin(sw.legs, joinOf(sw, call, told));
  return { leg, facts: [contactFact(sw, leg, { kind: 'offered' }, { ...told, estimated: true })] };
}

function joinOf(
  sw: Switch,
  { uniqueId, queue }: Named,
  { reader, atMs, precisionMs }: Telling,
): Join {
  const { source } = sw.identity;
  return { reader, source, uniqueId, queue, contactId: uniqueId, atMs, precisionMs };
}

function waitingFor({ reader }: Telling): { reader: Telling['reader']; phases: Phase[] } {
  return { reader, phases: ['waiting', 'leaving'] };
}

/** A wait by instants where both are fine, else as the switch tells it in whole seconds. */
export function waitOf(
  { timeless }: Switch,
  leg: Leg,
  { atMs, precisionMs }: { atMs: number; precisionMs: number },
  toldMs: number,
): { waitMs: number; precisionMs: number } {
  const fine = !timeless && precisionMs === 1 && leg.offeredPrecisionMs === 1;
  if (fine) return { waitMs: Math.max(0, atMs - leg.offeredAtMs), precisionMs: 1 };
  return { waitMs: toldMs, precisionMs: 1_000 };
}

function talkOf({ timeless }: Switch, leg: Leg, telling: Telling, toldMs: number) {
  const { atMs, precisionMs } = telling;
  const fine = !timeless && precisionMs === 1 && leg.answer?.precisionMs === 1;
  if (fine) return { talkMs: Math.max(0, atMs - (leg.answer?.atMs ?? atMs)), precisionMs: 1 };
  return { talkMs: toldMs, precisionMs: 1_000 };
}
