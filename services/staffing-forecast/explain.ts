import type { ModelAnswer, Neighbour } from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import type { ExplainRequirementResponse } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import type { PatienceHazard } from '../domain/staffing/patience-fit.ts';
import { measuredModel } from '../domain/staffing/queue-model.ts';
import type { Patience } from '../domain/staffing/simulation/model.ts';
import { requiredAgents } from '../domain/staffing/sizing.ts';
import type { StaffingModel } from '../domain/staffing/staffed-queue.ts';
import { staffingFigures } from '../domain/staffing/staffing-figures.ts';
import type { StaffingGoals } from '../domain/staffing/staffing-goals.ts';
import { goalNames, stepsOf } from './explain-steps.ts';
import { meetsGoal, toGoals } from './goals.ts';
import type { PlanningPool } from './planning-pool.ts';
import { toSlot, toWireFigures } from './requirement.ts';
import type { StaffedSlot } from './staff-slots.ts';
import { type Instead, type StaffingDeps, staffQueue } from './staffing.ts';

/** What a slot is explained with. */
export interface ExplainDeps extends StaffingDeps {
  pool: Pick<PlanningPool, 'simulateQueue'>;
}

/** Of the simulation: the same slot is explained by the same figures, whoever asks. */
const seed = 1;

/** Agents fewer and more that are told beside the answer. */
const beside = [-2, -1, 0, 1, 2];

/** Why one slot of one queue needs so many. */
export async function explain(
  deps: ExplainDeps,
  of: { tenant: string; forecast: PlannedForecast; queue: string },
  start: string,
  instead: Instead,
): Promise<ExplainRequirementResponse> {
  const day = start.slice(0, 10);
  const staffed = await staffQueue(deps, of, { from: day, to: day }, instead);
  const one = staffed.find(({ slot }) => slot.start === start || slot.start.startsWith(start));
  if (!one) {
    const sentence = `start is "${start}", but must be a slot's, as ${staffed[0]?.slot.start}`;
    throw new DomainError('invalid', sentence);
  }
  const measured = await deps.patience.callers(of.tenant, of.queue);
  const patienceS = one.callers.patienceS ?? measured.meanS;
  const hazard = one.callers.hazard ?? measured.hazard;
  // A contact that shares its agent, or may wait, is another thing to these models.
  const able = one.model !== null && (one.agents ?? 0) > 0;
  const alike = able && one.rules.model !== 'chat';
  return {
    slot: toSlot(of.queue, [one]),
    steps: stepsOf(one),
    models: alike
      ? [
          ...modelsOf(one, patienceS),
          ...shapedModel(one, hazard),
          ...(await simulated(deps, one, patienceOf(one, patienceS, hazard))),
        ]
      : [],
    neighbours: able ? neighboursOf(one) : [],
  };
}

/** The same load by Erlang C and by Erlang A, with the goals that each knows. */
function modelsOf(one: StaffedSlot, patienceS: number | null): ModelAnswer[] {
  const all = toGoals(one.rules);
  const { blocking: _, abandonment, ...goals } = all;
  const models: { model: StaffingModel; patienceS: number | null; goals: StaffingGoals }[] = [
    { model: 'erlang-c', patienceS: null, goals },
  ];
  if (patienceS !== null) {
    const own = abandonment === undefined ? goals : { ...goals, abandonment };
    models.push({ model: 'erlang-a', patienceS, goals: own });
  }
  return models.map(({ model, patienceS, goals }) => {
    const load = { erlangs: one.erlangs, ahtS: one.ahtS, patienceS };
    const reachable = goalNames.some((name) => goals[name] !== undefined);
    return {
      model,
      agents: reachable ? requiredAgents(model, load, goals).agents : undefined,
      figures: toWireFigures(figuresAt(one, { model, patienceS }, one.agents ?? 0)),
      ...notSimulated,
    };
  });
}

/** The same load where callers are as patient as the log shows. */
function shapedModel(one: StaffedSlot, hazard: PatienceHazard | null): ModelAnswer[] {
  if (!hazard) return [];
  const goals: StaffingGoals = { ...toGoals(one.rules), blocking: undefined };
  const load = { erlangs: one.erlangs, ahtS: one.ahtS };
  const model = measuredModel(hazard, goals);
  return [
    {
      model: 'measured-patience',
      agents: goalNames.some((name) => goals[name] !== undefined)
        ? model.required(load, null)
        : undefined,
      figures: toWireFigures(model.figures(load, one.agents ?? 0)),
      ...notSimulated,
    },
  ];
}

/** What a model that is no simulation does not tell. */
const notSimulated = { replications: 0, low: undefined, high: undefined, seed: undefined };

/** Callers of the simulation: of measured patience where the slot is staffed by it. */
function patienceOf(
  { rules }: StaffedSlot,
  patienceS: number | null,
  hazard: PatienceHazard | null,
): Patience {
  if (rules.model === 'measured-patience' && hazard) return { kind: 'hazard', ...hazard };
  if (patienceS === null) return { kind: 'none' };
  return { kind: 'exponential', meanS: patienceS };
}

/** The same load played call by call, with the intervals of what was found. */
async function simulated(
  { pool }: ExplainDeps,
  { erlangs, ahtS, agents, rules }: StaffedSlot,
  patience: Patience,
): Promise<ModelAnswer[]> {
  const { withinS, rule } = rules.goals;
  const turnedAway = rules.model === 'erlang-b';
  const queue = { erlangs, ahtS, agents: agents ?? 0, patience, turnedAway, withinS, rule };
  const found = await pool.simulateQueue(queue, seed);
  if (!found) return [];
  return [
    {
      model: 'simulation',
      agents: undefined,
      figures: toWireFigures(found.figures),
      low: toWireFigures(found.low),
      high: toWireFigures(found.high),
      replications: found.replications,
      seed,
    },
  ];
}

function neighboursOf({ rules, model, load, agents }: StaffedSlot): Neighbour[] {
  if (!model || !load) return [];
  const goals = toGoals(rules);
  return beside
    .map((more) => (agents ?? 0) + more)
    .filter((count) => count >= 0)
    .map((count) => {
      const figures = model.figures(load, count);
      const meets =
        count >= (goals.minimumAgents ?? 0) &&
        goalNames.every((name) => meetsGoal(goals, figures, name));
      return { agents: count, figures: toWireFigures(figures), meets };
    });
}

function figuresAt(
  { erlangs, ahtS, rules }: StaffedSlot,
  { model, patienceS }: { model: StaffingModel; patienceS: number | null },
  agents: number,
) {
  const { withinS, rule } = rules.goals;
  return staffingFigures(model, { erlangs, agents, ahtS, withinS, patienceS, rule });
}
