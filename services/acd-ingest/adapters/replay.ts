import { setTimeout as pause } from 'node:timers/promises';
import type { Fact } from '../../domain/fact.ts';
import type { Adapter, FactSink } from './adapter.ts';

/** Tells a recording from its beginning, in order; waits when `tell` answers with a promise. */
export type Recording = (sink: Pick<FactSink, 'tell' | 'park'>) => Promise<void>;

/** How a recording is told again. */
export interface ReplayOptions {
  /** 1 = as it happened, 10 = ten times as fast, 0 = as fast as it goes. */
  speed: number;
  /** `now` moves every instant so that the recording begins now; only at speed 1. */
  times: 'recorded' | 'now';
  now: () => number;
  /** What proves the source while a recording is told as if it were now. */
  heartbeat: (atMs: number) => Fact;
}

/** Facts told in one go when there is no pace to keep. */
const gatherFacts = 500;
const beatMs = 1_000;

/** A recording at its own pace. A restart goes on where it stopped. */
export function replayAdapter(
  recording: Recording,
  options: ReplayOptions,
  kept: unknown,
): Adapter {
  const state: Told = { tellings: 0, byMs: 0, ...(kept as Partial<Told> | null) };
  return {
    state: () => state,
    start: async (sink, signal) => {
      const beat = () => void sink.tell([options.heartbeat(options.now())]);
      const timer = options.times === 'now' ? setInterval(beat, beatMs) : undefined;
      try {
        const paced = pacedSink(sink, options, state, signal);
        await recording(paced);
        await paced.flush();
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** How far a recording has been told. */
interface Told {
  /** Calls of `tell` that are done with. */
  tellings: number;
  /** By how much instants are moved; 0 = not at all, or not begun. */
  byMs: number;
}

function pacedSink(sink: FactSink, options: ReplayOptions, state: Told, signal: AbortSignal) {
  const skip = state.tellings;
  let begin: { factMs: number; atMs: number } | null = null;
  let number = 0;
  let gathered: Fact[] = [];
  const flush = async () => {
    const facts = gathered;
    gathered = [];
    if (facts.length > 0) await sink.tell(facts);
    state.tellings = Math.max(state.tellings, number);
  };
  return {
    flush,
    park: (line: string, place: string, why: string) => sink.park(line, place, why),
    tell: async (facts: readonly Fact[]) => {
      signal.throwIfAborted();
      if (number < skip) {
        number += 1;
        return;
      }
      const [first] = facts;
      if (first && options.speed > 0) {
        begin ??= { factMs: first.atMs, atMs: options.now() };
        if (options.times === 'now' && state.byMs === 0) state.byMs = begin.atMs - begin.factMs;
        const waitMs = begin.atMs + (first.atMs - begin.factMs) / options.speed - options.now();
        if (waitMs > 0) {
          await flush();
          await pause(waitMs, undefined, { signal });
        }
      }
      for (const fact of facts) gathered.push(state.byMs === 0 ? fact : moved(fact, state.byMs));
      number += 1;
      if (gathered.length >= gatherFacts) await flush();
    },
  };
}

/** The same fact later. Its ids get the shift too: it is another happening. */
function moved(fact: Fact, byMs: number): Fact {
  const id = (name: string) => `${name}+${byMs}`;
  const shifted = { factId: id(fact.factId), atMs: fact.atMs + byMs };
  switch (fact.about) {
    case 'contact': {
      const legId = id(fact.legId);
      // A contact's fact id is its leg's id and what happened.
      const factId = fact.factId.startsWith(fact.legId)
        ? `${legId}${fact.factId.slice(fact.legId.length)}`
        : shifted.factId;
      const [contactId, offeredAtMs] = [id(fact.contactId), fact.offeredAtMs + byMs];
      return { ...fact, ...shifted, factId, legId, contactId, offeredAtMs };
    }
    case 'agent':
      return { ...fact, ...shifted, after: movedState(fact.after, byMs) };
    case 'source':
      return { ...fact, ...shifted };
  }
}

function movedState(state: Extract<Fact, { about: 'agent' }>['after'], byMs: number) {
  const move = (ms: number | null) => (ms === null ? null : ms + byMs);
  return {
    ...state,
    memberships: state.memberships.map((member) => ({
      ...member,
      sinceMs: move(member.sinceMs),
      pausedSinceMs: move(member.pausedSinceMs),
    })),
    work: state.work.map((seen) => ({ ...seen, sinceMs: move(seen.sinceMs) })),
  };
}
