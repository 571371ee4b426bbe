import type { StaffingRules } from '../domain/planning/staffing-rules.ts';
import type { StaffingFigures } from '../domain/staffing/staffed-queue.ts';
import type { GoalName, StaffingGoals } from '../domain/staffing/staffing-goals.ts';

const limits = ['serviceLevel', 'asaS', 'pWait', 'occupancy', 'blocking', 'abandonment'] as const;

/** The goal that one agent fewer would miss; the only one when there is but one. */
export function bindingGoal(
  goals: StaffingGoals,
  agents: number,
  figuresAt: (agents: number) => StaffingFigures,
): GoalName | null {
  if (agents === 0) return null;
  if (agents <= (goals.minimumAgents ?? 0)) return 'minimumAgents';
  const set = limits.filter((name) => goals[name] !== undefined);
  if (set.length <= 1) return set[0] ?? null;
  const fewer = figuresAt(agents - 1);
  return set.find((name) => !meetsGoal(goals, fewer, name)) ?? null;
}

/** Is one goal met by what so many agents lead to? A goal that is not set is. */
export function meetsGoal(goals: StaffingGoals, figures: StaffingFigures, name: GoalName): boolean {
  if (name === 'minimumAgents') return true;
  const wanted = goals[name];
  if (wanted === undefined) return true;
  const found = name === 'abandonment' ? figures.pAbandon : figures[name];
  if (found === null) return false;
  return name === 'serviceLevel' ? found >= wanted : found <= wanted;
}

/** Goals as the engine takes them: what is not set is absent. */
export function toGoals({ goals }: StaffingRules): StaffingGoals {
  const given = Object.entries(goals).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as StaffingGoals;
}
