import type {
  Agreement,
  Drawn,
  Evaluation,
  Form,
  SamplingRule,
  SurveyAnswer,
} from './evaluation.ts';
import type {
  CalibrationBegun,
  MysteryBegun,
  MysteryVisited,
  OutsideFigure,
  Relation,
  RoundBegun,
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

/** Who did something, and when. */
export interface Deed {
  /** Empty when a program did, or nobody is to know. */
  author: string;
  atMs: number;
  /** Its place in the log; 0 of a preview. */
  position: number;
}

/**
 * All that is decided about the scores of one site: a fold of its acts. Cards of closes and lists
 * of samples lie in the store and are named by their SHA-256. Limits stand with the acts.
 */
export interface SiteScores {
  /** Form → versions, the oldest first. */
  forms: ReadonlyMap<string, readonly Decision<Form>[]>;
  /** Rules of sampling, the oldest first. */
  sampling: readonly Decision<SamplingRules>[];
  /** By period. */
  samples: ReadonlyMap<string, Sample>;
  /** By person, the oldest first. */
  evaluations: ReadonlyMap<string, readonly StandingEvaluation[]>;
  calibrations: ReadonlyMap<string, Calibration>;
  /** By person ('' = not known), the oldest first. */
  surveys: ReadonlyMap<string, readonly Placed<SurveyAnswer>[]>;
  rounds: ReadonlyMap<string, Round>;
  mystery: ReadonlyMap<string, MysteryRound>;
  tests: ReadonlyMap<string, Recorded<TestRecorded>>;
  /** By person; of one name and period the last holds. */
  outside: ReadonlyMap<string, readonly Placed<OutsideFigure>[]>;
  /** Definition → versions in the order in which they were decided. */
  definitions: ReadonlyMap<string, readonly Decision<DefinitionVersion>[]>;
  /** By `closeKey`: versions 1, 2, 3 ... */
  closes: ReadonlyMap<string, readonly Close[]>;
  appeals: ReadonlyMap<string, Appeal>;
  flags: ReadonlyMap<string, Flag>;
  /** In the order in which they were decided. */
  ladder: readonly Decision<LadderRules>[];
  /** Person → what was held from which day on, the oldest first. */
  holdings: ReadonlyMap<string, readonly HoldingFrom[]>;
  faults: ReadonlyMap<string, Recorded<FaultRecorded>>;
  /** The oldest first. */
  reviews: readonly Recorded<ReviewDone>[];
  /** By "week person". */
  plans: ReadonlyMap<string, Recorded<WorkPlan>>;
  coaching: ReadonlyMap<string, Recorded<CoachingNote>>;
  praises: ReadonlyMap<string, Recorded<Praise>>;
  /** By week. */
  topics: ReadonlyMap<string, Recorded<Topic>>;
  /** The last 2,000 commands: a repeat of one changes nothing. */
  commands: ReadonlySet<string>;
  /** The last act folded in; 0 = none. */
  position: number;
}

/** A decided value with its deed. */
export interface Decision<Value> {
  value: Value;
  decided: Deed;
}

/** An act as it was recorded, without its kind. */
export type Recorded<Act extends { kind: string }> = Omit<Act, 'kind'> & { decided: Deed };

/** One of many things with the place in the log of the act that told it. */
export type Placed<Thing> = Thing & { position: number };

/** How contacts are drawn. */
export interface SamplingRules {
  rules: readonly SamplingRule[];
  period: PeriodLength;
}

/** A definition, or its end. */
export interface DefinitionVersion {
  definition: Definition;
  /** It ends with the day before `definition.effectiveFrom`. */
  removed: boolean;
}

/** A period of sampling. */
export interface Sample {
  period: string;
  seedDigest: string;
  begun: Deed;
  /** Rules as they stood when it was drawn; before that, when it began. */
  rules: readonly SamplingRule[];
  /** Empty = not drawn yet. */
  seed: string;
  listContent: string;
  listDigest: string;
  drawn: readonly Drawn[];
  /** Null = not drawn yet. */
  ended: Deed | null;
}

/** An evaluation as it stands. */
export interface StandingEvaluation {
  evaluation: Evaluation;
  marked: Deed;
  /** The one that took its place after a contest; empty = it counts. */
  replacedBy: string;
}

/** A calibration; its marks lie with the evaluations. */
export interface Calibration extends Omit<CalibrationBegun, 'kind'> {
  begun: Deed;
  /** Evaluation id by marker. */
  done: ReadonlyMap<string, string>;
  /** `null` = it goes on. */
  ended: Deed | null;
  agreement: Agreement | null;
}

/** A 360-degree round. */
export interface Round extends Omit<RoundBegun, 'kind'> {
  begun: Deed;
  /** Digests of who answered about whom. */
  answered: ReadonlySet<string>;
  /** Scores without who gave them, in an order that tells nothing. */
  scores: readonly { person: string; relation: Relation; score: number }[];
  ended: Deed | null;
}

/** A round of mystery shoppers. */
export interface MysteryRound extends Omit<MysteryBegun, 'kind'> {
  visits: readonly Placed<Omit<MysteryVisited, 'kind'>>[];
  begun: Deed;
}

/** A frozen period. */
export interface Close extends Omit<PeriodClosed, 'kind'> {
  /** The version of the definition it was made by: position of its decision. */
  definitionPosition: number;
  closed: Deed;
}

/** A contest; what it is at an instant: `appealStateAt` of looking/appeals.ts. */
export interface Appeal extends Omit<AppealLodged, 'kind'> {
  lodged: Deed;
  /** Empty = nobody yet. */
  secondMarker: string;
  state: 'open' | 'accepted' | 'partly' | 'refused' | 'withdrawn';
  reason: string;
  /** `null` = not yet. */
  decided: Deed | null;
  /** See `AppealDecided`. */
  figure: AppealDecided['figure'];
  /** See `AppealDecided`; empty while open. */
  cause: AppealDecided['cause'];
  /** Empty = none. */
  newEvaluation: string;
  last: Deed;
}

/** A rule that was questioned. */
export interface Flag extends Omit<RuleFlagged, 'kind'> {
  flagged: Deed;
  /** `null` = none yet. */
  answer: Recorded<FlagAnswered> | null;
}

/** What somebody holds from a day on. */
export interface HoldingFrom {
  from: string;
  holding: Holding;
  reason: string;
  decided: Deed;
}

/** Key of the closes of one period by one definition. */
export function closeKey(period: string, definitionId: string): string {
  return `${period} ${definitionId}`;
}

/** A site about which nothing is decided. */
export const emptyScores: SiteScores = {
  forms: new Map(),
  sampling: [],
  samples: new Map(),
  evaluations: new Map(),
  calibrations: new Map(),
  surveys: new Map(),
  rounds: new Map(),
  mystery: new Map(),
  tests: new Map(),
  outside: new Map(),
  definitions: new Map(),
  closes: new Map(),
  appeals: new Map(),
  flags: new Map(),
  ladder: [],
  holdings: new Map(),
  faults: new Map(),
  reviews: [],
  plans: new Map(),
  coaching: new Map(),
  praises: new Map(),
  topics: new Map(),
  commands: new Set(),
  position: 0,
};
