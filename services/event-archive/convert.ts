import type { AgentInterval } from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import type { AgentSpan as WireSpan } from '../../proto/gen/floorcast/history/v1/trace.ts';
import type { QueueInterval } from '../../proto/gen/floorcast/queue/v1/queue_snapshot.ts';
import type { AgentSpan } from '../domain/agent/agent-sums.ts';
import type { Counts } from '../domain/queue/counts.ts';
import { contactFigures } from '../domain/queue/figures.ts';
import { toWireFigures } from '../lib/contact-figures-wire.ts';
import type { AgentSumsRow, QueueSums } from './store.ts';

/** One queue interval for the wire. */
export function toWireQueueInterval(sums: QueueSums, lengthS: number): QueueInterval {
  const { site, queue, startMs, version } = sums;
  const start = new Date(startMs);
  const figures = toWireFigures(contactFigures(toCounts(sums)));
  return { site, queue, start, lengthS, figures, version };
}

/** Sums out of the tables as the domain counts. */
function toCounts(sums: QueueSums): Counts {
  return {
    offered: sums.offered,
    waiting: sums.waiting,
    waitingLate: sums.waiting_late,
    answered: sums.answered,
    answeredInTime: sums.answered_in_time,
    abandoned: sums.abandoned,
    abandonedInTime: sums.abandoned_in_time,
    abandonedShort: sums.abandoned_short,
    left: {
      timeout: sums.left_timeout,
      key: sums.left_key,
      empty: sums.left_empty,
      withdrawn: sums.left_withdrawn,
      overflow: sums.left_overflow,
      transferred: sums.left_transferred,
      unnamed: sums.left_unnamed,
      lost: sums.left_lost,
    },
    leftLate: sums.left_late,
    waitSumMs: sums.answered_wait_ms,
    maxWaitMs: sums.max_wait_ms,
    handled: sums.handled,
    talkSumMs: sums.talk_ms,
    holdSumMs: sums.hold_ms,
    acwSumMs: sums.acw_ms,
    estimated: sums.estimated,
    blocked: sums.blocked,
  };
}

/** One agent interval for the wire. */
export function toWireAgentInterval(row: AgentSumsRow, lengthS: number): AgentInterval {
  const { site, source, agent, startMs, version } = row;
  const busy = row.talk_ms + row.hold_ms + row.acw_ms;
  return {
    site,
    source,
    agent,
    start: new Date(startMs),
    lengthS,
    figures: {
      answered: row.answered,
      ringNoAnswers: row.ring_no_answers,
      signedInMs: row.signed_in_ms,
      talkMs: row.talk_ms,
      holdMs: row.hold_ms,
      acwMs: row.acw_ms,
      readyMs: row.ready_ms,
      ringingMs: row.ringing_ms,
      breakMs: row.break_ms,
      breakByReasonMs: row.breakByReason,
      otherMs: row.other_ms,
      occupancy: ratio(busy, busy + row.ready_ms),
    },
    version,
  };
}

/** One span of an agent's day; without an end when it lasts beyond what is known. */
export function toWireSpan(span: AgentSpan, knownUntilMs: number): WireSpan {
  const { startMs, endMs, state, reason, queue } = span;
  const end = endMs >= knownUntilMs ? undefined : new Date(endMs);
  return { start: new Date(startMs), end, state, reason, queue };
}

/** Absent when there is nothing to divide. */
function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
