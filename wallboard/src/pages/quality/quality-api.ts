/** Scores as the gateway tells them. null = cannot be known or computed, never zero. */
import type * as evaluation from '../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type * as decision from '../../../../proto/gen/floorcast/score/v1/score_decision.ts';
import type * as scorecard from '../../../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { Plain } from '../parts/plain.ts';

/** A form in one of its versions. */
export type Form = Plain<evaluation.Form>;
/** Questions that belong together. */
export type QuestionGroup = Plain<evaluation.QuestionGroup>;
/** A question. */
export type Question = Plain<evaluation.Question>;
/** One question answered. */
export type Answer = Plain<evaluation.Answer>;
/** One contact as one marker saw it. */
export type Evaluation = Plain<evaluation.Evaluation>;
/** How many contacts of whom are looked at. */
export type SamplingRule = Plain<evaluation.SamplingRule>;
/** A contact of the list that is drawn from. */
export type ListedContact = Plain<evaluation.ListedContact>;
/** Somebody whose contacts are drawn. */
export interface SampledPerson {
  person: string;
  team: string;
  /** First local day in the directory; empty = not known. */
  since: string;
}
/** A contact that was drawn. */
export type Drawn = Plain<evaluation.Drawn>;
/** How far markers agree. */
export type Agreement = Plain<evaluation.Agreement>;
/** How people are scored. */
export type Definition = Plain<scorecard.Definition>;
/** One measure of a definition. */
export type Measure = Plain<scorecard.Measure>;
/** One person's card. */
export type Card = Plain<scorecard.Card>;
/** One measure of a card. */
export type ScoreLine = Plain<scorecard.ScoreLine>;
/** One thing that a figure was made from. */
export type TraceItem = Plain<scorecard.TraceItem>;
/** What would change a score. */
export type Lever = Plain<scorecard.Lever>;
/** A contest. */
export type Appeal = Plain<scorecard.Appeal>;
/** How people move on the ladder. */
export type LadderRules = Plain<scorecard.LadderRules>;
/** A post of the ladder. */
export type Post = Plain<scorecard.Post>;

type Deciding = decision.ScoreAct['what'];
type Fields<Chosen> = Chosen extends { $case: infer Name extends string; value: infer Value }
  ? { [key in Name]: Partial<Plain<Value>> }
  : never;
/** An act that is asked for: one name with its fields; those that are filled in may be left out. */
export type Act = Fields<NonNullable<Deciding>>;

/** What an act did or would do. */
export interface ActAnswer {
  act: Record<string, unknown> | null;
  position: number;
}

/** A measure that can be used. */
export interface MeasureKind {
  kind: string;
  nameEn: string;
  nameZh: string;
  /** "quality", "quantity"; "" = as the definition says. */
  aspect: string;
  unit: string;
  higherIsBetter: boolean;
  definitionEn: string;
  definitionZh: string;
  caseMix: boolean;
  numbers: Record<string, number>;
}

/** What scoring is made from. */
export interface Setup {
  forms: Form[];
  sampling: Plain<decision.SamplingDecided> | null;
  definitions: Definition[];
  measures: MeasureKind[];
  ladder: LadderRules[];
  names: Record<string, string>;
  /** Team → its names in English and Chinese, parted by a tab. */
  teams: Record<string, string>;
  teamOf: Record<string, string>;
  position: number;
  zone: string;
  /** Definitions as they were decided, ends too, the newest decision first. */
  definitionVersions: DefinitionVersion[];
  /** Queue → its names, in the same form as teams. */
  queues: Record<string, string>;
  /** "source/agent" → person. */
  agents: Record<string, string>;
  /** Team → who leads it; empty = nobody. */
  leads: Record<string, string>;
  /** Source → address of its recordings, with parts in braces. */
  recordings: Record<string, string>;
  /** When each version of a form was decided, in the order of `forms`. */
  formVersions: FormVersion[];
}

/** A version of a form, and what was marked by it. */
export interface FormVersion {
  formId: string;
  version: number;
  /** Empty = a program. */
  author: string;
  at: string | null;
  evaluations: number;
}

/** A definition, or its end, as it was decided. */
export interface DefinitionVersion {
  definition: Definition | null;
  removed: boolean;
  author: string;
  at: string | null;
}

