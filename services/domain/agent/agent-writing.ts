import { DomainError } from '../domain-error.ts';
import type { AgentInput } from './agent-input.ts';
import type { Machine } from './agent-machine.ts';
import type { AgentRecord } from './agent-record.ts';
import { type Agents, emptyAgents, type LegTrace } from './agent-state.ts';
import type { AgentSums } from './agent-sums.ts';

/** Raised whenever the fold or its written form changes: older snapshots are passed over. */
export const agentFoldVersion = 1;

interface Written {
  records: {
    site: string;
    source: string;
    agent: string;
    settled: Machine;
    buckets: WrittenSums[];
    inputs: AgentInput[];
  }[];
  legs: [string, LegTrace][];
  clocks: [string, number][];
  dues: [string, number][];
  tooLate: number;
  refused: number;
  sweptMs: number;
}

/** Bucket start, then the sums in the order of `numbers`, then breaks by reason. */
type WrittenSums = [number, number[], [string, number][]];

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

/** The whole state as JSON. */
export function writeAgents(state: Agents): string {
  const { records, legs, clocks, dues, tooLate, refused, sweptMs } = state;
  const written: Written = {
    records: [...records.values()].map(({ head: _, buckets, ...record }) => ({
      ...record,
      buckets: [...buckets].map(([startMs, sums]) => writeSums(startMs, sums)),
    })),
    legs: [...legs],
    clocks: [...clocks],
    dues: [...dues],
    tooLate,
    refused,
    sweptMs,
  };
  return JSON.stringify(written);
}

/** A written state, the same in every figure. */
export function readAgents(json: string): Agents {
  const { records, legs, clocks, dues, ...counts } = parse(json);
  return {
    ...emptyAgents(),
    ...counts,
    records: new Map(records.map((one) => [`${one.source}/${one.agent}`, readRecord(one)])),
    legs: new Map(legs),
    clocks: new Map(clocks),
    dues: new Map(dues),
  };
}

function parse(json: string): Written {
  try {
    return JSON.parse(json) as Written;
  } catch (error) {
    throw new DomainError('invalid', `not a written state of agents: ${(error as Error).message}`);
  }
}

function readRecord({ buckets, ...record }: Written['records'][number]): AgentRecord {
  return { ...record, buckets: new Map(buckets.map(readSums)), head: null };
}

function writeSums(startMs: number, sums: AgentSums): WrittenSums {
  return [startMs, numbers.map((name) => sums[name]), [...sums.breakByReasonMs]];
}

function readSums([startMs, values, reasons]: WrittenSums): [number, AgentSums] {
  const sums = Object.fromEntries(numbers.map((name, at) => [name, values[at] ?? 0]));
  const known = sums as Record<(typeof numbers)[number], number>;
  return [startMs, { ...known, breakByReasonMs: new Map(reasons) }];
}
