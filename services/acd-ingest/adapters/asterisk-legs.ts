import { legId } from '../../domain/queue/contact-fact.ts';

/**
 * Who tells of the switch: the manager interface's events, the queue_log, or
 * the switch's own lists (`QueueStatus`).
 */
export type Reader = 'ami' | 'log' | 'list';

/** Every reader. */
export const readers: readonly Reader[] = ['ami', 'log', 'list'];

/** How far one reader has seen a leg. `guessed`: ended by our own conclusion, may be corrected. */
export type Phase = 'unseen' | 'waiting' | 'leaving' | 'talking' | 'ended' | 'guessed';

/** A ring that nobody answered, by whom it was told. */
interface NoAnswer {
  agent: string;
  atMs: number;
  by: Reader[];
}

/** One stay of a call in a queue, as both readers of one switch know it. */
export interface Leg {
  id: string;
  uniqueId: string;
  queue: string;
  ordinal: number;
  contactId: string;
  offeredAtMs: number;
  /** 1, or 1000 when the offer is known to the second or was concluded. */
  offeredPrecisionMs: number;
  /** Who told the join. */
  joinedBy: Reader[];
  phase: Record<Reader, Phase>;
  /** The answer, as the finest reader told it. */
  answer: Answer | null;
  /** Last instant at which something was told of it. */
  touchedAtMs: number;
  rings: number;
  noAnswers: NoAnswer[];
  holds: number;
  onHold: boolean;
  transferred: boolean;
  /** Told as abandoned or left: its QueueCallerLeave is still to come. */
  leaveDue: boolean;
}

export interface Answer {
  atMs: number;
  precisionMs: number;
  agent: string;
  interface: string;
  /** Uniqueid of the agent's channel; '' when unknown. */
  destUniqueId: string;
}

/**
 * The legs of one switch: the register of sightings by which two readers come
 * to the same ordinals, and the open calls. At most 48 h and 50,000 legs.
 */
export interface Legs {
  byKey: Map<string, Leg[]>;
  /** Answered legs by the Uniqueid of the agent's channel. */
  byDest: Map<string, Leg>;
  count: number;
  prunedAtMs: number;
}

/** Two tellings of one join lie at most so far apart: whole seconds, and a late line. */
const sameJoinMs = 2_000;
/** A join worked out from whole seconds of wait and talk may be off by so much. */
const workedOutMs = 3_000;
const keptMs = 48 * 3_600_000;
const pruneEveryMs = 60_000;
const maxLegs = 50_000;

export function emptyLegs(): Legs {
  return { byKey: new Map(), byDest: new Map(), count: 0, prunedAtMs: 0 };
}

/** A join told by one reader. */
export interface Join {
  reader: Reader;
  source: string;
  uniqueId: string;
  queue: string;
  contactId: string;
  atMs: number;
  precisionMs: number;
}

/**
 * The leg a join belongs to: the earliest sighting within two seconds that this
 * reader has not claimed yet, else a new leg with the next ordinal.
 */
export function claimJoin(legs: Legs, join: Join): Leg {
  const known = legsOf(legs, join.uniqueId, join.queue).find(
    (leg) =>
      !leg.joinedBy.includes(join.reader) && Math.abs(leg.offeredAtMs - join.atMs) <= sameJoinMs,
  );
  const leg = known ?? addLeg(legs, join);
  leg.joinedBy.push(join.reader);
  if (leg.phase[join.reader] === 'unseen') leg.phase[join.reader] = 'waiting';
  if (known && join.precisionMs < leg.offeredPrecisionMs) {
    leg.offeredAtMs = join.atMs;
    leg.offeredPrecisionMs = join.precisionMs;
  }
  // The manager interface knows the Linkedid, the log does not.
  if (join.reader === 'ami') leg.contactId = join.contactId;
  leg.touchedAtMs = Math.max(leg.touchedAtMs, join.atMs);
  return leg;
}

/** A leg that nobody told the join of: its offer is concluded from what came after. */
export function concludeJoin(legs: Legs, join: Join): Leg {
  const leg = addLeg(legs, join);
  setPhase(leg, join.reader, 'waiting');
  return leg;
}

function addLeg(legs: Legs, join: Join): Leg {
  pruneLegs(legs, join.atMs);
  const key = legKey(join.uniqueId, join.queue);
  const list = legs.byKey.get(key) ?? [];
  const leg = newLeg({ ...join, ordinal: (list.at(-1)?.ordinal ?? 0) + 1 });
  legs.byKey.set(key, [...list, leg]);
  legs.count += 1;
  return leg;
}

/** A leg of which nothing but its offer is known. */
export function newLeg(of: Omit<Join, 'reader'> & { ordinal: number }): Leg {
  const { source, uniqueId, queue, ordinal, contactId, atMs, precisionMs } = of;
  return {
    id: legId({ source, uniqueId, queue, ordinal }),
    uniqueId,
    queue,
    ordinal,
    contactId,
    offeredAtMs: atMs,
    offeredPrecisionMs: precisionMs,
    joinedBy: [],
    phase: { ami: 'unseen', log: 'unseen', list: 'unseen' },
    answer: null,
    touchedAtMs: atMs,
    rings: 0,
    noAnswers: [],
    holds: 0,
    onHold: false,
    transferred: false,
    leaveDue: false,
  };
}

