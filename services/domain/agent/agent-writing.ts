import { DomainError } from '../domain-error.ts';
import type { DisplayState } from './agent-display.ts';
import type { AgentInput } from './agent-input.ts';
import type { Machine } from './agent-machine.ts';
import type { AgentRecord } from './agent-record.ts';
import { type Agents, agentKey, emptyAgents, type LegTrace } from './agent-state.ts';
import { type AgentSpan, type AgentSums, emptySums } from './agent-sums.ts';

/** Raised whenever the fold or its written form changes: older snapshots are passed over. */
export const agentFoldVersion = 4;

/** First line; legs and then agents follow. */
interface WrittenHead {
  clocks: [string, number][];
  tooLate: number;
  refused: number;
  sweptMs: number;
  /** So many lines of legs come before those of agents. */
  legLines: number;
}

type WrittenLegs = [string, LegTrace][];

interface WrittenAgent {
  site: string;
  source: string;
  agent: string;
  settled: Machine;
  buckets: WrittenSums[];
  spans: WrittenSpan[];
  inputs: AgentInput[];
}

/** Bucket start, then place in `numbers` and value of what is not 0, then breaks by reason. */
type WrittenSums = [number, number[], ...[string, number][]];

/** Start, length, state, then reason and queue where there are any; choices as bits. */
type WrittenSpan = [number, number, DisplayState, number, string?, string?];

/** Legs and agents in one line: some milliseconds of work. */
const legsInLine = 200;
const agentsInLine = 20;

const numbers = [
  'answered',
  'ringNoAnswers',
  'signedInMs',
  'pausedMs',
  'talkMs',
  'holdMs',
  'acwMs',
  'readyMs',
  'ringingMs',
  'breakMs',
  'otherMs',
  'unreachableMs',
] as const satisfies readonly (keyof AgentSums)[];

/** The whole state as lines of JSON. */
export function writeAgents(state: Agents): string {
  return [...writeAgentsInSlices(state)].join('\n');
}

/**
 * The state line by line; facts may be folded in between two lines. Legs come
 * before agents, so that an agent holds all that its legs have handed on:
 * folding the later facts in again then changes nothing.
 */
export function* writeAgentsInSlices(state: Agents): Generator<string> {
  const { clocks, tooLate, refused, sweptMs } = state;
  const legs = [...slices([...state.legs], legsInLine)];
  const head = { clocks: [...clocks], tooLate, refused, sweptMs, legLines: legs.length };
  yield JSON.stringify(head satisfies WrittenHead);
  for (const slice of legs) yield JSON.stringify(slice satisfies WrittenLegs);
  for (const slice of slices([...state.records], agentsInLine)) {
    yield JSON.stringify(slice.map(([, record]) => writeAgent(record)));
  }
}

/** A written state, the same in every figure. */
export function readAgents(text: string): Agents {
  return readAgentsInSlices(text.split('\n'));
}

/** A state from its lines. */
export function readAgentsInSlices(lines: Iterable<string>): Agents {
  const state = emptyAgents();
  let legLines: number | null = null;
  for (const line of lines) {
    if (legLines === null) {
      const { clocks, legLines: first, ...counts } = parse(line) as WrittenHead;
      Object.assign(state, counts, { clocks: new Map(clocks) });
      legLines = first;
    } else if (legLines > 0) {
      for (const [legId, trace] of parse(line) as WrittenLegs) state.legs.set(legId, trace);
      legLines -= 1;
    } else {
      for (const one of parse(line) as WrittenAgent[]) putAgent(state, one);
    }
  }
  return state;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new DomainError('invalid', `not a written state of agents: ${(error as Error).message}`);
  }
}

function* slices<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

function writeAgent(record: AgentRecord): WrittenAgent {
  const { site, source, agent, settled, inputs } = record;
  const buckets = [...record.buckets].map(([startMs, sums]) => writeSums(startMs, sums));
  const spans = record.spans.map(writeSpan);
  return { site, source, agent, settled, buckets, spans, inputs };
}

function putAgent(state: Agents, { buckets, spans, ...record }: WrittenAgent): void {
  const key = agentKey(record);
  const sums = new Map(buckets.map(readSums));
  const past = spans.map(readSpan);
  state.records.set(key, { ...record, buckets: sums, spans: past, head: null, day: null });
  state.dueAnew.add(key);
}

function writeSums(startMs: number, sums: AgentSums): WrittenSums {
  const told = numbers.flatMap((name, place) => (sums[name] === 0 ? [] : [place, sums[name]]));
  return [startMs, told, ...sums.breakByReasonMs];
}

function readSums([startMs, told, ...reasons]: WrittenSums): [number, AgentSums] {
  const sums = emptySums();
  for (let at = 0; at < told.length; at += 2) {
    const name = numbers[told[at] ?? -1];
    if (name) sums[name] = told[at + 1] ?? 0;
  }
  return [startMs, { ...sums, breakByReasonMs: new Map(reasons) }];
}

function writeSpan(span: AgentSpan): WrittenSpan {
  const { startMs, endMs, state, reason, queue, signedIn, paused } = span;
  const chosen = (signedIn ? 1 : 0) + (paused ? 2 : 0);
  const words = queue ? [reason, queue] : reason ? [reason] : [];
  return [startMs, endMs - startMs, state, chosen, ...words] as WrittenSpan;
}

function readSpan([startMs, lengthMs, state, chosen, reason, queue]: WrittenSpan): AgentSpan {
  const [signedIn, paused] = [chosen % 2 === 1, chosen >= 2];
  const words = { reason: reason ?? '', queue: queue ?? '' };
  return { startMs, endMs: startMs + lengthMs, state, ...words, signedIn, paused };
}
