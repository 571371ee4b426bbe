import type { SimulatedGroup, SimulatedQueue, SimulationResult } from './simulation/model.ts';

/** Cheapest agents per group so that every queue meets its goals, in a steady period. */
export interface SkillStaffingProblem {
  queues: readonly (Omit<SimulatedQueue, 'callsPerHour'> & {
    callsPerHour: number;
    goals: SkillGoals;
  })[];
  groups: readonly (Omit<SimulatedGroup, 'agents' | 'breaks'> & {
    /** Of one agent, any unit. */
    cost: number;
    minimumAgents?: number;
    maximumAgents?: number;
  })[];
  contactChoice?: 'priority' | 'level';
}

/** What a queue has to reach; one at least over all queues. */
export interface SkillGoals {
  /** Least share in time, by the queue's rule and target. */
  serviceLevel?: number;
  /** Most mean wait of all, seconds, as wherever staff is sized. */
  asaS?: number;
  /** Most share that hangs up. */
  abandonment?: number;
}

/** How hard to look. Bounded by work, not by the clock. */
export interface SkillSearch {
  seed: number;
  /** That all goals are met. Default 0.95. */
  confidence?: number;
  /**
   * Contacts the search may simulate; polishing and verification may take as
   * many again. Default 20 million (some seconds). One agent group needs few.
   */
  maxContacts?: number;
}

/** One goal at the answer, from chance the search had not seen. */
export interface GoalStanding {
  queue: string;
  goal: keyof SkillGoals;
  target: number;
  value: number | null;
  low: number | null;
  high: number | null;
  standing: 'met' | 'missed' | 'undecided';
}

/** What one agent more or less in a group does, on the same contacts. */
export interface SkillMargin {
  group: string;
  change: 1 | -1;
  /** Change of each queue's service level with its interval (0.95), in the order of queues. */
  serviceLevel: { queue: string; value: number | null; low: number | null; high: number | null }[];
  /** Whether the goals are still met, as estimated. */
  goalsMet: boolean;
}

/** How far the search is. */
export interface SkillStaffingProgress {
  phase: 'grow' | 'trim' | 'swap' | 'verify' | 'explain';
  simulatedContacts: number;
  /** Agents per group that meet every goal so far, and their cost. */
  best: { agents: number[]; cost: number } | null;
}

/** The answer, with what it rests on. */
export interface SkillStaffing {
  agents: { group: string; agents: number }[];
  cost: number;
  /** No staffing can cost less: the cheapest agents, busy all the time. */
  leastCost: number;
  /** All goals met together at `confidence`, on chance that the search has not seen. */
  met: boolean;
  confidence: number;
  goals: GoalStanding[];
  /** The goal with the least room. */
  binding: { queue: string; goal: keyof SkillGoals } | null;
  verification: SimulationResult;
  margins: SkillMargin[];
  simulatedContacts: number;
  /** False: `maxContacts` was used up before the search found nothing better. */
  finished: boolean;
}
