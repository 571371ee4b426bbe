import { type AgentInput, byDistance, insertInput, sameInstant } from './agent-input.ts';
import { applyInput, copyMachine, type Machine, newMachine, type Sink } from './agent-machine.ts';
import {
  type AgentSpan,
  type AgentSums,
  addCount,
  addSpan,
  type Buckets,
  bucketStart,
  emptySums,
  mergeSums,
} from './agent-sums.ts';

/** Buckets are kept live this long: two days and an hour. */
export const bucketsKeptMs = 49 * 3_600_000;

/** Most settled spans kept of one agent: far more than two days of contacts have. */
const maxSpans = 6_000;

/** Most recent inputs of one agent; beyond it the oldest are settled before their time. */
const maxInputs = 5_000;

/** What has happened since the settled state: not yet in its buckets. */
export interface Recent {
  machine: Machine;
  spans: AgentSpan[];
  counts: Parameters<Sink['count']>[0][];
}

/** One agent: a settled past, what came lately, and both together. */
export interface AgentRecord {
  site: string;
  source: string;
  agent: string;
  /** The state as of the horizon: nothing before it changes any more. */
  settled: Machine;
  buckets: Buckets;
  /** Settled spans of the same two days, in order: what adherence looks at. */
  spans: AgentSpan[];
  /** What came at or after the horizon, in order. */
  inputs: AgentInput[];
  /** The settled state with the inputs replayed; null = to be made anew. */
  head: Recent | null;
  /** The settled buckets of a day summed up; null = to be summed anew. */
  day: { startMs: number; sums: AgentSums } | null;
}

/** An agent of whom nothing has been told. */
export function newRecord(of: { site: string; source: string; agent: string }): AgentRecord {
  const settled = newMachine(of.agent);
  return { ...of, settled, buckets: new Map(), spans: [], inputs: [], head: null, day: null };
}

/** Inputs into one agent: at the end of what is known they go straight on, else all is replayed. */
export function take(
  record: AgentRecord,
  inputs: readonly AgentInput[],
  { horizonMs, windowMs }: { horizonMs: number; windowMs: number },
): void {
  for (const input of inputs) {
    const before = record.inputs.length;
    const at = insertInput(record.inputs, input);
    const goesOn = at === before && !looksBack(record, input);
    if (record.head && goesOn) {
      applyInput(record.head.machine, input, sinkOf(record.head), new Map());
    } else {
      record.head = null;
    }
  }
  settle(record, horizonMs, windowMs);
}

/** The agent's state with everything replayed. */
export function recent(record: AgentRecord): Recent {
  if (record.head) return record.head;
  const head: Recent = { machine: copyMachine(record.settled), spans: [], counts: [] };
  replay(head.machine, record.inputs, sinkOf(head));
  record.head = head;
  return head;
}

/** The sums of the settled buckets from an instant on, kept until more is settled. Not to be changed. */
export function settledSince(record: AgentRecord, startMs: number): AgentSums {
  if (record.day?.startMs === startMs) return record.day.sums;
  const sums = emptySums();
  for (const [bucketMs, more] of record.buckets) if (bucketMs >= startMs) mergeSums(sums, more);
  record.day = { startMs, sums };
  return sums;
}

/** A sink that keeps what it gets. */
export function sinkOf(to: Pick<Recent, 'spans' | 'counts'>): Sink {
  return { span: (span) => to.spans.push(span), count: (count) => to.counts.push(count) };
}

/** Replays inputs that are in order, up to the first one at or after `untilMs`. */
export function replay(
  machine: Machine,
  inputs: readonly AgentInput[],
  sink: Sink,
  untilMs = Number.POSITIVE_INFINITY,
): void {
  const acwEnds = new Map<string, number>();
  for (const input of inputs) {
    if (input.about === 'leg' && input.kind === 'acw-ended') {
      acwEnds.set(input.legId, input.atMs);
    }
  }
  for (let at = 0; at < inputs.length; ) {
    const input = inputs[at];
    if (!input || input.atMs >= untilMs) break;
    const states = input.about === 'agent' ? sameInstant(inputs, at) : [];
    for (const each of states.length > 1 ? byDistance(states, machine.full) : [input]) {
      applyInput(machine, each, sink, acwEnds);
    }
    at += Math.max(1, states.length);
  }
}

/**
 * An end of after-call work lengthens what came before, unless that work is
 * still shown and merely ends; full states of one instant are sorted anew.
 */
function looksBack({ inputs, head }: AgentRecord, input: AgentInput): boolean {
  if (input.about === 'agent') return inputs.at(-2)?.ownMs === input.ownMs;
  const { legId, kind, atMs } = input;
  if (kind === 'acw-ended') {
    const work = head?.machine.afterCallWork;
    return work?.legId !== legId || work.untilMs < atMs;
  }
  if (kind !== 'completed') return false;
  return inputs.some(
    (one) => one.about === 'leg' && one.kind === 'acw-ended' && one.legId === legId,
  );
}

/** Folds what is behind the horizon into the settled state, a good part at a time. */
function settle(record: AgentRecord, horizonMs: number, windowMs: number): void {
  const { inputs, settled, buckets, spans } = record;
  const crowded = inputs.length > maxInputs && Number.isFinite(windowMs);
  const oldest = inputs[0]?.atMs ?? horizonMs;
  if (!crowded && oldest >= horizonMs - windowMs / 4) return;
  const untilMs = crowded ? (inputs[inputs.length >> 1]?.atMs ?? horizonMs) : horizonMs;
  const sink: Sink = {
    span: (span) => {
      addSpan(buckets, span);
      spans.push(span);
    },
    count: (count) => addCount(buckets, count),
  };
  replay(settled, inputs, sink, untilMs);
  record.inputs = inputs.filter(({ atMs }) => atMs >= untilMs);
  record.head = null;
  record.day = null;
  const firstKept = bucketStart(untilMs - bucketsKeptMs);
  for (const startMs of buckets.keys()) if (startMs < firstKept) buckets.delete(startMs);
  const gone = spans.findIndex(({ endMs }) => endMs > firstKept);
  const crowd = spans.length - maxSpans;
  if (gone > 0 || crowd > 0) spans.splice(0, Math.max(gone, crowd));
}
