import type { Agreement, Evaluation, Form, SamplingRule, SurveyAnswer } from './evaluation.ts';
import type {
  CalibrationBegun,
  FiguresRecorded,
  MysteryBegun,
  MysteryVisited,
  RoundAnswered,
  RoundBegun,
  SamplingBegun,
  SamplingDrawn,
  TestRecorded,
} from './quality-act.ts';
import type { Definition, Holding, LadderRules, PeriodLength } from './scorecard.ts';
import type {
  AppealDecided,
  AppealLodged,
  CoachingNote,
  FaultRecorded,
  FlagAnswered,
  PeriodClosed,
  Praise,
  ReviewDone,
  RuleFlagged,
  Topic,
  WorkPlan,
} from './work-act.ts';

/**
 * An act on the scores of a site: what is asked for, and, once decided, what came of it. Fields
 * said to be filled in are ignored in a request: ''/0/[]/null do. Kinds are those of the wire in
 * kebab-case, fields too, but a Timestamp `at` is `atMs`, an absent one `null`.
 */
export type ScoreAct = QualityAct | VoiceAct | CardAct | AppealAct | LadderAct | NoteAct;

/** The kind of an act. */
export type ScoreActKind = ScoreAct['kind'];

/** What contacts are judged by, and what is found. */
export type QualityAct =
  | { kind: 'form-decided'; form: Form }
  | { kind: 'sampling-decided'; rules: readonly SamplingRule[]; period: PeriodLength }
  | SamplingBegun
  | SamplingDrawn
  | { kind: 'evaluated'; evaluation: Evaluation }
  | CalibrationBegun
  /** The agreement is filled in. */
  | { kind: 'calibration-ended'; calibrationId: string; agreement: Agreement | null };

/** What customers, colleagues, outsiders and tests say. */
export type VoiceAct =
  /** At most 5,000. */
  | { kind: 'surveys-recorded'; answers: readonly SurveyAnswer[] }
  | RoundBegun
  | RoundAnswered
  | { kind: 'round-ended'; roundId: string }
  | MysteryBegun
  | MysteryVisited
  | TestRecorded
  | FiguresRecorded;

/** How people are scored, and when a period is frozen. */
export type CardAct =
  | { kind: 'definition-decided'; definition: Definition; removed: boolean }
  | PeriodClosed;

/** What is contested. */
export type AppealAct =
  | AppealLodged
  | { kind: 'appeal-withdrawn'; appealId: string }
  /** The marker is filled in when empty: who has fewest open. */
  | { kind: 'appeal-assigned'; appealId: string; marker: string }
  | AppealDecided
  | RuleFlagged
  | FlagAnswered;

/** Where it leads. */
export type LadderAct =
  | { kind: 'ladder-decided'; rules: LadderRules }
  | { kind: 'holding-decided'; holding: Holding; reason: string }
  | FaultRecorded
  | ReviewDone;

/** What people write to each other. */
export type NoteAct = WorkPlan | CoachingNote | Praise | Topic;
