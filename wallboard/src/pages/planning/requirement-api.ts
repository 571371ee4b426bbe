/** How many are needed and why, as the gateway tells it. null = cannot be computed. */

/** What so many agents lead to. */
export interface StaffingFigures {
  blocking: number | null;
  pWait: number | null;
  serviceLevel: number | null;
  asaS: number | null;
  asaAnsweredS: number | null;
  occupancy: number | null;
  queueLength: number | null;
  waitP90S: number | null;
  pAbandon: number | null;
}

/** What one queue needs in one slot, or over one local day. */
export interface RequirementSlot {
  queue: string;
  start: string;
  lengthS: number;
  calls: number | null;
  ahtS: number | null;
  erlangs: number | null;
  agents: number | null;
  rostered: number | null;
  binding: string;
  figures: StaffingFigures | null;
  agentHours: number;
  rosteredHours: number;
  problem: string;
  model: string;
  /** Of its own contacts alone, where others are staffed for too. */
  ownErlangs: number | null;
  /** Contacts of callers who call again; null = not reckoned with. */
  redials: number | null;
  /** Deferred work left at the end, hours of handling. */
  waitingHours: number | null;
}

/** All queues together in one slot. */
export interface RequirementTotal {
  start: string;
  calls: number;
  agents: number;
  rostered: number;
  agentHours: number;
  rosteredHours: number;
}

/** The requirement of a forecast. */
export interface Requirement {
  slots: RequirementSlot[];
  totals: RequirementTotal[];
  zone: string;
}

/** What would be if. */
export interface WhatIf {
  slots: RequirementSlot[];
  total: RequirementTotal | null;
  unchanged: RequirementTotal | null;
  zone: string;
}

/** One step from volume to heads: figures and words that went in, for sentences of one's own. */
export interface ExplainStep {
  step: string;
  value: number | null;
  unit: string;
  /** In English. */
  detail: string;
  inputs: Record<string, number | null>;
  words: Record<string, string>;
}

/** Why one slot needs so many. */
export interface Explained {
  slot: RequirementSlot | null;
  steps: ExplainStep[];
  models: {
    model: string;
    agents: number | null;
    figures: StaffingFigures | null;
    replications: number;
    /** Ends of the figures' 95 % intervals, of a simulation. */
    low: StaffingFigures | null;
    high: StaffingFigures | null;
    /** The same one gives the same figures. */
    seed: number | null;
  }[];
  neighbours: { agents: number; figures: StaffingFigures | null; meets: boolean }[];
}
