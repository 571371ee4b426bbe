import { DomainError } from '../domain/domain-error.ts';
import type { Estimate, SimulationResult } from '../domain/staffing/simulation/model.ts';
import type {
  GoalStanding,
  SkillMargin,
  SkillStaffingProblem,
} from '../domain/staffing/skill-problem.ts';
import {
  type SkillCentre,
  type SkillPeriod,
  skillSimulationSteps,
} from '../domain/staffing/skill-simulation.ts';
import { skillStaffingSteps } from '../domain/staffing/skill-staffing.ts';

/** What is asked: what given agents lead to, or the cheapest that meet every goal. */
export type SkillsJob =
  | { kind: 'simulate'; centre: SkillCentre; period: SkillPeriod }
  | { kind: 'search'; problem: SkillStaffingProblem; seed: number };

/** How far it is. */
export interface SkillsProgress {
  phase: 'simulate' | 'grow' | 'trim' | 'swap' | 'verify' | 'explain';
  /** Of a search: of its allowance, which it mostly does not use up. */
  share: number;
  best: { agents: number[]; cost: number } | null;
}

/** What the centre gets. */
export interface SkillsAnswer {
  /** By group. */
  agents: number[];
  simulation: SimulationResult;
  goals: GoalStanding[];
  meets: boolean;
  /** Of a search. */
  found: { leastCost: number; margins: SkillMargin[]; finished: boolean } | null;
}

/** Contacts that a search may simulate before it polishes and verifies: seconds of one thread. */
const searchContacts = 5_000_000;
/** Contacts of one repetition that a search can afford: it plays ten some hundred times. */
const mostPlayed = 50_000;

/**
 * Simulates or searches, step by step.
 *
 * @throws DomainError where no staffing within the limits meets every goal, or
 *   the centre is too large for a search.
 */
export function* skillsSteps(job: SkillsJob): Generator<SkillsProgress, SkillsAnswer> {
  return job.kind === 'search' ? yield* searched(job) : yield* simulated(job);
}

function* simulated(
  job: SkillsJob & { kind: 'simulate' },
): Generator<SkillsProgress, SkillsAnswer> {
  const steps = skillSimulationSteps(job.centre, job.period);
  for (;;) {
    const step = steps.next();
    if (!step.done) {
      yield { phase: 'simulate', share: step.value, best: null };
      continue;
    }
    const { simulation, goals } = step.value;
    return {
      agents: job.centre.groups.map(({ agents }) => agents),
      simulation,
      goals,
      meets: goals.every(({ standing }) => standing === 'met'),
      found: null,
    };
  }
}

function* searched({
  problem,
  seed,
}: SkillsJob & { kind: 'search' }): Generator<SkillsProgress, SkillsAnswer> {
  checkSize(problem);
  const steps = skillStaffingSteps(problem, { seed, maxContacts: searchContacts });
  for (;;) {
    const step = steps.next();
    if (!step.done) {
      const { phase, simulatedContacts, best } = step.value;
      // Polishing and verification may take as much again.
      const share = Math.min(1, simulatedContacts / (2 * searchContacts));
      yield { phase, share, best };
      continue;
    }
    const { agents, met, goals, verification, leastCost, margins, finished } = step.value;
    return {
      agents: agents.map(({ agents: few }) => few),
      simulation: withGoals(verification, goals),
      goals,
      meets: met,
      found: { leastCost, margins, finished },
    };
  }
}

function checkSize({ queues }: SkillStaffingProblem): void {
  const perS = queues.reduce((sum, { callsPerHour }) => sum + callsPerHour, 0) / 3_600;
  const longestS = Math.max(...queues.map(({ handleTime }) => handleTime.meanS));
  const played = Math.round(50 * longestS * perS);
  if (played <= mostPlayed) return;
  throw new DomainError(
    'invalid',
    `${Math.round(perS * 3_600)} contacts an hour with handling of up to ${longestS} s: ` +
      `a repetition of ${played} contacts is needed, and a search can afford ${mostPlayed}`,
  );
}

/** The figures that goals stand on, in place of those of the same name from fewer contacts. */
function withGoals(result: SimulationResult, goals: readonly GoalStanding[]): SimulationResult {
  return {
    ...result,
    queues: result.queues.map((queue) => {
      const figures: Record<string, Estimate> = {};
      for (const { queue: of, goal, value, low, high } of goals) {
        if (of !== queue.queue) continue;
        figures[goal === 'asaS' ? 'waitS' : goal] = { value, low, high };
      }
      return { ...queue, ...figures };
    }),
  };
}
