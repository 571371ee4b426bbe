import type { ActivityKind } from '../../schedule/shift.ts';
import type { DeviationCause, Why } from './deviation-cause.ts';
import type { MovedRest, PlannedPiece } from './planned-day.ts';
import type { SeenStretch } from './seen-day.ts';
import type { Outage } from './source-outages.ts';

/**
 * How a stretch of a day counts: `free` = nothing planned, nothing done; `excused` =
 * leave or sickness; `in` = as planned; `tolerated` = not as planned, within tolerance;
 * `out` = not as planned; `extra` = work that was not planned; `ahead` = still to come.
 */
export type StretchStatus = 'free' | 'excused' | 'in' | 'tolerated' | 'out' | 'extra' | 'ahead';

/** A stretch of a day in which plan, sight and cause did not change. */
export interface AdherenceStretch {
  fromMs: number;
  /** First instant after. */
  toMs: number;
  /** Activity planned; null = none. */
  piece: PlannedPiece | null;
  /** The rest that lies here because a contact ran over into it; null = none. */
  moved: MovedRest | null;
  /** Null = still to come. */
  seen: SeenStretch | null;
  status: StretchStatus;
  /** Of `out`, `tolerated` and `extra`; null otherwise. */
  cause: DeviationCause | null;
  why: Why;
  /** Outage, mark or contest that decides the cause; empty = none. */
  outage: Outage | null;
  markId: string;
  contestId: string;
}

/** A deviation as a whole: out of the plan for one cause, from its first to its last instant. */
export interface Deviation {
  fromMs: number;
  toMs: number;
  planned: ActivityKind;
  cause: DeviationCause;
  why: Why;
  tolerated: boolean;
}