/** A sample. */
export interface Sample {
  periods: string[];
  period: string;
  seedDigest: string;
  digestAt: string | null;
  seed: string;
  listDigest: string;
  list: ListedContact[];
  drawn: Drawn[];
  rules: SamplingRule[];
  /** Contact → evaluation that marked it. */
  marked: Record<string, string>;
  /** Marker → contacts marked. */
  load: Record<string, number>;
  /** From whom it was drawn, as the directory stood then. */
  people: SampledPerson[];
  /** Contact → who marked it. */
  markedBy: Record<string, string>;
  drawnAt: string | null;
}

/** An evaluation as it stands. */
export interface StandingEvaluation {
  evaluation: Evaluation;
  at: string | null;
  /** The one that took its place; empty = it counts. */
  replacedBy: string;
  appealId: string;
  appealUntil: string | null;
}

/** Evaluations with the forms they were marked by. */
export interface Evaluations {
  evaluations: StandingEvaluation[];
  forms: Form[];
  names: Record<string, string>;
}

/** A calibration as it stands. */
export interface Calibration {
  begun: Plain<decision.CalibrationBegun>;
  done: string[];
  /** All after the end; before it the caller's own. */
  evaluations: Evaluation[];
  agreement: Agreement | null;
  ended: boolean;
  begunAt: string | null;
  endedAt: string | null;
}

/** Calibrations, the newest first. */
export interface Calibrations {
  calibrations: Calibration[];
  names: Record<string, string>;
}

/** A 360-degree round as it stands. */
export interface Round {
  begun: Plain<decision.RoundBegun>;
  answered: number;
  ended: boolean;
  results: { person: string; relation: string; raters: number; score: number | null }[];
  toRate: Plain<decision.Rating>[];
}

/** A round of mystery shoppers as it stands. */
export interface MysteryRound {
  begun: Plain<decision.MysteryBegun>;
  visits: Plain<decision.MysteryVisited>[];
  score: number | null;
  scoreBefore: number | null;
}

/** Rounds and tests. */
export interface Rounds {
  rounds: Round[];
  mystery: MysteryRound[];
  tests: Plain<decision.TestRecorded>[];
  forms: Form[];
  names: Record<string, string>;
}

/** A close in a list. */
export interface CloseSummary {
  period: string;
  definitionId: string;
  version: number;
  cause: string;
  at: string | null;
  /** In lists of closes only. */
  author: string;
  /** Cards in it. */
  cards: number;
}

/** A period that was closed, is to be closed, or runs. */
export interface PeriodState {
  period: string;
  definitionId: string;
  over: boolean;
  /** The newest first. */
  closes: CloseSummary[];
  /** When the service closes it; null = it is closed, or by hand only. */
  dueAt: string | null;
}

/** Periods of all definitions, the newest first. */
export interface Closes {
  periods: PeriodState[];
  names: Record<string, string>;
}

/** What a definition would come to, beside what stands. */
export interface TriedDefinition {
  period: string;
  cards: Card[];
  standing: Card[];
  names: Record<string, string>;
  asOf: string | null;
  missing: Record<string, string>;
}

/** Cards of a period; their lines are without traces. */
export interface Cards {
  cards: Card[];
  closes: CloseSummary[];
  definitions: Definition[];
  names: Record<string, string>;
  asOf: string | null;
  /** Why figures are missing, by measure. */
  missing: Record<string, string>;
  /** When the service will close what is still open; null = by hand only. */
  dueCloses: { definitionId: string; dueAt: string | null }[];
  /** Posts on the last day of the period. */
  posts: Post[];
  /** Where they were asked for. */
  trends: { person: string; definitionId: string; totals: Record<string, number> }[];
}

/** A card, opened to its reasons. */
export interface OpenedCard {
  card: Card | null;
  definition: Definition | null;
  /** Period → total. */
  trend: Record<string, number>;
  levers: Lever[];
  appeals: Appeal[];
  appealUntil: string | null;
  names: Record<string, string>;
  closes: CloseSummary[];
  measures: MeasureKind[];
}

/** The address of a question about scores; empty values stay at home. */
export function scorePath(
  path: string,
  query: Record<string, string | number | null | undefined> = {},
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') asked.set(name, String(value));
  }
  return `/v1/scores/${path}${asked.size > 0 ? `?${asked}` : ''}`;
}
