/** How a question is answered: see `shareOf` of mark-evaluation.ts. */
export type QuestionKind = 'scale' | 'yes-no' | 'choice' | 'number' | 'text';

/** What happens when a question is answered with no points at all; '' = nothing more. */
export type Critical = '' | 'fails-group' | 'fails-all';

/** One answer to choose. */
export interface Choice {
  choiceId: string;
  labelEn: string;
  /** Empty = the English one. */
  labelZh: string;
  /** Share of the question's points, 0 to 1. */
  share: number;
}

/** A question of a form. */
export interface Question {
  /** Unique within the form, in all its versions. */
  questionId: string;
  textEn: string;
  textZh: string;
  kind: QuestionKind;
  /** Within its group. */
  weight: number;
  /** Of scale and number: no points at `least`, all at `most`. */
  least: number;
  most: number;
  choices: readonly Choice[];
  critical: Critical;
  mayNotApply: boolean;
  helpEn: string;
  helpZh: string;
}

/** Questions that belong together. */
export interface QuestionGroup {
  groupId: string;
  nameEn: string;
  nameZh: string;
  /** Within the form. */
  weight: number;
  questions: readonly Question[];
}

/** A form in one of its versions, which never changes once decided. */
export interface Form {
  formId: string;
  /** 1, 2, 3 ... Filled in. */
  version: number;
  nameEn: string;
  nameZh: string;
  /** "voice", "chat", "mail", "order"; empty = any. */
  channel: string;
  groups: readonly QuestionGroup[];
  /** Its weight goes to the others of its group, or it counts with full points. */
  notApplicable: 'drop' | 'full';
  /** Of 100. */
  passMark: number;
}

/** One question answered. */
export interface Answer {
  questionId: string;
  /** Of scale, number, and yes (1) or no (0); else `null`. */
  value: number | null;
  choiceId: string;
  text: string;
  notApplicable: boolean;
  comment: string;
  /** Where in the recording, in seconds; `null` = nowhere. */
  atS: number | null;
}

/** Why a contact was marked. Calibrations never count towards a score. */
export type Purpose = 'sample' | 'calibration' | 'appeal' | 'spot' | 'mystery';

/** One contact as one marker saw it. */
export interface Evaluation {
  /** Filled in. */
  evaluationId: string;
  formId: string;
  /** Filled in. */
  formVersion: number;
  /** The contact's leg. */
  contact: string;
  person: string;
  /** Filled in. */
  marker: string;
  purpose: Purpose;
  /** Period, calibration, appeal or round; empty with "spot". */
  of: string;
  answers: readonly Answer[];
  /** Of 100; `null` = nothing to score. Filled in. */
  score: number | null;
  /** Questions whose failure cost a group or all. Filled in. */
  failedBy: readonly string[];
  comment: string;
  /** `null` = not known: it counts where it was marked. */
  contactAtMs: number | null;
  queue: string;
}

/** How many contacts of whom are looked at. */
export interface SamplingRule {
  ruleId: string;
  /** Empty = all. */
  team: string;
  /** Contacts an agent and period. */
  perAgent: number;
  /** The same of who is new. */
  perNewAgent: number;
  /** New for so many days. */
  newDays: number;
  /** Kinds of which all are taken: `contactKinds`. */
  allOf: readonly string[];
  veryLongS: number;
  veryShortS: number;
  formId: string;
}

/** Kinds of contacts that a rule may take all of. */
export const contactKinds = ['complaint', 'returned', 'very-long', 'very-short', 'transferred'];

/** One contact of the list that is drawn from. */
export interface ListedContact {
  contact: string;
  person: string;
  atMs: number;
  queue: string;
  kinds: readonly string[];
}

/** One contact that was drawn. */
export interface Drawn {
  contact: string;
  person: string;
  /** SHA-256(seed ‖ contact id), in hex. */
  hash: string;
  /** "drawn", or the kind of which all are taken. */
  why: string;
  formId: string;
  atMs: number;
  queue: string;
}

/** How far markers agree. */
export interface Agreement {
  /** Weighted kappa over all scored answers of all pairs; `null` = not computable. */
  kappa: number | null;
  /** Standard deviation of the scores, in points; `null` with fewer than two. */
  scoreSpread: number | null;
  /** By question: greatest difference as a share of its points, 0 to 1. */
  questionSpread: ReadonlyMap<string, number>;
}

/** What a customer said. */
export interface SurveyAnswer {
  /** The same one twice changes nothing. */
  surveyId: string;
  /** Empty = not known. */
  contact: string;
  /** Empty = not known. */
  person: string;
  /** 1 to 5; `null` = not answered. */
  satisfaction: number | null;
  /** `null` = not answered. */
  resolved: boolean | null;
  words: string;
  atMs: number;
  queue: string;
}

/** One question of a knowledge test with what was given. */
export interface TestItem {
  question: string;
  given: string;
  right: string;
  points: number;
  most: number;
}

/** One person's test. */
export interface TestResult {
  person: string;
  points: number;
  /** Empty = only the mark was told. */
  paper: readonly TestItem[];
  atMs: number;
}
