import type { Fact } from '../../domain/fact.ts';
import type { EndedBy, LeaveReason } from '../../domain/queue/contact-fact.ts';
import {
  answered,
  answeredLeg,
  completed,
  joined,
  notAnswered,
  unanswered,
} from './asterisk-calls.ts';
import { openLegs } from './asterisk-legs.ts';
import {
  claimSighting,
  type Member,
  memberByWord,
  setPause,
  signIn,
  signOut,
} from './asterisk-members.ts';
import { concludedEnd } from './asterisk-repair.ts';
import { agentFact, type Switch, type Telling } from './asterisk-switch.ts';
import type { QueueLogRow } from './queue-log-line.ts';

/**
 * One row of queue_log into facts: the same ids as the manager interface gives,
 * to the whole second, and with the reasons which that one does not tell.
 * RINGCANCELED, PENALTY, PAUSEALL and verbs of later versions tell nothing we count.
 */
export function translateRow(sw: Switch, row: QueueLogRow): Fact[] {
  sw.nowMs = Math.max(sw.nowMs, row.atMs);
  const ofAgent = agentVerbs.has(row.verb);
  // The switch's own list of members came after it and holds.
  if (ofAgent && row.atMs + staleMs < sw.members.listedAtMs) return [];
  const atMs = row.atMs + (ofAgent ? placeInSecond(sw, row.atMs) : 0);
  const telling: Telling = { reader: 'log', atMs, precisionMs: 1_000 };
  return verbs[row.verb]?.(sw, row, telling) ?? [];
}

const agentVerbs = new Set(['ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE']);
/** Rows so much older than what is known otherwise tell nothing new. */
const staleMs = 2_000;

/**
 * An agent may sign in and out within one second: the order of the rows is
 * kept as milliseconds, which the precision says not to take at their word.
 */
function placeInSecond(sw: Switch, secondMs: number): number {
  const rows = sw.logSecond.atMs === secondMs ? sw.logSecond.rows + 1 : 0;
  sw.logSecond = { atMs: secondMs, rows };
  return Math.min(rows, 999);
}

type Translate = (sw: Switch, row: QueueLogRow, telling: Telling) => Fact[];

const verbs: Record<string, Translate> = {
  ENTERQUEUE,
  RINGNOANSWER,
  CONNECT,
  ABANDON: (sw, row, telling) => waitEnded(sw, row, telling, { why: 'abandoned', waitAt: 2 }),
  EXITWITHTIMEOUT: (sw, row, telling) => waitEnded(sw, row, telling, { why: 'timeout', waitAt: 2 }),
  EXITEMPTY: (sw, row, telling) => waitEnded(sw, row, telling, { why: 'empty', waitAt: 2 }),
  WITHDRAW: (sw, row, telling) => waitEnded(sw, row, telling, { why: 'withdrawn', waitAt: 2 }),
  EXITWITHKEY: (sw, row, telling) => waitEnded(sw, row, telling, { why: 'key', waitAt: 3 }),
  COMPLETECALLER: (sw, row, telling) => talkEnded(sw, row, telling, 'customer'),
  COMPLETEAGENT: (sw, row, telling) => talkEnded(sw, row, telling, 'agent'),
  BLINDTRANSFER: (sw, row, telling) => passedOn(sw, row, telling, row.data[0] ?? ''),
  ATTENDEDTRANSFER: (sw, row, telling) => passedOn(sw, row, telling, ''),
  ADDMEMBER,
  REMOVEMEMBER,
  PAUSE: (sw, row, telling) => paused(sw, row, telling, true),
  UNPAUSE: (sw, row, telling) => paused(sw, row, telling, false),
  QUEUESTART,
};

/** ENTERQUEUE|url|caller|position */
function ENTERQUEUE(sw: Switch, row: QueueLogRow, telling: Telling): Fact[] {
  const { uniqueId, queue, data } = row;
  return joined(sw, { uniqueId, queue, contactId: uniqueId, caller: data[1] ?? '' }, telling);
}

/** RINGNOANSWER|milliseconds */
function RINGNOANSWER(sw: Switch, row: QueueLogRow, telling: Telling): Fact[] {
  const { uniqueId, queue, data } = row;
  const { agent } = memberOfRow(sw, row);
  return notAnswered(sw, { uniqueId, queue, agent, ringMs: number(data[0]) }, telling);
}

