/** How forecasts turned out, today and patience, as the gateway tells them. */
import type { Override } from './planning-api.ts';

/** How good a published forecast was, for one queue and horizon. */
export interface Accuracy {
  forecastId: string;
  name: string;
  queue: string;
  horizon: string;
  grain: string;
  slots: number;
  actual: number;
  wape: number | null;
  bias: number | null;
  baseWape: number | null;
  lastWeekWape: number | null;
  fourWeeksWape: number | null;
  cover80: number | null;
  cover95: number | null;
}

/** Whether a layer helped; helped is null while nothing has come. */
export interface OverrideEffect {
  forecastId: string;
  override: Override | null;
  slots: number;
  wapeBefore: number | null;
  wapeAfter: number | null;
  helped: boolean | null;
}

/** The report. */
export interface AccuracyReport {
  accuracies: Accuracy[];
  overrides: OverrideEffect[];
}

/** One slot of today. */
export interface IntradaySlot {
  start: string;
  base: number | null;
  actual: number | null;
  updated: number | null;
  low80: number | null;
  high80: number | null;
  ahtS: number | null;
  agentsBefore: number | null;
  agents: number | null;
  rostered: number | null;
  /** By the published schedule; null = none. */
  scheduled: number | null;
}

/** Today as it looks now. */
export interface Intraday {
  forecastId: string;
  day: string;
  asOf: string;
  slots: IntradaySlot[];
  actions: {
    kind: string;
    from: string;
    to: string;
    agents: number;
    agentHours: number;
    reason: string;
  }[];
  change: number | null;
  zone: string;
  /** The published schedule that actions compare with; null = with the forecast of before. */
  scheduleVersion: number | null;
}

/** How long callers wait before they leave. */
export interface Patience {
  contacts: number;
  abandoned: number;
  curve: { afterS: number; share: number }[];
  meanS: number | null;
  medianS: number | null;
  from: string;
  to: string;
}
