import type { ForecastContent } from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import type { DayCourse } from '../domain/forecast/rate-errors.ts';
import type { PlannedEvent, SpecialDay } from '../domain/forecast/series-history.ts';
import type { PlannedSeries } from '../domain/planning/layers.ts';
import { slotsPerDay } from '../domain/planning/local-slots.ts';
import type { QueueHistory } from './history.ts';

/** One queue to be forecast. */
export interface SeriesJob {
  history: QueueHistory;
  /** Local days from the day after the history's last. */
  days: number;
  /** Of history and horizon. */
  specialDays: readonly SpecialDay[];
  events: readonly PlannedEvent[];
  /** Set when the history is another queue's; null = it is the queue's own. */
  standIn: StandIn | null;
}

/** How the history of another queue stands for one that is new. */
export interface StandIn {
  /** The other queue. */
  queue: string;
  /** One of them is given, see `SimilarRules`. */
  share: number | null;
  callsPerDay: number | null;
  /** What the new queue has of its own, on the grid of the other's history. */
  own: QueueHistory;
}

/** One queue as computed: what the store keeps. */
export type ComputedSeries = ForecastContent;

/** The same with days of the past as they would have been forecast, beside what came. */
export interface Computed {
  series: ComputedSeries;
  /** Ascending; intraday learns from them how a day's errors hang together. */
  past: DayCourse[];
}

/** Computes one queue, off the thread that answers. */
export type Compute = (job: SeriesJob, signal: AbortSignal) => Promise<Computed>;

/** A stored content on its grid. */
export function seriesOf(content: ForecastContent): PlannedSeries {
  const { firstDay, slotMinutes, mean } = content;
  const days = mean.length / slotsPerDay({ from: firstDay, days: 0, slotMinutes });
  return {
    from: firstDay,
    days,
    slotMinutes,
    mean: Float64Array.from(mean),
    low80: Float64Array.from(content.low80),
    high80: Float64Array.from(content.high80),
    low95: Float64Array.from(content.low95),
    high95: Float64Array.from(content.high95),
    ahtS: Float64Array.from(content.ahtS),
  };
}
