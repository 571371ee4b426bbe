import { centrePlan } from './simulation/centre-plan.ts';
import { type ContactTape, recordTape } from './simulation/contact-tape.ts';
import { levelTerms, measuredSlots, queueCounts } from './simulation/estimates.ts';
import { type Certainty, meanEstimate, shareEstimate } from './simulation/interval.ts';
import type { Estimate, SimulationModel } from './simulation/model.ts';
import { replay } from './simulation/replay.ts';
import { field } from './simulation/tally.ts';
import type { GoalStanding, SkillGoals, SkillStaffingProblem } from './skill-problem.ts';

/** One goal of one queue. */
export interface Goal {
  queue: number;
  goal: keyof SkillGoals;
  target: number;
}

/** Contacts on which staffings are compared: the same for all of them. */
export interface Sample {
  problem: SkillStaffingProblem;
  goals: readonly Goal[];
  model: SimulationModel;
  tapes: readonly ContactTape[];
  /** Contacts in all tapes. */
  contacts: number;
}

/** What one staffing does on a sample: counts by repetition, queue and field. */
export type Outcome = readonly (readonly Float64Array[])[];

/** Every goal of a problem. */
export function goalsOf({ queues }: SkillStaffingProblem): Goal[] {
  return queues.flatMap(({ goals }, queue) =>
    (['serviceLevel', 'asaS', 'abandonment'] as const).flatMap((goal) => {
      const target = goals[goal];
      return target === undefined ? [] : [{ queue, goal, target }];
    }),
  );
}

/** Fewer repetitions tell too little of how far they spread. */
const fewestReplications = 6;

/**
 * Draws a sample of about so many contacts in so many repetitions; in fewer where
 * the shortest repetition of a large centre has more than its part of them.
 */
export function drawSample(
  problem: SkillStaffingProblem,
  {
    seed,
    contacts,
    replications: wanted,
  }: { seed: number; contacts: number; replications: number },
): Sample {
  const affordable = Math.round(contacts / contactsOf(steadyModel(problem, 1)));
  const replications = Math.min(wanted, Math.max(fewestReplications, affordable));
  const model = steadyModel(problem, contacts / replications);
  const tapes = Array.from({ length: replications }, (_, replication) =>
    recordTape(model, { seed, replication }),
  );
  const drawn = tapes.reduce((sum, { count }) => sum + count, 0);
  return { problem, goals: goalsOf(problem), model, tapes, contacts: drawn };
}

/**
 * A steady period as a model of 30 slots: the first fifth warms up (at least ten
 * handle times, which is several relaxation times unless the queue is all but
 * unstable), the last slot cools down, the others count.
 */
export function steadyModel(problem: SkillStaffingProblem, contacts: number): SimulationModel {
  const slots = 30;
  const perS = problem.queues.reduce((sum, { callsPerHour }) => sum + callsPerHour, 0) / 3_600;
  const handleS = Math.max(...problem.queues.map(({ handleTime }) => handleTime.meanS));
  const slotS = Math.max(contacts / perS / slots, (10 * handleS) / 6);
  return {
    slotS,
    slots,
    queues: problem.queues.map(({ goals: _goals, callsPerHour, ...queue }) => ({
      ...queue,
      callsPerHour: Array.from({ length: slots }, () => callsPerHour),
    })),
    groups: problem.groups.map(({ group, skills }) => ({ group, skills, agents: [0] })),
    contactChoice: problem.contactChoice ?? 'priority',
    measured: { fromSlot: 6, toSlot: slots - 1 },
  };
}

function contactsOf({ slotS, slots, queues }: SimulationModel): number {
  const perHour = queues.reduce((sum, { callsPerHour }) => sum + (callsPerHour[0] ?? 0), 0);
  return (perHour * slotS * slots) / 3_600;
}

/** The model with these agents in each group. */
export function staffed(model: SimulationModel, agents: readonly number[]): SimulationModel {
  const groups = model.groups.map((group, place) => ({ ...group, agents: [agents[place] ?? 0] }));
  return { ...model, groups };
}

/** Plays the sample with these agents in each group. */
export function play(sample: Sample, agents: readonly number[]): Outcome {
  const plan = centrePlan(staffed(sample.model, agents));
  const span = measuredSlots(plan);
  return sample.tapes.map((tape) => {
    const tally = replay(plan, tape);
    return sample.model.queues.map((_, queue) => queueCounts(tally, queue, span));
  });
}

/** A goal's figure on a sample, with its interval. */
export function goalFigure(
  { problem, model, tapes }: Sample,
  outcome: Outcome,
  { queue, goal }: Goal,
  confidence: number,
): Estimate {
  const rows = outcome.map((queues) => queues[queue] as Float64Array);
  const of = (name: keyof typeof field) => rows.map((row) => row[field[name]] ?? 0);
  const stated = problem.queues[queue] as SkillStaffingProblem['queues'][number];
  const looks = (tapes.length * 23 * model.slotS) / stated.handleTime.meanS;
  const certainty: Certainty = { confidence, looks };
  if (goal === 'asaS') return meanEstimate(of('waitS'), of('offered'), certainty);
  if (goal === 'abandonment') return shareEstimate(of('abandoned'), of('offered'), certainty);
  const terms = rows.map((row) => levelTerms(row, stated.rule));
  const met = terms.map((term) => term.met);
  return shareEstimate(
    met,
    terms.map(({ counted }) => counted),
    certainty,
  );
}

/** How far a value is from its goal, in shares of contacts; 0 or below: met. */
export function gap({ goal, target }: Goal, value: number | null): number {
  if (value === null) return 1;
  if (goal === 'serviceLevel') return target - value;
  if (goal === 'abandonment') return value - target;
  // A mean wait twice its target weighs like a service level twenty points short.
  return 0.2 * (value / Math.max(target, 1e-3) - 1);
}

/** Groups that take a queue some of whose goals are short. */
export function groupsOf(
  { groups, queues }: SkillStaffingProblem,
  short: readonly Goal[],
): number[] {
  const names = new Set(short.map(({ queue }) => queues[queue]?.queue));
  return groups.flatMap(({ skills }, group) =>
    skills.some(({ queue }) => names.has(queue)) ? [group] : [],
  );
}

/** A goal by the interval of its figure: the cautious end meets it, the kind one misses it too. */
export function standingOf(goal: Goal, { low, high }: Estimate): GoalStanding['standing'] {
  const level = goal.goal === 'serviceLevel';
  if (gap(goal, level ? low : high) <= 0) return 'met';
  return gap(goal, level ? high : low) > 0 ? 'missed' : 'undecided';
}

/** What is short over all goals; 0 when every goal is met as estimated. */
export function shortage(sample: Sample, outcome: Outcome): number {
  return sample.goals.reduce((sum, goal) => {
    const { value } = goalFigure(sample, outcome, goal, 0.95);
    return sum + Math.max(0, gap(goal, value));
  }, 0);
}
