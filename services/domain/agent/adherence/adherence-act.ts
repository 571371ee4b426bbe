import type { AdherenceRules } from './adherence-rules.ts';
import type { AdherenceSums } from './adherence-sums.ts';
import type { DeviationCause } from './deviation-cause.ts';

/** What a supervisor says people were asked to do, or could not do. */
export type MarkKind =
  | 'coaching'
  | 'meeting'
  | 'overtime'
  | 'early-leave'
  | 'other-duty'
  | 'system';

/** All kinds of marks. */
export const markKinds: readonly MarkKind[] = [
  'coaching',
  'meeting',
  'overtime',
  'early-leave',
  'other-duty',
  'system',
];

/** A supervisor's word about a stretch of some people's time. */
export interface AdherenceMark {
  markId: string;
  kind: MarkKind;
  people: readonly string[];
  fromMs: number;
  /** First instant after. */
  toMs: number;
  note: string;
  author: string;
  atMs: number;
}

/**
 * A stretch of somebody's own day that they hold to be counted wrongly: an appeal of scores, or an
 * act of old logs.
 */
export interface Contest {
  contestId: string;
  person: string;
  /** Local day that the person names; empty in old logs. */
  day: string;
  fromMs: number;
  /** First instant after. */
  toMs: number;
  /** The cause they see in it. */
  claimed: DeviationCause;
  words: string;
  atMs: number;
  state: 'open' | 'accepted' | 'partly' | 'refused' | 'withdrawn';
  /** What was decided; null while open, and when refused. */
  cause: DeviationCause | null;
  /** Own time that is excused at most, the first of the stretch; null = all of it. */
  mostMs: number | null;
  /** Who is to decide; empty = nobody yet, or an old log. */
  decides: string;
  /** Decided by then; null in old logs. */
  dueAtMs: number | null;
  reason: string;
  decidedBy: string;
  decidedAtMs: number | null;
}

/** An accepted contest as the count sees it. */
export interface Ruling {
  contestId: string;
  /** Local day that was named; empty in old logs. */
  day: string;
  fromMs: number;
  /** First instant after. */
  toMs: number;
  cause: DeviationCause;
  /** Own time that is excused at most, the first of the stretch; null = all of it. */
  mostMs: number | null;
}

/** Why a day was counted. */
export type CountReason = 'over' | 'schedule' | 'facts' | 'decision';

/** One person's line of a counted day. */
export interface CountedLine {
  person: string;
  sums: AdherenceSums;
  /** Accepted contests counted in, by id, sorted. */
  contests: readonly string[];
}

/** What may be decided about the adherence of one site. Local days as "2026-11-28". */
export type AdherenceAct =
  | { kind: 'mark-set'; mark: AdherenceMark }
  | { kind: 'mark-removed'; markId: string }
  | { kind: 'contested'; contest: Contest }
  | { kind: 'contest-withdrawn'; contestId: string }
  | {
      kind: 'contest-decided';
      contestId: string;
      accepted: boolean;
      /** Null when refused. */
      cause: DeviationCause | null;
      reason: string;
    }
  | { kind: 'rules-decided'; fromDay: string; rules: AdherenceRules }
  | {
      kind: 'day-counted';
      day: string;
      why: CountReason;
      /** Version of the schedule it was counted with; 0 = none. */
      scheduleVersion: number;
      lines: readonly CountedLine[];
    };

/** One decision of one site. */
export interface AdherenceDecision {
  commandId: string;
  /** Empty when a program decided. */
  author: string;
  atMs: number;
  act: AdherenceAct;
}

/** The cause that a mark gives the minutes it covers. */
export function causeOfMark(kind: MarkKind): DeviationCause {
  return kind === 'system' ? 'system' : 'supervisor';
}
