/** What people contest, hold and write, as the gateway tells it. null = not known, never zero. */
import type * as decision from '../../../../proto/gen/floorcast/score/v1/score_decision.ts';
import type * as scorecard from '../../../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { Plain } from '../parts/plain.ts';
import type { Appeal, LadderRules } from './quality-api.ts';

/** Outcomes of contests. */
export type AppealStatistics = Plain<scorecard.AppealStatistics>;
/** Who holds which post. */
export type Holding = Plain<scorecard.Holding>;
/** What a review does to one person. */
export type LadderMove = Plain<scorecard.LadderMove>;
/** One person's week. */
export type WorkPlan = Plain<scorecard.WorkPlan>;
/** A talk about work. */
export type CoachingNote = Plain<scorecard.CoachingNote>;
/** Praise that may be posted. */
export type Praise = Plain<scorecard.Praise>;
/** The week's topic. */
export type Topic = Plain<scorecard.Topic>;

/** Contests and how they ended, by team; '' = all of the site together. */
export interface Appeals {
  appeals: Appeal[];
  statistics: Record<string, AppealStatistics>;
  names: Record<string, string>;
  /** Who may decide → contests open with them; only to who leads quality. */
  deciders: Record<string, number>;
}

/** The ladder. */
export interface Ladder {
  rules: LadderRules | null;
  holdings: Holding[];
  reviews: { review: Plain<decision.ReviewDone>; at: string | null; author: string }[];
  wouldMove: LadderMove[];
  names: Record<string, string>;
  faults: Plain<decision.FaultRecorded>[];
  /** The month that `wouldMove` is of; empty = none is closed. */
  month: string;
  history: HeldFrom[];
}

/** What somebody held from a day on, and why. */
export interface HeldFrom {
  from: string;
  holding: Holding | null;
  reason: string;
  author: string;
  at: string | null;
}

/** A rule that was questioned. */
export interface Flag {
  flagged: Plain<decision.RuleFlagged>;
  author: string;
  at: string | null;
  answer: Plain<decision.FlagAnswered> | null;
}

/** Notes. */
export interface Notes {
  plans: WorkPlan[];
  coaching: CoachingNote[];
  praise: Praise[];
  topics: Topic[];
  flags: Flag[];
  names: Record<string, string>;
}
