import { agentSnapshot } from '../../services/domain/agent/agent-figures.ts';
import {
  type Agents,
  advanceAgents,
  applyAgentFact,
  applyContactToAgents,
  emptyAgents,
} from '../../services/domain/agent/agent-state.ts';
import { type AgentSums, emptySums, mergeSums } from '../../services/domain/agent/agent-sums.ts';
import type { Fact } from '../../services/domain/fact.ts';
import type { ContactFact } from '../../services/domain/queue/contact-fact.ts';
import { type Counts, emptyCounts, sumCounts } from '../../services/domain/queue/counts.ts';
import {
  advanceQueues,
  applyContactFact,
  emptyQueues,
  type QueueState,
  type QueuesState,
} from '../../services/domain/queue/queue-state.ts';
import {
  type AbandonRule,
  abandonRules,
  serviceLevel,
} from '../../services/domain/queue/service-level.ts';
import type { Settings } from '../../services/domain/settings/settings.ts';

/** What `floorcast replay --json` prints. Seconds; null = cannot be computed. */
export interface Document {
  queues: QueueFigures[];
  agents: AgentFigures[];
}

interface QueueFigures {
  queue: string;
  offered: number;
  answered: number;
  abandoned: number;
  /** `lost` (the end was never seen) is there only when there is one. */
  left: Record<'timeout' | 'empty' | 'withdrawn' | 'key' | 'unnamed', number> & { lost?: number };
  stillWaiting: number;
  meanAnsweredWaitS: number | null;
  /** From connect to end, hold included. */
  meanTalkS: number | null;
  /** The longest wait of any contact. */
  maxWaitS: number | null;
  /** Of those still waiting at the last instant. */
  longestWaitS: number | null;
  serviceLevel: Record<AbandonRule, number | null>;
}

interface AgentFigures {
  agent: string;
  answered: number;
  talkS: number;
  pausedS: number | null;
  signedInS: number | null;
}

/**
 * Live state forgets what is older than 49 hours; a recording may be longer.
 * What is older than this can no longer change and is put aside in time.
 */
const settledMs = 40 * 3_600_000;
const settleEveryMs = 3_600_000;

/** Folds a recording as the live services would, and gives its figures at the end. */
export function reckoning(settings: Settings, { timeless }: { timeless: boolean }) {
  const queues = emptyQueues();
  const agents = emptyAgents();
  const untimed = new Map<string, { answered: number; talkMs: number }>();
  const settled: Settled = { queues: new Map(), agents: new Map() };
  let nextMs = Number.NEGATIVE_INFINITY;

  return {
    take: (facts: readonly Fact[], nowMs: number) => {
      for (const fact of facts) {
        if (fact.about === 'contact') {
          applyContactFact(queues, fact, settings);
          if (timeless) countUntimed(untimed, fact);
          else applyContactToAgents(agents, fact, settings);
        }
        if (fact.about === 'agent' && !timeless) applyAgentFact(agents, fact);
      }
      if (nowMs < nextMs) return;
      nextMs = nowMs + settleEveryMs;
      advanceQueues(queues, nowMs, settings);
      advanceAgents(agents, nowMs);
      settle(settled, queues, agents, nowMs - settledMs);
    },
    document: (nowMs: number): Document => {
      advanceQueues(queues, nowMs, settings);
      advanceAgents(agents, nowMs);
      return {
        queues: [...queues.queues.values()]
          .map((queue) => queueFigures(queue, settled.queues.get(queue.queue), { nowMs, timeless }))
          .sort((a, b) => (a.queue < b.queue ? -1 : 1)),
        agents: timeless ? untimedAgents(untimed) : agentFigures(agents, settled.agents, nowMs),
      };
    },
  };
}

/** Sums of what no fact can change any more. */
interface Settled {
  queues: Map<string, Counts>;
  /** By "source/agent". */
  agents: Map<string, AgentSums>;
}

function settle(settled: Settled, queues: QueuesState, agents: Agents, untilMs: number): void {
  for (const { queue, buckets } of queues.queues.values()) {
    const old = [...buckets].filter(([startMs]) => startMs < untilMs);
    if (old.length === 0) continue;
    const before = settled.queues.get(queue) ?? emptyCounts();
    settled.queues.set(queue, sumCounts([before, ...old.map(([, bucket]) => bucket.counts)]));
    for (const [startMs] of old) buckets.delete(startMs);
  }
  for (const [key, { buckets }] of agents.records) {
    const sums = settled.agents.get(key) ?? emptySums();
    settled.agents.set(key, sums);
    for (const [startMs, more] of buckets) {
      if (startMs >= untilMs) continue;
      mergeSums(sums, more);
      buckets.delete(startMs);
    }
  }
}

