import { DomainError } from '../domain-error.ts';
import type { AbandonRule } from '../queue/service-level.ts';
import type { StaffingFigures } from './staffed-queue.ts';

/** What a queue promises. Several together: all must hold. */
export interface StaffingGoals {
  /** At least this share answered within `withinS`. */
  serviceLevel?: number | undefined;
  withinS?: number | undefined;
  /** `missed` unless named. Erlang A. */
  rule?: AbandonRule | undefined;
  shortAbandonS?: number | undefined;
  /** At most this mean wait of all contacts. */
  asaS?: number | undefined;
  /** At most this share finds every agent busy. */
  pWait?: number | undefined;
  /** At most this share of the agents' time on contacts. */
  occupancy?: number | undefined;
  /** At most this share turned away. Erlang B. */
  blocking?: number | undefined;
  /** At most this share hangs up. Erlang A. */
  abandonment?: number | undefined;
  /** At least so many agents, whatever the load. */
  minimumAgents?: number | undefined;
}

export type GoalName =
  | 'serviceLevel'
  | 'asaS'
  | 'pWait'
  | 'occupancy'
  | 'blocking'
  | 'abandonment'
  | 'minimumAgents';
