import { DomainError } from '../domain-error.ts';
import type { Contribution } from './contribution.ts';
import type { Hold, Leg, Telling, Unanswered } from './leg.ts';
import {
  type AnsweredWait,
  type Bucket,
  clockOf,
  emptyQueues,
  newQueue,
  type QueueState,
  type QueuesState,
  type Tracked,
} from './queue-record.ts';
import { pushDue } from './timers.ts';

/** Raised whenever the fold or its written form changes: older snapshots are passed over. */
export const queuesFoldVersion = 2;

/** The state as text that `readQueues` reads back exactly. */
export function writeQueues(state: QueuesState): string {
  return [...writeQueuesInSlices(state)].join('\n');
}

/**
 * The same text line by line: the clocks first, then one queue a line, so that
 * a service may fold facts between two lines. A queue written late then holds
 * facts from after the snapshot's position, and as a fact folded in twice
 * changes nothing, replaying from that position gives the same state.
 */
export function* writeQueuesInSlices(state: QueuesState): Generator<string> {
  const clocks = [...state.clocks].map(([source, { nowMs }]) => [source, finite(nowMs)]);
  yield JSON.stringify({ clocks, tooLate: state.tooLate });
  for (const queue of [...state.queues.values()]) yield JSON.stringify(writeQueue(queue));
}

/** The state as it was written. */
export function readQueues(text: string): QueuesState {
  const state = emptyQueues();
  const [first, ...lines] = text.split('\n');
  const head = parse<{ clocks: [string, number | null][]; tooLate: number }>(first ?? '');
  state.tooLate = head.tooLate;
  for (const [source, nowMs] of head.clocks) {
    clockOf(state, source).nowMs = nowMs ?? Number.NEGATIVE_INFINITY;
  }
  for (const line of lines) readQueue(state, parse<WrittenQueue>(line));
  return state;
}

interface WrittenQueue {
  site: string;
  queue: string;
  sources: string[];
  talking: number;
  newestBucketMs: number | null;
  answers: AnsweredWait[];
  tellsBlocked: boolean;
  buckets: [number, Bucket][];
  legs: WrittenLeg[];
}

/** A telling and a leg as lists: half of a snapshot would be names of fields. */
type WrittenTelling = [atMs: number, spanMs: number, agent: string, grade: number] | null;

type WrittenLeg = [
  id: string,
  source: string,
  contactId: string,
  channel: Leg['channel'],
  flags: { offered: boolean; blocked: boolean; late: boolean },
  tellings: WrittenTelling[],
  how: Unanswered | null,
  endedBy: Leg['endedBy'],
  holds: [number, WrittenTelling, WrittenTelling][] | null,
  transferredTo: string | null,
  dueMs: number,
  touchedMs: number,
  counted: Contribution[keyof Contribution][] | null,
];

function writeQueue(queue: QueueState): WrittenQueue {
  const { site, talking, newestBucketMs, answers, tellsBlocked, buckets, legs } = queue;
  return {
    site,
    queue: queue.queue,
    sources: [...queue.sources],
    talking,
    newestBucketMs: finite(newestBucketMs),
    answers,
    tellsBlocked,
    buckets: [...buckets],
    legs: [...legs.values()].map(writeTracked),
  };
}

function writeTracked({ leg, counted, dueMs, touchedMs, late }: Tracked): WrittenLeg {
  const { id, source, contactId, channel, offered, blocked, holds } = leg;
  const tellings = [leg.offer, leg.answered, leg.unanswered, leg.completed, leg.acwEnded];
  const written = [...(holds ?? [])].map(
    ([ordinal, { held, resumed }]): [number, WrittenTelling, WrittenTelling] => [
      ordinal,
      writeTelling(held),
      writeTelling(resumed),
    ],
  );
  return [
    id,
    source,
    contactId,
    channel,
    { offered, blocked, late },
    tellings.map(writeTelling),
    leg.unanswered?.how ?? null,
    leg.endedBy,
    holds ? written : null,
    leg.transferredTo,
    dueMs,
    touchedMs,
    counted && contributionFields.map((field) => counted[field]),
  ];
}

function readTracked(written: WrittenLeg, { site, queue }: QueueState): Tracked {
  const [id, source, contactId, channel, flags, tellings, how, endedBy] = written;
  const [holds, transferredTo, dueMs, touchedMs, counted] = written.slice(8) as [
    WrittenLeg[8],
    WrittenLeg[9],
    WrittenLeg[10],
    WrittenLeg[11],
    WrittenLeg[12],
  ];
  const [offer, answered, unanswered, completed, acwEnded] = tellings.map(readTelling);
  const { offered, blocked, late } = flags;
  const leg: Leg = {
    ...{ id, site, queue, source, contactId, channel, offered, blocked },
    offer: offer ?? { atMs: 0, spanMs: 0, agent: '', grade: 0 },
    answered: answered ?? null,
    unanswered: unanswered && how ? { ...unanswered, how } : null,
    completed: completed ?? null,
    endedBy,
    acwEnded: acwEnded ?? null,
    holds: holds && new Map(holds.map(([n, held, resumed]) => [n, readHold(held, resumed)])),
    transferredTo,
  };
  // Written field by field in the same order.
  const fields = contributionFields.map((field, i) => [field, counted?.[i]]);
  const contribution = counted && (Object.fromEntries(fields) as unknown as Contribution);
  return { leg, counted: contribution, dueMs, touchedMs, late };
}

const contributionFields = [
  'offeredAtMs',
  'outcome',
  'talking',
  'inTime',
  'short',
  'waitMs',
  'answeredAtMs',
  'handled',
  'talkMs',
  'holdMs',
  'acwMs',
  'estimated',
  'dueMs',
] as const satisfies readonly (keyof Contribution)[];

function writeTelling(told: Telling | null): WrittenTelling {
  return told && [told.atMs, told.spanMs, told.agent, told.grade];
}

function readTelling(written: WrittenTelling): Telling | null {
  if (!written) return null;
  const [atMs, spanMs, agent, grade] = written;
  return { atMs, spanMs, agent, grade };
}

function readHold(held: WrittenTelling, resumed: WrittenTelling): Hold {
  return { held: readTelling(held), resumed: readTelling(resumed) };
}

function readQueue(state: QueuesState, written: WrittenQueue): void {
  const queue = newQueue(written.site, written.queue);
  for (const source of written.sources) queue.sources.add(source);
  queue.talking = written.talking;
  queue.newestBucketMs = written.newestBucketMs ?? Number.NEGATIVE_INFINITY;
  queue.answers = written.answers;
  queue.tellsBlocked = written.tellsBlocked;
  for (const [startMs, bucket] of written.buckets) queue.buckets.set(startMs, bucket);
  for (const each of written.legs) {
    const tracked = readTracked(each, queue);
    const { id, source } = tracked.leg;
    queue.legs.set(id, tracked);
    if (tracked.counted?.outcome === 'waiting') queue.waiting.add(id);
    pushDue(clockOf(state, source).timers, { dueMs: tracked.dueMs, queue, tracked });
  }
  state.queues.set(`${queue.site}/${queue.queue}`, queue);
}

/** JSON has no infinity: null = before everything. */
function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function parse<T>(line: string): T {
  try {
    // What it holds is what `writeQueuesInSlices` of the same version wrote.
    return JSON.parse(line) as T;
  } catch (error) {
    throw new DomainError('invalid', `not a state of queues: ${(error as Error).message}`);
  }
}
