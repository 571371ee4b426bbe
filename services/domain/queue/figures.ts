import { type QueueSettings, queueSettingsAt, type Settings } from '../settings/settings.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { LeaveReason } from './contact-fact.ts';
import type { Counts } from './counts.ts';
import { spanCounts } from './intervals.ts';
import type { QueueState } from './queue-record.ts';
import { type AbandonRule, abandonRules, serviceLevelTerms } from './service-level.ts';

/** One service level, never without its rule. */
export interface RuledServiceLevel {
  rule: AbandonRule;
  met: number;
  counted: number;
  /** Null when nothing counts. */
  ratio: number | null;
}

/** What is shown of the contacts offered within a span. Null = nothing to divide. */
export interface ContactFigures {
  offered: number;
  answered: number;
  abandoned: number;
  abandonedShort: number;
  left: Record<LeaveReason, number>;
  waiting: number;
  /** Null where the source cannot tell. */
  blocked: number | null;
  answerRate: number | null;
  /** By each rule, in the order of `abandonRules`. */
  serviceLevels: RuledServiceLevel[];
  /** Mean wait of the answered, ringing included. */
  asaMs: number | null;
  maxWaitMs: number | null;
  handled: number;
  talkMs: number | null;
  holdMs: number | null;
  acwMs: number | null;
  ahtMs: number | null;
  estimated: number;
}

/** The figures of some counts. */
export function contactFigures(counts: Counts): ContactFigures {
  const { offered, answered, handled, talkSumMs, holdSumMs, acwSumMs } = counts;
  return {
    offered,
    answered,
    abandoned: counts.abandoned,
    abandonedShort: counts.abandonedShort,
    left: { ...counts.left },
    waiting: counts.waiting,
    blocked: counts.blocked,
    answerRate: divide(answered, offered),
    serviceLevels: abandonRules.map((rule) => {
      const { met, counted } = serviceLevelTerms(counts, rule);
      return { rule, met, counted, ratio: divide(met, counted) };
    }),
    asaMs: divide(counts.waitSumMs, answered),
    maxWaitMs: counts.maxWaitMs,
    handled,
    talkMs: divide(talkSumMs, handled),
    holdMs: divide(holdSumMs, handled),
    acwMs: divide(acwSumMs, handled),
    ahtMs: divide(talkSumMs + holdSumMs + acwSumMs, handled),
    estimated: counts.estimated,
  };
}

/** What is shown of one queue now. */
export interface QueueFigures {
  site: string;
  queue: string;
  waiting: number;
  /** When the longest waiting contact entered; null when nobody waits. */
  longestWaitingSinceMs: number | null;
  talking: number;
  /** Null when nobody was answered yet. */
  estimatedWaitMs: number | null;
  estimatedWaitMethod: 'recent-asa';
  /** Contacts offered since local midnight. */
  today: ContactFigures;
  measuredBy: QueueSettings;
}

/** Answers whose mean wait is the estimate. */
const recentAnswers = 20;

/**
 * The figures of one queue. The state must have been advanced to the instant
 * they are for.
 *
 * @param day - the local day of the queue's site.
 */
export function queueFigures(
  queue: QueueState,
  { settings, nowMs, day }: { settings: Settings; nowMs: number; day: LocalDay },
): QueueFigures {
  return {
    site: queue.site,
    queue: queue.queue,
    waiting: queue.waiting.size,
    longestWaitingSinceMs: longestWaitingSince(queue),
    talking: queue.talking,
    estimatedWaitMs: recentAsa(queue),
    estimatedWaitMethod: 'recent-asa',
    today: contactFigures(spanCounts(queue, { fromMs: day.startMs, toMs: day.endMs })),
    measuredBy: queueSettingsAt(settings, queue.site, queue.queue, nowMs),
  };
}

function longestWaitingSince(queue: QueueState): number | null {
  let oldestMs: number | null = null;
  for (const id of queue.waiting) {
    const atMs = queue.legs.get(id)?.leg.offer.atMs;
    if (atMs !== undefined && (oldestMs === null || atMs < oldestMs)) oldestMs = atMs;
  }
  return oldestMs;
}

function recentAsa({ answers }: QueueState): number | null {
  const recent = answers.slice(-recentAnswers);
  const sumMs = recent.reduce((sum, { waitMs }) => sum + waitMs, 0);
  return divide(sumMs, recent.length);
}

function divide(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
