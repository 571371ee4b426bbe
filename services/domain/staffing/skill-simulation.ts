import { DomainError } from '../domain-error.ts';
import type { SimulatedGroup, SimulationModel, SimulationResult } from './simulation/model.ts';
import { simulateSteps } from './simulation/simulate.ts';
import type { GoalStanding, SkillStaffingProblem } from './skill-problem.ts';
import { goalsOf, standingOf } from './skill-sample.ts';

/** A centre of several skills in a steady period, with the agents it has. */
export interface SkillCentre {
  queues: SkillStaffingProblem['queues'];
  groups: readonly (Omit<SimulatedGroup, 'agents'> & { agents: number })[];
  contactChoice?: 'priority' | 'level';
}

/** How long and how often it is simulated. */
export interface SkillPeriod {
  hours: number;
  replications: number;
  seed: number;
}

/** What its queues and groups get, and how the goals stand by that. */
export interface SkillSimulation {
  simulation: SimulationResult;
  goals: GoalStanding[];
}

const hourS = 3_600;
/** All repetitions together: some seconds of one thread. */
const mostContacts = 10_000_000;

/**
 * Simulates the agents given, repetition by repetition; tells after each the
 * share done. Breaks begin with the period that counts. Before it the centre
 * fills for an hour, or for ten of the longest handling times; an hour after it
 * keeps the last contacts from an emptying centre.
 *
 * @throws DomainError where more than ten million contacts would have to be
 *   played, a break ends after the period or has more agents than the group.
 */
export function* skillSimulationSteps(
  centre: SkillCentre,
  { hours, replications, seed }: SkillPeriod,
): Generator<number, SkillSimulation> {
  const model = periodModel(centre, hours);
  checkWork(model, replications);
  const steps = simulateSteps(model, { seed, replications });
  for (;;) {
    const step = steps.next();
    if (!step.done) {
      yield step.value / replications;
      continue;
    }
    return { simulation: step.value, goals: standings(centre, step.value) };
  }
}

function periodModel({ queues, groups, contactChoice }: SkillCentre, hours: number) {
  const longestS = Math.max(...queues.map(({ handleTime }) => handleTime.meanS));
  const before = Math.max(1, Math.ceil((10 * longestS) / hourS));
  const slots = before + hours + 1;
  for (const { group, agents, breaks = [] } of groups) {
    for (const { endS, startS, agents: away } of breaks) {
      if (startS < 0 || endS > hours * hourS) {
        const sentence = `a break from ${startS} to ${endS} s is not within ${hours} hours`;
        throw new DomainError('invalid', `group "${group}": ${sentence}`);
      }
      if (away > agents) {
        throw new DomainError('invalid', `group "${group}": ${away} of ${agents} agents on break`);
      }
    }
  }
  const model: SimulationModel = {
    slotS: hourS,
    slots,
    measured: { fromSlot: before, toSlot: before + hours },
    queues: queues.map(({ goals: _, callsPerHour, ...queue }) => ({
      ...queue,
      callsPerHour: Array.from({ length: slots }, () => callsPerHour),
    })),
    groups: groups.map(({ agents, breaks = [], ...group }) => ({
      ...group,
      agents: [agents],
      breaks: breaks.map(({ startS, endS, agents: away }) => ({
        startS: startS + before * hourS,
        endS: endS + before * hourS,
        agents: away,
      })),
    })),
    contactChoice: contactChoice ?? 'priority',
  };
  return model;
}

function checkWork({ queues, slots }: SimulationModel, replications: number): void {
  const perHour = queues.reduce((sum, { callsPerHour }) => sum + (callsPerHour[0] ?? 0), 0);
  const contacts = Math.round(perHour * slots * replications);
  if (contacts <= mostContacts) return;
  throw new DomainError(
    'invalid',
    `${contacts} contacts in ${replications} replications of ${slots} hours: ` +
      `at most ${mostContacts}, so take fewer of either`,
  );
}

function standings({ queues }: SkillCentre, { queues: found }: SimulationResult): GoalStanding[] {
  return goalsOf({ queues, groups: [] }).flatMap((goal) => {
    const result = found[goal.queue];
    if (!result || result.offered.value === 0) return [];
    const { serviceLevel, waitS, abandonment } = result;
    const figure = { serviceLevel, asaS: waitS, abandonment }[goal.goal];
    const standing = standingOf(goal, figure);
    return [{ queue: result.queue, goal: goal.goal, target: goal.target, ...figure, standing }];
  });
}
