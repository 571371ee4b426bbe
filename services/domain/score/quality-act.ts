import type { Answer, Drawn, TestResult } from './evaluation.ts';

/** A period begins: the digest of its seed is published. */
export interface SamplingBegun {
  kind: 'sampling-begun';
  period: string;
  /** SHA-256 of the seed's text, in hex. Filled in. */
  seedDigest: string;
}

/** A period is drawn. All but the period is filled in. */
export interface SamplingDrawn {
  kind: 'sampling-drawn';
  period: string;
  seed: string;
  /** SHA-256 of the list as an object of the store. */
  listContent: string;
  /** SHA-256 of all contact ids, sorted, each followed by a line feed. */
  listDigest: string;
  drawn: readonly Drawn[];
}

/** Several are to mark the same contact, blind. */
export interface CalibrationBegun {
  kind: 'calibration-begun';
  /** Filled in. */
  calibrationId: string;
  contact: string;
  person: string;
  formId: string;
  markers: readonly string[];
  closesAtMs: number;
}

/** Who rates whom. */
export interface Rating {
  person: string;
  rater: string;
  relation: Relation;
}

/** Where a rater stands. */
export type Relation = 'superior' | 'customer' | 'peer' | 'subordinate';

/** A 360-degree round begins. */
export interface RoundBegun {
  kind: 'round-begun';
  /** Filled in. */
  roundId: string;
  name: string;
  formId: string;
  ratings: readonly Rating[];
  closesAtMs: number;
}

/** A rater answers. Who it was is not kept: see `Decided.anonymous`. */
export interface RoundAnswered {
  kind: 'round-answered';
  roundId: string;
  person: string;
  /** Filled in. */
  relation: Relation;
  /** Filled in. */
  raterDigest: string;
  answers: readonly Answer[];
  /** Of 100. Filled in. */
  score: number | null;
}

/** A round of mystery shoppers. */
export interface MysteryBegun {
  kind: 'mystery-begun';
  /** Filled in. */
  roundId: string;
  name: string;
  /** "2026-Q4". */
  quarter: string;
  formId: string;
}

/** One visit. */
export interface MysteryVisited {
  kind: 'mystery-visited';
  roundId: string;
  /** Filled in. */
  visitId: string;
  /** Empty = only the site is judged. */
  person: string;
  marker: string;
  atMs: number;
  answers: readonly Answer[];
  /** Of 100. Filled in. */
  score: number | null;
}

/** A knowledge test's results. */
export interface TestRecorded {
  kind: 'test-recorded';
  /** Filled in. */
  testId: string;
  name: string;
  most: number;
  pass: number;
  results: readonly TestResult[];
}

/** One figure from outside. */
export interface OutsideFigure {
  person: string;
  period: string;
  /** The measure's id. */
  name: string;
  figure: number;
  sample: number;
}

/** Figures from outside, at most 10,000. */
export interface FiguresRecorded {
  kind: 'figures-recorded';
  figures: readonly OutsideFigure[];
  fileName: string;
}
