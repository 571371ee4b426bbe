import type { AbandonRule } from '../../queue/service-level.ts';

/** How long contacts take to handle. Means in seconds. */
export type HandleTime =
  | { kind: 'exponential'; meanS: number }
  /** `logSd`: standard deviation of the natural logarithm; 0.8 to 1.2 is usual for calls. */
  | { kind: 'log-normal'; meanS: number; logSd: number }
  | { kind: 'fixed'; meanS: number };

/** How long customers wait before they hang up. */
export type Patience =
  | { kind: 'none' }
  | { kind: 'exponential'; meanS: number }
  /**
   * Measured from the log: `hazardPerS[i]` holds from `fromS[i]` to the next,
   * the last for ever (0: who waited that long never hangs up). `fromS` rises
   * from 0. `atOnce` is the share that hangs up as soon as it has to wait.
   */
  | { kind: 'hazard'; fromS: readonly number[]; hazardPerS: readonly number[]; atOnce?: number };

/** One stream of contacts that wait for the same thing. */
export interface SimulatedQueue {
  /** Name, unique in the model. The seed of its chance too, so the order of queues is free. */
  queue: string;
  /** Contacts per hour, one figure a slot; Poisson within the slot. */
  callsPerHour: readonly number[];
  handleTime: HandleTime;
  /** Handle times of contacts offered in the slot are so many times as long. Default 1. */
  handleTimeFactor?: readonly number[];
  patience: Patience;
  /** The same of patience. */
  patienceFactor?: readonly number[];
  /** Target of the service level, seconds. */
  withinS: number;
  /** What an abandoned contact does to the service level. */
  rule: AbandonRule;
  /** Waits shorter than this are short abandons (rule `ignored-if-short`). Default 5 s. */
  shortAbandonS?: number;
  /** Smaller is served first. Default 0; equals are served longest wait first. */
  priority?: number;
  /** Who hung up calls again with this chance, after a time of this mean, as a new contact. */
  redial?: { chance: number; afterMeanS: number };
}

/** One queue that a group's agents take. */
export interface Skill {
  queue: string;
  /** The contact goes to the group with the lowest level that has somebody idle. Default 1. */
  level?: number;
  /** Handling takes this many times as long as the queue's handle time says. Default 1. */
  timeFactor?: number;
  /** Overflow: only contacts that have waited this long. Default 0. */
  afterS?: number;
}

/** Agents who are alike: same skills. */
export interface SimulatedGroup {
  group: string;
  /** Agents scheduled on contacts, one whole number a slot (or one for all slots). */
  agents: readonly number[];
  skills: readonly Skill[];
  /** So many fewer from `startS` to `endS`. Who talks finishes first. */
  breaks?: readonly { startS: number; endS: number; agents: number }[];
}

/** A centre to be simulated. Limits: `simulationLimits`. */
export interface SimulationModel {
  slotS: number;
  slots: number;
  queues: readonly SimulatedQueue[];
  groups: readonly SimulatedGroup[];
  /**
   * What a free agent takes: `priority`: the queue's priority, then the longest
   * wait; `level`: the agent's own level first, then the same. Default `priority`.
   */
  contactChoice?: 'priority' | 'level';
  /** Contacts that can wait at once, all queues together; more are blocked. Default: no limit. */
  waitingPlaces?: number;
  /**
   * Days are busier or calmer than forecast: one gamma factor of mean 1 a
   * repetition multiplies all rates. Standard deviation of that factor; default 0.
   */
  volumeSd?: number;
  /** Slots that count. Others warm up and cool down. Default: all. */
  measured?: { fromSlot: number; toSlot: number };
}

/** How much to simulate, and with which chance. */
export interface SimulationRun {
  seed: number;
  /** Independent repetitions, at least 2; the intervals rest on their number. Default 20. */
  replications?: number;
  /** Of every interval told. Default 0.95. */
  confidence?: number;
  /** Figures of each slot too, not only of all measured ones. Default false. */
  bySlot?: boolean;
}

/** A figure and the interval that holds the true one with the run's confidence. */
export interface Estimate {
  /** `null`: nothing to divide. */
  value: number | null;
  low: number | null;
  high: number | null;
}

/** What one queue's contacts met, by the slot in which they were offered. */
export interface QueueEstimates {
  /** Contacts of one repetition (one day, if the slots are a day's). */
  offered: Estimate;
  answered: Estimate;
  /** Answered within the target. Part of answered. */
  answeredInTime: Estimate;
  abandoned: Estimate;
  /** Turned away: all places taken. Not part of offered. */
  blocked: Estimate;
  /** By the queue's rule. */
  serviceLevel: Estimate;
  abandonment: Estimate;
  /** Mean wait of the answered, seconds. */
  asaS: Estimate;
  /** Mean wait of all, seconds. */
  waitS: Estimate;
  /** Share that did not find an agent at once. */
  pWait: Estimate;
}

/** One queue over the measured slots. Quantiles are of the waits of all. */
export interface SimulatedQueueResult extends QueueEstimates {
  queue: string;
  waitP50S: Estimate;
  waitP90S: Estimate;
  waitP95S: Estimate;
  /** One a slot when asked for, else empty. */
  bySlot: QueueEstimates[];
}

/** One group over the measured slots. */
export interface SimulatedGroupResult {
  group: string;
  /** Time on contacts / time present. */
  occupancy: Estimate;
  /** Agents present on average, those who stay to finish a contact included. */
  present: Estimate;
  /** Contacts of one repetition by queue, in the model's order of queues. */
  answered: number[];
  occupancyBySlot: Estimate[];
}

/** What a run found. */
export interface SimulationResult {
  seed: number;
  replications: number;
  confidence: number;
  /** Arrivals, answers, ends and abandonments simulated. */
  events: number;
  queues: SimulatedQueueResult[];
  groups: SimulatedGroupResult[];
}

/** What one model may ask for. */
export const simulationLimits = {
  queues: 200,
  groups: 300,
  slots: 2_976,
  agents: 50_000,
  /** Of one repetition. */
  contacts: 5_000_000,
  replications: 10_000,
} as const;
