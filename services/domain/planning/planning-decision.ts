import type { StaffingRules } from './staffing-rules.ts';

/** What a planner, or the service itself, decided about the planning of one site. */
export interface PlanningDecision {
  /** Chosen by who asked; a repeat of it changes nothing. */
  commandId: string;
  /** The person who decided; empty when a program did. */
  author: string;
  atMs: number;
  what: PlanningChange;
}

/** What a decision does. */
export type PlanningChange =
  | ({ kind: 'history-imported' } & ImportedFile)
  | { kind: 'import-undone'; importId: string }
  | { kind: 'mark-added'; mark: Mark }
  | { kind: 'mark-removed'; markId: string }
  | ({ kind: 'forecast-asked' } & AskedForecast)
  | { kind: 'forecast-drafted'; forecastId: string; queues: DraftedQueue[] }
  | { kind: 'forecast-failed'; forecastId: string; reason: string }
  | { kind: 'forecast-overridden'; forecastId: string; override: Override }
  | { kind: 'override-removed'; forecastId: string; overrideId: string }
  | { kind: 'forecast-published'; forecastId: string }
  | {
      kind: 'scenario-copied';
      forecastId: string;
      parent: string;
      name: string;
      change: ScenarioChange;
    }
  | { kind: 'rules-decided'; queue: string; rules: StaffingRules };

/** A file of history. */
export interface ImportedFile {
  importId: string;
  fileName: string;
  /** IANA zone its times were read in. */
  zone: string;
  queues: ImportedQueue[];
}

/** What a file holds about one queue. */
export interface ImportedQueue {
  /** Key "site/queue". */
  queue: string;
  /** SHA-256 of its series in the store. */
  content: string;
  rows: number;
  /** First and last slot, local. */
  firstStart: string;
  lastStart: string;
  calls: number;
  /** Seconds; null = the file tells none. */
  ahtS: number | null;
  blanks: number;
  slotMinutes: number;
  /** Days that it flags as holidays. */
  holidays: number;
}

/** What a mark is about. */
export type MarkKind = 'campaign' | 'outage' | 'outlier' | 'holiday' | 'other';

/** A stretch of time that is not like others. */
export interface Mark {
  markId: string;
  /** Queue keys; none = every queue of the site. */
  queues: readonly string[];
  /** First local instant, "2026-11-23T10:30". */
  from: string;
  /** First local instant after. */
  to: string;
  kind: MarkKind;
  /** Forecasts do not learn from it, or learn what it does. */
  treatment: 'exclude' | 'model';
  name: string;
  author: string;
  atMs: number;
}

/** What is to be forecast. */
export interface AskedForecast {
  forecastId: string;
  name: string;
  queues: readonly string[];
  /** First local day; nothing from it on is learned from. */
  from: string;
  days: number;
  slotMinutes: number;
}

/** One queue as computed. */
export interface DraftedQueue {
  queue: string;
  /** SHA-256 of its content in the store; empty when it failed. */
  content: string;
  /** Contacts over all days; null when it failed. */
  calls: number | null;
  failure: string;
  /** Last local day of history it learned from. */
  learnedUntil: string;
}

/** How an override changes slots. */
export type OverrideChange =
  | { percent: number }
  | { value: number }
  | { values: readonly number[] };

/** A layer over a forecast, with author and reason. */
export interface Override {
  overrideId: string;
  queue: string;
  /** First local instant of wall clock, "2026-11-23T10:30". */
  from: string;
  /** First local instant after. */
  to: string;
  target: 'calls' | 'aht';
  change: OverrideChange;
  reason: string;
  author: string;
  atMs: number;
}

/** What a scenario or a what-if changes. */
export interface ScenarioChange {
  volumePercent: number;
  ahtPercent: number;
  /** Seconds; null = as the rules say. */
  patienceS: number | null;
  /** All kinds together as an exact ratio, "30/100" or "0.3"; empty = as the rules say. */
  shrinkage: string;
}