/** Every leg of one call in one queue, oldest first. */
export function legsOf(legs: Legs, uniqueId: string, queue: string): readonly Leg[] {
  return legs.byKey.get(legKey(uniqueId, queue)) ?? [];
}

/**
 * The leg a later telling is about: one this reader has seen in one of the
 * phases, the nearest to the join worked out from the telling; else one that
 * joined about then, of which this reader missed something, or that we had given up.
 */
export function findLeg(
  legs: Legs,
  of: {
    reader: Reader;
    uniqueId: string;
    queue: string;
    phases: readonly Phase[];
    /** When it must have joined; null = the telling does not say. */
    joinedAtMs: number | null;
  },
): Leg | null {
  const { reader, phases, joinedAtMs } = of;
  const all = legsOf(legs, of.uniqueId, of.queue);
  const off = (leg: Leg) => (joinedAtMs === null ? 0 : Math.abs(leg.offeredAtMs - joinedAtMs));
  const fits = (leg: Leg) => off(leg) <= workedOutMs;
  const seen = all.filter((leg) => phases.includes(leg.phase[reader]));
  // A telling that says when the call joined may skip steps this reader missed.
  const may: readonly Phase[] =
    joinedAtMs === null
      ? ['unseen', 'guessed']
      : ['unseen', 'guessed', 'waiting', 'leaving', 'talking'];
  const others = all.filter((leg) => may.includes(leg.phase[reader]));
  const nearest = (list: Leg[]) => list.sort((a, b) => off(a) - off(b))[0];
  return nearest(seen.filter(fits)) ?? nearest(others.filter(fits)) ?? nearest(seen) ?? null;
}

/** Where a leg stands by all that is known: what any reader saw end has ended. */
export function standing(leg: Leg): 'waiting' | 'leaving' | 'talking' | 'ended' {
  const phases = Object.values(leg.phase);
  if (phases.includes('ended') || phases.includes('guessed')) return 'ended';
  if (phases.includes('talking')) return 'talking';
  return phases.includes('leaving') ? 'leaving' : 'waiting';
}

/** Notes how far a reader has seen a leg; what was only concluded before gives way to it. */
export function setPhase(leg: Leg, reader: Reader, phase: Phase): void {
  for (const other of readers) {
    if (leg.phase[other] === 'guessed') leg.phase[other] = 'unseen';
  }
  leg.phase[reader] = phase;
}

/** Every leg that has not ended. */
export function openLegs(legs: Legs): Leg[] {
  const open: Leg[] = [];
  for (const list of legs.byKey.values()) {
    for (const leg of list) if (standing(leg) !== 'ended') open.push(leg);
  }
  return open;
}

/** Notes who answered, so that later events without the caller's Uniqueid find the leg. */
export function noteAnswer(legs: Legs, leg: Leg, answer: Answer): void {
  if (leg.answer && leg.answer.precisionMs <= answer.precisionMs) return;
  leg.answer = answer;
  if (answer.destUniqueId !== '') legs.byDest.set(answer.destUniqueId, leg);
}

/** The ordinal of a ring without answer; `new` = this reader is the first to tell it. */
export function claimNoAnswer(
  leg: Leg,
  { reader, agent, atMs }: { reader: Reader; agent: string; atMs: number },
): number {
  const at = leg.noAnswers.findIndex(
    (one) =>
      one.agent === agent && !one.by.includes(reader) && Math.abs(one.atMs - atMs) <= sameJoinMs,
  );
  if (at >= 0) leg.noAnswers[at]?.by.push(reader);
  else leg.noAnswers.push({ agent, atMs, by: [reader] });
  return at >= 0 ? at + 1 : leg.noAnswers.length;
}

/** Forgets what is older than 48 h, and the oldest beyond 50,000. Looks through all at most once a minute. */
function pruneLegs(legs: Legs, nowMs: number): void {
  if (nowMs < legs.prunedAtMs + pruneEveryMs && legs.count <= maxLegs) return;
  legs.prunedAtMs = nowMs;
  const all = [...legs.byKey.values()].flat().sort((a, b) => a.touchedAtMs - b.touchedAtMs);
  // Somewhat more than need be, so that the next one does not look through all again.
  const tooMany = all.length > maxLegs ? all.length - 0.9 * maxLegs : 0;
  const kept = all.filter((leg, i) => i >= tooMany && leg.touchedAtMs >= nowMs - keptMs);
  legs.byKey = Map.groupBy(
    kept.sort((a, b) => a.ordinal - b.ordinal),
    (leg) => legKey(leg.uniqueId, leg.queue),
  );
  legs.byDest = new Map(kept.flatMap((leg) => destEntry(leg)));
  legs.count = kept.length;
}

/** The register as kept. */
export function restoreLegs(kept: readonly Leg[]): Legs {
  const byKey = Map.groupBy(
    kept.toSorted((a, b) => a.ordinal - b.ordinal),
    (leg) => legKey(leg.uniqueId, leg.queue),
  );
  const byDest = new Map(kept.flatMap(destEntry));
  return { byKey, byDest, count: kept.length, prunedAtMs: 0 };
}

function destEntry(leg: Leg): [string, Leg][] {
  const dest = leg.answer?.destUniqueId ?? '';
  return dest === '' || standing(leg) === 'ended' ? [] : [[dest, leg]];
}

function legKey(uniqueId: string, queue: string): string {
  return `${uniqueId}|${queue}`;
}
