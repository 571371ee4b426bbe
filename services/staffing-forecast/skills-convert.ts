import type {
  GroupSkill,
  SimulatedFigure,
  SkillGroup,
  SkillQueue,
  SkillResult,
} from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import type {
  StaffSkillsAnswer,
  StaffSkillsRequest,
} from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Estimate, Skill } from '../domain/staffing/simulation/model.ts';
import type { GoalStanding, SkillStaffingProblem } from '../domain/staffing/skill-problem.ts';
import { fromWireGoals } from './convert.ts';
import type { SkillsAnswer, SkillsJob } from './skills.ts';

const limits = {
  groups: [1, 40],
  queues: [1, 40],
  replications: [2, 200],
  hours: [1, 24],
} as const;
/** Where the asker does not say. */
const usual = { withinS: 20, replications: 20, hours: 8 };
const mostAgents = 5_000;

/** What is asked, as the simulator takes it; refuses what it cannot. */
export function toSkillsJob(asked: StaffSkillsRequest): SkillsJob {
  const { groups, queues, search, seed } = asked;
  const replications = asked.replications || usual.replications;
  const hours = asked.hours || usual.hours;
  check('groups', groups.length);
  check('queues', queues.length);
  const of = { queues: queues.map(toQueue), contactChoice: toChoice(asked.contactChoice) };
  if (search) {
    const problem = { ...of, groups: groups.map(toSearchedGroup) };
    return { kind: 'search', problem, seed };
  }
  check('replications', replications);
  check('hours', hours);
  const centre = { ...of, groups: groups.map(toGroup) };
  return { kind: 'simulate', centre, period: { hours, replications, seed } };
}

function check(name: keyof typeof limits, value: number): void {
  const [least, most] = limits[name];
  if (value >= least && value <= most) return;
  throw new DomainError('invalid', `${name}: ${value}, but must be from ${least} to ${most}`);
}

function toChoice(wire: string): 'priority' | 'level' {
  if (wire === '' || wire === 'priority') return 'priority';
  if (wire === 'level') return 'level';
  const sentence = `contact_choice is "${wire}", but must be "priority" or "level"`;
  throw new DomainError('invalid', sentence);
}

function toQueue(wire: SkillQueue): SkillStaffingProblem['queues'][number] {
  const { queue, callsPerHour, ahtS, patienceS, priority, handlingLogSd } = wire;
  const { serviceLevel, withinS, rule, asaS, abandonment, ...others } = fromWireGoals(wire.goals);
  for (const [goal, value] of Object.entries(others)) {
    // Minimum staff of a queue means nothing where agents are shared.
    if (value === null || value === 0) continue;
    const sentence = `queue "${queue}": ${goal} ${value} cannot be a goal of several skills`;
    throw new DomainError('invalid', sentence);
  }
  return {
    ...{ queue, callsPerHour, rule, withinS: withinS ?? usual.withinS },
    handleTime: handlingOf(ahtS, handlingLogSd),
    patience:
      patienceS === undefined ? { kind: 'none' } : { kind: 'exponential', meanS: patienceS },
    // More is first over the wire, the smaller is first in the simulator.
    priority: -priority,
    goals: {
      ...(serviceLevel === null ? {} : { serviceLevel }),
      ...(asaS === null ? {} : { asaS }),
      ...(abandonment === null ? {} : { abandonment }),
    },
  };
}

function handlingOf(meanS: number, logSd: number | undefined) {
  if (logSd === undefined) return { kind: 'exponential', meanS } as const;
  if (logSd === 0) return { kind: 'fixed', meanS } as const;
  return { kind: 'log-normal', meanS, logSd } as const;
}

function toGroup(wire: SkillGroup) {
  const { name, agents, breaks } = wire;
  return { group: name, agents: agentsOf(name, agents), skills: skillsOf(wire), breaks };
}

function toSearchedGroup(wire: SkillGroup): SkillStaffingProblem['groups'][number] {
  const { name, cost, breaks, minimumAgents, maximumAgents = mostAgents } = wire;
  if (breaks.length > 0) {
    const sentence = `group "${name}": a search finds agents on queue, so give it no breaks`;
    throw new DomainError('invalid', sentence);
  }
  if (minimumAgents > maximumAgents) {
    const sentence = `group "${name}": at least ${minimumAgents}, but at most ${maximumAgents} agents`;
    throw new DomainError('invalid', sentence);
  }
  return {
    group: name,
    skills: skillsOf(wire),
    cost: cost || 1,
    minimumAgents,
    maximumAgents: agentsOf(name, maximumAgents),
  };
}

function agentsOf(name: string, agents: number): number {
  if (agents <= mostAgents) return agents;
  throw new DomainError('invalid', `group "${name}": ${agents} agents, at most ${mostAgents}`);
}

/** The place in the list is the level where none is told. */
function skillsOf({ name, queues, skills }: SkillGroup): Skill[] {
  if (queues.length > 0 === skills.length > 0) {
    const sentence = `group "${name}": give either queues or skills`;
    throw new DomainError('invalid', sentence);
  }
  const plain = (queue: string): GroupSkill => ({ queue, level: 0, timeFactor: 0, afterS: 0 });
  return [...skills, ...queues.map(plain)].map(({ queue, level, timeFactor, afterS }, place) => ({
    ...{ queue, level: level || place + 1, timeFactor: timeFactor || 1, afterS },
  }));
}

/** The answer for the wire. */
export function toWireAnswer(
  { groups }: StaffSkillsRequest,
  { agents, simulation, goals, meets, found }: SkillsAnswer,
): StaffSkillsAnswer {
  return {
    groups: simulation.groups.map(({ group, occupancy }, place) => ({
      ...{ name: group, agents: agents[place] ?? 0, occupancy: figure(occupancy) },
    })),
    queues: simulation.queues.map(
      (queue): SkillResult => ({
        queue: queue.queue,
        serviceLevel: figure(queue.serviceLevel),
        asaS: figure(queue.waitS),
        asaAnsweredS: figure(queue.asaS),
        pAbandon: figure(queue.abandonment),
        pWait: figure(queue.pWait),
        waitP90S: figure(queue.waitP90S),
        standing: standingOf(goals.filter(({ queue: of }) => of === queue.queue)),
      }),
    ),
    agents: agents.reduce((sum, few) => sum + few, 0),
    cost: agents.reduce((sum, few, place) => sum + few * (groups[place]?.cost || 1), 0),
    meets,
    leastCost: found?.leastCost,
    steps: (found?.margins ?? []).map(({ group, change, serviceLevel, goalsMet }) => ({
      ...{ name: group, change, meets: goalsMet, serviceLevels: serviceLevel.map(figure) },
    })),
    finished: found?.finished ?? true,
    replications: simulation.replications,
    seed: simulation.seed,
  };
}

/** The worst of a queue's goals. */
function standingOf(goals: readonly GoalStanding[]): string {
  const has = (how: GoalStanding['standing']) => goals.some(({ standing }) => standing === how);
  if (has('missed')) return 'missed';
  if (has('undecided')) return 'undecided';
  return goals.length > 0 ? 'met' : 'none';
}

function figure({ value, low, high }: Estimate): SimulatedFigure {
  return { value: value ?? undefined, low: low ?? undefined, high: high ?? undefined };
}
