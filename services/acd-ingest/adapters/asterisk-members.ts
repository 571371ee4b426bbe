import type { AgentFullState, ChannelWork, Work } from '../../domain/agent/agent-fact.ts';
import type { Reader } from './asterisk-legs.ts';

/** One member's place in one queue. */
interface Place {
  sinceMs: number | null;
  paused: boolean;
  pauseReason: string;
  pausedSinceMs: number | null;
}

/** One member of queues: a device. */
export interface Member {
  interface: string;
  name: string;
  /** Whose state is watched when it is not the interface itself; '' when unknown. */
  stateInterface: string;
  agent: string;
  places: Record<string, Place>;
  /** The switch's device state, 0 to 8; see `workOfStatus`. */
  status: number;
  /** Leg that rings here now; '' = none. A phone may show "busy" while it rings. */
  ringing: string;
  work: Work;
  workSinceMs: number | null;
}

/** Something an agent did, by whom it was told: two readers of one switch agree by it. */
interface Sighting {
  atMs: number;
  by: Reader[];
}

/** Every member of one switch's queues, by interface. */
export interface Members {
  byInterface: Map<string, Member>;
  /** The same by name: several phones may carry one name. */
  byName: Map<string, Member[]>;
  /** What agents did of late, by agent, queue and verb. */
  sightings: Map<string, Sighting[]>;
  /** When the switch's own list was taken in last. */
  listedAtMs: number;
}

/** Most members of one switch. */
const maxMembers = 20_000;
/** Two tellings of one thing lie at most so far apart. */
const sameThingMs = 2_000;
/** So many of the latest sightings of one kind are kept. */
const keptSightings = 8;

export function emptyMembers(): Members {
  return { byInterface: new Map(), byName: new Map(), sightings: new Map(), listedAtMs: 0 };
}

/** What a device state means: Asterisk's numbers 0 to 8 as `QueueMemberStatus` has them. */
export function workOfStatus(status: number): Work {
  switch (status) {
    case 1:
      return 'idle';
    case 2:
    case 3:
    case 7:
      return 'talking';
    case 6:
      return 'ringing';
    case 8:
      return 'holding';
    case 4:
    case 5:
      return 'unreachable';
    default:
      return 'unknown';
  }
}

/** The member behind an interface; a new one is made when it is not known. */
export function memberOf(
  members: Members,
  of: { interface: string; name: string; agentsBy: 'name' | 'interface' },
): Member {
  const known = members.byInterface.get(of.interface);
  if (known) {
    if (of.name !== '' && known.name !== of.name) rename(members, known, of);
    return known;
  }
  const onlyNamed = members.byInterface.get(of.name);
  if (onlyNamed && of.name !== '') return adopt(members, onlyNamed, of);
  const member: Member = {
    interface: of.interface,
    name: of.name,
    stateInterface: '',
    agent: agentKey(of),
    places: {},
    status: 0,
    ringing: '',
    work: 'unknown',
    workSinceMs: null,
  };
  addMember(members, member);
  return member;
}

/** One the log had only named turns out to have this interface. */
function adopt(
  members: Members,
  member: Member,
  of: { interface: string; agentsBy: 'name' | 'interface' },
): Member {
  members.byInterface.delete(member.interface);
  member.interface = of.interface;
  member.agent = agentKey({ ...of, name: member.name });
  members.byInterface.set(member.interface, member);
  return member;
}

/** Puts a member on the list, as when it was kept over a restart. */
export function addMember(members: Members, member: Member): void {
  if (members.byInterface.size >= maxMembers) return;
  members.byInterface.set(member.interface, member);
  members.byName.set(member.name, [...(members.byName.get(member.name) ?? []), member]);
}

function rename(
  members: Members,
  member: Member,
  of: { name: string; agentsBy: 'name' | 'interface' },
): void {
  const others = (members.byName.get(member.name) ?? []).filter((one) => one !== member);
  members.byName.set(member.name, others);
  members.byName.set(of.name, [...(members.byName.get(of.name) ?? []), member]);
  member.name = of.name;
  member.agent = agentKey({ ...of, interface: member.interface });
}

function agentKey(of: { interface: string; name: string; agentsBy: 'name' | 'interface' }): string {
  if (of.agentsBy === 'interface') return of.interface;
  return of.name || of.interface;
}

