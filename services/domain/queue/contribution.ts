import { queueSettingsAt, type Settings } from '../settings/settings.ts';
import { isEstimated, type Leg, precisionOf, type Telling, type Unanswered } from './leg.ts';

/** A wait whose end nobody tells is given up as lost after this time. */
export const lostAfterMs = 12 * 3_600_000;
/** A conversation whose end nobody tells is taken as completed after this time. */
export const talkLimitMs = 24 * 3_600_000;

/** What a leg is to the counts, at one instant. */
export type Outcome = 'blocked' | 'waiting' | 'answered' | Unanswered;

/** All that one leg adds to the counts of the interval in which it was offered. */
export interface Contribution {
  offeredAtMs: number;
  outcome: Outcome;
  /** In conversation now. */
  talking: boolean;
  /** The wait is, or so far was, within the target. */
  inTime: boolean;
  /** Sooner than the short-abandon limit. */
  short: boolean;
  /** Null while waiting, and where the end is not known. */
  waitMs: number | null;
  /** When it was answered; null when it was not. */
  answeredAtMs: number | null;
  /** Answered and done with the after-call work: the times below count. */
  handled: boolean;
  /** Without hold. */
  talkMs: number;
  holdMs: number;
  acwMs: number;
  estimated: boolean;
  /** When it changes by itself: past the target, end of wrap-up, a limit; null = never. */
  dueMs: number | null;
}

/** The settings that bear on one leg. */
export interface Measure {
  targetMs: number;
  shortAbandonMs: number;
  /** Of the instant of completion. */
  wrapUpMs: number;
}

/**
 * What a leg adds to the counts at an instant: target and short-abandon limit
 * as they stood at its offer, wrap-up as it stood at its completion.
 */
export function contribution(leg: Leg, settings: Settings, nowMs: number): Contribution {
  const { site, queue, offer, completed } = leg;
  const atOffer = queueSettingsAt(settings, site, queue, offer.atMs);
  const atEnd = completed ? queueSettingsAt(settings, site, queue, completed.atMs) : atOffer;
  const { targetMs, shortAbandonMs } = atOffer;
  return measured(leg, { targetMs, shortAbandonMs, wrapUpMs: atEnd.wrapUpMs }, nowMs);
}

/** The same with the settings looked up already. */
export function measured(leg: Leg, measure: Measure, nowMs: number): Contribution {
  if (leg.blocked && !leg.offered) return base(leg, 'blocked');
  if (leg.answered || leg.completed) return answered(leg, measure, nowMs);
  if (leg.unanswered) {
    const { how, spanMs } = leg.unanswered;
    const told = base(leg, how);
    told.estimated = isEstimated(leg.unanswered);
    return waited(told, spanMs, measure);
  }
  return waiting(leg, measure, nowMs);
}

function base(leg: Leg, outcome: Outcome): Contribution {
  return {
    offeredAtMs: leg.offer.atMs,
    outcome,
    talking: false,
    inTime: false,
    short: false,
    waitMs: null,
    answeredAtMs: null,
    handled: false,
    talkMs: 0,
    holdMs: 0,
    acwMs: 0,
    estimated: false,
    dueMs: null,
  };
}

function waited(told: Contribution, waitMs: number, measure: Measure): Contribution {
  told.waitMs = waitMs;
  told.inTime = waitMs <= measure.targetMs;
  told.short = waitMs < measure.shortAbandonMs;
  return told;
}

function waiting(leg: Leg, { targetMs }: Measure, nowMs: number): Contribution {
  const { offer } = leg;
  const lostAtMs = offer.atMs + lostAfterMs;
  if (nowMs >= lostAtMs) {
    const lost = base(leg, 'lost');
    lost.estimated = true;
    return lost;
  }
  // One step past the target: a source of whole seconds ends no wait in between.
  const lateAtMs = offer.atMs + targetMs + precisionOf(offer);
  const told = base(leg, 'waiting');
  told.inTime = nowMs < lateAtMs;
  told.dueMs = told.inTime ? Math.min(lateAtMs, lostAtMs) : lostAtMs;
  return told;
}

function answered(leg: Leg, measure: Measure, nowMs: number): Contribution {
  const { answered: answer, completed, offer } = leg;
  const told = base(leg, 'answered');
  // An end of a conversation proves its beginning, should the answer itself have got lost.
  const atMs = answer?.atMs ?? (completed ? completed.atMs - completed.spanMs : offer.atMs);
  told.answeredAtMs = atMs;
  told.estimated = answer ? isEstimated(answer) : true;
  waited(told, answer?.spanMs ?? Math.max(0, atMs - offer.atMs), measure);
  if (completed) return afterCall(told, leg, { completed, measure, nowMs });
  if (nowMs >= atMs + talkLimitMs) {
    told.estimated = true;
    return told;
  }
  told.talking = true;
  told.dueMs = atMs + talkLimitMs;
  return told;
}

function afterCall(
  told: Contribution,
  leg: Leg,
  { completed, measure, nowMs }: { completed: Telling; measure: Measure; nowMs: number },
): Contribution {
  if (isEstimated(completed)) told.estimated = true;
  // A source that never tells the end of after-call work leaves it to the wrap-up.
  const acwEndMs = leg.acwEnded?.atMs ?? completed.atMs + measure.wrapUpMs;
  if (!leg.acwEnded && nowMs < acwEndMs) {
    told.dueMs = acwEndMs;
    return told;
  }
  told.handled = true;
  told.holdMs = Math.min(heldMs(leg, completed.atMs), completed.spanMs);
  told.talkMs = completed.spanMs - told.holdMs;
  told.acwMs = Math.max(0, acwEndMs - completed.atMs);
  return told;
}

/** Time on hold; a hold that was not taken back ended with the conversation. */
function heldMs(leg: Leg, endMs: number): number {
  let sum = 0;
  for (const { held, resumed } of leg.holds?.values() ?? []) {
    if (held) sum += Math.max(0, Math.min(resumed?.atMs ?? endMs, endMs) - held.atMs);
  }
  return sum;
}
