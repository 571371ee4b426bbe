import type { AbandonRule } from '../queue/service-level.ts';
import type { Ratio, ShrinkageSum } from './rostered.ts';

import type { StaffingFigures, StaffingModel } from './staffed-queue.ts';
import type { GoalName, StaffingGoals } from './staffing-goals.ts';

/** What there is to do in one slot: contacts, or erlangs reckoned elsewhere (modified offered load). */
export type SlotVolume = { calls: number; slotS: number } | { erlangs: number };

/** Paid time that is not available for contacts, by kind: vacation, sickness, training, breaks ... */
export interface ShrinkagePart {
  kind: string;
  share: Ratio;
}

/** All that decides how many are needed in one slot. */
export interface RequirementRules {
  model: StaffingModel;
  /** Mean handling time. */
  ahtS: number;
  /** Mean patience; `null` when unknown: then Erlang A cannot be asked. */
  patienceS: number | null;
  goals: StaffingGoals;
  shrinkage: readonly ShrinkagePart[];
  /** `additive` unless named: each kind a share of all paid time. */
  shrinkageSum?: ShrinkageSum;
}

/** Agents with what they would bring. */
export interface StaffingChoice {
  agents: number;
  figures: StaffingFigures;
}

/**
 * One step from volume to heads, as data: pages put the words. In the order in
 * which they were taken.
 */
export type RequirementStep =
  | { step: 'volume'; calls: number; slotS: number; callsPerHour: number }
  | { step: 'load'; erlangs: number; callsPerHour: number | null; ahtS: number }
  | { step: 'model'; model: StaffingModel; patienceS: number | null }
  | {
      step: 'goal';
      goal: GoalName;
      limit: number;
      agents: number;
      binding: boolean;
      withinS: number | null;
      rule: AbandonRule | null;
    }
  | { step: 'base'; agents: number; binding: GoalName | null }
  | { step: 'shrinkage'; kind: string; share: number }
  | {
      step: 'total-shrinkage';
      share: number;
      numerator: string;
      denominator: string;
      sum: ShrinkageSum;
    }
  | { step: 'rostered'; exact: number; agents: number };

/** How many one slot needs, and why. */
export interface Requirement {
  erlangs: number;
  /** Base: on contacts or ready. */
  agents: number;
  /** Heads on the roster. */
  rostered: number;
  binding: GoalName | null;
  figures: StaffingFigures;
  steps: RequirementStep[];
  /** `null` with 0 agents. */
  oneLess: StaffingChoice | null;
  oneMore: StaffingChoice;
  /** The same slot under Erlang C and A; `null` where the model cannot be asked or meet the goals. */
  byModel: { model: StaffingModel; choice: StaffingChoice | null; reason: string | null }[];
}

/** Many slots at once: a month of 15 minutes in milliseconds. */
export interface RequirementRow {
  erlangs: Float64Array;
  /** NaN where the volume is unknown. */
  agents: Float64Array;
  rostered: Float64Array;
}

/** One value for all slots, or one for each. */
export type PerSlot = number | Float64Array;

/** One slot, opened to every step. */
export declare function requirement(volume: SlotVolume, rules: RequirementRules): Requirement;

/** Many slots of one queue. */
export declare function requirementRow(
  volumes: { calls: Float64Array; slotS: number } | { erlangs: Float64Array },
  rules: Omit<RequirementRules, 'ahtS' | 'patienceS'> & {
    ahtS: PerSlot;
    patienceS: PerSlot | null;
  },
): RequirementRow;