/**
 * The member a queue_log row names: there it is the name or the interface, as
 * the switch is set up. Unknown to us, the word stands for both.
 */
export function memberByWord(
  members: Members,
  word: string,
  agentsBy: 'name' | 'interface',
): Member {
  const byInterface = members.byInterface.get(word);
  if (byInterface) return byInterface;
  const named = members.byName.get(word) ?? [];
  const present = named.find((member) => Object.keys(member.places).length > 0);
  return present ?? named[0] ?? memberOf(members, { interface: word, name: word, agentsBy });
}

/** Notes that a reader tells something; true = another reader has told it already. */
export function claimSighting(
  members: Members,
  of: { reader: Reader; agent: string; queue: string; verb: string; atMs: number },
): boolean {
  const key = `${of.agent}|${of.queue}|${of.verb}`;
  const list = members.sightings.get(key) ?? [];
  const known = list.find(
    (one) => !one.by.includes(of.reader) && Math.abs(one.atMs - of.atMs) <= sameThingMs,
  );
  if (known) known.by.push(of.reader);
  else list.push({ atMs: of.atMs, by: [of.reader] });
  members.sightings.set(key, list.slice(-keptSightings));
  return known !== undefined;
}

/** True when the agent was seen to leave the queue about now. */
export function leftJustNow(members: Members, agent: string, queue: string, atMs: number): boolean {
  const list = members.sightings.get(`${agent}|${queue}|out`) ?? [];
  return list.some((one) => Math.abs(one.atMs - atMs) <= sameThingMs);
}

/** Puts a member into a queue. */
export function signIn(member: Member, queue: string, place: Place): void {
  member.places[queue] = place;
}

/** Takes a member out of a queue; false = it was not there. */
export function signOut(member: Member, queue: string): boolean {
  const was = queue in member.places;
  delete member.places[queue];
  return was;
}

/** Pauses or releases a member in one queue; false = nothing changed. */
export function setPause(
  member: Member,
  queue: string,
  to: { paused: boolean; reason: string; atMs: number },
): boolean {
  const known = member.places[queue];
  // The reason given with a release ("back") is no reason of a pause.
  const pauseReason = to.paused ? to.reason : '';
  if (known && known.paused === to.paused && known.pauseReason === pauseReason) return false;
  member.places[queue] = {
    sinceMs: known?.sinceMs ?? null,
    paused: to.paused,
    pauseReason,
    pausedSinceMs: to.atMs,
  };
  return true;
}

/** What a member's phone is seen doing; false = nothing changed. */
export function setWork(member: Member, work: Work, atMs: number): boolean {
  if (member.work === work) return false;
  member.work = work;
  member.workSinceMs = atMs;
  return true;
}

/** The work a device state shows, knowing whether a call rings there now. */
export function seenWork(member: Member): Work {
  const work = workOfStatus(member.status);
  return work === 'talking' && member.ringing !== '' ? 'ringing' : work;
}

/** More telling than another when one agent is a member with several phones. */
const busiest: readonly Work[] = [
  'talking',
  'holding',
  'ringing',
  'idle',
  'unreachable',
  'unknown',
];

/** The whole of what is known of an agent, over all the phones it is a member with. */
export function fullState(members: Members, agent: string): AgentFullState {
  const sameWord = [members.byInterface.get(agent), ...(members.byName.get(agent) ?? [])];
  const own = [...new Set(sameWord)].filter((one): one is Member => one?.agent === agent);
  const present = own.filter((member) => Object.keys(member.places).length > 0);
  const phones = present.length > 0 ? present : own;
  const shown = phones.toSorted((a, b) => busiest.indexOf(a.work) - busiest.indexOf(b.work))[0];
  const memberships = new Map(
    phones.flatMap((member) =>
      Object.entries(member.places).map(([queue, place]) => [queue, { queue, ...place }] as const),
    ),
  );
  return {
    name: shown?.name ?? '',
    interface: shown?.interface ?? '',
    memberships: [...memberships.values()],
    work: shown ? [work(shown)] : [],
  };
}

function work(member: Member): ChannelWork {
  return { channel: 'voice', work: member.work, sinceMs: member.workSinceMs };
}