/** CONNECT|wait|agent's channel|ring */
function CONNECT(sw: Switch, row: QueueLogRow, telling: Telling): Fact[] {
  const { uniqueId, queue, data } = row;
  const member = memberOfRow(sw, row);
  const call = {
    uniqueId,
    queue,
    agent: member.agent,
    interface: member.interface,
    destUniqueId: data[1] ?? '',
    holdMs: seconds(data[0]),
  };
  return answered(sw, call, telling);
}

function waitEnded(
  sw: Switch,
  { uniqueId, queue, data }: QueueLogRow,
  telling: Telling,
  { why, waitAt }: { why: 'abandoned' | LeaveReason; waitAt: number },
): Fact[] {
  return unanswered(sw, { uniqueId, queue, why, holdMs: seconds(data[waitAt]) }, telling);
}

/** COMPLETE…|wait|talk|position */
function talkEnded(sw: Switch, row: QueueLogRow, telling: Telling, endedBy: EndedBy): Fact[] {
  const [wait, talk] = row.data;
  return callEnded(sw, row, telling, { endedBy, to: '', wait, talk });
}

/** BLINDTRANSFER|exten|context|wait|talk|position, ATTENDEDTRANSFER|kind|bridge|wait|talk|position */
function passedOn(sw: Switch, row: QueueLogRow, telling: Telling, to: string): Fact[] {
  // With a method and its parameters before them, the last three are always these.
  const [wait, talk] = row.data.slice(-3);
  return callEnded(sw, row, telling, { endedBy: 'transfer', to, wait, talk });
}

function callEnded(
  sw: Switch,
  row: QueueLogRow,
  telling: Telling,
  end: { endedBy: EndedBy; to: string; wait: string | undefined; talk: string | undefined },
): Fact[] {
  const { uniqueId, queue } = row;
  const { agent } = memberOfRow(sw, row);
  const call = { uniqueId, queue, agent, holdMs: seconds(end.wait), talkMs: seconds(end.talk) };
  const found = answeredLeg(sw, { ...call, destUniqueId: '' }, telling);
  if (!found) return [];
  return [...found.facts, ...completed(sw, found.leg, { ...call, ...end }, telling)];
}

function ADDMEMBER(sw: Switch, row: QueueLogRow, telling: Telling): Fact[] {
  const member = memberOfRow(sw, row);
  if (claimed(sw, member, row.queue, 'in', telling)) return [];
  const paused = row.data[0] === 'PAUSED';
  const { atMs } = telling;
  signIn(member, row.queue, { sinceMs: atMs, paused, pauseReason: '', pausedSinceMs: atMs });
  return [agentFact(sw, { agent: member.agent, change: 'signed-in', queue: row.queue }, telling)];
}

function REMOVEMEMBER(sw: Switch, row: QueueLogRow, telling: Telling): Fact[] {
  const member = memberOfRow(sw, row);
  if (claimed(sw, member, row.queue, 'out', telling)) return [];
  if (!signOut(member, row.queue)) return [];
  return [agentFact(sw, { agent: member.agent, change: 'signed-out', queue: row.queue }, telling)];
}

/** PAUSE|reason; one row for each queue, also beside the PAUSEALL of all of them. */
function paused(sw: Switch, row: QueueLogRow, telling: Telling, to: boolean): Fact[] {
  const { queue } = row;
  const member = memberOfRow(sw, row);
  if (claimed(sw, member, queue, to ? 'pause' : 'unpause', telling)) return [];
  const sinceMs = member.places[queue]?.pausedSinceMs ?? 0;
  if (sinceMs > telling.atMs + staleMs) return [];
  const reason = row.data[0] ?? '';
  if (!setPause(member, queue, { paused: to, reason, atMs: telling.atMs })) return [];
  return [agentFact(sw, { agent: member.agent, change: 'chose', queue }, telling)];
}

/** The switch began anew: no call has outlived it. */
function QUEUESTART(sw: Switch, _row: QueueLogRow, telling: Telling): Fact[] {
  return openLegs(sw.legs)
    .filter((leg) => leg.touchedAtMs <= telling.atMs)
    .map((leg) => concludedEnd(sw, leg, telling));
}

function memberOfRow(sw: Switch, row: QueueLogRow): Member {
  return memberByWord(sw.members, row.agent, sw.identity.agentsBy);
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

function seconds(field: string | undefined): number {
  return number(field) * 1_000;
}

function number(field: string | undefined): number {
  const value = Number(field);
  return Number.isFinite(value) && value >= 0 ? value : 0;
}
