import type { Evaluation } from './evaluation.ts';
import type { LadderMove, PlanItem } from './scorecard.ts';

/** A period is frozen. */
export interface PeriodClosed {
  kind: 'period-closed';
  period: string;
  definitionId: string;
  /** Filled in. */
  version: number;
  /** Why again: `causesOf` closes-touched.ts, or in words. Empty with version 1. */
  cause: string;
  /** SHA-256 of the cards. Filled in. */
  content: string;
  /** Filled in. */
  cards: number;
}

/** Something is contested. */
export interface AppealLodged {
  kind: 'appeal-lodged';
  /** Filled in. */
  appealId: string;
  of: 'evaluation' | 'adherence' | 'line';
  /** Evaluation id; "2026-11-12 540-560" (day, minutes after midnight); "2026-11 MEASURE". */
  target: string;
  /** Filled in with who asks. */
  person: string;
  words: string;
  /** Filled in. */
  dueAtMs: number;
  /** Filled in. */
  firstMarker: string;
  /** With adherence the cause the person sees, else empty; filled in when empty. */
  claimed: ContestedCause | '';
}

/** What minutes were lost by that are not one's own doing. */
export type ContestedCause = 'customer' | 'system' | 'supervisor';

/** All of them. */
export const contestedCauses: readonly ContestedCause[] = ['customer', 'system', 'supervisor'];

/** It is decided. */
export interface AppealDecided {
  kind: 'appeal-decided';
  appealId: string;
  outcome: 'accepted' | 'partly' | 'refused';
  reason: string;
  /** The second marker's own, with an evaluation; else `null`. */
  evaluation: Evaluation | null;
  /**
   * Of a line the figure that holds instead; of adherence the minutes that are excused, `null` =
   * all contested; else `null`.
   */
  figure: number | null;
  /** With accepted adherence the cause that counts, else empty; filled in when empty. */
  cause: ContestedCause | '';
}

/** A rule itself is questioned. */
export interface RuleFlagged {
  kind: 'rule-flagged';
  /** Filled in. */
  flagId: string;
  /** "form ID", "question ID", "definition ID", "measure ID", "ladder". */
  about: string;
  words: string;
}

/** What comes of it. */
export interface FlagAnswered {
  kind: 'flag-answered';
  flagId: string;
  changes: boolean;
  words: string;
}

/** A serious fault of one's own. */
export interface FaultRecorded {
  kind: 'fault-recorded';
  /** Filled in. */
  faultId: string;
  person: string;
  day: string;
  words: string;
}

/** A review moves people. */
export interface ReviewDone {
  kind: 'review-done';
  /** Filled in. */
  reviewId: string;
  /** Last month looked at. */
  month: string;
  /** Filled in. */
  moves: readonly LadderMove[];
}

/** One person's week: plan, done, summary. */
export interface WorkPlan {
  kind: 'plan-written';
  person: string;
  week: string;
  items: readonly PlanItem[];
  summary: string;
  /** Empty = not yet. */
  checkedBy: string;
}

/** A talk about work, and what was agreed. With an id: changed. */
export interface CoachingNote {
  kind: 'coaching-noted';
  /** Filled in when empty. */
  noteId: string;
  person: string;
  text: string;
  /** Local day; empty = not. */
  followUp: string;
  done: boolean;
  /** Filled in. */
  author: string;
  /** Filled in. */
  atMs: number;
  evaluationId: string;
}

/** Praise that may be posted. */
export interface Praise {
  kind: 'praised';
  /** Filled in. */
  praiseId: string;
  person: string;
  words: string;
  /** Posted until this local day. */
  until: string;
  /** Filled in. */
  author: string;
}

/** The quality topic of a week. */
export interface Topic {
  kind: 'topic-set';
  week: string;
  titleEn: string;
  titleZh: string;
  words: string;
}
