/** What customers, colleagues, outsiders and tests say, as the gateway tells it; null = unknown. */
import type * as evaluation from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type * as decision from '../../../../../proto/gen/floorcast/score/v1/score_decision.ts';
import type { Plain } from '../../parts/plain.ts';

/** What a customer said. */
export type SurveyAnswer = Plain<evaluation.SurveyAnswer>;
/** One person's test. */
export type TestResult = Plain<evaluation.TestResult>;
/** One question of a paper. */
export type TestItem = Plain<evaluation.TestItem>;
/** A knowledge test. */
export type Test = Plain<decision.TestRecorded>;
/** Who rates whom. */
export type Rating = Plain<decision.Rating>;
/** One visit of a mystery shopper. */
export type Visit = Plain<decision.MysteryVisited>;

/** What customers said of one team in one week; all together without week and team. */
export interface SurveyGroup {
  week: string;
  team: string;
  answers: number;
  rated: number;
  satisfaction: number | null;
  satisfied: number | null;
  askedResolved: number;
  resolved: number | null;
}

/** What customers answered. */
export interface Surveys {
  /** The newest first. */
  answers: SurveyAnswer[];
  groups: SurveyGroup[];
  all: SurveyGroup;
  /** A mean of fewer answers is not told. */
  fewest: number;
  names: Record<string, string>;
  from: string;
  to: string;
}

/** One site in one quarter by one script. */
export interface MysteryQuarter {
  formId: string;
  nameEn: string;
  nameZh: string;
  site: string;
  quarter: string;
  visits: number;
  score: number | null;
  deviation: number | null;
  change: number | null;
  /** 1 = best; 0 = too few visits to be placed. */
  place: number;
  placed: number;
  groups: { groupId: string; nameEn: string; nameZh: string; score: number | null }[];
  standard: number | null;
  perceived: number | null;
  answered: number;
}

/** Sites beside each other, quarter by quarter. */
export interface MysteryCompared {
  quarters: MysteryQuarter[];
  /** Site → its names in English and Chinese, parted by a tab. */
  sites: Record<string, string>;
}
