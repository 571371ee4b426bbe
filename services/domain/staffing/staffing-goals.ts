import { DomainError } from '../domain-error.ts';
import { type AbandonRule, abandonRules } from '../queue/service-level.ts';
import { maxAgents, type StaffingFigures, type StaffingModel } from './staffed-queue.ts';

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

/** In the order in which a tie names the goal that binds. */
export const goalNames = [
  'serviceLevel',
  'asaS',
  'pWait',
  'abandonment',
  'blocking',
  'occupancy',
  'minimumAgents',
] as const;

/** One goal, by its name. */
export type GoalName = (typeof goalNames)[number];

/** Which goals a model can be asked for. */
const goalsOf: Record<StaffingModel, readonly GoalName[]> = {
  'erlang-b': ['blocking', 'occupancy', 'minimumAgents'],
  'erlang-c': ['serviceLevel', 'asaS', 'pWait', 'occupancy', 'minimumAgents'],
  'erlang-a': ['serviceLevel', 'asaS', 'pWait', 'abandonment', 'occupancy', 'minimumAgents'],
};

/**
 * A computed figure may stand some units in its last place beyond a goal that it
 * exactly meets: 8.5 erlangs at 85 % are 10 agents, though 8.5/0.85 is more than 10.
 */
export const guard = 1e-13;
const guardOfLevel = 1e-14;

/** The first goal that the figures miss, or `null`: all are met. */
export function missedGoal(
  figures: StaffingFigures,
  agents: number,
  goals: StaffingGoals,
): GoalName | null {
  for (const name of goalNames) if (!meetsGoal(name, figures, agents, goals)) return name;
  return null;
}

/** The goals that are set. */
export function goalsSet(goals: StaffingGoals): GoalName[] {
  return goalNames.filter((name) => goals[name] !== undefined);
}

/** One goal alone, with what belongs to it. */
export function onlyGoal(goals: StaffingGoals, name: GoalName): StaffingGoals {
  const { withinS, rule, shortAbandonS } = goals;
  return { withinS, rule, shortAbandonS, [name]: goals[name] };
}

/**
 * Refuses goals that no model knows, that no number of agents reaches, or that ask nothing.
 *
 * @throws DomainError invalid, naming goal and value.
 */
export function checkGoals(model: StaffingModel, goals: StaffingGoals, ahtS: number | null): void {
  const names = goalsSet(goals);
  if (names.length === 0) {
    throw new DomainError('invalid', `a goal is missing: name one of ${goalsOf[model].join(', ')}`);
  }
  for (const name of names) {
    if (!goalsOf[model].includes(name)) {
      throw new DomainError('invalid', `${model} knows no goal ${name}`);
    }
    checkLimit(name, goals[name]);
  }
  if (goals.serviceLevel !== undefined && goals.withinS === undefined) {
    throw new DomainError('invalid', 'goal serviceLevel needs withinS');
  }
  if (goals.rule !== undefined && !abandonRules.includes(goals.rule)) {
    throw new DomainError('invalid', `rule "${goals.rule}" is none of ${abandonRules.join(', ')}`);
  }
  const needsAht = goals.serviceLevel !== undefined || goals.asaS !== undefined;
  if (needsAht && ahtS === null) {
    throw new DomainError('invalid', 'goals serviceLevel and asaS need ahtS');
  }
}

function meetsGoal(
  name: GoalName,
  figures: StaffingFigures,
  agents: number,
  goals: StaffingGoals,
): boolean {
  const limit = goals[name];
  if (limit === undefined) return true;
  switch (name) {
    case 'minimumAgents':
      return agents >= limit;
    case 'serviceLevel':
      return (figures.serviceLevel ?? 0) >= limit * (1 - guardOfLevel);
    case 'asaS':
    case 'pWait':
    case 'blocking':
    case 'occupancy':
      return atMost(figures[name], limit);
    case 'abandonment':
      return atMost(figures.pAbandon, limit);
  }
}

/** A figure that does not exist (a queue that grows for ever, no agents) meets no goal. */
function atMost(figure: number | null, limit: number): boolean {
  return figure !== null && figure <= limit * (1 + guard);
}

function checkLimit(name: GoalName, limit: number | undefined): void {
  const value = limit ?? Number.NaN;
  const refuse = (reason: string): never => {
    throw new DomainError('invalid', `goal ${name} ${value} ${reason}`);
  };
  switch (name) {
    case 'minimumAgents':
      if (!(value >= 0 && value <= maxAgents)) refuse(`is not from 0 to ${maxAgents}`);
      return;
    case 'asaS':
      if (!(value > 0 && Number.isFinite(value))) refuse('is not above 0 s');
      return;
    case 'occupancy':
      if (!(value > 0 && value <= 1)) refuse('is not above 0 and at most 1');
      return;
    case 'serviceLevel':
    case 'pWait':
    case 'blocking':
    case 'abandonment':
      // 0 and 1 are reached by no number of agents, or by none at all.
      if (!(value > 0 && value < 1)) refuse('is not between 0 and 1, both excluded');
  }
}
