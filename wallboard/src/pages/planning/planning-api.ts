/** Planning as the gateway tells it. null = cannot be known or computed, never zero. */
import type { Named } from '../api.ts';

/** A stretch of history. */
export interface HistorySpan {
  firstDay: string;
  lastDay: string;
  slotMinutes: number;
  calls: number;
}

/** A queue that can be planned, by its key "site/queue". */
export interface PlannedQueue {
  queue: string;
  site: string;
  name: Named | null;
  timeZone: string;
  archive: HistorySpan | null;
  imported: HistorySpan | null;
  rules: StaffingRules | null;
  rulesDecided: boolean;
}

/** What staffing must reach; every goal given must be met. */
export interface StaffingGoals {
  serviceLevel: number | null;
  withinS: number | null;
  rule: string;
  asaS: number | null;
  pWait: number | null;
  occupancy: number | null;
  blocking: number | null;
  abandonment: number | null;
  minimumAgents: number;
}

/** Weekdays (1 = Monday, none = every day) and minutes of the local day; `toMinute` 0 = its end. */
export interface RulesWindow {
  weekdays: number[];
  fromMinute: number;
  toMinute: number;
}

/** Paid time not available for contacts, of one kind. */
export interface Shrinkage extends RulesWindow {
  kind: string;
  /** An exact ratio, "30/100" or "0.3". */
  share: string;
}

/** Until when work that may wait has to be done, and when it is worked on. */
export interface DeferredRules extends RulesWindow {
  /** Minutes of working time. */
  withinMinutes: number;
}

/** What a new queue is forecast from; one of the two amounts is given. */
export interface SimilarQueue {
  queue: string;
  /** Contacts for each of that queue's. */
  share: number | null;
  /** Contacts on an ordinary open day. */
  callsPerDay: number | null;
}

/** By what a queue is staffed, from a day on. */
export interface StaffingRules {
  model: Model;
  goals: StaffingGoals | null;
  ahtSource: string;
  ahtS: number | null;
  patienceS: number | null;
  shrinkage: Shrinkage[];
  calendar: string;
  quantile: number | null;
  /** Load carried over from earlier slots: "off", else wherever it matters. */
  carriedLoad: string;
  /** Share of those who are lost that calls again. */
  redialShare: number;
  /** Seconds a chat takes while its agent holds 1, 2 ... */
  chatHandleS: number[];
  deferred: DeferredRules | null;
  /** A queue like this one, until 28 own days have contacts. */
  similar: SimilarQueue | null;
  effectiveFrom: string;
}

/** By what a queue is sized, in the order in which they are offered. */
export const models = [
  'erlang-c',
  'erlang-a',
  'measured-patience',
  'erlang-b',
  'chat',
  'deferred',
] as const;

/** One of them. */
export type Model = (typeof models)[number];

/** Rules as they were decided; without an author they are the defaults. */
export interface DecidedRules {
  queue: string;
  rules: StaffingRules;
  author: string;
  position: number;
}

/** One queue of a file. */
export interface ImportedQueue {
  queue: string;
  rows: number;
  firstStart: string;
  lastStart: string;
  calls: number;
  ahtS: number | null;
  blanks: number;
  slotMinutes: number;
  /** Days it flags as holidays. */
  holidays: number;
}

/** What was understood of a file. */
export interface ImportReport {
  encoding: string;
  separator: string;
  columns: Record<string, string>;
  zone: string;
  slotMinutes: number;
  rows: number;
  queues: ImportedQueue[];
  blanks: number;
  errors: { line: number; message: string }[];
  warnings: string[];
  importId: string | null;
}

/** A file that was read in. */
export interface Import {
  importId: string;
  site: string;
  fileName: string;
  author: string;
  importedAt: string;
  queues: ImportedQueue[];
  undoneAt: string | null;
  undoneBy: string;
}

/** One slot, or one local day, of history. */
export interface HistorySlot {
  start: string;
  calls: number | null;
  ahtS: number | null;
  origin: string;
  excluded: boolean;
  outlier: boolean;
}

/** A planner's mark on a stretch of time. */
export interface Mark {
  markId: string;
  site: string;
  queues: string[];
  from: string;
  to: string;
  kind: string;
  treatment: string;
  name: string;
  author: string;
  markedAt: string | null;
}

/** What a scenario or a what-if changes. */
export interface ScenarioChange {
  volumePercent: number;
  ahtPercent: number;
  patienceS: number | null;
  shrinkage: string;
}

/** A layer over a forecast. */
export interface Override {
  overrideId: string;
  queue: string;
  from: string;
  to: string;
  target: string;
  change: OverrideChange | null;
  reason: string;
  author: string;
  overriddenAt: string | null;
}

/** How a layer changes its slots: by percent, to a sum, or slot by slot. */
export interface OverrideChange {
  percent?: number | null;
  value?: number | null;
  values?: number[] | null;
}

/** A forecast or a scenario. */
export interface Forecast {
  forecastId: string;
  site: string;
  name: string;
  kind: string;
  state: string;
  progress: number;
  failure: string;
  parent: string;
  from: string;
  days: number;
  slotMinutes: number;
  queues: { queue: string; calls: number | null; failure: string; learnedUntil: string }[];
  overrides: Override[];
  change: ScenarioChange | null;
  author: string;
  draftedAt: string | null;
  publishedBy: string;
  publishedAt: string | null;
  position: number;
}

/** One slot of a forecast; a day is the sum of its slots. */
export interface ForecastSlot {
  start: string;
  lengthS: number;
  base: number | null;
  mean: number | null;
  low80: number | null;
  high80: number | null;
  low95: number | null;
  high95: number | null;
  baseAhtS: number | null;
  ahtS: number | null;
  lastYear: number | null;
  lastWeek: number | null;
  actual: number | null;
  actualAhtS: number | null;
  special: string;
  overridden: boolean;
}

/** How a forecast came about. */
export interface ForecastExplanation {
  methods: { name: string; weight: number; wape: number | null }[];
  figures: { name: string; value: number | null; unit: string }[];
  specialDays: string[];
  calendar: string;
  firstDay: string;
  lastDay: string;
  notes: string[];
}

/** One queue of a forecast, slot by slot. */
export interface ForecastSeries {
  slots: ForecastSlot[];
  explanation: ForecastExplanation | null;
  zone: string;
}

/** How a value travels in an address; empty ones stay at home. */
export function planningPath(
  path: string,
  query: Record<string, string | number | null | undefined> = {},
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') asked.set(name, String(value));
  }
  return `/v1/planning/${path}${asked.size > 0 ? `?${asked}` : ''}`;
}
