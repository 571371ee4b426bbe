import { createHash } from 'node:crypto';
import type { Fact } from '../domain/fact.ts';
import { type Liveness, sourceFact } from './liveness.ts';
import type { Publisher } from './publish.ts';
import type { SequenceFinding, Sequences } from './sequences.ts';
import type { PushSource, Source } from './sources.ts';

/** What both doors do with what a source pushes. */
export interface Pushed {
  /** The source of a token; null when nobody has it. */
  sourceOf: (authorization: string | undefined) => PushSource | null;
  /**
   * Takes one request's facts: all or none. Resolves when they are on disk.
   * Throws `TooMuch` beyond the source's own limits, `unavailable` when the log
   * or the memory before it is full.
   */
  take: (source: PushSource, request: PushedRequest) => Promise<void>;
  /** Requests beyond a source's limits so far. */
  tooMuch: () => number;
}

export interface PushedRequest {
  facts: readonly Fact[];
  /** The numbers of the events, in their order, each with its series. */
  numbers?: readonly { series: string; sequence: number }[];
}

/** A source sends more than it may. */
export class TooMuch extends Error {
  readonly retryAfterS: number;

  constructor(sentence: string, retryAfterS: number) {
    super(sentence);
    this.retryAfterS = retryAfterS;
  }
}

export interface PushedDeps {
  /** The sources as the file has them now. */
  sources: () => readonly Source[];
  publisher: Publisher;
  liveness: Liveness;
  sequences: Sequences;
  now: () => number;
}

/** Requests of one source under way at once. */
const maxUnderWay = 32;

/** The doors' common part. */
export function makePushed(deps: PushedDeps): Pushed {
  const loads = new Map<string, Allowance>();
  let tooMuch = 0;
  return {
    sourceOf: bearerLookup(deps.sources),
    tooMuch: () => tooMuch,
    take: async (source, request) => {
      deps.liveness.heard(source);
      const allowance = allowanceOf(loads, source, deps.now());
      try {
        spend(allowance, source, request.facts.length, deps.now());
      } catch (error) {
        tooMuch += 1;
        throw error;
      }
      allowance.underWay += 1;
      try {
        await commit(deps, source, request);
      } finally {
        allowance.underWay -= 1;
      }
    },
  };
}

/** Tokens are compared by their hashes: how long it takes tells nothing of them. */
function bearerLookup(sources: () => readonly Source[]): Pushed['sourceOf'] {
  let of: readonly Source[] = [];
  let byHash = new Map<string, PushSource>();
  return (authorization) => {
    if (of !== sources()) {
      of = sources();
      const pushing = of.filter((source) => 'token' in source);
      byHash = new Map(pushing.map((source) => [hashOf(source.token), source]));
    }
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return token ? (byHash.get(hashOf(token)) ?? null) : null;
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What a source may still send: a bucket that fills with time, up to two seconds' worth. */
interface Allowance {
  events: number;
  atMs: number;
  underWay: number;
}

function allowanceOf(loads: Map<string, Allowance>, source: PushSource, nowMs: number): Allowance {
  const key = `${source.tenant}/${source.id}`;
  const known = loads.get(key);
  if (known) return known;
  const allowance = { events: 2 * source.maxEventsPerS, atMs: nowMs, underWay: 0 };
  loads.set(key, allowance);
  return allowance;
}

function spend(allowance: Allowance, source: PushSource, events: number, nowMs: number): void {
  const { id, maxEventsPerS } = source;
  const gained = ((nowMs - allowance.atMs) / 1000) * maxEventsPerS;
  allowance.events = Math.min(2 * maxEventsPerS, allowance.events + Math.max(0, gained));
  allowance.atMs = nowMs;
  if (allowance.underWay >= maxUnderWay) {
    throw new TooMuch(`source "${id}" has ${maxUnderWay} requests under way, which is the most`, 1);
  }
  // The bucket may go below zero once: a batch larger than it must pass some time.
  if (allowance.events <= 0) {
    const retryAfterS = Math.ceil(1 - allowance.events / maxEventsPerS);
    const sentence = `source "${id}" sends more than ${maxEventsPerS} events a second`;
    throw new TooMuch(sentence, retryAfterS);
  }
  allowance.events -= events;
}

async function commit(deps: PushedDeps, source: PushSource, { facts, numbers }: PushedRequest) {
  const { publisher, liveness } = deps;
  const around = liveness.around(source, facts);
  const committed = publisher.commit(source, [...around.before, ...facts, ...around.after]);
  tellMissing(deps, source, numbers ?? []);
  await committed;
  liveness.proven(source, around);
}

/** Numbers left out are facts about the source; it is alive, so the gap ends where it began. */
function tellMissing(
  { publisher, sequences, now }: PushedDeps,
  source: PushSource,
  numbers: NonNullable<PushedRequest['numbers']>,
): void {
  const findings: { series: string; finding: SequenceFinding }[] = [];
  for (const { series, sequence } of numbers) {
    const finding = sequences.see(`${source.tenant}/${source.id}/${series}`, sequence);
    if (finding) findings.push({ series, finding });
  }
  if (findings.length === 0) return;
  const atMs = now();
  const told = findings.flatMap(({ series, finding: { missing, from, to } }) => {
    const why = `sequence ${to} came where ${from} was due: ${missing} events are missing`;
    const name = `sequence|${series}|${from}-${to}`;
    return [
      sourceFact(source, `gap|${name}`, atMs, { kind: 'gap', provenUntilMs: null, why }),
      sourceFact(source, `resync|${name}`, atMs, {
        kind: 'resync',
        estimatedEnds: 0,
        disagreements: 0,
      }),
    ];
  });
  void publisher.tell(source, told);
}