function queueFigures(
  state: QueueState,
  settled: Counts | undefined,
  { nowMs, timeless }: { nowMs: number; timeless: boolean },
): QueueFigures {
  const live = [...state.buckets.values()].map(({ counts }) => counts);
  const counts = sumCounts(settled ? [settled, ...live] : live);
  const longestMs = timeless ? null : longestWaitMs(state, nowMs);
  const { talkMs, talks } = talkOf(state, counts);
  const { timeout, empty, withdrawn, key, unnamed, lost } = counts.left;
  const maxWaitMs = Math.max(counts.maxWaitMs ?? -1, longestMs ?? -1);
  return {
    queue: state.queue,
    offered: counts.offered,
    answered: counts.answered,
    abandoned: counts.abandoned,
    left: { timeout, empty, withdrawn, key, unnamed, ...(lost > 0 ? { lost } : {}) },
    stillWaiting: counts.waiting,
    meanAnsweredWaitS: meanS(counts.waitSumMs, counts.answered),
    meanTalkS: meanS(talkMs, talks),
    maxWaitS: maxWaitMs < 0 ? null : toSeconds(maxWaitMs),
    longestWaitS: longestMs === null ? null : toSeconds(longestMs),
    serviceLevel: Object.fromEntries(
      abandonRules.map((rule) => [rule, serviceLevel(counts, rule)]),
    ) as Record<AbandonRule, number | null>,
  };
}

function longestWaitMs(state: QueueState, nowMs: number): number | null {
  const offers = [...state.waiting].flatMap((id) => state.legs.get(id)?.leg.offer.atMs ?? []);
  return offers.length === 0 ? null : Math.max(0, nowMs - Math.min(...offers));
}

/** Talk of every completed contact: those still in their after-call work too. */
function talkOf(state: QueueState, counts: Counts): { talkMs: number; talks: number } {
  let talkMs = counts.talkSumMs + counts.holdSumMs;
  let talks = counts.handled;
  for (const { leg, counted } of state.legs.values()) {
    if (!leg.completed || !counted || counted.handled) continue;
    talkMs += leg.completed.spanMs;
    talks += 1;
  }
  return { talkMs, talks };
}

function agentFigures(
  agents: Agents,
  settled: Map<string, AgentSums>,
  nowMs: number,
): AgentFigures[] {
  const figures: AgentFigures[] = [];
  for (const key of agents.records.keys()) {
    const snapshot = agentSnapshot(agents, key, nowMs, Number.NEGATIVE_INFINITY);
    if (!snapshot) continue;
    const sums = snapshot.today;
    const before = settled.get(key);
    if (before) mergeSums(sums, before);
    figures.push({
      agent: snapshot.agent,
      answered: sums.answered,
      talkS: toSeconds(sums.talkMs + sums.holdMs),
      pausedS: toSeconds(sums.pausedMs),
      signedInS: toSeconds(sums.signedInMs),
    });
  }
  return figures.sort((a, b) => (a.agent < b.agent ? -1 : 1));
}

/** Without instants only what each fact says by itself can be added up. */
function countUntimed(
  agents: Map<string, { answered: number; talkMs: number }>,
  { what }: ContactFact,
): void {
  if (what.kind !== 'answered' && what.kind !== 'completed') return;
  const sums = agents.get(what.agent) ?? { answered: 0, talkMs: 0 };
  agents.set(what.agent, sums);
  if (what.kind === 'answered') sums.answered += 1;
  else sums.talkMs += what.talkMs;
}

function untimedAgents(agents: Map<string, { answered: number; talkMs: number }>): AgentFigures[] {
  return [...agents]
    .map(([agent, { answered, talkMs }]) => {
      return { agent, answered, talkS: toSeconds(talkMs), pausedS: null, signedInS: null };
    })
    .sort((a, b) => (a.agent < b.agent ? -1 : 1));
}

function meanS(sumMs: number, count: number): number | null {
  return count === 0 ? null : toSeconds(sumMs / count);
}

/** Seconds to the millisecond. */
function toSeconds(ms: number): number {
  return Math.round(ms) / 1_000;
}
